"""The panel that says who signed, as readers see it: beside the text, on a phone, on paper."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from articles.models import Article
from tests.editorial.test_provenance import corrected, with_waived_conflict

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

SERIOUS = {"serious", "critical"}
FITS = "() => document.documentElement.scrollWidth <= window.innerWidth"


@pytest.fixture
def article() -> Article:
    """A waived conflict, and a correction on top."""
    made, _member = with_waived_conflict()
    section = made.sections.get()
    section.body = section.body.replace("</p>", " .</p>", 1)
    section.save()
    corrected(made)
    return made


def faults_of(page: Page) -> list[str]:
    found = Axe().run(page).response["violations"]
    return [fault["id"] for fault in found if fault["impact"] in SERIOUS]


@pytest.mark.parametrize("width", [390, 1280])
def test_read_who_signed_on_any_screen(
    browser: Browser, live_server: LiveServer, article: Article, width: int
) -> None:
    context = browser.new_context(viewport={"width": width, "height": 900})
    page = context.new_page()
    page.goto(f"{live_server.url}/articles/{article.slug}/")
    panel = page.locator(".provenance")
    expect(panel).to_contain_text("Correction signed by")
    expect(panel).to_contain_text("Waived by a managing editor because:")
    version = article.versions.latest("number")
    whole = panel.get_by_text(version.digest)
    expect(whole).to_be_hidden()
    panel.locator("summary").click()
    expect(whole).to_be_visible()
    assert page.evaluate(FITS)
    assert faults_of(page) == []
    is_beside = page.evaluate(
        "() => document.querySelector('.provenance').getBoundingClientRect().left"
        " > document.querySelector('.prose').getBoundingClientRect().right - 1"
    )
    assert is_beside is (width == 1280)
    panel.get_by_role("link", name="Every change, word by word").click()
    expect(page.locator("#changes-title")).to_contain_text("From version 1 to version 2")
    page.goto(f"{live_server.url}/articles/{article.slug}/v1/")
    expect(page.locator(".notice")).to_contain_text("Superseded by version 2")
    assert page.evaluate(FITS)
    assert faults_of(page) == []
    context.close()


def test_print_the_signers_their_interests_and_the_digest(
    page: Page, live_server: LiveServer, article: Article
) -> None:
    page.goto(f"{live_server.url}/articles/{article.slug}/")
    page.emulate_media(media="print")
    colophon = page.locator(".colophon")
    expect(colophon).to_be_visible()
    for words in (
        "Correction signed by",
        "Reviewed in full as version 1 by",
        "Conflict of interest declared:",
        "Declared no conflict of interest.",
        article.versions.latest("number").digest,
    ):
        expect(colophon).to_contain_text(words)
    expect(page.locator(".provenance")).to_be_hidden()
