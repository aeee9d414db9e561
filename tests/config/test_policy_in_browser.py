"""A real browser obeys the policy: nothing of ours may be what it stops."""

import pytest
from django.contrib.auth.models import User
from playwright.sync_api import BrowserContext, Page
from pytest_django.live_server_helper import LiveServer

from tests.browsers import watch

PASSWORD = "demo-password-only"

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def sign_in(page: Page, site: str) -> None:
    page.goto(f"{site}/admin/")
    page.fill("[name=login]", "root")
    page.fill("[name=password]", PASSWORD)
    page.click("button.is-primary")
    page.wait_for_url(f"{site}/admin/")


def test_signing_in_and_the_editor_work_under_the_policy(
    page: Page, live_server: LiveServer
) -> None:
    User.objects.create_superuser("root", "root@example.org", PASSWORD)
    sign_in(page, live_server.url)
    page.goto(f"{live_server.url}/admin/articles/article/add/")
    editor = page.locator(".ProseMirror").first
    editor.wait_for()
    editor.fill("The neck has many muscles.")
    assert "The neck has many muscles." in editor.inner_text()
    for address in ("/", "/accounts/2fa/", "/admin/auth/user/", "/accounts/password/change/"):
        page.goto(f"{live_server.url}{address}")


def test_inline_scripts_are_stopped_and_noticed(
    browser_context: BrowserContext, live_server: LiveServer
) -> None:
    """So that a page without problems means something."""
    page = browser_context.new_page()
    problems = watch(page)
    page.goto(f"{live_server.url}/accounts/login/")
    page.evaluate(
        """() => {
            const script = document.createElement("script");
            script.textContent = "window.injected = true";
            document.body.append(script);
            document.querySelector("h1").setAttribute("onclick", "window.injected = true");
        }"""
    )
    page.click("h1")
    assert page.evaluate("() => window.injected") is None
    assert len(problems) == 2


def test_error_pages_are_painted_under_the_policy(page: Page, live_server: LiveServer) -> None:
    page.goto(f"{live_server.url}/there-is-nothing-here/")
    assert page.locator("h1").inner_text() == "There is no page here"
    family = page.evaluate("() => getComputedStyle(document.body).fontFamily")
    assert "Charter" in family
