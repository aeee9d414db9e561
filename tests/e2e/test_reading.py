"""A member reads with a phone and with a wide screen, with the page's script and without it."""

import pytest
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from editorial.models import Comment, ReadMark, Review
from editorial.states import State
from tests.e2e.people import PHONE, Visitors, come_back, fits
from tests.e2e.test_accessibility import violations

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("sample"),
]

PASSAGE = "Botulinum toxin is injected into the muscles that pull the head"


def reading(page: Page) -> Review:
    """The review that waits for this member, opened."""
    review = Review.objects.get(article__slug="what-is-cervical-dystonia", state=State.UNDER_REVIEW)
    come_back(page, "demo-board-1")
    page.goto(review.get_absolute_url())
    return review


def test_member_ticks_comments_and_looks_up_a_source_without_leaving_the_text(
    visitor: Visitors,
) -> None:
    page = visitor()
    reading(page)
    page.get_by_role("button", name="I have read this section").first.click()
    expect(page.get_by_text("✓ You have read this section")).to_be_focused()
    expect(page.get_by_text("1 of 3 sections read").first).to_be_visible()
    assert ReadMark.objects.count() == 1

    page.locator("sup.citation a").first.hover()
    expect(page.get_by_role("note").get_by_text("Not checked yet")).to_be_visible()
    page.keyboard.press("Escape")

    page.locator(".section p").filter(has_text=PASSAGE).first.select_text()
    page.get_by_role("button", name="Comment on this passage").click()
    expect(page.get_by_label("Your comment").last).to_be_focused()
    page.get_by_label("Must be changed").last.check()
    page.keyboard.press("Tab")
    page.get_by_label("Your comment").last.fill("Say at which dose.")
    page.get_by_role("button", name="Keep the comment").last.click()
    expect(page.locator(".desk-beside").get_by_text("Say at which dose.")).to_be_visible()
    made = Comment.objects.get()
    assert made.quote.startswith(PASSAGE)
    assert (made.section, made.weight) == (2, "blocking")
    assert violations(page) == []


def test_member_reads_on_a_phone_without_a_script(
    browser: Browser, live_server: LiveServer
) -> None:
    context = browser.new_context(
        base_url=live_server.url,
        viewport={"width": PHONE, "height": 844},
        java_script_enabled=False,
        is_mobile=True,
        has_touch=True,
        locale="en-GB",
    )
    page = context.new_page()
    reading(page)
    page.get_by_role("button", name="I have read this section").first.click()
    expect(page.get_by_text("1 of 3 sections read").last).to_be_visible()
    page.locator(".desk-comment-form summary").last.click()
    page.get_by_label("The passage, copied from the text").last.fill(PASSAGE)
    page.get_by_label("Well done").last.check()
    page.get_by_label("Your comment").last.fill("Clear.")
    page.get_by_role("button", name="Keep the comment").last.click()
    expect(page.get_by_text("Clear.").first).to_be_visible()
    expect(page.get_by_label("Your password")).to_be_hidden()
    page.get_by_role("button", name="Your decision").click()
    page.get_by_text("Decide and sign").click()
    expect(page.get_by_text("You can sign all the same. Not ticked:")).to_be_visible()
    expect(page.get_by_label("Your password")).to_be_visible()
    page.get_by_role("button", name="Back to the text").click()
    expect(page.get_by_label("Your password")).to_be_hidden()
    context.close()


@pytest.mark.parametrize("dark", [False, True])
def test_sheet_keeps_nobody_out(visitor: Visitors, *, dark: bool) -> None:
    page = visitor(PHONE, dark=dark)
    reading(page)
    page.locator(".desk-comment-form summary").last.click()
    problems = violations(page)
    assert fits(page)
    page.get_by_role("button", name="Your decision").click()
    page.get_by_text("Decide and sign").click()
    expect(page.get_by_label("Your password")).to_be_visible()
    assert problems + violations(page) == []
