"""What the browser tests start from."""

from collections.abc import Iterator
from contextlib import ExitStack
from io import StringIO

import pytest
from django.core.management import call_command
from playwright.sync_api import Browser, Page
from pytest_django.live_server_helper import LiveServer

from tests.browsers import watch
from tests.e2e.people import WIDE, Visitors
from tests.flushing import KeptRows, keep, put_back

_sample: list[KeptRows] = []


@pytest.fixture
def sample(db: None) -> None:
    """One article in each situation, and the accounts of the demo. Made once, then put back."""
    del db
    if _sample:
        put_back(_sample[0])
    else:
        call_command("load_sample", stdout=StringIO())
        _sample.append(keep())


@pytest.fixture
def visitor(browser: Browser, live_server: LiveServer) -> Iterator[Visitors]:
    """Opens the site for somebody new: own cookies, own storage, own screen.

    The test fails when a script fails on one of their pages, or the policy stops something.
    """
    problems: list[list[str]] = []
    with ExitStack() as stack:

        def open_site(width: int = WIDE, *, dark: bool = False, under_policy: bool = True) -> Page:
            context = browser.new_context(
                base_url=live_server.url,
                viewport={"width": width, "height": 900},
                color_scheme="dark" if dark else "light",
                has_touch=width < WIDE,
                is_mobile=width < WIDE,
                locale="en-GB",
                bypass_csp=not under_policy,
            )
            stack.callback(context.close)
            context.set_default_timeout(10_000)
            page = context.new_page()
            problems.append(watch(page))
            return page

        yield open_site
        assert [problem for noted in problems for problem in noted] == []
