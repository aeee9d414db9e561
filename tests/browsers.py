"""Chromium for the browser tests: where it may be, and how loudly its absence is said."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Page,
    Playwright,
    sync_playwright,
)

NAMES = (
    "chromium-headless-shell",
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "chrome",
)
PLACES = (
    "/usr/lib/chromium/chromium",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
)
NOT_FOUND = "No Chromium was found"
FLAGS = ["--disable-gpu", "--disable-background-networking", "--disable-dev-shm-usage"]


def chromium_program(playwright: Playwright) -> str | None:
    """On PATH, where Debian and macOS put it, or Playwright's own."""
    on_path = [found for name in NAMES if (found := shutil.which(name))]
    elsewhere = [place for place in (*PLACES, playwright.chromium.executable_path) if place]
    return next((program for program in [*on_path, *elsewhere] if Path(program).exists()), None)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One Chromium for the whole run.

    Playwright's loop lives in the thread of the tests; Django then suspects asynchronous code.
    """
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        program = chromium_program(playwright)
        if program is None:
            pytest.skip(NOT_FOUND)
        sandbox = [] if os.geteuid() else ["--no-sandbox"]  # Chromium has none for root
        running = playwright.chromium.launch(executable_path=program, args=FLAGS + sandbox)
        yield running
        running.close()


@pytest.fixture
def browser_context(browser: Browser) -> Iterator[BrowserContext]:
    """A person: own cookies, own storage."""
    context = browser.new_context(viewport={"width": 1280, "height": 900}, locale="en-GB")
    context.set_default_timeout(10_000)
    yield context
    context.close()


@pytest.fixture
def page(browser_context: BrowserContext) -> Iterator[Page]:
    """A page that fails the test when a script on it fails or the site's policy stops one."""
    opened = browser_context.new_page()
    problems = watch(opened)
    yield opened
    assert problems == []


def watch(page: Page) -> list[str]:
    """What goes wrong on the page from now on: scripts that fail, and what the policy stops."""
    problems: list[str] = []

    def note(message: ConsoleMessage) -> None:
        if message.type == "error" and "Content Security Policy" in message.text:
            problems.append(message.text)

    page.on("console", note)
    page.on("pageerror", lambda error: problems.append(str(error)))
    return problems


def skipped_browser_tests(reporter: pytest.TerminalReporter) -> int:
    return sum(NOT_FOUND in str(report.longrepr) for report in reporter.stats.get("skipped", []))
