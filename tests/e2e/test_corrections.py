"""An editor sends in a correction that changed a dose, then one that did not; a member signs."""

import pytest
from playwright.sync_api import expect

from articles.models import Article
from editorial import workflow
from editorial.models import Review
from tests.e2e import reviewing
from tests.e2e.people import PHONE, Visitors, come_back, fits
from tests.e2e.test_accessibility import violations
from tests.factories.articles import PASSWORD, ArticleFactory, SectionFactory, UserFactory
from tests.factories.editorial import BoardMemberFactory, approved, managing_editor

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def live_article() -> Article:
    article: Article = ArticleFactory.create(
        title="How is spasm treated?",
        text="<p>Take 5 mg twice daily for the musle.</p>",
        owner=UserFactory.create(username="editor", group="Editors"),
    )
    SectionFactory.create(article=article, heading="Outlook", body="<p>Most get well.</p>")
    approved(article)
    return article


def test_a_correction_with_another_dose_is_refused_and_leads_to_its_place(
    visitor: Visitors,
) -> None:
    article = live_article()
    section = article.sections.get(heading="Causes")
    section.body = "<p>Take 50 mg twice daily for the muscle.</p>"
    section.save()

    page = come_back(visitor(under_policy=False), "editor")  # axe sets styles
    page.goto(f"/admin/articles/article/{article.pk}/submit/")
    page.get_by_label("Correction: spelling and punctuation only").check()
    page.get_by_label("Note to the managing editors").fill("A typing mistake.")
    page.get_by_role("button", name="Submit for review").click()

    expect(page.get_by_role("alert")).to_contain_text("1 change is more than a correction")
    expect(page.get_by_label("Note to the managing editors")).to_have_value("A typing mistake.")
    assert violations(page) == []
    page.get_by_role("link", name="became “Take 50 mg”").click()
    expect(page.locator("#sections-0")).to_be_in_viewport()

    section.body = "<p>Take 5 mg twice daily for the muscle.</p>"
    section.save()
    page.goto(f"/admin/articles/article/{article.pk}/submit/")
    page.get_by_label("Correction: spelling and punctuation only").check()
    page.get_by_role("button", name="Submit for review").click()
    expect(page.get_by_text("Submitted. The managing editors have been told.")).to_be_visible()
    assert Review.objects.get(kind="correction").approvals_needed == 1


def test_a_member_on_a_phone_sees_what_was_signed_before_and_signs_the_correction(
    visitor: Visitors,
) -> None:
    article = live_article()
    article.sections.filter(heading="Causes").update(
        body="<p>Take 5 mg twice daily for the muscle.</p>"
    )
    member = BoardMemberFactory.create(user__username="member")
    review = workflow.submit(article, by=article.owner, kind="correction")
    workflow.begin(review, by=managing_editor(), members=[member])

    page = come_back(visitor(PHONE), "member")
    page.goto(review.get_absolute_url())
    reviewing.deny_conflict(page)
    expect(page.get_by_text("Word for word as in version 1, signed by")).to_have_count(1)
    assert fits(page)
    assert violations(page) == []
    reviewing.decide(page)
    reviewing.approve(page, reason="", password=PASSWORD)
    expect(page.get_by_text("Approved", exact=True).first).to_be_visible()
    article.refresh_from_db()
    assert article.live_version_id == review.version_id
