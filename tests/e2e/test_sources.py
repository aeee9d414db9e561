"""Editors and board look at the sources: how good they are, how strong, what supersedes them."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from articles.models import Article
from editorial.models import Policy, Review
from editorial.states import State
from references.models import Reference
from tests.e2e.people import PHONE, WIDE, Visitors, come_back, fits, on_screen
from tests.e2e.test_accessibility import violations

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("sample"),
]

MAIN = "what-causes-muscle-spasms-in-the-anterior-neck-and-jaw"


def _editor(visitor: Visitors, width: int, *, dark: bool) -> Page:
    """Without the policy, for on these pages the checker brings styles of its own."""
    page = visitor(width, dark=dark, under_policy=False)
    return come_back(page, "demo-editor")


def _guideline() -> Reference:
    """The first source of the first article, made a guideline that is past its time."""
    article = Article.objects.get(slug=MAIN)
    assert article.live_version is not None
    cited = article.live_version.content["references"]
    old, newer = (Reference.objects.get(pk=each["id"]) for each in cited[:2])
    yesterday = timezone.now().date() - datetime.timedelta(days=1)
    Reference.objects.filter(pk=old.pk).update(
        kind="guideline", superseded_by=newer, valid_until=yesterday, evidence_level=2
    )
    old.refresh_from_db()
    return old


@on_screen(PHONE)
def test_editor_finds_what_to_look_at(visitor: Visitors, width: int, dark: bool) -> None:
    guideline = _guideline()
    article = Article.objects.get(slug=MAIN)
    page = _editor(visitor, width, dark=dark)
    page.goto(reverse("admin:articles_article_change", args=[article.pk]))
    page.get_by_text("Quality of its").click()
    superseded = page.locator(".figure", has_text="Superseded")
    expect(superseded).to_contain_text("Look: Cite the newer works.")
    superseded.get_by_text("Show 1 source").click()
    expect(superseded.get_by_role("link", name=str(guideline))).to_be_visible()
    assert violations(page) == []
    assert fits(page)
    superseded.locator("a[data-finding]").first.click()
    expect(page.locator(".is-found")).to_be_visible()


@on_screen(WIDE)
def test_editor_says_how_strong_a_source_is(visitor: Visitors, width: int, dark: bool) -> None:
    guideline = _guideline()
    newer = guideline.superseded_by
    assert newer is not None
    Reference.objects.filter(pk=guideline.pk).update(superseded_by=None)
    page = _editor(visitor, width, dark=dark)
    page.goto(reverse("admin:references_reference_change", args=[guideline.pk]))
    page.get_by_label("Certainty of the evidence (GRADE)").select_option("moderate")
    page.get_by_label("Issuing body").fill("Sample Council")
    page.get_by_label("Superseded by").fill(newer.doi or str(newer.pk))
    assert violations(page) == []
    assert fits(page)
    page.get_by_role("button", name="Save", exact=True).first.click()
    expect(page.get_by_text("was changed")).to_be_visible()
    guideline.refresh_from_db()
    assert (guideline.certainty, guideline.issuing_body) == ("moderate", "Sample Council")
    assert guideline.superseded_by == newer
    assert violations(page) == []


def test_editor_says_it_without_scripts_too(browser: Browser, live_server: LiveServer) -> None:
    guideline = _guideline()
    context = browser.new_context(base_url=live_server.url, java_script_enabled=False)
    page = come_back(context.new_page(), "demo-editor")
    page.goto(reverse("admin:references_reference_change", args=[guideline.pk]))
    page.get_by_label("Superseded by").fill("")
    page.get_by_label("Valid until").fill("2031-01-31")
    page.get_by_role("button", name="Save", exact=True).first.click()
    expect(page.get_by_text("was changed")).to_be_visible()
    context.close()
    guideline.refresh_from_db()
    assert (guideline.superseded_by, guideline.valid_until) == (None, datetime.date(2031, 1, 31))


def test_editor_is_warned_while_choosing_what_to_cite(visitor: Visitors) -> None:
    guideline = _guideline()
    article = Article.objects.get(slug=MAIN)
    page = come_back(visitor(), "demo-editor")
    page.goto(reverse("admin:articles_article_change", args=[article.pk]))
    page.get_by_role("textbox", name="Clinical text").first.click()
    page.get_by_role("button", name="Cite").first.click()
    page.get_by_role("combobox", name="Search the library").fill(guideline.title[:40])
    option = page.get_by_role("dialog").get_by_role("option").first
    expect(option).to_contain_text(f"Superseded by {guideline.superseded_by}")
    expect(option).to_contain_text("Validity ended")
    expect(option).to_contain_text("Guideline, level 2")


@on_screen(PHONE)
def test_member_sees_how_good_the_sources_are(visitor: Visitors, width: int, dark: bool) -> None:
    review = Review.objects.get(state=State.UNDER_REVIEW, article__slug="what-is-cervical-dystonia")
    page = come_back(visitor(width, dark=dark), "demo-board-1")
    page.goto(review.get_absolute_url())
    expect(page.get_by_role("heading", name="Its sources")).to_be_visible()
    page.get_by_text("All figures").click()
    expect(page.get_by_text("Secondary sources: guidelines")).to_be_visible()
    assert violations(page) == []
    assert fits(page)


@on_screen(WIDE)
def test_managing_editor_sets_the_rules(visitor: Visitors, width: int, dark: bool) -> None:
    page = visitor(width, dark=dark, under_policy=False)
    come_back(page, "demo-managing-editor")
    policy = Policy.objects.get(tier="dosing")
    page.goto(reverse("admin:editorial_policy_change", args=[policy.pk]))
    page.get_by_label("Oldest source, years").fill("3")
    page.get_by_role("button", name="Save", exact=True).first.click()
    expect(page.get_by_text("allow at least 10")).to_be_visible()
    assert violations(page) == []
    assert fits(page)
