"""Reader pages in a browser: citations that open beside the text, access, narrow screens, print."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from articles.models import Article
from tests.e2e.people import WIDE, fits, on_screen
from tests.factories.articles import ArticleFactory, SectionFactory
from tests.factories.editorial import approved
from tests.factories.references import ReferenceFactory

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

SERIOUS = {"serious", "critical"}


@pytest.fixture
def article() -> Article:
    """Two citations, a table, a callout, a text for patients."""
    sources = [ReferenceFactory.create() for _ in range(3)]
    cited = "".join(f'<cite data-reference="{source.pk}"></cite>' for source in sources)
    made = ArticleFactory.create(
        title="What causes neck spasm?", text=f"<p>Strain does.{cited}</p>"
    )
    SectionFactory.create(
        article=made,
        heading="Imaging",
        body="<table><caption>Images</caption><thead><tr><th scope='col'>For</th></tr></thead>"
        f"<tbody><tr><td>Bone</td></tr></tbody></table>{'<p>Text.</p>' * 30}"
        f'<aside data-callout="danger"><p>Fever<cite data-reference="{sources[0].pk}"></cite>.</p>'
        "</aside>",
        plain_language="<p>Pictures help.</p>",
    )
    SectionFactory.create(article=made, heading="Treatment")
    return approved(made).article


def test_open_the_sources_of_a_range_beside_it(
    page: Page, live_server: LiveServer, article: Article
) -> None:
    page.goto(f"{live_server.url}/articles/{article.slug}/")
    card = page.locator(".citation-card")
    expect(card).to_be_hidden()
    page.hover("#cite-1-1")
    expect(card).to_be_visible()
    expect(card.locator("p")).to_have_count(3)
    expect(page.locator("#cite-1-1")).to_have_attribute("aria-describedby", "citation-card")
    page.keyboard.press("Escape")
    expect(card).to_be_hidden()


def test_open_a_source_by_keyboard_and_leave_it(
    page: Page, live_server: LiveServer, article: Article
) -> None:
    page.goto(f"{live_server.url}/articles/{article.slug}/")
    page.locator(".audience a").last.focus()
    page.keyboard.press("Tab")
    expect(page.locator(".citation-card")).to_be_visible()
    page.keyboard.press("Shift+Tab")
    expect(page.locator(".citation-card")).to_be_hidden()


def test_open_a_source_at_the_first_tap_and_follow_it_at_the_second(
    browser: Browser, live_server: LiveServer, article: Article
) -> None:
    context = browser.new_context(
        viewport={"width": 390, "height": 800}, has_touch=True, is_mobile=True
    )
    page = context.new_page()
    page.goto(f"{live_server.url}/articles/{article.slug}/")
    page.tap("#cite-1-1")
    expect(page.locator(".citation-card")).to_be_visible()
    assert "#" not in page.url
    page.tap("#cite-1-1")
    expect(page).to_have_url(f"{live_server.url}/articles/{article.slug}/#reference-1")
    expect(page.locator(".citation-card")).to_be_hidden()
    context.close()


def test_lead_from_a_citation_to_its_reference_and_back_without_scripts(
    browser: Browser, live_server: LiveServer, article: Article
) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{live_server.url}/articles/{article.slug}/")
    page.click("#cite-1-2")
    assert page.url.endswith("#reference-1")
    page.click("#reference-1 .backlinks a >> nth=1")
    assert page.url.endswith("#cite-1-2")
    context.close()


@on_screen(WIDE)
def test_keep_nobody_out_and_nothing_beside_the_screen(
    browser: Browser, live_server: LiveServer, article: Article, width: int, dark: bool
) -> None:
    context = browser.new_context(
        viewport={"width": width, "height": 900},
        color_scheme="dark" if dark else "light",
    )
    page = context.new_page()
    here = f"/articles/{article.slug}/"
    for address in (
        *("/", here, f"{here}?audience=plain", f"{here}v1/", f"{here}history/"),
        *("/specialties/", "/search/?q=spasm", "/ask/?q=spasm", "/board/", "/editorial-policy/"),
    ):
        page.goto(f"{live_server.url}{address}")
        problems = [
            (problem["id"], [node["html"] for node in problem["nodes"]])
            for problem in Axe().run(page).response["violations"]
            if problem["impact"] in SERIOUS
        ]
        assert problems == [], address
        assert fits(page), address
    context.close()


def test_print_signers_and_digest_without_navigation(
    page: Page, live_server: LiveServer, article: Article
) -> None:
    page.goto(f"{live_server.url}/articles/{article.slug}/")
    expect(page.locator(".colophon")).to_be_hidden()
    page.emulate_media(media="print")
    expect(page.locator(".colophon")).to_be_visible()
    for gone in (".site-header", ".beside", ".after", ".audience"):
        expect(page.locator(gone)).to_be_hidden()
    expect(page.locator("#reference-3")).to_be_visible()
