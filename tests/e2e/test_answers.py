"""Being asked, declining, proposing and being away, on a phone."""

import datetime

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from editorial import workflow
from editorial.models import Assignment, BoardMember, Delegation
from tests.e2e.people import PHONE, Visitors, come_back, fits
from tests.e2e.test_accessibility import violations
from tests.factories.articles import PASSWORD
from tests.factories.editorial import BoardMemberFactory, managing_editor, submitted

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def is_fine(page: Page) -> None:
    assert fits(page)
    assert violations(page) == []


def test_members_are_suggested_and_answer_on_a_phone(visitor: Visitors) -> None:
    review = submitted()
    first: BoardMember = BoardMemberFactory.create(name="Sample First")
    second: BoardMember = BoardMemberFactory.create(name="Sample Second")
    BoardMemberFactory.create(name="Author Sample")  # wrote the cited source
    BoardMemberFactory.create(name="Sample Author", user=review.article.owner)
    managing = come_back(visitor(PHONE, under_policy=False), managing_editor().username)
    managing.goto(f"/admin/editorial/review/{review.pk}/begin/")
    expect(managing.get_by_text("Has the name of an author of a cited source")).to_be_visible()
    expect(managing.get_by_text("wrote a part of this version")).to_be_visible()
    is_fine(managing)
    managing.get_by_label("Sample First, MD").check()
    managing.get_by_label("Sample Second, MD").check()
    managing.get_by_role("button", name="Begin the review").click()
    expect(managing.get_by_text("Begun. The members have been asked.")).to_be_visible()

    member = visitor(PHONE)
    member.goto(review.get_absolute_url())  # as the link in the mail does
    member.get_by_label("Username").fill(first.user.username)
    member.get_by_label("Password").fill(PASSWORD)
    member.get_by_label("Password").press("Enter")
    member.get_by_role("link", name="Not now, another date, or somebody else?").click()
    expect(member.get_by_role("heading", name="Yes, but by another date")).to_be_visible()
    is_fine(member)
    later = timezone.now().date() + datetime.timedelta(days=40)
    member.get_by_label("I could sign by").fill(later.isoformat())
    member.get_by_label("Reason").first.fill("A trip.")
    member.get_by_role("button", name="Propose this date").click()
    expect(member.get_by_text("A managing editor answers.")).to_be_visible()

    managing.goto("/desk/")
    managing.get_by_role("link", name=review.version.title).first.click()
    expect(managing.get_by_text("proposes to sign by")).to_be_visible()
    is_fine(managing)
    managing.get_by_label("Yes, so be it").check()
    managing.get_by_role("button", name="Answer").click()
    expect(managing.get_by_text("Answered. The member has been told.")).to_be_visible()
    assert Assignment.objects.get(member=first).sign_by == later
    assert Assignment.objects.filter(member=second).exists()


def test_declining_and_going_away_on_a_phone(visitor: Visitors) -> None:
    review = submitted()
    member: BoardMember = BoardMemberFactory.create(name="Sample Member")
    BoardMemberFactory.create(name="Sample Stand-in")
    others = BoardMemberFactory.create_batch(2)
    workflow.begin(review, by=managing_editor(), members=[member, *others])
    page = come_back(visitor(PHONE, dark=True), member.user.username)
    page.goto(f"/desk/reviews/{review.pk}/answer/")
    page.get_by_label("Reason").last.fill("I am on leave.")
    page.get_by_role("button", name="Decline").click()
    expect(page.get_by_role("heading", name="You can do it after all")).to_be_visible()
    is_fine(page)
    page.goto(review.get_absolute_url())
    page.get_by_role("button", name="Open it again").click()
    expect(page.get_by_role("button", name="Accept")).to_be_visible()
    is_fine(page)

    page.goto("/desk/")
    page.get_by_role("link", name="Going away?").click()
    expect(page.get_by_role("heading", name="Name a stand-in")).to_be_visible()
    page.get_by_label("Who stands in").select_option(label="Sample Stand-in, MD")
    tomorrow = timezone.now().date() + datetime.timedelta(days=1)
    page.get_by_label("Last day").fill(tomorrow.isoformat())
    page.get_by_label("Reason").fill("A congress.")
    page.get_by_label("Hand over what has been asked and not signed").check()
    page.get_by_role("button", name="Keep").click()
    expect(page.get_by_text("1 review was handed over.")).to_be_visible()
    is_fine(page)
    assert Delegation.objects.get().to.name == "Sample Stand-in"
