"""Who looks after articles, in a browser: handed over and stood in for, keeping nobody out."""

import pytest
from django.contrib.auth.models import User
from playwright.sync_api import Page, expect

from articles.models import Article
from editorial.models import Cover, SpecialtyLead
from tests.e2e.people import PHONE, Visitors, come_back, fits, on_screen
from tests.e2e.test_accessibility import violations

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("sample"),
]


def looked_at(page: Page) -> None:
    assert violations(page) == []
    assert fits(page)


@on_screen(PHONE)
def test_articles_are_handed_over_and_stood_in_for(
    visitor: Visitors, width: int, *, dark: bool
) -> None:
    owner, to = (User.objects.get(username=f"demo-editor{n}") for n in ("", "-2"))
    page = come_back(visitor(width, dark=dark), "demo-managing-editor")
    page.goto("/desk/due/owners/")
    looked_at(page)
    page.get_by_role("link", name=owner.get_full_name()).click()
    expect(page.get_by_role("heading", name=f"Articles of {owner.get_full_name()}")).to_be_visible()
    article = Article.objects.filter(owner=owner).order_by("title", "pk")[0]
    page.get_by_label(article.title).check()
    page.get_by_label("To whom").select_option(label=to.get_full_name())
    page.get_by_label("Those that are ticked").check()
    page.get_by_role("button", name="Hand over").click()
    expect(page.get_by_text("Say why.")).to_be_visible()
    looked_at(page)
    page.get_by_label("Reason").fill("Knows more of it.")
    page.get_by_role("button", name="Hand over").click()
    expect(page.get_by_text(f"1 article was handed over to {to.get_full_name()}")).to_be_visible()
    article.refresh_from_db()
    assert article.owner == to

    page.goto("/desk/due/leads/")
    looked_at(page)
    lead = User.objects.get(username="demo-managing-editor")
    page.get_by_label("Primary care").select_option(label=lead.get_full_name())
    page.get_by_role("button", name="Keep").click()
    expect(page.get_by_text("They hear first of what is late")).to_be_visible()
    assert SpecialtyLead.objects.get(specialty__name="Primary care").user == lead

    page.goto("/desk/away/editors/")
    page.get_by_label("Who is away").select_option(label=owner.get_full_name())
    page.get_by_label("Who stands in").select_option(label=to.get_full_name())
    page.get_by_label("Last day").fill("2020-01-01")
    page.get_by_label("Reason").fill("A congress.")
    page.get_by_role("button", name="Keep").click()
    expect(page.get_by_text("The last day comes before the first.")).to_be_visible()
    looked_at(page)
    expect(page.get_by_label("Reason")).to_have_value("A congress.")
    page.get_by_label("Last day").fill(page.get_by_label("First day").input_value())
    page.get_by_role("button", name="Keep").click()
    expect(page.get_by_text(f"reminders go to {to.get_full_name()} instead")).to_be_visible()
    assert Cover.objects.filter(owner=owner, to=to, reason="A congress.").count() == 1
