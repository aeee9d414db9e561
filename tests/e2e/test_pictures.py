"""The pages that the documentation shows, with the articles of the sample.

`KEEP_SCREENSHOTS=1 pytest tests/e2e` puts what they look like now into docs/images.
"""

import pytest
from playwright.sync_api import expect

from articles.models import Article
from editorial.models import Review
from editorial.states import State
from tests.e2e import reviewing
from tests.e2e.people import PHONE, WIDE, Visitors, come_back, fits, keep_picture

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("sample"),
]

MAIN = "what-causes-muscle-spasms-in-the-anterior-neck-and-jaw"
REVISED = "what-is-cervical-dystonia"
DRAFT = "how-is-acute-low-back-pain-without-red-flags-treated-first"


def named(page: str, width: int) -> str:
    return page if width == WIDE else f"{page}-phone"


@pytest.mark.parametrize("width", [WIDE, PHONE])
def test_reader_sees_who_signed_before_anything_else(visitor: Visitors, width: int) -> None:
    page = visitor(width)
    page.goto(f"/articles/{MAIN}/")
    expect(page.get_by_text("Reviewed by the Medical Advisory Board")).to_be_in_viewport()
    expect(page.get_by_role("link", name="Dr. Sample Reviewer One").first).to_be_in_viewport()
    assert fits(page)
    keep_picture(page, named("reader", width))


@pytest.mark.parametrize("width", [WIDE, PHONE])
def test_member_sees_what_waits(visitor: Visitors, width: int) -> None:
    page = come_back(visitor(width), "demo-board-1")
    page.goto("/desk/")
    expect(page.get_by_role("heading", name="Waiting for you")).to_be_in_viewport()
    assert fits(page)
    keep_picture(page, named("desk-list", width))


@pytest.mark.parametrize("width", [WIDE, PHONE])
def test_member_sees_what_changed_and_decides(visitor: Visitors, width: int) -> None:
    review = Review.objects.get(article__slug=REVISED, state=State.UNDER_REVIEW)
    page = come_back(visitor(width), "demo-board-1")
    page.goto(review.get_absolute_url())
    page.get_by_role("link", name="Changes since live version 1").click()
    expect(page.locator(".desk-changes ins").first).to_be_visible()
    reviewing.decide(page)
    page.get_by_label("Approve", exact=True).check()
    expect(page.get_by_label("Your password")).to_be_enabled()
    assert fits(page)
    if width == WIDE:
        page.evaluate("scrollTo(0, 0)")
    keep_picture(page, named("desk", width))


@pytest.mark.parametrize("width", [WIDE, PHONE])
def test_editor_sees_where_the_article_stands(visitor: Visitors, width: int) -> None:
    article = Article.objects.get(slug=DRAFT)
    page = come_back(visitor(width), "demo-editor-2")
    page.goto(f"/admin/articles/article/{article.pk}/change/")
    expect(page.get_by_text("2 findings block submission")).to_be_in_viewport()
    assert fits(page)
    keep_picture(page, named("admin", width))
