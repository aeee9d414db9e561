"""What a member may not read, and not sign: before the answer about conflicts, and after leaving.

Every page of the desk about the review is asked for; none may show a word of the text.
"""

import re
from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import get_resolver

from editorial import workflow
from editorial.membership import deactivate_member
from editorial.models import Assignment, BoardMember, Review, SignOff
from tests.factories.articles import PASSWORD, ArticleFactory, SectionFactory
from tests.factories.editorial import BoardMemberFactory, approved, managing_editor, under_review

pytestmark = pytest.mark.django_db
SECRET = "Xenomiotic"
REASON = "The dose in the second section is too high."


@pytest.fixture
def member() -> BoardMember:
    return BoardMemberFactory.create()


@pytest.fixture
def review(member: BoardMember) -> Review:
    """A revision, so that there is something to compare with; nobody has answered yet."""
    article = approved(ArticleFactory.create()).article
    SectionFactory.create(article=article, heading=SECRET, body=f"<p>{SECRET} spasm.</p>")
    return under_review(article, members=[member, BoardMemberFactory.create()], answered=False)


@pytest.fixture
def desk(client: Client, member: BoardMember) -> Client:
    client.force_login(member.user)
    return client


def _paths(review: Review) -> list[str]:
    """Every address below the review's, and every way to look at the text."""
    patterns = get_resolver().reverse_dict  # built once
    assert patterns
    below = {
        str(pattern.pattern)
        for resolver in get_resolver().url_patterns
        if hasattr(resolver, "url_patterns")
        for pattern in resolver.url_patterns
        if str(pattern.pattern).startswith("desk/reviews/<int:pk>/")
    }
    assert len(below) > 4
    page = review.get_absolute_url()
    article = review.article.get_absolute_url()
    return [
        *("/" + re.sub("<int:pk>", str(review.pk), path) for path in sorted(below)),
        f"{page}?audience=plain",
        f"{page}?show=changes",
        f"{page}?show=changes&since=live",
        f"{page}?show=changes&since=seen",
        "/desk/",
        f"{article}v{review.version.number}/",
        f"{article}draft/",
        f"{article}history/",
        f"{article}history/?changes={review.version.number}",
        f"{article}references.json",
        f"/search/?q={SECRET}",
        f"/ask/?q={SECRET}",
    ]


def _shown(desk: Client, review: Review) -> list[str]:
    """Which of these pages hold a word of the text; a PDF that is given at all counts."""
    shown = []
    for path in _paths(review):
        response = desk.get(path, follow=True)
        page = response.content.decode(errors="replace").replace(f'value="{SECRET}"', "")
        page = page.replace(f"{SECRET}</title>", "").replace(f"q={SECRET}", "")
        has_text = f"{SECRET} spasm" in re.sub(r"<[^>]+>", "", page) or f">{SECRET}<" in page
        if has_text or (response.status_code == 200 and page.startswith("%PDF")):
            shown.append(path)
    return shown


def test_unanswered_member_reads_no_further_than_the_summary(desk: Client, review: Review) -> None:
    assert _shown(desk, review) == []
    assert review.version.summary in desk.get(review.get_absolute_url()).content.decode()


def test_member_reads_on_after_the_answer(
    desk: Client, review: Review, member: BoardMember
) -> None:
    """The same pages do hold the text, so that the test above can fail."""
    workflow.answer_conflict(review, by=member.user, conflict="none")
    shown = _shown(desk, review)
    assert review.get_absolute_url() in shown
    assert f"{review.get_absolute_url()}?show=changes" in shown
    assert any(path.endswith(".pdf") for path in shown)


def _decline(review: Review, assignment: Assignment) -> None:
    workflow.decline(assignment, by=assignment.member.user, reason="I am away.")


def _release(review: Review, assignment: Assignment) -> None:
    workflow.release(assignment, by=managing_editor(), reason="Not needed.")


def _deactivate(review: Review, assignment: Assignment) -> None:
    deactivate_member(assignment.member, by=managing_editor(), reason="Left the board.")


@pytest.mark.parametrize("leave", [_decline, _release])
def test_member_who_is_no_longer_asked_reads_no_further(
    desk: Client,
    review: Review,
    member: BoardMember,
    leave: Callable[[Review, Assignment], None],
) -> None:
    workflow.answer_conflict(review, by=member.user, conflict="none")
    leave(review, review.assignments.get(member=member))
    assert _shown(desk, review) == []


@pytest.mark.parametrize(
    ("leave", "said"),
    [
        (_decline, "You declined this assignment."),
        (_release, "This assignment was handed back."),
        (_deactivate, "is not an active member of the board today"),
    ],
)
def test_member_who_left_between_form_and_signature_is_refused_and_loses_nothing(
    desk: Client,
    review: Review,
    member: BoardMember,
    leave: Callable[[Review, Assignment], None],
    said: str,
) -> None:
    workflow.answer_conflict(review, by=member.user, conflict="none")
    assert 'name="password"' in desk.get(review.get_absolute_url()).content.decode()
    leave(review, review.assignments.get(member=member))
    sent = {"verdict": "request_changes", "reason": REASON, "password": PASSWORD}
    response = desk.post(
        f"/desk/reviews/{review.pk}/sign-off/", sent | {"digest": review.version.digest}
    )
    page = response.content.decode()
    assert response.status_code == 403
    assert said in page
    assert REASON in page
    assert not SignOff.objects.filter(review=review).exists()
