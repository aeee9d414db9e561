"""The buttons of the admin: each calls one verb, shows its refusal, and keeps what was typed."""

from http import HTTPStatus

import pytest
from django.contrib.auth.models import User
from django.db import models
from django.test import Client
from django.urls import reverse

from editorial.models import Assignment, AuditEvent, BoardMember, Review
from tests.factories.articles import ArticleFactory, UserFactory
from tests.factories.editorial import (
    BoardMemberFactory,
    approved,
    managing_editor,
    submitted,
    under_review,
)

pytestmark = pytest.mark.django_db


def as_user(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def step(subject: models.Model, name: str) -> str:
    options = subject._meta
    return reverse(f"admin:{options.app_label}_{options.model_name}_{name}", args=[subject.pk])


def texts(response: object) -> str:
    return str(response.content.decode())  # type: ignore[attr-defined]


def test_submit_freezes_the_draft_and_opens_a_review() -> None:
    article = ArticleFactory.create()
    answer = as_user(article.owner).post(
        step(article, "submit"), {"kind": "new", "note": "Please look at the doses."}
    )
    assert answer.status_code == HTTPStatus.FOUND
    review = Review.objects.get()
    assert (review.state, review.note) == ("submitted", "Please look at the doses.")
    assert review.submitted_by == article.owner


def test_submit_refused_lists_every_finding_and_keeps_the_note() -> None:
    article = ArticleFactory.create(summary="", specialty=None)
    answer = as_user(article.owner).post(
        step(article, "submit"), {"kind": "new", "note": "Typed by me"}
    )
    assert answer.status_code == HTTPStatus.CONFLICT
    html = texts(answer)
    assert "Not submitted: 2 findings have to be resolved first." in html
    assert "There is no summary." in html
    assert "No specialty is chosen." in html
    assert "Typed by me" in html
    assert not Review.objects.exists()


def test_submit_pressed_twice_says_that_a_review_is_open() -> None:
    article = ArticleFactory.create()
    editor = as_user(article.owner)
    for expected in (HTTPStatus.FOUND, HTTPStatus.CONFLICT):
        answer = editor.post(step(article, "submit"), {"kind": "new", "note": ""})
        assert answer.status_code == expected
    assert "A review of this article is open." in texts(answer)
    assert Review.objects.count() == 1


@pytest.mark.parametrize("kind", ["re-review", "nonsense", ""])
def test_submit_refuses_a_kind_that_is_not_offered(kind: str) -> None:
    article = ArticleFactory.create()
    answer = as_user(article.owner).post(
        step(article, "submit"), {"kind": kind, "note": "Typed by me"}
    )
    assert answer.status_code == HTTPStatus.BAD_REQUEST
    assert "Typed by me" in texts(answer)
    assert not Review.objects.exists()


def test_begin_asks_the_chosen_members() -> None:
    review, members = submitted(), [BoardMemberFactory.create(), BoardMemberFactory.create()]
    answer = as_user(managing_editor()).post(
        step(review, "begin"), {"members": [member.pk for member in members]}
    )
    assert answer.status_code == HTTPStatus.FOUND
    assert set(BoardMember.objects.filter(assignments__review=review)) == set(members)


def test_begin_with_too_few_members_is_refused_with_the_choice_kept() -> None:
    review, member = submitted(), BoardMemberFactory.create()
    answer = as_user(managing_editor()).post(step(review, "begin"), {"members": [member.pk]})
    assert answer.status_code == HTTPStatus.CONFLICT
    assert "Choose at least 2 board members" in texts(answer)
    assert "checked" in texts(answer)
    assert not Assignment.objects.exists()


def test_begin_shows_why_a_member_cannot_be_asked() -> None:
    review = submitted()
    BoardMemberFactory.create(name="Sample Author", user=review.article.owner)
    BoardMemberFactory.create(name="Sample Eligible")
    answer = as_user(managing_editor()).get(step(review, "begin"))
    assert "Sample Author, MD wrote a part of this version." in texts(answer)
    choices = [str(label) for _pk, label in answer.context["form"].fields["members"].choices]
    assert choices == ["Sample Eligible, MD"]


def test_begin_refuses_a_crafted_choice_of_an_author() -> None:
    review = submitted()
    author = BoardMemberFactory.create(user=review.article.owner)
    answer = as_user(managing_editor()).post(
        step(review, "begin"), {"members": [author.pk, BoardMemberFactory.create().pk]}
    )
    assert answer.status_code == HTTPStatus.BAD_REQUEST
    assert not Assignment.objects.exists()


def test_assign_asks_a_further_member() -> None:
    review, further = under_review(), BoardMemberFactory.create()
    answer = as_user(managing_editor()).post(step(review, "assign"), {"members": [further.pk]})
    assert answer.status_code == HTTPStatus.FOUND
    assert review.assignments.count() == 3


@pytest.mark.parametrize(
    ("name", "state"), [("return", "changes_requested"), ("withdraw", "withdrawn")]
)
def test_review_ends_with_a_reason(name: str, state: str) -> None:
    review = under_review()
    answer = as_user(managing_editor()).post(step(review, name), {"reason": "For this reason."})
    assert answer.status_code == HTTPStatus.FOUND
    review.refresh_from_db()
    assert (review.state, review.reason) == (state, "For this reason.")


@pytest.mark.parametrize("reason", ["", "   ", "a\0b", "x" * 5_001])
def test_review_does_not_end_without_a_proper_reason(reason: str) -> None:
    review = under_review()
    answer = as_user(managing_editor()).post(step(review, "withdraw"), {"reason": reason})
    assert answer.status_code == HTTPStatus.BAD_REQUEST
    review.refresh_from_db()
    assert review.state == "under_review"


def test_step_on_a_closed_review_says_so_and_keeps_the_reason() -> None:
    review = approved()
    answer = as_user(managing_editor()).post(step(review, "return"), {"reason": "Typed by me"})
    assert answer.status_code == HTTPStatus.CONFLICT
    assert "This review is “Approved”, so this step is not possible." in texts(answer)
    assert "Typed by me" in texts(answer)


def test_retire_and_reinstate_change_what_readers_get() -> None:
    article, editor = approved().article, as_user(managing_editor())
    editor.post(step(article, "retire"), {"reason": "Superseded."})
    article.refresh_from_db()
    assert article.is_retired
    editor.post(step(article, "reinstate"), {"reason": "Needed again."})
    article.refresh_from_db()
    assert article.is_live


def test_deactivate_writes_its_audit_event_and_happens_once() -> None:
    member, editor = BoardMemberFactory.create(name="Sample Leaving"), managing_editor()
    address = step(member, "deactivate")
    assert as_user(editor).post(address, {"reason": "Moved."}).status_code == HTTPStatus.FOUND
    member.refresh_from_db()
    assert member.deactivated_by == editor
    event = AuditEvent.objects.get(action="deactivate-member")
    assert (event.actor, event.reason) == (editor, "Moved.")
    assert event.details == {"member": member.pk, "name": "Sample Leaving, MD"}
    again = as_user(editor).post(address, {"reason": "Moved."})
    assert again.status_code == HTTPStatus.CONFLICT
    assert AuditEvent.objects.filter(action="deactivate-member").count() == 1


DUE_STEPS = ["interval", "clear-interval", "due-now", "dismiss-cause"]
ARTICLE_STEPS = ["submit", "retire", "reinstate", *DUE_STEPS]
REVIEW_STEPS = ["begin", "assign", "return", "withdraw"]
#: Who may open which step. The article and its review belong to somebody else.
MAY = {
    "Editors": {"submit"},
    "Managing editors": {*ARTICLE_STEPS, *REVIEW_STEPS, "deactivate"},
    "Board": set(),
    "Auditors": set(),
}


@pytest.mark.parametrize("group", list(MAY))
@pytest.mark.parametrize("name", [*ARTICLE_STEPS, *REVIEW_STEPS, "deactivate"])
def test_step_is_open_to_the_roles_in_the_table_only(group: str, name: str) -> None:
    review = under_review()
    subject: models.Model = review
    if name in ARTICLE_STEPS:
        subject = review.article
    elif name == "deactivate":
        subject = review.assignments.get_queryset()[0].member
    client = as_user(UserFactory.create(group=group))
    expected = HTTPStatus.OK if name in MAY[group] else HTTPStatus.FORBIDDEN
    assert client.get(step(subject, name)).status_code == expected
    if expected == HTTPStatus.FORBIDDEN:
        answer = client.post(step(subject, name), {"reason": "Because.", "kind": "new"})
        assert answer.status_code == HTTPStatus.FORBIDDEN


def test_step_of_something_that_is_not_there_is_not_found() -> None:
    address = reverse("admin:editorial_review_begin", args=[999_999])
    assert as_user(managing_editor()).get(address).status_code == HTTPStatus.NOT_FOUND


def test_step_without_login_leads_to_the_login() -> None:
    answer = Client().get(step(submitted(), "begin"))
    assert answer.status_code == HTTPStatus.FOUND
    assert "login" in answer["Location"]


def test_article_page_offers_the_next_step_only() -> None:
    article = ArticleFactory.create()
    address = reverse("admin:articles_article_change", args=[article.pk])
    editor = as_user(article.owner)

    def next_step(client: Client) -> str:
        offers = client.get(address).context["panel"]["offers"]
        return str(offers.next_step.label) if offers.next_step else offers.waiting

    assert next_step(editor) == "Submit for review"
    review = submitted(article)
    manager = as_user(managing_editor())
    assert next_step(manager) == "Begin the review"
    assert next_step(editor) == "Open the review"
    assert next_step(as_user(UserFactory.create(group="Auditors"))) == "Open the review"
    under = under_review()
    assert review.is_open
    address = reverse("admin:articles_article_change", args=[under.article_id])
    assert next_step(manager) == "Open the review"
    assert "0 of 2 approvals given." in texts(manager.get(address))
