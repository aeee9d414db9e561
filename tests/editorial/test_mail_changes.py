"""What letters say of how a version differs from what their recipient knows."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from articles.models import Article
from editorial.letters import letter, what_changed
from editorial.letters.what_changed import MOST_COUNTED, difference
from editorial.models import Notification, Review
from tests.factories.articles import SectionFactory
from tests.factories.editorial import (
    BoardMemberFactory,
    approved,
    managing_editor,
    submitted,
    under_review,
)

Kind = Notification.Kind


def content(*sections: tuple[str, str]) -> what_changed.Content:
    return {
        "title": "Why?",
        "summary": "Because.",
        "sections": [
            {"heading": heading, "body": f"<p>{body}</p>", "plain_language": ""}
            for heading, body in sections
        ],
        "references": [],
    }


OLD = content(("", "Begin."), ("Causes", "One two three."), ("Care", "Rest now."))


@pytest.mark.parametrize(
    ("new", "said"),
    [
        (OLD, "the text is the same"),
        (
            content(("", "Begin anew."), ("Causes", "One two three."), ("Outlook", "Good.")),
            "changed: “Opening text”; new: “Outlook”; removed: “Care”; "
            "4 words added, 4 words removed",
        ),
        (
            content(("", "Begin."), ("Causes", "One two four."), ("Care", "Rest now.")),
            "changed: “Causes”; 1 word added, 1 word removed",
        ),
    ],
)
def test_difference_names_sections_and_counts_words(new: what_changed.Content, said: str) -> None:
    assert difference(OLD, new) == said


def test_difference_names_a_few_of_many() -> None:
    new = content(*[(f"New {n}", "Text.") for n in range(8)])
    assert "“New 4”, 3 more" in difference(OLD, new)


def test_difference_of_a_very_long_text_counts_no_words() -> None:
    new = content(("Causes", "word " * MOST_COUNTED))
    assert difference(OLD, new) == "changed: “Causes”; removed: “Opening text”, “Care”"


def _next_version(article: Article) -> None:
    SectionFactory.create(article=article, heading="Treatment", body="<p>Two new words.</p>")


def _changes(kind: Kind, review: Review) -> str:
    rows = Notification.objects.filter(kind=kind, review=review).order_by("pk")
    return letter(rows[0]).changes


@pytest.mark.django_db
def test_letters_say_what_changed_since_readers_version() -> None:
    review = approved()
    assert _changes(Kind.APPROVED, review) == (
        "No earlier version was published. This one has 1 section."
    )
    _next_version(review.article)
    managing_editor()
    again = under_review(review.article)
    said = "Since version 1, which readers had before: new: “Treatment”; 4 words added."
    for kind in (Kind.REVIEW_SUBMITTED, Kind.SIGN_OFF_ASKED):
        assert _changes(kind, again) == said


@pytest.mark.django_db
def test_letter_to_a_member_says_what_changed_since_they_read() -> None:
    review = approved()
    member = review.assignments.select_related("member")[0].member
    _next_version(review.article)
    again = under_review(review.article, members=[member, BoardMemberFactory.create()])
    row = Notification.objects.get(kind=Kind.SIGN_OFF_ASKED, review=again, recipient=member.user)
    assert letter(row).changes.startswith("Since version 1, which you have read: new: “Treat")


@pytest.mark.django_db
def test_letter_of_a_re_review_says_that_nothing_changed() -> None:
    review = approved()
    managing_editor()
    again = submitted(review.article, kind="re-review")
    assert "unchanged" in _changes(Kind.REVIEW_SUBMITTED, again)


@pytest.mark.django_db
def test_summary_costs_few_queries() -> None:
    review = approved()
    _next_version(review.article)
    again = under_review(review.article)
    row = Notification.objects.filter(kind=Kind.SIGN_OFF_ASKED, review=again).select_related(
        "review__version", "recipient"
    )[0]
    with CaptureQueriesContext(connection) as captured:
        what_changed.summary(row)
    assert len(captured) <= 3
