"""A bibliography file from the editor's disk into the library, on both screens."""

from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.auth.models import User
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from references import uploads
from references.models import Reference, Upload
from references.uploads import receiving
from tests.e2e.people import PHONE, WIDE, Visitors, come_back, fits, on_screen
from tests.e2e.test_accessibility import violations
from tests.factories.references import ReferenceFactory
from tests.references import bibliography_files as files
from tests.references.uploads.files import ris, work

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
IMPORT = "/admin/references/reference/import/"
EDITOR = "sample-librarian"


@pytest.fixture
def editor(db: None) -> User:
    del db
    return User.objects.create_superuser(EDITOR, password=settings.DEMO_PASSWORD)


@pytest.fixture
def sample_file(tmp_path: Path) -> Path:
    """Two new works, one in the library, one that it completes, one repeated and three broken."""
    ReferenceFactory.create(csl={**files.XIE})
    ReferenceFactory.create(
        csl={"type": "article-journal", "title": "Neck study 7", "DOI": "10.5555/seven"}
    )
    path = tmp_path / "neck.ris"
    more = ris(work(7, DO="10.5555/seven", AN="777", DB="PubMed"))
    path.write_text(files.ZOTERO_RIS + more + ris(work(1), work(1)) + files.BROKEN_RIS)
    return path


def choose(page: Page, path: Path) -> None:
    page.goto(IMPORT)
    page.get_by_label("Bibliography files").set_input_files(path)
    page.get_by_role("button", name="Show what is in it").click()


def take_one_away_and_confirm(page: Page) -> None:
    """Untick, look at another part of the table, come back, and find the tick still gone."""
    expect(page.get_by_role("heading", name="Import “neck.ris”")).to_be_visible()
    box = page.get_by_role("checkbox", name="Neck study 1")
    expect(box).to_be_checked()
    box.uncheck()
    page.get_by_role("button", name="Cannot be read 3").click()
    expect(page.get_by_text("The reference has no title.")).to_be_visible()
    expect(page.get_by_role("checkbox")).to_have_count(0)
    page.get_by_role("button", name="All 11").click()
    expect(page.get_by_role("checkbox", name="Neck study 1")).not_to_be_checked()
    expect(page.get_by_role("checkbox", name="Neck study 7")).to_be_checked()
    page.get_by_role("button", name="Add what is ticked").click()
    expect(page.get_by_text("4 works were added to the library.")).to_be_visible()
    assert not Reference.objects.filter(title="Neck study 1").exists()
    assert Reference.objects.get(doi="10.5555/seven").pmid == "777"


@on_screen(WIDE)
@pytest.mark.usefixtures("editor")
def test_file_is_looked_at_and_confirmed(
    visitor: Visitors, sample_file: Path, width: int, dark: bool
) -> None:
    page = come_back(visitor(width, dark=dark), EDITOR)
    page.goto("/admin/references/reference/")
    expect(page.get_by_role("link", name="Import files")).to_be_visible()
    choose(page, sample_file)
    take_one_away_and_confirm(page)


@pytest.mark.usefixtures("editor")
def test_file_is_looked_at_and_confirmed_without_scripts(
    browser: Browser, live_server: LiveServer, sample_file: Path
) -> None:
    with browser.new_context(base_url=live_server.url, java_script_enabled=False) as context:
        context.set_default_timeout(10_000)
        page = come_back(context.new_page(), EDITOR)
        choose(page, sample_file)
        take_one_away_and_confirm(page)


@pytest.mark.usefixtures("editor")
@pytest.mark.parametrize("scripts", [True, False])
def test_page_of_a_large_file_goes_on_by_itself(
    browser: Browser,
    live_server: LiveServer,
    sample_file: Path,
    monkeypatch: pytest.MonkeyPatch,
    scripts: bool,
) -> None:
    monkeypatch.setattr(receiving, "SMALL", 0)
    with browser.new_context(base_url=live_server.url, java_script_enabled=scripts) as context:
        context.set_default_timeout(10_000)
        page = come_back(context.new_page(), EDITOR)
        choose(page, sample_file)
        waiting = Upload.objects.get()
        expect(page.get_by_text("Waiting to be read")).to_be_visible()
        Upload.objects.update(progress="3 / 11 records compared with the library.")
        expect(page.get_by_text("3 / 11 records compared")).to_be_visible(timeout=10_000)
        uploads.read(waiting.pk)
        expect(page.get_by_role("button", name="Add what is ticked")).to_be_visible(timeout=10_000)


@on_screen(PHONE)
@pytest.mark.usefixtures("editor")
def test_pages_keep_nobody_out(
    visitor: Visitors,
    sample_file: Path,
    monkeypatch: pytest.MonkeyPatch,
    width: int,
    dark: bool,
) -> None:
    """Without the policy, for on these pages the checker brings styles of its own."""
    page = visitor(width, dark=dark, under_policy=False)
    come_back(page, EDITOR)
    page.goto(IMPORT)
    problems = violations(page)
    page.get_by_role("button", name="Show what is in it").click()
    expect(page.get_by_text("Choose a file.")).to_be_visible()
    problems += violations(page)
    choose(page, sample_file)
    problems += violations(page)
    page.get_by_role("button", name="Add what is ticked").click()
    expect(page.get_by_text("were added to the library.")).to_be_visible()
    problems += violations(page)
    monkeypatch.setattr(receiving, "SMALL", 0)
    choose(page, sample_file)
    expect(page.get_by_text("Waiting to be read")).to_be_visible()
    problems += violations(page)
    assert problems == []


@on_screen(WIDE)
@pytest.mark.usefixtures("editor")
def test_preview_needs_no_scrolling_sideways(
    visitor: Visitors, sample_file: Path, width: int, dark: bool
) -> None:
    page = come_back(visitor(width, dark=dark), EDITOR)
    choose(page, sample_file)
    expect(page.get_by_role("button", name="Add what is ticked")).to_be_visible()
    assert fits(page)
