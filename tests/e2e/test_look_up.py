"""A work is looked up in a real browser, by a real worker, at a server that stands for Crossref."""

import os
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from celery import current_app
from playwright.sync_api import Page, expect

from articles.models import Section
from references.models import Reference
from tests.bibliographic_server import BROKEN, BibliographicServer, bibliographic_server
from tests.e2e.people import PHONE, Visitors, come_back, on_screen
from tests.faults.programs import Valkey, celery
from tests.references.remote.works import DOI, crossref_work, pubmed_article, update

pytestmark = [
    pytest.mark.browser,
    pytest.mark.slow,
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("sample", "worker"),
]
PASSWORD = "demo-password-only"
BEGIN = "/admin/references/reference/look-up/"
PMID = "39000001"  # unlike those of the sample
CITATION = "Example A. Stiff necks and jaws. J Ex Neck. 2017;12(2):101-9."


@pytest.fixture
def broker(tmp_path: Path) -> Iterator[Valkey]:
    """This process rings at it too."""
    before = current_app.conf["broker_url"]
    with Valkey(tmp_path) as valkey:
        current_app.conf["broker_url"] = valkey.url
        yield valkey
        current_app.conf["broker_url"] = before


@pytest.fixture
def crossref() -> Iterator[BibliographicServer]:
    with bibliographic_server() as server:
        yield server


@pytest.fixture
def worker(
    command_environment: dict[str, str],
    crossref: BibliographicServer,
    broker: Valkey,
    tmp_path: Path,
) -> Iterator[None]:
    """As `manage.py up` starts it, at a broker of its own."""
    environment = command_environment | crossref.environment | {"REDIS_URL": broker.url}
    environment |= {"CROSSREF_MAILTO": "references@example.org"}
    environment |= {"DJANGO_SETTINGS_MODULE": os.environ["DJANGO_SETTINGS_MODULE"]}
    options = ("--pool", "threads", "--concurrency", "4", "-Q", "look-ups", "-n", "look-ups@%h")
    flags = ("--without-gossip", "--without-mingle")
    log = tmp_path / "worker.log"
    with celery("config.celery", "worker", *options, *flags, log=log, environment=environment):
        yield
    assert "Traceback" not in log.read_text()


def look_up(page: Page, text: str) -> None:
    page.goto(BEGIN)
    page.get_by_label("DOI, PubMed number, PMCID, or a whole citation").fill(text)
    page.get_by_role("button", name="Look up").click()


def no_barriers(page: Page) -> None:
    found = Axe().run(page).response["violations"]
    serious = [entry["id"] for entry in found if entry["impact"] in {"serious", "critical"}]
    assert serious == []


@on_screen(PHONE)
def test_a_work_is_looked_up_added_and_completed(
    visitor: Visitors, crossref: BibliographicServer, width: int, dark: bool
) -> None:
    """From a citation, past a busy host, to the record; later, what PubMed adds to it."""
    crossref.add_work(crossref_work(updated_by=[update("correction")]))
    crossref.add_work(crossref_work("10.1000/jaws", title=["Jaws"]))
    crossref.faults = [BROKEN]
    page = come_back(visitor(width, dark=dark), "demo-editor")

    look_up(page, CITATION)
    expect(page.get_by_role("heading", name="2 works were found")).to_be_visible(timeout=30_000)
    no_barriers(page)
    page.get_by_role("link", name="This one: work 1").click()
    expect(page.get_by_text("Stiff necks & jaws", exact=False)).to_be_visible()
    expect(page.get_by_text("Correction, 4 May 2020")).to_be_visible()
    no_barriers(page)
    page.get_by_label("Kind of source").select_option("Trial")
    page.get_by_role("button", name="Add to the library").click()
    expect(page.get_by_text("Added to the library:")).to_be_visible()
    reference = Reference.objects.get(doi=DOI)
    assert (reference.kind, reference.pmid, reference.retraction) == ("trial", "", "corrected")

    crossref.add_article(pubmed_article(PMID))
    page.get_by_role("link", name="Look up", exact=True).click()
    expect(page.get_by_label("DOI, PubMed number")).to_have_value(DOI)
    no_barriers(page)
    page.get_by_role("button", name="Look up").click()
    box = page.get_by_role("checkbox", name="what was found: PMID")
    expect(box).to_be_checked(timeout=30_000)
    expect(page.get_by_role("checkbox", name="what was found: Title")).not_to_be_checked()
    no_barriers(page)
    page.get_by_role("button", name="Take over what is ticked").click()
    expect(page.get_by_text("Taken over:")).to_be_visible()
    reference.refresh_from_db()
    assert (reference.pmid, reference.kind) == (PMID, "trial")
    assert reference.title.startswith("Stiff necks &")
    assert reference.last_checked is not None


def test_the_result_comes_without_javascript(
    visitor: Visitors, crossref: BibliographicServer
) -> None:
    crossref.add_work(crossref_work())
    page = come_back(visitor(), "demo-editor")
    browser = page.context.browser
    assert browser is not None
    plain = browser.new_context(
        base_url=page.url.partition("/admin")[0].partition("/desk")[0],
        java_script_enabled=False,
        storage_state=page.context.storage_state(),
    )
    try:
        bare = plain.new_page()
        look_up(bare, DOI)
        expect(bare.get_by_role("button", name="Add to the library")).to_be_visible(timeout=30_000)
    finally:
        plain.close()


def test_a_failure_is_told_and_tried_again(
    visitor: Visitors, crossref: BibliographicServer
) -> None:
    crossref.fault = BROKEN
    page = come_back(visitor(), "demo-editor")
    look_up(page, DOI)
    again = page.get_by_role("button", name="Try again")
    expect(again).to_be_visible(timeout=60_000)
    expect(page.get_by_text("Crossref is busy or out of order.")).to_be_visible()
    no_barriers(page)
    crossref.fault = None
    crossref.add_work(crossref_work())
    again.click()
    expect(page.get_by_role("button", name="Add to the library")).to_be_visible(timeout=30_000)


def test_a_work_is_looked_up_from_the_citation_dialog(
    visitor: Visitors, crossref: BibliographicServer
) -> None:
    """In a window of its own; what is added there is cited at once."""
    crossref.add_work(crossref_work())
    page = come_back(visitor(), "demo-editor")
    section = Section.objects.select_related("article").order_by("pk")[0]
    page.goto(f"/admin/articles/article/{section.article_id}/change/")
    page.get_by_role("button", name="Cite", exact=False).first.click()
    page.get_by_role("combobox", name="Search the library").fill(DOI)
    with page.expect_popup() as opened:
        page.get_by_role("link", name="Look a work up").click()
    window = opened.value
    expect(window.get_by_label("DOI, PubMed number")).to_have_value(DOI)
    window.get_by_role("button", name="Look up").click()
    with window.expect_event("close", timeout=30_000):
        window.get_by_role("button", name="Add to the library").click(timeout=30_000)
    reference = Reference.objects.get(doi=DOI)
    expect(page.get_by_role("dialog")).to_be_hidden()
    expect(page.locator("textarea[data-prose]").first).to_have_value(
        re.compile(rf'<cite data-reference="{reference.pk}">')
    )
