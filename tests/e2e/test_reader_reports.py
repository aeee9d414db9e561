"""A reader reports a problem from a phone, without scripts and without help; an editor answers."""

import pytest
from playwright.sync_api import expect

from editorial.models import ReaderReport
from tests.e2e.people import PHONE, Visitors, come_back, fits
from tests.e2e.test_accessibility import MAIN, violations

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("sample"),
]


def test_reader_reports_a_problem_and_an_editor_answers(visitor: Visitors) -> None:
    page = visitor(PHONE, dark=True)
    page.goto(MAIN)
    page.get_by_role("link", name="Report a problem with this page").click()
    expect(page.get_by_role("heading", name="Report a problem with this page")).to_be_visible()
    problems = violations(page)
    assert fits(page)
    expect(page.get_by_label("Leave this field empty")).not_to_be_in_viewport()
    page.get_by_label("What is wrong or out of date?").press("Tab")
    expect(page.get_by_label("Your e-mail address (may stay empty)")).to_be_focused()
    page.keyboard.press("Tab")  # past what only programs find
    expect(page.get_by_role("button", name="Send the report")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_text("Say what is wrong. Nothing was sent yet.")).to_be_visible()
    problems += violations(page)
    page.get_by_label("What is wrong or out of date?").fill("The dose is ten times too high.")
    page.get_by_role("button", name="Send the report").click()
    expect(page.get_by_role("heading", name="Thank you")).to_be_visible()
    problems += violations(page)
    assert fits(page)
    report = ReaderReport.objects.latest("pk")
    assert (report.text, report.contact) == ("The dose is ten times too high.", "")

    come_back(page, "demo-editor").goto("/desk/due/reports/")
    card = page.locator(f"#report-{report.pk}")
    expect(card.get_by_text(report.text)).to_be_visible()
    problems += violations(page)
    assert fits(page)
    card.get_by_label("confirmed: something is to be done").check()
    card.get_by_label("What was done, or why nothing is").fill("A revision is being written.")
    card.get_by_role("button", name="Keep").click()
    expect(page.get_by_text("The report does not wait any more.")).to_be_visible()
    expect(card).to_have_count(0)
    assert problems == []
