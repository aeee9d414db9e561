"""axe finds nothing serious on any kind of page: light and dark, on a phone and a wide screen."""

import os
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.contrib.auth.models import User
from playwright.sync_api import Page, expect

from articles.models import Article
from editorial import mail_choice, workflow
from editorial.models import BoardMember, Review
from editorial.states import State
from tests.e2e import reviewing
from tests.e2e.people import PHONE, WIDE, Visitors, come_back

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("sample"),
]

SERIOUS = {"serious", "critical"}
MAIN = "/articles/what-causes-muscle-spasms-in-the-anterior-neck-and-jaw/"
REVISED = "/articles/what-is-cervical-dystonia/"
OVERDUE = "/articles/how-is-trigeminal-neuralgia-diagnosed-and-treated/"
RETIRED = "/articles/should-a-soft-collar-be-worn-after-whiplash/"
#: What everybody may ask for, and how the site answers.
PUBLIC = {
    MAIN: 200,
    f"{MAIN}?audience=plain": 200,
    f"{MAIN}history/": 200,
    f"{MAIN}v1/": 200,
    REVISED: 200,
    OVERDUE: 200,
    RETIRED: 410,
    "/": 200,
    "/specialties/": 200,
    "/specialties/neurology/": 200,
    "/search/?q=neck": 200,
    "/search/?q=zygomycosis": 200,
    "/ask/?q=What+causes+muscle+spasms": 200,
    "/ask/?q=": 200,
    "/board/": 200,
    "/board/dr-sample-reviewer-one/": 200,
    "/editorial-policy/": 200,
    "/accounts/login/": 200,
    "/accounts/password/reset/": 200,
    "/there-is-no-such-page/": 404,
}


#: Width and theme. EVERY_SCREEN=1 adds the other two pairs.
SCREENS = [(WIDE, False), (PHONE, True)]
if os.environ.get("EVERY_SCREEN"):
    SCREENS += [(WIDE, True), (PHONE, False)]


@pytest.fixture(
    params=SCREENS, ids=lambda screen: f"{screen[0]}-{'dark' if screen[1] else 'light'}"
)
def screen(request: pytest.FixtureRequest) -> tuple[int, bool]:
    width, dark = request.param
    return int(width), bool(dark)


@pytest.fixture
def dark(screen: tuple[int, bool]) -> bool:
    return screen[1]


@pytest.fixture
def width(screen: tuple[int, bool]) -> int:
    return screen[0]


def violations(page: Page) -> list[str]:
    """What is serious of what axe finds, each with where it is."""
    page.wait_for_load_state()
    found: list[dict[str, Any]] = Axe().run(page).response["violations"]
    return [
        f"{rule['id']} ({rule['impact']}): {rule['help']}: {node['target']} {node['html']}"
        for rule in found
        if rule["impact"] in SERIOUS
        for node in rule["nodes"]
    ]


def checked(page: Page, address: str, status: int = 200) -> list[str]:
    answer = page.goto(address)
    assert answer is not None
    assert answer.status == status, address
    return [f"{address}: {problem}" for problem in violations(page)]


def test_public_pages_keep_nobody_out(visitor: Visitors, width: int, dark: bool) -> None:
    page = visitor(width, dark=dark)
    problems = [found for address in PUBLIC for found in checked(page, address, PUBLIC[address])]
    assert problems == []


def test_desk_keeps_nobody_out(visitor: Visitors, width: int, dark: bool) -> None:
    """Before and after the question about conflicts, with the form open, refused, and signed."""
    member = BoardMember.objects.get(user__username="demo-board-2")
    review = Review.objects.get(state=State.SUBMITTED)
    workflow.begin(review, by=User.objects.get(username="demo-managing-editor"), members=[member])
    page = come_back(visitor(width, dark=dark), "demo-board-2")
    mail_choice.choose(member.user, rhythm=mail_choice.Rhythm.DAILY)
    problems = checked(page, "/accounts/mail/") + checked(
        page, mail_choice.leaving_path(member.user)
    )
    problems += checked(page, "/accounts/calendar/")
    page.get_by_role("button", name="Make a private address").click()
    expect(page.get_by_label("Copy it now")).to_be_visible()
    problems += violations(page)
    problems += checked(page, "/desk/") + checked(page, review.get_absolute_url())
    page.get_by_role("button", name="Answer and read the text").click()
    problems += violations(page)
    page.get_by_label("No conflict of interest").check()
    page.get_by_role("button", name="Answer and read the text").click()
    expect(page.get_by_role("button", name="I have read this section").first).to_be_visible()
    problems += violations(page)
    reviewing.decide(page)
    problems += violations(page)
    page.get_by_role("button", name="Sign", exact=True).click()
    expect(page.get_by_text("This was not taken.")).to_be_visible()
    problems += violations(page)
    page.get_by_label("Approve", exact=True).check()
    page.get_by_label("Your password").fill(settings.DEMO_PASSWORD)
    page.get_by_role("button", name="Sign", exact=True).click()
    expect(page.get_by_role("heading", name="You have signed")).to_be_visible()
    problems += violations(page)
    assert problems == []


def test_changes_on_the_desk_keep_nobody_out(visitor: Visitors, width: int, dark: bool) -> None:
    review = Review.objects.get(state=State.UNDER_REVIEW, article__slug="what-is-cervical-dystonia")
    page = come_back(visitor(width, dark=dark), "demo-board-1")
    page.goto(review.get_absolute_url())
    page.get_by_role("link", name="Changes since live version 1").click()
    expect(page.locator(".desk-changes ins").first).to_be_visible()
    assert violations(page) == []


def test_account_pages_keep_nobody_out(visitor: Visitors, width: int, dark: bool) -> None:
    page = come_back(visitor(width, dark=dark), "demo-board-1")
    pages = ("/accounts/2fa/", "/accounts/password/change/", "/accounts/logout/")
    assert [found for address in pages for found in checked(page, address)] == []


def admin_pages() -> list[str]:
    draft = Article.objects.get(slug="how-is-acute-low-back-pain-without-red-flags-treated-first")
    review = Review.objects.get(state=State.SUBMITTED)
    here = f"/admin/articles/article/{draft.pk}"
    of_review = f"/admin/editorial/review/{review.pk}"
    return [
        *("/admin/", "/admin/articles/article/", f"{here}/change/", f"{here}/timeline/"),
        *(f"{here}/submit/", f"{of_review}/change/", f"{of_review}/begin/"),
    ]


def test_admin_keeps_nobody_out(visitor: Visitors, width: int, dark: bool) -> None:
    """Without the policy, for on these pages the checker brings styles of its own."""
    page = visitor(width, dark=dark, under_policy=False)
    come_back(page, "demo-managing-editor")
    assert [found for address in admin_pages() for found in checked(page, address)] == []


def test_admin_needs_no_exception_from_the_policy(visitor: Visitors, width: int) -> None:
    """The same pages without the checker; the fixture fails on whatever the policy stops."""
    page = come_back(visitor(width), "demo-managing-editor")
    for address in admin_pages():
        page.goto(address)
        expect(page.get_by_role("heading", level=1)).to_be_visible()


def test_axe_sees_what_keeps_people_out(visitor: Visitors) -> None:
    """So that a page without violations means something."""
    page = visitor()
    page.goto("/accounts/login/")
    page.evaluate("document.querySelector('label').remove()")
    page.evaluate("document.querySelector('html').removeAttribute('lang')")
    found = " ".join(violations(page))
    assert "html-has-lang" in found
