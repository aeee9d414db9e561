"""People at their browsers."""

import os
from pathlib import Path
from typing import Protocol

from playwright.sync_api import Page, expect

WIDE, PHONE = 1280, 390
PICTURES = Path(__file__).resolve().parent.parent.parent / "docs" / "images"


class Visitors(Protocol):
    """Opens the site for somebody new, on a screen of this width."""

    def __call__(
        self, width: int = WIDE, *, dark: bool = False, under_policy: bool = True
    ) -> Page: ...


def sign_in(page: Page, username: str, password: str) -> Page:
    """By the form and the Enter key."""
    page.goto("/accounts/login/")
    page.get_by_label("Username").fill(username)
    page.get_by_label("Password").fill(password)
    page.get_by_label("Password").press("Enter")
    expect(page).not_to_have_url("/accounts/login/")
    return page


def fits(page: Page) -> bool:
    """Nothing lies beside the screen."""
    page.wait_for_load_state()
    root = "document.documentElement"
    return bool(page.evaluate(f"{root}.scrollWidth <= {root}.clientWidth"))


def keep_picture(page: Page, name: str) -> None:
    """Put what is on the screen into the documentation, when KEEP_SCREENSHOTS=1 asks for it."""
    if os.environ.get("KEEP_SCREENSHOTS") == "1":
        page.wait_for_timeout(500)  # until the flash of a tap is gone
        page.screenshot(path=PICTURES / f"{name}.png")
