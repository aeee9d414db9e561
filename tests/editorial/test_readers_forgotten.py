"""The address that a reader leaves with a report: kept to ask back, and no longer than it says."""

import datetime

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from editorial import reader_reports, workflow
from editorial.models import AuditEvent, ReaderReport
from editorial.sweeping import sweep
from tests.factories.editorial import approved, managing_editor
from tests.raw_sql import guarded, is_refused

pytestmark = pytest.mark.django_db
READER = "reader@example.com"
TABLE = "editorial_readerreport"


def test_address_is_deleted_a_while_after_the_report_was_settled() -> None:
    article, editor = approved().article, managing_editor()
    begun = timezone.now()
    with time_machine.travel(begun, tick=False) as clock:
        made = [
            reader_reports.report(article, text=words, contact=READER)
            for words in ("Wrong.", "Outdated.", "Unclear.")
        ]
        for report in made[:2]:
            workflow.settle_report(report, by=editor, verdict="confirmed", settlement="Mended.")
            clock.shift(datetime.timedelta(days=1))
        history = list(AuditEvent.objects.order_by("pk").values_list("hash", flat=True))
        clock.move_to(begun + datetime.timedelta(days=reader_reports.DAYS_TO_ASK, hours=1))
        for _twice in range(2):
            sweep(timezone.now())
    left = ReaderReport.objects.order_by("pk").values_list("text", "contact", "settlement")
    assert list(left) == [
        ("Wrong.", "", "Mended."),
        ("Outdated.", READER, "Mended."),
        ("Unclear.", READER, ""),
    ]
    hashes = AuditEvent.objects.order_by("pk").values_list("hash", flat=True)
    assert list(hashes)[: len(history)] == history


def test_database_lets_the_address_be_emptied_and_nothing_else() -> None:
    report = reader_reports.report(approved().article, text="Wrong.", contact=READER)
    setting = "UPDATE editorial_readerreport SET contact = %s WHERE id = %s"
    assert is_refused(setting, "", report.pk)
    editor = managing_editor()
    workflow.settle_report(report, by=editor, verdict="dismissed", settlement="It is so.")
    assert is_refused("UPDATE editorial_readerreport SET text = 'Right.' WHERE id = %s", report.pk)
    assert not is_refused(setting, "", report.pk)
    guarded(TABLE, "reader_is_only_forgotten", setting, "other@example.com", report.pk)


def test_form_says_for_how_long_the_address_is_kept(client: Client) -> None:
    page = client.get(reverse("editorial:report", args=[approved().article.slug]))
    told = f"deleted {reader_reports.DAYS_TO_ASK} days after they have settled your report"
    assert told in page.content.decode()
