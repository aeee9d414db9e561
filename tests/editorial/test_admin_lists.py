"""Lists of the admin ask the database as often for a thousand rows as for ten."""

import datetime
from http import HTTPStatus

import pytest
from django.contrib.auth.models import User
from django.db import connection, models
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from articles.models import Article, Disclaimer, Specialty, Version
from articles.text.canonical import sha256
from editorial import audit
from editorial.models import Assignment, AuditEvent, BoardMember, Notification, Review, SignOff
from editorial.standing import Standing, standing_of
from tests.factories.articles import ArticleFactory, UserFactory
from tests.factories.editorial import (
    BoardMemberFactory,
    approved,
    managing_editor,
    sign,
    submitted,
    under_review,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def client() -> Client:
    client = Client()
    client.force_login(managing_editor())
    return client


def changelist(model: type[models.Model]) -> str:
    options = model._meta
    return reverse(f"admin:{options.app_label}_{options.model_name}_changelist")


def queries_of(client: Client, address: str) -> int:
    with CaptureQueriesContext(
        connection,
    ) as queries:
        assert client.get(address).status_code == HTTPStatus.OK
    return len(queries)


def more_rows(count: int) -> None:
    """Articles, versions, reviews, assignments, notifications and audit events: `count` of each."""
    start = Article.objects.count()
    owner, member = UserFactory.create(), BoardMemberFactory.create()
    specialty = Specialty.objects.get_or_create(name="Lists", slug="lists")[0]
    articles = Article.objects.bulk_create(
        Article(
            title=f"Is this article {start + n}?",
            slug=f"list-{start + n}",
            owner=owner,
            specialty=specialty,
            disclaimer=Disclaimer.objects.get(is_default=True),
        )
        for n in range(count)
    )
    now = timezone.now()
    versions = Version.objects.bulk_create(
        Version(
            article=article,
            number=1,
            digest="0" * 64,
            content={
                "title": article.title,
                "summary": "",
                "specialty": "",
                "authors": [],
                "rendered": {"clinical": sha256(""), "plain": sha256("")},
            },
            clinical_html="",
            plain_html="",
            frozen_at=now,
            frozen_by=owner,
        )
        for article in articles
    )
    reviews = Review.objects.bulk_create(
        Review(
            article=version.article,
            version=version,
            kind="new",
            policy={},
            approvals_needed=1,
            submitted_at=now,
            submitted_by=owner,
        )
        for version in versions
    )
    day = datetime.date(2026, 1, 1)
    Assignment.objects.bulk_create(
        Assignment(
            review=review,
            member=member,
            respond_by=day,
            sign_by=day,
            assigned_at=now,
            assigned_by=owner,
        )
        for review in reviews
    )
    Notification.objects.bulk_create(
        Notification(
            subject=f"review:{review.pk}",
            kind="approved",
            recipient=owner,
            due_on=day,
            article=review.article,
            review=review,
        )
        for review in reviews
    )
    for review in reviews:
        audit.record("submit", by=owner, review=review)


LISTS = [Article, Review, Version, Assignment, Notification, AuditEvent]


@pytest.mark.slow
def test_lists_ask_as_often_for_a_thousand_rows_as_for_ten(client: Client) -> None:
    more_rows(10)
    few = {model: queries_of(client, changelist(model)) for model in LISTS}
    more_rows(990)
    assert {model: queries_of(client, changelist(model)) for model in LISTS} == few


def test_lists_of_members_and_signatures_ask_as_often_for_many(client: Client) -> None:
    def signed() -> None:
        member = BoardMemberFactory.create()
        sign(under_review(members=[member, BoardMemberFactory.create()]), member)

    signed()
    few = {model: queries_of(client, changelist(model)) for model in (SignOff, BoardMember)}
    for _again in range(9):
        signed()
    assert {m: queries_of(client, changelist(m)) for m in (SignOff, BoardMember)} == few


def test_article_list_shows_where_each_article_stands(client: Client) -> None:
    expected = {
        ArticleFactory.create(): Standing.DRAFT,
        submitted().article: Standing.SUBMITTED,
        under_review().article: Standing.UNDER_REVIEW,
        approved().article: Standing.APPROVED,
    }
    revised = approved().article
    submitted(revised)
    expected[revised] = Standing.SUBMITTED
    html = client.get(changelist(Article)).content.decode()
    for article, standing in expected.items():
        assert standing_of(article) == standing
        row = html.split(f"/articles/article/{article.pk}/change/")[1].split("</tr>")[0]
        assert f'<span class="chip chip--{standing.value}">{standing.label}</span>' in row
    assert "v1" in html.split(f"/articles/article/{revised.pk}/change/")[1].split("</tr>")[0]


@pytest.mark.parametrize("standing", Standing.values)
def test_article_list_filters_by_standing(client: Client, standing: str) -> None:
    articles = [
        ArticleFactory.create(),
        submitted().article,
        under_review().article,
        approved().article,
    ]
    expected = {article.pk for article in articles if standing_of(article) == standing}
    result = client.get(changelist(Article), {"state": standing}).context["cl"].queryset
    assert {article.pk for article in result} == expected


def test_article_list_ignores_a_state_that_is_none(client: Client) -> None:
    ArticleFactory.create()
    answer = client.get(changelist(Article), {"state": "nonsense"})
    assert answer.context["cl"].queryset.count() == 1


@pytest.mark.parametrize("model", [*LISTS, SignOff, BoardMember])
def test_list_search_finds_nothing_without_failing(
    client: Client, model: type[models.Model]
) -> None:
    for words in ("nothing like that", "%_'\"\\", "x" * 3_000):
        assert client.get(changelist(model), {"q": words}).status_code == HTTPStatus.OK


def test_history_pages_of_the_admin_open(client: Client) -> None:
    review = approved()
    for row in (review.article, review, review.version, *BoardMember.objects.all()[:1]):
        options = row._meta
        address = reverse(f"admin:{options.app_label}_{options.model_name}_history", args=[row.pk])
        assert client.get(address).status_code == HTTPStatus.OK


def test_index_names_the_site(client: Client) -> None:
    assert isinstance(User.objects.get(pk=client.session["_auth_user_id"]), User)
    assert "Editorial review" in client.get(reverse("admin:index")).content.decode()
