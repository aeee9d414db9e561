"""What managing editors and board members do at their desks."""

from playwright.sync_api import Page, expect

from tests.e2e.people import keep_picture


def begin(page: Page, *members: str, picture: str) -> None:
    """From the desk: ask these members to judge the article that waits."""
    page.goto("/desk/")
    page.get_by_role("link", name="Choose members and begin").click()
    page.get_by_role("link", name="Begin the review").click()
    for name in members:
        page.get_by_label(name).check()
    keep_picture(page, picture)
    page.get_by_role("button", name="Begin the review").click()
    expect(page.get_by_text("Begun. The members have been asked.")).to_be_visible()


def open_review(page: Page, *, title: str) -> None:
    page.goto("/desk/")
    page.get_by_role("link", name=title, exact=True).click()


def deny_conflict(page: Page) -> None:
    page.get_by_label("No conflict of interest").check()
    page.get_by_role("button", name="Answer and read the text").click()


def decide(page: Page) -> None:
    """The form that signs: on a phone in a sheet from below, beside the text on a wide screen."""
    sheet = page.get_by_role("button", name="Your decision")
    if sheet.is_visible():
        sheet.click()
    page.get_by_text("Decide and sign").click()


def approve(page: Page, *, reason: str, password: str) -> None:
    """In the form that "Decide and sign" has opened."""
    page.get_by_label("Approve", exact=True).check()
    page.get_by_label("Reason").fill(reason)
    page.get_by_label("Your password").fill(password)
    page.get_by_role("button", name="Sign", exact=True).click()
