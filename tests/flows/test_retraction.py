"""A source is retracted: from the editor who records it to the reader, the board and the end."""

import datetime

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from articles.models import Article
from editorial import workflow
from editorial.delivery import deliver
from editorial.models import Assignment, AuditEvent, Notification, Review
from editorial.sweeping import sweep
from editorial.verification import faults
from references.models import Reference, StandingChange
from tests.editorial.conftest import mails
from tests.factories.articles import ArticleFactory, SectionFactory
from tests.factories.editorial import BoardMemberFactory, approved, managing_editor, sign
from tests.factories.references import ReferenceFactory
from tests.mail_server import MailServer

__all__ = ["mails"]

pytestmark = pytest.mark.django_db(transaction=True)

TITLE = "Does the sample drug help?"
PROMISE = "A source cited here was retracted on 4 May 2026; this article is being re-reviewed."


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def live(source: Reference) -> Article:
    article = ArticleFactory.create(title=TITLE, text="")
    for heading, body in (
        ("Causes", "<p>Nothing is cited here.</p>"),
        ("Treatment", f'<p>It helps<cite data-reference="{source.pk}"></cite>.</p>'),
    ):
        SectionFactory.create(article=article, heading=heading, body=body)
    article = approved(article).article
    article.refresh_from_db()
    Notification.objects.all().delete()
    return article


def states_retraction(source: Reference, by: User) -> None:
    """On the admin's page of the source."""
    answer = signed_in(by).post(
        reverse("admin:references_reference_standing", args=[source.pk]),
        {"nature": "retraction", "on": "2026-05-04", "url": "https://example.org/notice"},
    )
    assert answer.status_code == 302


def test_retraction_from_the_library_to_the_reader_and_back(mails: MailServer) -> None:
    reader, manager = Client(), managing_editor()
    source = ReferenceFactory.create()
    article = live(source)
    address = article.get_absolute_url()
    assert "retracted" not in reader.get(address).content.decode()

    states_retraction(source, article.owner)

    # Nobody had to wait for a sweep: what follows was called on commit.
    assert not StandingChange.objects.filter(handled__isnull=True).exists()
    review = Review.objects.open().get(article=article)
    assert (review.kind, review.is_urgent) == ("re-review", True)
    event = AuditEvent.objects.get(action="source-retracted")
    assert event.details["places"][0]["sections"] == [{"number": 2, "heading": "Treatment"}]
    assert PROMISE in reader.get(address).content.decode()
    deliver(timezone.now())
    signers = [row.member.user for row in approved_members(article)]
    expected = {user.email for user in (article.owner, *signers)}
    noticed = {str(m["To"]) for m in mails.accepted if "Source retracted" in str(m["Subject"])}
    assert noticed == expected
    assert f"Urgent review to begin: {TITLE}, version 1" in mails.subjects

    # The board's desk shows what it is about, and that it is urgent.
    members = [BoardMemberFactory.create(), BoardMemberFactory.create()]
    review = workflow.begin(review, by=manager, members=members)
    workflow.answer_conflict(review, by=members[0].user, conflict="none")
    desk = signed_in(members[0].user)
    assert "Urgent" in desk.get("/desk/").content.decode()
    page = desk.get(review.get_absolute_url()).content.decode()
    assert "Reference 1: Retracted on 4 May 2026" in page
    assert "sources.css" in page

    # The managing editor keeps the source; the alarm gives way to a plain notice.
    keep = reverse("admin:references_reference_keep", args=[source.pk])
    assert signed_in(manager).post(keep, {"reason": "Replaced by its authors."}).status_code == 302
    told = reader.get(address).content.decode()
    assert "is-alarm" not in told
    assert "retracted on 4 May 2026; kept by the editors: Replaced by its authors." in told

    # The board signs that the text still stands.
    workflow.answer_conflict(review, by=members[1].user, conflict="none")
    for member in members:
        review = sign(review, member)
    assert review.state == "approved"
    told = reader.get(address).content.decode()
    assert "kept by the editors" in told
    assert members[0].name in told
    timeline = reverse("admin:articles_article_timeline", args=[article.pk])
    history = signed_in(manager).get(timeline).content.decode()
    for words in (
        "Cited source retracted",
        "The site",
        "in section 2 “Treatment”",
        "An urgent re-review of the live text was opened.",
        "Cited source kept despite its notice",
    ):
        assert words in history
    assert list(faults()) == []


def approved_members(article: Article) -> list[Assignment]:
    review = Review.objects.get(article=article, state="approved")
    return list(review.assignments.select_related("member__user"))


def test_owner_replaces_the_source_by_a_revision() -> None:
    source, sound = ReferenceFactory.create(), ReferenceFactory.create()
    article = live(source)
    states_retraction(source, article.owner)
    review = Review.objects.open().get(article=article)
    editor = signed_in(article.owner)
    withdraw = reverse("admin:editorial_review_withdraw", args=[review.pk])
    assert editor.post(withdraw, {"reason": "I replace the source."}).status_code == 302
    submit = reverse("admin:articles_article_submit", args=[article.pk])
    refused = editor.post(submit, {"kind": "revision", "note": ""})
    assert refused.status_code == 409
    assert "is retracted. Cite another source" in refused.content.decode()
    section = article.sections.get(heading="Treatment")
    section.body = section.body.replace(f'"{source.pk}"', f'"{sound.pk}"')
    section.save()
    assert editor.post(submit, {"kind": "revision", "note": ""}).status_code == 302
    told = Client().get(article.get_absolute_url()).content.decode()
    assert PROMISE in told
    assert "A revision is under review." in told
    revision = Review.objects.open().get(article=article)
    members = [BoardMemberFactory.create(), BoardMemberFactory.create()]
    revision = workflow.begin(revision, by=managing_editor(), members=members)
    for member in members:
        workflow.answer_conflict(revision, by=member.user, conflict="none")
    for member in members:
        revision = sign(revision, member)
    assert "retracted" not in Client().get(article.get_absolute_url()).content.decode()
    old = Client().get(f"/articles/{article.slug}/v1/").content.decode()
    assert "A source cited here was retracted on 4 May 2026." in old


def test_retraction_in_the_middle_of_the_night_needs_no_broker_and_no_person() -> None:
    source = ReferenceFactory.create()
    article = live(source)
    Reference.objects.filter(pk=source.pk).update(
        retraction="retracted", retracted_on=datetime.date(2026, 5, 4)
    )
    assert not Review.objects.open().exists()
    sweep(timezone.now())
    assert PROMISE in Client().get(article.get_absolute_url()).content.decode()
