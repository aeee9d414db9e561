"""Editors merge two records, and ask where works are used: with scripts and without."""

import os
from pathlib import Path

import pytest
from django.urls import reverse
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from articles.models import Article
from references.models import Reference
from tests.e2e.people import PHONE, WIDE, Visitors, come_back, fits, on_screen
from tests.e2e.test_accessibility import violations

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("sample"),
]

MAIN = "what-causes-muscle-spasms-in-the-anterior-neck-and-jaw"


@pytest.fixture
def pair() -> tuple[Reference, Reference]:
    """A source of the live article, and a second record of it that knows other things."""
    article = Article.objects.get(slug=MAIN)
    assert article.live_version is not None
    cited = [each["id"] for each in article.live_version.content["references"]]
    known = Reference.objects.filter(pk__in=cited, csl__has_keys=["DOI", "volume"])[0]
    numbers = {"DOI", "PMID", "PMCID", "URL", "ISBN", "setid", "NCT"}
    item = {key: value for key, value in known.csl.items() if key not in numbers}
    twin = Reference.objects.create(
        kind=known.kind,
        csl={**item, "PMID": "99999999", "volume": "999"},
        evidence_level=2,
    )
    return known, twin


def _editor(visitor: Visitors, width: int, *, dark: bool) -> Page:
    """Without the policy, for on these pages the checker brings styles of its own."""
    page = visitor(width, dark=dark, under_policy=False)
    return come_back(page, "demo-editor")


def _picture(page: Page, name: str) -> None:
    """For whoever looks: PICTURES_IN names a folder."""
    folder = os.environ.get("PICTURES_IN")
    if folder:
        page.screenshot(path=Path(folder) / f"{name}.png", full_page=True)


@on_screen(WIDE)
def test_editor_merges_two_records(
    visitor: Visitors, pair: tuple[Reference, Reference], width: int, dark: bool
) -> None:
    known, twin = pair
    page = _editor(visitor, width, dark=dark)
    page.goto(reverse("admin:references_reference_change", args=[twin.pk]))
    page.get_by_role("link", name="Merge", exact=True).click()
    expect(page.get_by_role("heading", name="Merge with another record")).to_be_visible()
    assert violations(page) == []
    assert fits(page)
    _picture(page, f"merge-choosing-{width}")
    page.get_by_role("main").locator("li").get_by_role("link", name=str(known)).click()
    expect(page.get_by_role("heading", name="Merge two records")).to_be_visible()
    expect(page.get_by_text(f"Kept: “{known}” ({known.pk}).")).to_be_visible()
    assert violations(page) == []
    assert fits(page)
    _picture(page, f"merge-{width}")
    page.get_by_role("row", name="Volume").get_by_text("999").click()
    page.get_by_role("row", name="PMID").get_by_text(known.pmid).click()
    page.get_by_role("button", name="Merge the two records").click()
    expect(page.get_by_text(f"Record {twin.pk} is merged into this one.")).to_be_visible()
    twin.refresh_from_db()
    known.refresh_from_db()
    assert twin.merged_into == known
    assert known.evidence_level == 2
    assert known.csl["volume"] == "999"
    page.goto(reverse("admin:references_reference_change", args=[twin.pk]))
    expect(page.get_by_text("This record was merged into")).to_be_visible()
    assert violations(page) == []
    assert fits(page)
    _picture(page, f"merged-{width}")


@on_screen(PHONE)
def test_editor_asks_where_works_are_used(
    visitor: Visitors, pair: tuple[Reference, Reference], width: int, dark: bool
) -> None:
    known, twin = pair
    page = _editor(visitor, width, dark=dark)
    page.goto(reverse("admin:references_reference_changelist"))
    assert violations(page) == []
    _picture(page, f"library-{width}")
    page.get_by_role("link", name="Where works are used").click()
    page.get_by_label("Identifiers").fill(f"{known.doi}\nPMID: {twin.pmid}\n10.5555/nobody-has-it")
    assert violations(page) == []
    assert fits(page)
    page.get_by_role("button", name="Show where they are used").click()
    expect(page.get_by_role("heading", name=str(known)).first).to_be_visible()
    expect(page.get_by_role("link", name="Live version 1").first).to_be_visible()
    expect(page.get_by_text("10.5555/nobody-has-it").first).to_be_visible()
    assert violations(page) == []
    assert fits(page)
    _picture(page, f"where-used-{width}")
    with page.expect_download() as download:
        page.get_by_role("button", name="Download as a table (CSV)").click()
    text = Path(download.value.path()).read_text(encoding="utf-8-sig")
    assert "Live version" in text
    assert "Not in the library" in text
    page.goto(reverse("admin:references_reference_duplicates"))
    expect(page.get_by_role("heading", name="Possible duplicates")).to_be_visible()
    assert violations(page) == []
    assert fits(page)
    _picture(page, f"duplicates-{width}")


def test_editor_merges_without_scripts_and_under_the_policy(
    browser: Browser, live_server: LiveServer, pair: tuple[Reference, Reference]
) -> None:
    known, twin = pair
    context = browser.new_context(base_url=live_server.url, java_script_enabled=False)
    page = come_back(context.new_page(), "demo-editor")
    page.goto(reverse("admin:references_reference_merge", args=[twin.pk]))
    page.get_by_label("The other record").fill(str(known.pk))
    page.get_by_role("button", name="Show both side by side").click()
    page.get_by_role("link", name="Keep the other one instead").click()
    expect(page.get_by_text(f"Kept: “{twin}” ({twin.pk}).")).to_be_visible()
    for choice in page.get_by_role("radio").all()[1::2]:
        choice.check()
    page.get_by_role("button", name="Merge the two records").click()
    expect(page.get_by_text(f"Record {known.pk} is merged into this one.")).to_be_visible()
    context.close()
    known.refresh_from_db()
    assert known.merged_into == twin
    assert Article.objects.get(slug=MAIN).sections.filter(cited_ids__contains=[twin.pk]).exists()


def test_pages_need_no_exception_from_the_policy(
    visitor: Visitors, pair: tuple[Reference, Reference]
) -> None:
    """The fixture fails on whatever the policy stops."""
    known, twin = pair
    page = come_back(visitor(), "demo-editor")
    merge = reverse("admin:references_reference_merge", args=[known.pk])
    for address in (
        merge,
        f"{merge}?with={twin.pk}",
        reverse("admin:references_reference_duplicates"),
        reverse("admin:references_reference_where_used", args=[known.pk]),
    ):
        page.goto(address)
        expect(page.get_by_role("heading", level=1)).to_be_visible()
