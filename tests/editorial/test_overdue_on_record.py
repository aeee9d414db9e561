"""Withdrawn pages and reports of readers in the history: nobody's tampering, and found if it is."""

import datetime
from pathlib import Path

import pytest
from django.contrib.auth.models import User
from django.utils import timezone

from articles.models import Article
from editorial import overdue, reader_reports, verification, workflow
from editorial.evidence.verifier.main import main
from editorial.models import Policy, ReaderReport, Snooze
from tests.editorial.evidence.scenario import bundle_of, files_in
from tests.factories.articles import UserFactory
from tests.factories.editorial import approved, managing_editor
from tests.flushing import triggers_lifted
from tests.raw_sql import run

pytestmark = pytest.mark.django_db


def withdrawn() -> Article:
    """By the real clocks: so late that its tier's limit has passed."""
    Policy.objects.update(hard_limit_days=30, at_hard_limit="withdraw", snooze_most_days=9_999)
    article = approved().article
    assert overdue.enforce(past(article)) == 1
    article.refresh_from_db()
    return article


def past(article: Article) -> datetime.datetime:
    due_on: datetime.date = article.review_schedule.due_on
    day = due_on + datetime.timedelta(days=31)
    return datetime.datetime.combine(day, datetime.time(9), tzinfo=datetime.UTC)


def given_back_by_a_review() -> Article:
    return approved(withdrawn(), kind="re-review").article


def given_back_by_a_snooze() -> Article:
    article, by = withdrawn(), managing_editor()
    Snooze.objects.create(
        article=article,
        due_on=article.review_schedule.due_on,
        until=(past(article) + datetime.timedelta(days=9)).date(),
        reason="The guideline comes out soon.",
        is_for_all=True,
        made_at=timezone.now(),
        made_by=by,
    )
    overdue.give_back_while_snoozed(article, by=by, at=timezone.now())
    return article


def retired_for_good() -> Article:
    return workflow.retire(withdrawn(), by=managing_editor(), reason="Superseded.")


SITUATIONS = [withdrawn, given_back_by_a_review, given_back_by_a_snooze, retired_for_good]


@pytest.mark.parametrize("situation", SITUATIONS, ids=lambda made: made.__name__)
def test_find_nothing_wrong(
    situation: object, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    article = situation()  # type: ignore[operator] # one of the functions above
    assert [str(fault) for fault in verification.faults()] == []
    file = tmp_path / "bundle.zip"
    file.write_bytes(bundle_of(article))
    assert main([str(file)]) == 0, capsys.readouterr().out


@pytest.mark.parametrize(
    ("sql", "said"),
    [
        ("returns_when_reviewed = FALSE", "comes back otherwise"),
        ("retirement_reason = 'x'", "was retired otherwise"),
        (
            "retired_at = NULL, retired_by_id = NULL, retirement_reason = '',"
            " returns_when_reviewed = FALSE",
            "was retired and is not",
        ),
    ],
)
def test_find_what_was_done_to_a_withdrawn_article(
    sql: str, said: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    article = withdrawn()
    with triggers_lifted():
        run(f"UPDATE articles_article SET {sql} WHERE id = %s", article.pk)  # noqa: S608 # ours
    assert [said in str(fault) for fault in verification.faults()] == [True]
    file = tmp_path / "bundle.zip"
    file.write_bytes(bundle_of(Article.objects.get(pk=article.pk)))
    assert main([str(file)]) == 1, capsys.readouterr().out


def reported(editor: User) -> Article:
    article = approved().article
    for name in ("One", "Two"):
        made = reader_reports.report(
            article, text=f"Quokkamycin {name}.", contact="reader@example.com"
        )
    workflow.settle_report(made, by=editor, verdict="dismissed", settlement="It says so.")
    return article


def test_no_bundle_holds_what_readers_wrote_or_who_they_are(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    article = reported(UserFactory.create(group="Editors"))
    assert [str(fault) for fault in verification.faults()] == []
    bundle = bundle_of(article)
    for name, data in files_in(bundle).items():
        assert b"Quokkamycin" not in data, name
        assert b"reader@example.com" not in data, name
    assert b"dismiss-report" in files_in(bundle)["events.json"]
    (tmp_path / "bundle.zip").write_bytes(bundle)
    assert main([str(tmp_path / "bundle.zip")]) == 0, capsys.readouterr().out
    assert ReaderReport.objects.count() == 2
