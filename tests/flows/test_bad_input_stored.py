"""A script in whatever a person may write is text wherever it is shown."""

import datetime

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone

from articles.models import Article, Disclaimer
from editorial import reader_reports, workflow
from editorial.delivery import deliver
from tests.factories.articles import ArticleFactory, SpecialtyFactory, UserFactory
from tests.factories.editorial import BoardMemberFactory, managing_editor, sign, under_review
from tests.factories.references import ReferenceFactory
from tests.flows.hostile import SCRIPT, refuse_echo
from tests.flows.places import Scene, addresses

pytestmark = pytest.mark.django_db


def spoilt() -> Article:
    """A live article with a script in whatever a person may write, from title to retirement."""
    source = ReferenceFactory.create(
        csl={
            "type": "book",
            "title": SCRIPT,
            "publisher": SCRIPT,
            "author": [{"family": SCRIPT, "given": SCRIPT}],
        }
    )
    owner = UserFactory.create(group="Editors", first_name=SCRIPT, last_name=SCRIPT)
    article = ArticleFactory.create(
        owner=owner,
        title=f"{SCRIPT}?",
        summary=SCRIPT,
        specialty=SpecialtyFactory.create(name=SCRIPT),
        disclaimer=Disclaimer.objects.create(name=SCRIPT, clinical=SCRIPT, plain=SCRIPT),
        text=f'<p>{SCRIPT}<cite data-reference="{source.pk}"></cite></p><a href="javascript:x">',
    )
    article.sections.update(heading=SCRIPT)
    members = [
        BoardMemberFactory.create(
            name=f"{SCRIPT}{n}", credentials=SCRIPT, affiliation=SCRIPT, biography=SCRIPT
        )
        for n in range(2)
    ]
    review = workflow.submit(article, by=owner, note=SCRIPT)
    review = workflow.begin(review, by=managing_editor(), members=members)
    for member in members:
        workflow.answer_conflict(review, by=member.user, conflict="none", statement=SCRIPT)
        sign(review, member)
    article.refresh_from_db()
    article.title = f"{SCRIPT} again?"
    article.save()
    review = under_review(article, members=members)
    sign(review, members[0], "request_changes", SCRIPT)
    keep_current(article)
    return article


def keep_current(article: Article) -> None:
    """With a script in whatever is said of its dates, its owner and its page."""
    manager, today = managing_editor(), timezone.now().date()
    later = today + datetime.timedelta(days=3)
    reports = [reader_reports.report(article, text=f"{SCRIPT} {n}") for n in range(2)]
    workflow.settle_report(reports[0], by=manager, verdict="confirmed", settlement=SCRIPT)
    workflow.set_interval(article, by=manager, months=9, reason=SCRIPT)
    workflow.make_due_now(article, by=manager, reason=SCRIPT)
    workflow.snooze(article, by=manager, until=later, reason=SCRIPT)
    other = UserFactory.create(group="Editors", first_name=SCRIPT, last_name=SCRIPT)
    dates = {"begins_on": today, "ends_on": later}
    workflow.cover(article.owner, by=manager, to=other, reason=SCRIPT, **dates)


def test_script_in_every_field_is_text_on_every_page() -> None:
    article = spoilt()
    review = article.reviews.latest("pk")
    member = review.assignments.order_by("pk")[0].member
    made = Scene(review, member, {"superuser": UserFactory.create(is_superuser=True)})
    made.users["member"] = review.assignments.order_by("-pk")[0].member.user
    for role in ("superuser", "member", "anonymous"):
        client = made.client(role)
        for path, place in addresses(made).items():
            if "logout" not in path and path != "/readyz":
                answer = client.get(place)
                assert answer.status_code < 500, place
                assert answer["X-Content-Type-Options"] == "nosniff", place
                if "Content-Disposition" not in answer:
                    refuse_echo(answer.getvalue().decode(), place)
        for place in ("?audience=plain", "history/?changes=2", "v1/?audience=plain"):
            refuse_echo(client.get(article.get_absolute_url() + place).content.decode(), place)
        for query in ("/search/?q=alert", "/ask/?q=alert"):
            refuse_echo(client.get(query).content.decode(), query)
    workflow.return_for_changes(review, by=managing_editor(), reason=SCRIPT)
    workflow.retire(article, by=managing_editor(), reason=SCRIPT)
    assert Client().get(article.get_absolute_url()).status_code == 410
    refuse_echo(Client().get(article.get_absolute_url()).content.decode(), "retired")


@pytest.mark.django_db(transaction=True)
def test_script_in_every_field_is_text_in_every_mail() -> None:
    article = spoilt()
    deliver(timezone.now())
    workflow.return_for_changes(article.reviews.latest("pk"), by=managing_editor(), reason=SCRIPT)
    workflow.retire(article, by=managing_editor(), reason=SCRIPT)
    deliver(timezone.now())
    assert len(mail.outbox) > 5
    for message in mail.outbox:
        assert "\n" not in message.subject
        for content, kind in getattr(message, "alternatives", []):
            assert kind == "text/html"
            refuse_echo(str(content), str(message.subject))
