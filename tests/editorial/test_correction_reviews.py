"""A correction: what is sent in as one, who signs it, and what it leaves as it was."""

import datetime
from http import HTTPStatus
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from articles.models import Article, Section, Version
from articles.versions import freeze
from editorial import schedule, submission, workflow
from editorial.exceptions import DraftNotReady, NotACorrection, NotPossible
from editorial.models import AuditEvent, Policy, Review, ReviewSchedule
from editorial.states import FULL_REVIEWS
from tests.factories.articles import ArticleFactory
from tests.factories.editorial import (
    BoardMemberFactory,
    approved,
    managing_editor,
    sign,
    submitted,
    under_review,
)
from tests.factories.references import ReferenceFactory
from tests.raw_sql import guarded

pytestmark = pytest.mark.django_db

DAY = datetime.datetime(2026, 1, 15, 12, tzinfo=datetime.UTC)


def live(body: str = "<p>Take 5 mg twice daily for the musle{cite}.</p>") -> Article:
    cite = f'<cite data-reference="{ReferenceFactory.create().pk}"></cite>'
    article: Article = ArticleFactory.create(text=body.format(cite=cite))
    approved(article)
    article.refresh_from_db()
    return article


def edit(article: Article, old: str, new: str) -> Section:
    section = article.sections.get()
    assert old in section.body
    section.body = section.body.replace(old, new)
    section.save()
    return section


def test_correction_of_a_typing_mistake_needs_one_signer() -> None:
    article = live()
    edit(article, "musle", "muscle")

    review = under_review(article, kind="correction", members=[BoardMemberFactory.create()])

    assert review.approvals_needed == 1
    assert review.policy["approvals_needed"] == 2
    member = review.assignments.get().member
    assert sign(review, member).state == "approved"
    article.refresh_from_db()
    assert article.live_version_id == review.version_id


def test_correction_that_changes_a_dose_is_refused_with_its_place() -> None:
    article = live()
    section = edit(article, "5 mg", "50 mg")

    with pytest.raises(NotACorrection) as error:
        workflow.submit(article, by=article.owner, kind="correction")

    (finding,) = error.value.findings
    assert (finding.code, finding.where) == (
        "correction-changes-dose",
        f"section:{section.pk}:body",
    )
    assert finding.blocks
    assert "Submit the draft as a revision" in str(error.value)
    assert Version.objects.count() == 1
    assert Review.objects.count() == 1


def test_correction_with_other_findings_too_names_them_all() -> None:
    article = live()
    edit(article, "5 mg", "50 mg")
    article.summary = ""
    article.save()
    with pytest.raises(DraftNotReady) as error:
        workflow.submit(article, by=article.owner, kind="correction")
    codes = {finding.code for finding in error.value.findings if finding.blocks}
    assert {"correction-changes-dose", "no-summary"} <= codes
    assert not isinstance(error.value, NotACorrection)


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("5 mg", "5 µg", "unit"),
        ("twice", "once", "dose"),
        ("Take", "Never take", "recommendation"),
        ("the musle", "the muscle. Consider surgery", "recommendation"),
        ("Take 5 mg", "Take ibuprofen 5 mg", "drug"),
        ("for the musle", "for the heart", "wording"),
    ],
)
def test_correction_that_is_more_is_refused_and_a_revision_is_not(
    old: str, new: str, code: str
) -> None:
    article = live()
    edit(article, old, new)
    with pytest.raises(NotACorrection) as error:
        workflow.submit(article, by=article.owner, kind="correction")
    assert f"correction-changes-{code}" in {finding.code for finding in error.value.findings}
    assert submitted(article, kind="revision").approvals_needed == 2


def test_correction_that_cites_another_source_is_refused() -> None:
    article = live()
    edit(article, "daily", f'daily<cite data-reference="{ReferenceFactory.create().pk}"></cite>')
    with pytest.raises(NotACorrection) as error:
        workflow.submit(article, by=article.owner, kind="correction")
    assert {finding.code for finding in error.value.findings} == {"correction-changes-citation"}


def test_correction_is_frozen_as_it_was_checked(monkeypatch: pytest.MonkeyPatch) -> None:
    """Somebody saves a section after the draft was read, and before it is frozen."""
    article = live()
    edit(article, "musle", "muscle")

    def freeze_late(draft: Article, **arguments: Any) -> Version:
        edit(draft, "5 mg", "50 mg")
        return freeze(draft, **arguments)

    monkeypatch.setattr(submission, "freeze", freeze_late)
    review = workflow.submit(article, by=article.owner, kind="correction")
    assert "Take 5 mg twice daily for the muscle" in review.version.words


def test_correction_keeps_what_its_check_found_in_the_history() -> None:
    article = live()
    edit(article, "musle", "muscle")
    submitted(article, kind="correction")
    event = AuditEvent.objects.filter(action="submit").latest("pk")
    assert article.live_version is not None
    assert event.details["correction"] == {
        "of_version": 1,
        "of_digest": article.live_version.digest,
        "words_mended": 1,
    }
    assert event.details["approvals_needed"] == 1


def test_correction_moves_neither_clock() -> None:
    with time_machine.travel(DAY, tick=False):
        article = live()
    before = ReviewSchedule.objects.get()
    edit(article, "musle", "muscle")
    with time_machine.travel(DAY + datetime.timedelta(days=100), tick=False):
        approved(article, kind="correction")
    after = ReviewSchedule.objects.get()
    assert (after.reviewed_on, after.due_on, after.review_id) == (
        before.reviewed_on,
        before.due_on,
        before.review_id,
    )
    assert after.reviewed_on == DAY.date()


def test_correction_would_move_the_clocks_if_it_were_a_full_review(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The test above can fail."""
    monkeypatch.setattr(schedule, "FULL_REVIEWS", [*FULL_REVIEWS, "correction"])
    with time_machine.travel(DAY, tick=False):
        article = live()
    edit(article, "musle", "muscle")
    with time_machine.travel(DAY + datetime.timedelta(days=100), tick=False):
        approved(article, kind="correction")
    assert ReviewSchedule.objects.get().reviewed_on > DAY.date()


def test_database_lets_no_revision_do_with_one_approval() -> None:
    article = live()
    assert article.live_version is not None
    guarded(
        "editorial_review",
        "starts_submitted",
        "INSERT INTO editorial_review (article_id, version_id, kind, state, policy,"
        " approvals_needed, note, submitted_at, submitted_by_id, reason)"
        " VALUES (%s, %s, 'revision', 'submitted', '{}', 1, '', now(), %s, '')",
        article.pk,
        article.live_version.pk,
        article.owner_id,
    )


def test_reader_is_told_when_it_was_updated_and_when_reviewed_in_full() -> None:
    with time_machine.travel(DAY, tick=False):
        article = live()
    edit(article, "musle", "muscle")
    with time_machine.travel(DAY + datetime.timedelta(days=100), tick=False):
        approved(article, kind="correction")
    page = Client().get(article.get_absolute_url()).content.decode()
    assert "15 January 2026" in page
    assert "25 April 2026" in page


# Re-review


def test_re_review_renews_the_date_by_the_policy_of_its_own_day() -> None:
    with time_machine.travel(DAY, tick=False):
        article = live()
    version = article.live_version
    Policy.objects.update(re_review_months=6, approvals_needed=1)
    edit(article, "5 mg", "50 mg")
    with time_machine.travel(DAY + datetime.timedelta(days=31), tick=False):
        review = approved(article, kind="re-review")

    assert review.state == "approved"
    assert review.version == version
    assert review.approvals_needed == 1
    article.refresh_from_db()
    assert article.live_version == version
    after = ReviewSchedule.objects.get()
    assert after.reviewed_on == datetime.date(2026, 2, 15)
    assert after.due_on == datetime.date(2026, 8, 15)


def test_re_review_keeps_to_the_policy_it_was_submitted_under() -> None:
    article = live()
    review = under_review(article, kind="re-review")
    Policy.objects.update(approvals_needed=3, re_review_months=1)
    for assignment in review.assignments.select_related("member__user"):
        review = sign(review, assignment.member)
    assert review.state == "approved"
    due_on, reviewed_on = ReviewSchedule.objects.values_list("due_on", "reviewed_on").get()
    assert (due_on - reviewed_on).days > 300


def test_re_review_waits_for_the_end_of_a_correction() -> None:
    article = live()
    edit(article, "musle", "muscle")
    correction = under_review(article, kind="correction")
    with pytest.raises(NotPossible, match="A review of this article is open"):
        workflow.submit(article, by=article.owner, kind="re-review")

    sign(correction, correction.assignments.all()[0].member)
    review = approved(article, kind="re-review")
    assert review.version == correction.version
    article.refresh_from_db()
    assert article.live_version == correction.version


def test_re_review_that_is_returned_leaves_the_live_text_and_its_dates() -> None:
    article = live()
    before = ReviewSchedule.objects.get()
    review = under_review(article, kind="re-review")
    workflow.return_for_changes(review, by=managing_editor(), reason="Out of date.")
    article.refresh_from_db()
    assert article.is_live
    assert ReviewSchedule.objects.get().due_on == before.due_on


# The page in the admin


def submit_page(article: Article) -> str:
    return reverse("admin:articles_article_submit", args=[article.pk])


def test_submit_page_offers_the_kinds_that_fit_with_a_sentence_each() -> None:
    article = live()
    client = Client()
    client.force_login(article.owner)
    page = client.get(submit_page(article)).content.decode()
    assert 'value="new"' not in page
    for kind in ("revision", "correction", "re-review"):
        assert f'value="{kind}"' in page
    assert "One member signs, and the dates of the full review stay." in page
    assert "more than a correction" not in page
    edit(article, "5 mg", "50 mg")
    page = client.get(submit_page(article)).content.decode()
    assert "As the draft stands, 1 change in it is more than a correction." in page


def test_submit_page_shows_what_is_more_than_a_correction_with_links() -> None:
    article = live()
    edit(article, "5 mg", "50 mg")
    client = Client()
    client.force_login(article.owner)
    answer = client.post(submit_page(article), {"kind": "correction", "note": "Only a typo."})
    assert answer.status_code == HTTPStatus.CONFLICT
    page = answer.content.decode()
    assert "Not submitted: 1 change is more than a correction." in page
    assert "became “Take 50 mg”" in page
    assert '#id_sections-0-body"' in page
    assert "Only a typo." in page
    assert not Review.objects.open().exists()


def test_policy_for_readers_tells_what_a_correction_may_change() -> None:
    Policy.objects.filter(tier="treatment").update(needs_specialist=True)
    page = Client().get(reverse("editorial:policy")).content.decode()
    assert "A correction may mend spelling and punctuation only." in page
    assert page.count("one of them by a member of the article") == 1
