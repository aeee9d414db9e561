"""What the letter of each kind says: the article, the link, the reason, and for whom."""

import datetime

import pytest
import time_machine
from django.contrib.auth.models import User
from django.utils import timezone
from pytest_django import Settings

from articles.models import Article
from editorial import (
    workflow,
)
from editorial.letters import letter
from editorial.models import Assignment, Notification, Review
from editorial.planning import plan
from tests.editorial.every_kind import ABOUT_SEVERAL, EVERY_KIND, due, withdrawn
from tests.editorial.letters import TITLE, Kind, article_of_sample_owner, mail, only, text
from tests.factories.articles import SpecialtyFactory, UserFactory
from tests.factories.editorial import (
    approved,
    managing_editor,
)
from tests.reminders import at

pytestmark = pytest.mark.django_db


@pytest.fixture
def article() -> Article:
    return article_of_sample_owner()


def test_every_kind_is_tested() -> None:
    assert set(EVERY_KIND) == set(Kind)


@pytest.mark.parametrize("kind", Kind)
def test_mail_of_every_kind_names_article_link_reason_and_changes(
    kind: Kind, article: Article, settings: Settings
) -> None:
    happens, subject, where, quoted = EVERY_KIND[kind]
    happens(article)
    row = only(kind)
    message = mail(row)
    title = "" if kind in ABOUT_SEVERAL else TITLE
    assert str(message["Subject"]).startswith(subject + title)
    plain, html = text(message, "plain"), text(message, "html")
    path = {
        "admin": f"/admin/articles/article/{article.pk}/change/",
        "answer": "/admin/editorial/assignment/",
        "review": "/admin/editorial/review/",
        "desk": "/desk/reviews/",
        "public": f"/articles/{article.slug}/",
        "list": "/admin/articles/article/",
        "owner": f"/desk/due/owners/{article.owner_id}/",
        "reports": f"/desk/due/reports/?article={article.pk}",
    }[where]
    assert plain.count(settings.SITE_URL + path) == 1
    assert html.count(f'href="{settings.SITE_URL}{path}') == 1
    assert "You get this because" in " ".join(plain.split())
    changes = letter(row).changes
    assert bool(changes) is bool(row.review_id)
    assert changes in " ".join(plain.split())
    assert quoted in plain
    assert quoted.replace("<", "&lt;").replace(">", "&gt;") in html
    assert "{" not in plain


def test_reminder_says_how_far_the_day_is_and_which_reminder_it_is(article: Article) -> None:
    due(-30, article)
    row = only(Kind.REVIEW_DUE)
    with time_machine.travel(at(-30)):
        lines = " ".join(letter(row).lines)
    assert "is due for re-review on 15 June 2027, in 30 days." in lines
    assert "reminder of it" not in lines
    Notification.objects.filter(pk=row.pk).update(state="sent", sent=timezone.now())
    for days, which, far in ((0, "second", "today"), (21, "third", "21 days ago")):
        plan(at(days))
        row = Notification.objects.get(
            kind__in=Notification.LADDER, rung=days, recipient=row.recipient
        )
        with time_machine.travel(at(days)):
            lines = " ".join(letter(row).lines)
        assert f"This is the {which} reminder of it." in lines
        assert f"on 15 June 2027, {far}." in lines
        Notification.objects.filter(pk=row.pk).update(state="sent", sent=timezone.now())


def test_reminder_says_why_it_comes_before_the_interval_is_over(article: Article) -> None:
    approved(article)
    workflow.make_due_now(article, by=managing_editor(), reason="A recall of the drug.")
    plan(timezone.now())
    lines = " ".join(letter(only(Kind.REVIEW_DUE)).lines)
    assert "It is due before" in lines
    assert "A recall of the drug." in lines


def test_reminder_says_for_whom_its_recipient_stands_in(article: Article) -> None:
    approved(article)
    stand_in = UserFactory.create(group="Editors")
    today = timezone.now().date()
    workflow.cover(
        article.owner,
        by=article.owner,
        to=stand_in,
        begins_on=today,
        ends_on=today + datetime.timedelta(days=9),
        reason="On leave.",
    )
    workflow.make_due_now(article, by=managing_editor(), reason="A recall.")
    plan(timezone.now())
    row = Notification.objects.get(kind=Kind.REVIEW_DUE, recipient=stand_in)
    assert letter(row).why.startswith("You get this because you stand in for Sample Owner until ")


def test_escalation_says_that_its_recipient_answers_for_the_specialty(article: Article) -> None:
    article.specialty = SpecialtyFactory.create()
    article.save()
    lead = managing_editor()
    workflow.set_lead(article.specialty, user=lead, by=lead)
    due(14, article)
    row = Notification.objects.get(kind=Kind.ESCALATION, recipient=lead)
    assert letter(row).why == "You get this because you answer for the specialty of this article."


def test_mail_to_a_member_of_a_withdrawn_review_leads_to_the_desk(article: Article) -> None:
    withdrawn(article)
    member = Assignment.objects.all()[0].member
    row = Notification.objects.get(kind=Kind.WITHDRAWN, recipient=member.user)
    assert letter(row).path == Review.objects.get().get_absolute_url()


def test_mail_to_a_stand_in_names_the_owner(article: Article) -> None:
    due(-60, article)
    Notification.objects.all().delete()
    User.objects.filter(pk=article.owner_id).update(is_active=False)
    plan(at(-7))
    why = letter(only(Kind.REVIEW_DUE)).why
    assert "the owner of this article, Sample Owner, cannot be reached" in why
