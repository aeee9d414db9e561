"""A managing editor looks over what is due, and levels the months, on a phone and at a desk."""

import re

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from editorial.models import AuditEvent, Ladder, Policy
from tests.e2e.people import PHONE, Visitors, come_back, fits, on_screen
from tests.e2e.test_accessibility import violations

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("sample"),
]


@on_screen(PHONE)
def test_managing_editor_levels_the_months(visitor: Visitors, width: int, dark: bool) -> None:
    page = visitor(width, dark=dark, under_policy=False)
    come_back(page, "demo-managing-editor")
    page.goto("/desk/")
    page.get_by_role("link", name="Re-review").click()
    expect(page.get_by_role("table", name="Reviews due, by month")).to_be_visible()
    expect(page.get_by_role("main")).to_contain_text("1 article is due earlier")
    assert violations(page) == []
    assert fits(page)

    page.get_by_role("link", name="overdue for 8 to 30 days").click()
    expect(page.get_by_role("main")).to_contain_text("(21 days late)")
    assert violations(page) == []
    assert fits(page)

    page.get_by_role("link", name="Workload").click()
    expect(page.get_by_role("heading", name="By member")).to_be_visible()
    assert violations(page) == []
    assert fits(page)

    page.get_by_role("link", name="Levelling").click()
    expect(page.get_by_role("heading", name="Proposed moves")).to_be_visible()
    assert violations(page) == []
    assert fits(page)
    page.get_by_role("checkbox").first.check()
    page.get_by_label("Why").fill("Spread the work.")
    page.get_by_role("button", name="Move the ticked ones").click()
    expect(page.get_by_role("status")).to_contain_text(re.compile("1 due date was moved"))
    assert AuditEvent.objects.get(action="move-due-date").reason == "Spread the work."

    policy = Policy.objects.get(tier="treatment")
    page.goto(reverse("admin:editorial_policy_change", args=[policy.pk]))
    page.get_by_role("link", name="Change “Reminders of the next review”").click()
    assert violations(page) == []
    assert fits(page)
    page.get_by_label("Reminders on these days").fill("-45, -7, 0")
    page.get_by_label("Reason").fill("Fewer letters.")
    page.get_by_role("button", name="Change the ladder").click()
    expect(page.get_by_text("Reminders follow the new ladder")).to_be_visible()
    expect(page.get_by_role("main")).to_contain_text("45")
    assert fits(page)
    newest = Ladder.objects.filter(tier="treatment", clock="review").latest("number")
    assert (newest.days, newest.reason) == ([-45, -7, 0], "Fewer letters.")
