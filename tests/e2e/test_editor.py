"""An editor writes, cites from the library, and resolves what the import left open."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from articles.models import Article
from references.models import Reference
from tests.factories.articles import ArticleFactory, SectionFactory
from tests.factories.references import ReferenceFactory

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def log_in(page: Page, server: LiveServer, user: User) -> None:
    client = Client()
    client.force_login(user)
    session = client.cookies[settings.SESSION_COOKIE_NAME].value
    page.context.add_cookies(
        [{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": server.url}]
    )


def open_article(page: Page, server: LiveServer, article: Article) -> None:
    log_in(page, server, article.owner)
    page.goto(server.url + reverse("admin:articles_article_change", args=[article.pk]))


def reference(family: str, year: int, title: str, **fields: object) -> Reference:
    work: Reference = ReferenceFactory.create(**fields)
    work.csl = work.csl | {
        "title": title,
        "author": [{"family": family, "given": "A"}],
        "issued": {"date-parts": [[year]]},
    }
    work.save()
    return work


def body(page: Page, place: int = 0) -> str:
    return str(page.locator(f"#id_sections-{place}-body").evaluate("field => field.value"))


def test_write_cite_and_resolve_a_citation(page: Page, live_server: LiveServer) -> None:
    posture = reference("Xie", 2017, "Spinal kinematics during smartphone texting")
    strain = reference("Helliwell", 1994, "The straight cervical spine")
    reference("Withdrawn", 2001, "A straight cervical lie", retraction="retracted")
    article = ArticleFactory.create(
        text='<p>Posture strains muscles<cite data-unresolved="xie2017"></cite>.</p>'
    )
    open_article(page, live_server, article)
    text = page.get_by_role("textbox", name="Clinical text")
    expect(text.locator(".citation-chip--unresolved")).to_have_text("xie2017")

    # Write, and cite by keys alone; what is retracted is marked and cannot be chosen.
    text.click()
    page.keyboard.press("Control+End")
    page.keyboard.type(" A straight spine says little")
    page.get_by_role("button", name="Cite").first.click()
    dialog = page.get_by_role("dialog", name="Cite a reference")
    page.keyboard.type("straight cervical")
    expect(dialog.get_by_role("option")).to_have_count(2)
    retracted = dialog.get_by_role("option", name="A straight cervical lie")
    expect(retracted).to_contain_text("Retracted: cannot be cited")
    retracted.click(force=True)
    expect(dialog).to_be_visible()
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    page.get_by_role("button", name="Cite").first.click()
    page.keyboard.type("straight cervical spine")
    expect(dialog.get_by_role("option").first).to_contain_text("Helliwell 1994")
    page.keyboard.press("Enter")
    page.keyboard.type(" by itself.")

    # Resolve: the chip opens the dialog with its key as the search.
    text.locator(".citation-chip--unresolved").click()
    dialog = page.get_by_role("dialog", name="Choose the reference for “xie2017”")
    expect(dialog.get_by_role("option").first).to_contain_text("Xie 2017")
    dialog.get_by_role("option").first.click()
    expect(text.locator(".citation-chip")).to_have_text(["Xie 2017", "Helliwell 1994"])

    page.get_by_role("button", name="Save and continue editing").click()
    expect(page.get_by_role("textbox", name="Clinical text")).to_contain_text("by itself.")
    assert article.sections.get().body == (
        f'<p>Posture strains muscles<cite data-reference="{posture.pk}"></cite>. A straight spine '
        f'says little<cite data-reference="{strain.pk}"></cite> by itself.</p>'
    )


def test_remove_a_citation_and_undo_it(page: Page, live_server: LiveServer) -> None:
    article = ArticleFactory.create()
    before = article.sections.get().body
    open_article(page, live_server, article)
    page.locator(".citation-chip").click()
    page.get_by_role("button", name="Remove citation").click()
    assert "cite" not in body(page)
    page.get_by_role("button", name="Undo").first.click()
    assert body(page) == before


def test_editing_a_table_keeps_its_caption_and_header_scopes(
    page: Page, live_server: LiveServer
) -> None:
    cited = ReferenceFactory.create()
    table = (
        f'<table><caption>Doses<cite data-reference="{cited.pk}"></cite></caption>'
        '<thead><tr><th scope="col">Drug</th><th scope="col">Dose</th></tr></thead>'
        "<tbody><tr><td>A</td><td>5 mg</td></tr></tbody></table>"
    )
    article = ArticleFactory.create(
        text=f'{table}<aside data-callout="danger"><p>Stop.</p></aside>'
    )
    open_article(page, live_server, article)
    page.locator(".field-body td").first.click()
    page.keyboard.press("End")
    page.keyboard.type("BC")
    page.get_by_role("button", name="Save and continue editing").click()
    expect(page.locator(".field-body td").first).to_have_text("ABC")
    saved = article.sections.get().body
    assert f'<caption>Doses<cite data-reference="{cited.pk}"></cite></caption>' in saved
    assert '<th scope="col">Drug</th>' in saved
    assert '<aside data-callout="danger"><p>Stop.</p></aside>' in saved


def test_move_sections_by_keys_and_add_one_between(page: Page, live_server: LiveServer) -> None:
    article = ArticleFactory.create(text="")
    for place, heading in enumerate(("One", "Two")):
        SectionFactory.create(article=article, position=place, heading=heading)
    open_article(page, live_server, article)
    page.get_by_role("button", name="Add another Section").click()
    page.keyboard.type("Three")
    page.locator("#sections-2").get_by_role("button", name="Move up").focus()
    page.keyboard.press("Enter")
    page.locator("#sections-0").get_by_role("button", name="Move down").press("Enter")
    page.get_by_role("button", name="Save and continue editing").click()
    expect(page.locator("#id_sections-0-heading")).to_have_value("Three")
    assert list(article.sections.values_list("heading", flat=True)) == ["Three", "One", "Two"]


def test_removing_an_added_section_leaves_the_others_their_places(
    page: Page, live_server: LiveServer
) -> None:
    article = ArticleFactory.create(text="")
    for place, heading in enumerate(("One", "Two")):
        SectionFactory.create(article=article, position=place, heading=heading)
    open_article(page, live_server, article)
    page.locator("#sections-1").get_by_role("button", name="Move up").click()
    page.get_by_role("button", name="Add another Section").click()
    page.locator("#sections-2").get_by_role("button", name="Move up").click()
    page.locator("#sections-2 .inline-deletelink").click()
    page.get_by_role("button", name="Save and continue editing").click()
    expect(page.locator("#id_sections-0-heading")).to_have_value("Two")
    assert list(article.sections.values_list("heading", flat=True)) == ["Two", "One"]


def test_finding_leads_into_the_text_it_is_about(page: Page, live_server: LiveServer) -> None:
    article = ArticleFactory.create(text='<p>Claim<cite data-unresolved="smith2020"></cite>.</p>')
    open_article(page, live_server, article)
    page.get_by_role("link", name="The citation “smith2020” has no reference.").click()
    expect(page.get_by_role("textbox", name="Clinical text")).to_be_focused()


def test_finding_on_the_submission_page_leads_into_the_text(
    page: Page, live_server: LiveServer
) -> None:
    article = ArticleFactory.create(text='<p>Claim<cite data-unresolved="smith2020"></cite>.</p>')
    log_in(page, live_server, article.owner)
    page.goto(live_server.url + reverse("admin:articles_article_submit", args=[article.pk]))
    page.get_by_role("link", name="The citation “smith2020” has no reference.").click()
    expect(page.get_by_role("textbox", name="Clinical text")).to_be_focused()


def test_drafting_page_keeps_nobody_out(browser: Browser, live_server: LiveServer) -> None:
    # The checker brings styles of its own, which the policy rightly stops.
    page = browser.new_page(bypass_csp=True, viewport={"width": 1280, "height": 900})
    article = ArticleFactory.create(
        summary="", text='<p>Claim<cite data-unresolved="smith2020"></cite>.</p>'
    )
    article.listed_references.add(ReferenceFactory.create())
    open_article(page, live_server, article)
    expect(page.get_by_role("textbox", name="Clinical text")).to_be_visible()
    found = Axe().run(page).response["violations"]
    page.close()
    assert [(rule["id"], rule["impact"]) for rule in found] == []
