"""A managing editor looks over all open reviews, has a member reminded, and reads the reports."""

import datetime

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from editorial.models import Assignment, Notification
from tests.e2e.people import WIDE, Visitors, come_back, fits, on_screen
from tests.e2e.test_accessibility import violations

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("sample"),
]


@on_screen(WIDE)
def test_managing_editor_looks_over_the_reviews(visitor: Visitors, width: int, dark: bool) -> None:
    """Without the policy, for the checker brings styles of its own to the admin."""
    waiting = Assignment.objects.waiting_for_verdict().select_related("member").earliest("pk")
    waiting.sign_by = timezone.now().date() - datetime.timedelta(days=2)
    waiting.save()
    page = visitor(width, dark=dark, under_policy=False)
    come_back(page, "demo-managing-editor")
    page.goto("/desk/")
    page.get_by_role("link", name="All open reviews").click()
    expect(page.get_by_role("heading", name="All open reviews")).to_be_visible()
    expect(page.get_by_role("table", name="Load per member")).to_be_visible()
    expect(page.get_by_role("main")).to_contain_text("(2 days late)")
    assert violations(page) == []
    assert fits(page)

    card = page.locator(f"#review-{waiting.review_id}")
    asked = card.get_by_role("listitem").filter(has_text=str(waiting.member))
    asked.get_by_role("link", name="Remind now").click()
    expect(page.get_by_role("button", name="Send the reminder")).to_be_visible()
    assert violations(page) == []
    assert fits(page)
    page.get_by_role("button", name="Send the reminder").click()
    expect(asked).to_contain_text("Reminded today")
    assert Notification.objects.filter(kind="sign-off-reminded").count() == 1

    asked.get_by_role("link", name="Give another date").click()
    expect(page.get_by_label("Sign by")).to_have_value(waiting.sign_by.isoformat())
    assert violations(page) == []
    assert fits(page)

    page.goto("/desk/reviews/")
    page.get_by_role("link", name="Reports").click()
    expect(page.get_by_role("heading", name="Turnaround by month")).to_be_visible()
    assert violations(page) == []
    assert fits(page)
