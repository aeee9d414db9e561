"""Whom to ask first, and what is said of the others."""

import datetime
from http import HTTPStatus

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from articles.models import Article
from editorial import workflow
from editorial.models import Assignment, BoardMember, Credential, Review
from editorial.suggesting import Suggestion, suggestions
from tests.factories.articles import ArticleFactory
from tests.factories.editorial import (
    BoardMemberFactory,
    approved,
    managing_editor,
    sign,
    submitted,
    under_review,
)

pytestmark = pytest.mark.django_db


def today() -> datetime.date:
    return timezone.now().date()


def of(review: Review) -> dict[str, Suggestion]:
    return {each.member.name: each for each in suggestions(review, on=today())}


def names(review: Review) -> list[str]:
    return [each.member.name for each in suggestions(review, on=today())]


def named(name: str, **values: object) -> BoardMember:
    return BoardMemberFactory.create(name=name, **values)


def make_specialist(member: BoardMember, review: Review) -> None:
    assert review.article.specialty is not None
    member.specialties.add(review.article.specialty)


def asked_elsewhere(*members: BoardMember) -> Review:
    return under_review(members=list(members), answered=False)


def test_members_of_the_specialty_come_first_then_those_with_little_to_do() -> None:
    review = submitted()
    filler = named("Z Filler")
    busy, specialist, free = named("A Busy"), named("Y Specialist"), named("M Free")
    for member in (busy, specialist):
        asked_elsewhere(member, filler)
    make_specialist(specialist, review)
    found = [name for name in names(review) if name != "Z Filler"]
    assert found == [specialist.name, free.name, busy.name]
    assert (of(review)["A Busy"].load, of(review)["M Free"].load) == (1, 0)
    assert of(review)["Y Specialist"].is_specialist


def test_past_work_on_the_article_decides_between_equals() -> None:
    article = ArticleFactory.create()
    first, second, third = named("C Signed"), named("B Signed"), named("A New")
    old = under_review(article, members=[first, second])
    for member in (first, second):
        old = sign(old, member)
    review = submitted(article)
    assert names(review) == [second.name, first.name, third.name]
    assert of(review)["C Signed"].signed == [1]
    assert of(review)["A New"].signed == []


def test_declined_and_signed_work_is_no_load() -> None:
    declining, signing = named("Sample Declining"), named("Sample Signing")
    elsewhere = under_review(members=[declining, signing])
    own = elsewhere.assignments.get(member=declining)
    workflow.decline(own, by=declining.user, reason="Busy.")
    sign(elsewhere, signing)
    loads = {name: each.load for name, each in of(submitted()).items()}
    assert loads == {"Sample Declining": 0, "Sample Signing": 0}


def test_author_is_excluded() -> None:
    review = submitted()
    named("Sample Author", user=review.article.owner)
    assert "wrote a part" in of(review)["Sample Author"].forbidden


def test_member_out_of_office_is_excluded_with_the_day() -> None:
    named("Sample Former", term_to=datetime.date(2026, 3, 1))
    later = today() + datetime.timedelta(days=20)
    named("Sample Coming", term_from=later)
    found = of(submitted())
    assert found["Sample Former"].forbidden == "The term ended on 1 March 2026."
    assert found["Sample Coming"].forbidden.startswith("The term begins on")


def test_member_who_was_deactivated_is_excluded() -> None:
    member = named("Sample Deactivated")
    BoardMember.objects.filter(pk=member.pk).update(
        deactivated_at=timezone.now(), deactivated_by=managing_editor()
    )
    assert "not an active member" in of(submitted())["Sample Deactivated"].forbidden


def test_credential_that_ran_out_excludes() -> None:
    member = named("Sample Lapsed")
    Credential.objects.create(
        member=member, title="Licence", is_required=True, expires_on=datetime.date(2026, 3, 1)
    )
    assert "“Licence”" in of(submitted())["Sample Lapsed"].forbidden


def test_credential_that_is_not_needed_excludes_nobody() -> None:
    member = named("Sample Course")
    Credential.objects.create(member=member, title="Course", expires_on=datetime.date(2026, 3, 1))
    assert of(submitted())["Sample Course"].forbidden == ""


def test_member_who_was_asked_is_excluded_with_the_answer() -> None:
    asked, declining, released = (
        named(f"Sample {word}") for word in ("Asked", "Declining", "Released")
    )
    review = under_review(members=[asked, declining, released], answered=False)
    workflow.decline(
        review.assignments.get(member=declining), by=declining.user, reason="On leave."
    )
    workflow.release(
        review.assignments.get(member=released), by=managing_editor(), reason="A slip."
    )
    found = of(review)
    assert found["Sample Asked"].forbidden == "Asked already."
    assert "On leave." in found["Sample Declining"].forbidden
    assert "handed back" in found["Sample Released"].forbidden


def test_earlier_conflict_is_told() -> None:
    article = ArticleFactory.create()
    member = named("Sample Conflicted")
    old = under_review(article, members=[member, named("Sample Other")])
    workflow.answer_conflict(old, by=member.user, conflict="declared", statement="Shares.")
    workflow.return_for_changes(old, by=managing_editor(), reason="Dose.")
    found = of(submitted(article))
    assert found["Sample Conflicted"].forbidden == ""
    assert found["Sample Conflicted"].cautions == [
        "Declared a conflict of interest over this article: Shares."
    ]
    assert found["Sample Other"].cautions == []


def test_conflict_over_another_article_is_not_told() -> None:
    member = named("Sample Conflicted")
    old = under_review(members=[member, named("Sample Other")])
    workflow.answer_conflict(old, by=member.user, conflict="declared", statement="Shares.")
    assert of(submitted())["Sample Conflicted"].cautions == []


def test_author_of_a_cited_source_is_told_and_comes_late() -> None:
    named("Author Sample")  # the author of every source of the factory
    named("Z Nobody")
    review = submitted()
    found = of(review)
    assert found["Author Sample"].cautions[0].startswith("Has the name of an author")
    assert found["Author Sample"].forbidden == ""
    assert names(review) == ["Z Nobody", "Author Sample"]


def away(member: BoardMember, to: BoardMember) -> None:
    workflow.delegate(
        member, by=member.user, to=to, begins_on=today(), ends_on=today(), reason="A congress."
    )


def test_absent_member_is_shown_with_the_stand_in() -> None:
    member, to = named("Sample Away"), named("Sample Stand-in")
    away(member, to)
    found = of(submitted())["Sample Away"]
    assert found.absence is not None
    assert found.absence.to == to
    assert names(submitted()) == ["Sample Stand-in", "Sample Away"]
    assert found.forbidden == ""


def test_absent_member_whose_stand_in_wrote_the_text_is_excluded() -> None:
    review = submitted()
    away(named("Sample Away"), named("Sample Author", user=review.article.owner))
    assert "Away. Sample Author, MD stands in, who cannot be asked" in (
        of(review)["Sample Away"].forbidden
    )


def test_absent_member_whose_stand_in_was_asked_is_excluded() -> None:
    member, to = named("Sample Away"), named("Sample Stand-in")
    away(member, to)
    review = under_review(members=[to, named("Sample Other")], answered=False)
    assert "who was asked already" in of(review)["Sample Away"].forbidden


def queries(review: Review) -> int:
    with CaptureQueriesContext(
        connection,
    ) as captured:
        suggestions(Review.objects.select_related("version").get(pk=review.pk), on=today())
    return len(captured)


def test_suggestions_cost_the_same_for_a_large_board() -> None:
    article: Article = approved().article
    few = queries(submitted(article))
    members = BoardMemberFactory.create_batch(30)
    for place in range(0, 10, 2):
        away(members[place], members[place + 1])
        asked_elsewhere(members[place + 10], members[place + 11])
    review = article.reviews.get(state="submitted")
    assert queries(review) == few


def step(review: Review, name: str = "begin") -> str:
    return reverse(f"admin:editorial_review_{name}", args=[review.pk])


@pytest.fixture
def managing() -> Client:
    client = Client()
    client.force_login(managing_editor())
    return client


def test_begin_shows_the_board_with_reasons(managing: Client) -> None:
    review = submitted()
    named("Sample Author", user=review.article.owner)
    chosen = named("Sample Specialist")
    make_specialist(chosen, review)
    html = managing.get(step(review)).content.decode()
    assert html.index("Sample Specialist") < html.index("Sample Author")
    assert "wrote a part of this version" in html
    assert html.count('type="checkbox" name="members"') == 1


def test_begin_with_a_cautioned_member_wants_it_said(managing: Client) -> None:
    review, own = submitted(), named("Author Sample")
    data = {"members": [own.pk, named("Sample Other").pk]}
    refused = managing.post(step(review), data)
    assert refused.status_code == HTTPStatus.BAD_REQUEST
    assert "ask them all the same, tick so below" in refused.content.decode()
    assert refused.content.decode().count("checked") == 2
    assert not Assignment.objects.exists()
    taken = managing.post(step(review), data | {"knowing": "yes"})
    assert taken.status_code == HTTPStatus.FOUND
    event = review.audit_events.get(action="begin")
    known = {row["name"]: row.get("known") for row in event.details["members"]}
    assert known["Sample Other, MD"] is None
    assert known["Author Sample, MD"][0].startswith("Has the name of an author")


def test_begin_offers_the_dates_of_the_policy_and_takes_others(managing: Client) -> None:
    review = submitted()
    members = BoardMemberFactory.create_batch(2)
    by_policy = today() + datetime.timedelta(days=review.policy["sign_within_days"])
    assert f'value="{by_policy.isoformat()}"' in managing.get(step(review)).content.decode()
    later = by_policy + datetime.timedelta(days=5)
    managing.post(
        step(review),
        {"members": [m.pk for m in members], "respond_by": "", "sign_by": later.isoformat()},
    )
    assert set(review.assignments.values_list("sign_by", flat=True)) == {later}


@pytest.mark.parametrize(
    ("day", "status", "text"),
    [
        ("2020-01-01", HTTPStatus.CONFLICT, "This date has passed"),
        ("soon", HTTPStatus.BAD_REQUEST, "Give the date like"),
    ],
)
def test_begin_refuses_a_date_that_is_none(
    managing: Client, day: str, status: HTTPStatus, text: str
) -> None:
    members = BoardMemberFactory.create_batch(2)
    data = {"members": [m.pk for m in members], "sign_by": day}
    answer = managing.post(step(submitted()), data)
    assert answer.status_code == status
    assert text in answer.content.decode()
    assert f'value="{day}"' in answer.content.decode()
