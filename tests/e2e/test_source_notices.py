"""What has become of a source, as readers, board and editors see it on their screens."""

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page, expect

from articles.models import Article
from editorial import workflow
from editorial.models import BoardMember, Review
from editorial.sources import react
from references.models import Reference
from tests.e2e.people import PHONE, WIDE, Visitors, come_back, fits, keep_picture, on_screen
from tests.e2e.test_accessibility import violations
from tests.factories.editorial import managing_editor

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("sample"),
]

MAIN = "what-causes-muscle-spasms-in-the-anterior-neck-and-jaw"
ADDRESS = f"/articles/{MAIN}/"
REASON = "Replaced by its authors; the “corrected” analysis supports the same sentence."


def sources() -> list[Reference]:
    """Of the article's live version, in the order of their numbers."""
    version = Article.objects.get(slug=MAIN).live_version
    assert version is not None
    return [Reference.objects.get(pk=each["id"]) for each in version.content["references"]]


def notice(source: Reference, standing: str) -> None:
    Reference.objects.filter(pk=source.pk).update(
        retraction=standing, retracted_on="2026-05-04", retraction_notice_url="https://example.org/"
    )


@pytest.fixture
def noticed(sample: None) -> list[Reference]:
    """Of four sources each is noticed in a way of its own, and a re-review is open."""
    del sample
    first, second, third, fourth, *_ = sources()
    notice(first, "retracted")
    notice(second, "expression_of_concern")
    notice(third, "corrected")
    notice(fourth, "retracted")
    workflow.accept_source(fourth, by=managing_editor(), reason=REASON)
    react()
    return [first, second, third, fourth]


def beside(page: Page, number: int) -> str:
    """What a browser puts below the source, without the quotation marks of CSS."""
    content = page.locator(f"#reference-{number}").evaluate(
        "element => getComputedStyle(element, '::after').content"
    )
    return str(content).strip('"')


@on_screen(WIDE)
@pytest.mark.usefixtures("noticed")
def test_reader_is_told_above_the_text_and_beside_the_source(
    visitor: Visitors, width: int, dark: bool
) -> None:
    page = visitor(width, dark=dark)
    page.goto(ADDRESS)
    alarm = page.locator(".notice.is-alarm")
    expect(alarm).to_contain_text(
        "A source cited here was retracted on 4 May 2026; this article is being re-reviewed."
    )
    expect(alarm.get_by_role("link", name="Reference 1", exact=True)).to_be_visible()
    assert beside(page, 1) == "Retracted on 4 May 2026."
    assert beside(page, 2) == "Under an expression of concern since 4 May 2026."
    assert beside(page, 3) == "Corrected on 4 May 2026."
    assert beside(page, 4) == f"Retracted on 4 May 2026; kept by the editors: {REASON}"
    assert beside(page, 5) == "none"
    assert violations(page) == []
    assert fits(page)
    if not dark:
        keep_picture(page, "reader-retraction" if width == WIDE else "reader-retraction-phone")
    alarm.get_by_role("link", name="Reference 1", exact=True).click()
    expect(page.locator("#reference-1")).to_be_in_viewport()


@pytest.mark.usefixtures("noticed")
def test_source_that_opens_beside_a_citation_says_it_too(visitor: Visitors) -> None:
    page = visitor()
    page.goto(ADDRESS)
    for number in (1, 4):
        link = page.locator(f"sup.citation a[href='#reference-{number}']").first
        link.hover()
        card = page.locator(".citation-card .standing", has_text="Retracted on 4 May 2026")
        expect(card.first).to_be_visible()
        page.keyboard.press("Escape")
    page.locator("sup.citation a[href='#reference-4']").first.hover()
    expect(page.locator(".citation-card")).to_contain_text(REASON)
    assert violations(page) == []


@pytest.mark.usefixtures("noticed")
def test_reader_is_told_again_after_a_reload_and_on_paper(visitor: Visitors) -> None:
    page = visitor()
    page.goto(ADDRESS)
    page.reload()
    assert beside(page, 1) == "Retracted on 4 May 2026."
    page.emulate_media(media="print")
    assert beside(page, 1) == "Retracted on 4 May 2026."
    expect(page.locator(".notice.is-alarm")).to_be_visible()


def test_reader_is_told_as_soon_as_it_is_known_and_no_longer(visitor: Visitors) -> None:
    page = visitor()
    page.goto(ADDRESS)
    assert beside(page, 1) == "none"
    source = sources()[0]
    notice(source, "retracted")
    page.reload()
    assert beside(page, 1) == "Retracted on 4 May 2026."
    Reference.objects.filter(pk=source.pk).update(retraction="none", retracted_on=None)
    page.reload()
    assert beside(page, 1) == "none"
    assert page.locator(".notice.is-alarm").count() == 0


@on_screen(PHONE)
@pytest.mark.usefixtures("noticed")
def test_other_pages_that_tell_of_it_keep_nobody_out(
    visitor: Visitors, width: int, dark: bool
) -> None:
    page = visitor(width, dark=dark)
    for address, told in (
        (f"{ADDRESS}v1/", "A source cited here was retracted on 4 May 2026."),
        (f"{ADDRESS}history/", "Reference 1: Retracted on 4 May 2026."),
        ("/search/?q=neck", "A source cited here was retracted on 4 May 2026."),
        ("/ask/?q=What+causes+muscle+spasms+in+the+neck", "This passage cites reference"),
    ):
        page.goto(address)
        expect(page.get_by_text(told).first).to_be_visible()
        assert violations(page) == [], address
        assert fits(page)


@on_screen(WIDE)
@pytest.mark.usefixtures("noticed")
def test_member_sees_that_it_is_urgent_and_why(visitor: Visitors, width: int, dark: bool) -> None:
    review = Review.objects.open().get(article__slug=MAIN)
    member = BoardMember.objects.get(user__username="demo-board-1")
    others = BoardMember.objects.filter(user__username__in=["demo-board-2", "demo-board-3"])
    review = workflow.begin(review, by=managing_editor(), members=[member, *others])
    workflow.answer_conflict(review, by=member.user, conflict="none")
    page = come_back(visitor(width, dark=dark), "demo-board-1")
    page.goto("/desk/")
    expect(page.get_by_text("Urgent").first).to_be_visible()
    page.goto(review.get_absolute_url())
    expect(
        page.get_by_text("has been under an expression of concern")
        .or_(page.get_by_text("was retracted on 4 May 2026"))
        .first
    ).to_be_visible()
    assert beside(page, 1) == "Retracted on 4 May 2026."
    assert violations(page) == []
    assert fits(page)


@on_screen(PHONE)
def test_managing_editor_keeps_a_source(visitor: Visitors, width: int, dark: bool) -> None:
    source = sources()[0]
    notice(source, "retracted")
    page = visitor(width, dark=dark, under_policy=False)
    come_back(page, "demo-managing-editor")
    page.goto(reverse("admin:references_reference_change", args=[source.pk]))
    page.get_by_role("link", name="Keep this source despite its notice").click()
    assert violations(page) == []
    assert fits(page)
    page.get_by_label("Reason").fill(REASON)
    page.get_by_role("button", name="Keep it").click()
    expect(page.get_by_text("Kept. Readers see the notice with your reason")).to_be_visible()
    expect(page.get_by_role("link", name="No longer keep this source")).to_be_visible()
    assert violations(page) == []
    page.goto(ADDRESS)
    expect(page.get_by_text("kept by the editors").first).to_be_visible()
    assert page.locator(".notice.is-alarm").count() == 0
    source.refresh_from_db()
    assert source.accepted_at is not None
    assert source.accepted_at <= timezone.now()
