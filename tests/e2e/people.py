"""People at their browsers."""

import os
from pathlib import Path
from typing import Protocol

import pytest
from django.conf import settings
from django.contrib.auth.models import User
from django.test import Client
from playwright.sync_api import Page, expect

WIDE, PHONE = 1280, 390
#: With EVERY_SCREEN=1 each test runs on all of them, else on the one that it names first.
SCREENS = ((WIDE, False), (PHONE, True))
PICTURES = Path(__file__).resolve().parent.parent.parent / "docs" / "images"


class Visitors(Protocol):
    """Opens the site for somebody new, on a screen of this width."""

    def __call__(
        self, width: int = WIDE, *, dark: bool = False, under_policy: bool = True
    ) -> Page: ...


def on_screen(width: int) -> pytest.MarkDecorator:
    """Run on this screen, light if it is wide and dark on a phone; on both if asked for."""
    every = os.environ.get("EVERY_SCREEN") == "1"
    chosen = [screen for screen in SCREENS if every or screen[0] == width]
    return pytest.mark.parametrize(("width", "dark"), chosen)


def sign_in(page: Page, username: str, password: str) -> Page:
    """By the form and the Enter key."""
    page.goto("/accounts/login/")
    page.get_by_label("Username").fill(username)
    page.get_by_label("Password").fill(password)
    page.get_by_label("Password").press("Enter")
    expect(page).not_to_have_url("/accounts/login/")
    return page


def come_back(page: Page, username: str) -> Page:
    """As somebody who signed in before: with the cookie of a session, and without the form."""
    client = Client()
    client.force_login(User.objects.get(username=username))
    page.goto("/robots.txt")
    name = settings.SESSION_COOKIE_NAME
    cookie = {"name": name, "value": client.cookies[name].value, "url": page.url}
    page.context.add_cookies([cookie])  # type: ignore[list-item] # a TypedDict of theirs
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
