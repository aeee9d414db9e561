"""No page of the admin moves a review, changes a record, or makes anything live. Superusers too."""

from http import HTTPStatus
from typing import Any

import pytest
from django.contrib import admin
from django.contrib.auth.models import User
from django.db import models
from django.forms import model_to_dict
from django.http import HttpRequest
from django.test import Client, RequestFactory
from django.urls import reverse

from articles.models import Article, Publication, Section, Version
from editorial.models import (
    Assignment,
    AuditEvent,
    BoardMember,
    Notification,
    Policy,
    Review,
    ReviewSchedule,
    SignOff,
)
from tests.admin_forms import posted
from tests.factories.articles import ArticleFactory, UserFactory
from tests.factories.editorial import BoardMemberFactory, approved, submitted

pytestmark = pytest.mark.django_db

RECORDS = [Version, Review, Assignment, SignOff, AuditEvent, Notification]


@pytest.fixture(params=["superuser", "Managing editors"])
def client(request: pytest.FixtureRequest) -> Client:
    client = Client()
    if request.param == "superuser":
        client.force_login(UserFactory.create(is_superuser=True))
    else:
        client.force_login(UserFactory.create(group=request.param))
    return client


def address(model: type[models.Model], page: str, *args: object) -> str:
    options = model._meta
    return reverse(f"admin:{options.app_label}_{options.model_name}_{page}", args=args)


def everything() -> dict[str, list[dict[str, Any]]]:
    """Every row that the admin must not touch."""
    watched = [*RECORDS, Publication, ReviewSchedule]
    return {
        model.__name__: [
            {**model_to_dict(row), "pk": row.pk} for row in model._default_manager.order_by("pk")
        ]
        for model in watched
    }


@pytest.mark.parametrize("model", RECORDS)
def test_record_is_neither_added_changed_nor_deleted(
    client: Client, model: type[models.Model]
) -> None:
    approved()
    row = model._default_manager.all()[0]
    before = everything()
    forged = {name: str(value) for name, value in model_to_dict(row).items()} | {
        "state": "approved",
        "verdict": "approve",
        "_save": "Save",
        "_saveasnew": "Save as new",
    }
    assert client.get(address(model, "change", row.pk)).status_code == HTTPStatus.OK
    for page in (
        address(model, "add"),
        address(model, "change", row.pk),
        address(model, "delete", row.pk),
    ):
        answer = client.post(page, forged | {"post": "yes"})
        assert answer.status_code == HTTPStatus.FORBIDDEN, page
    client.post(
        address(model, "changelist"),
        {"action": "delete_selected", "_selected_action": [str(row.pk)], "post": "yes"},
    )
    client.post(
        address(model, "changelist"),
        {
            "form-TOTAL_FORMS": "1",
            "form-INITIAL_FORMS": "1",
            "form-0-id": str(row.pk),
            "form-0-state": "approved",
            "_save": "Save",
        },
    )
    assert everything() == before


def test_no_record_has_an_action_or_a_field_to_edit_in_its_list() -> None:
    """But messages that were given up are sent again, which says itself what it may."""
    superuser = User(is_superuser=True, is_active=True, is_staff=True)
    for model in RECORDS:
        page = admin.site._registry[model]
        request = _request(superuser)
        own = {"send_again"} if model is Notification else set()
        assert set(page.get_actions(request)) == own, model
        assert not page.list_editable, model
        assert page.get_inline_instances(request) == [], model


def test_article_form_does_not_write_what_the_workflow_writes(client: Client) -> None:
    review = approved()
    article = review.article
    other = submitted().version
    before = everything()
    forged = posted(client.get(address(Article, "change", article.pk))) | {
        "title": "Was this saved?",
        "live_version": other.pk,
        "retired_at_0": "2020-01-01",
        "retired_at_1": "00:00",
        "retired_by": article.owner_id,
        "retirement_reason": "Forged.",
        "state": "approved",
    }
    client.post(address(Article, "change", article.pk), forged)
    stored = Article.objects.get(pk=article.pk)
    assert stored.title == "Was this saved?"
    assert stored.live_version_id == review.version_id
    assert not stored.is_retired
    assert everything() == before


def test_saving_as_new_is_not_offered_and_copies_nothing(client: Client) -> None:
    article = approved().article
    before = everything()
    form = posted(client.get(address(Article, "change", article.pk)))
    client.post(address(Article, "change", article.pk), form | {"_saveasnew": "Save as new"})
    assert Article.objects.count() == 1
    assert everything() == before


def test_section_form_does_not_reach_into_another_article(client: Client) -> None:
    mine, other = ArticleFactory.create(), ArticleFactory.create()
    foreign = other.sections.get()
    forged = posted(client.get(address(Article, "change", mine.pk))) | {
        "sections-0-id": foreign.pk,
        "sections-0-article": other.pk,
        "sections-0-body": "<p>Forged</p>",
    }
    client.post(address(Article, "change", mine.pk), forged)
    foreign.refresh_from_db()
    assert (foreign.article_id, "Forged" in foreign.body) == (other.pk, False)


def test_article_with_versions_is_not_deleted(client: Client) -> None:
    article = approved().article
    client.post(address(Article, "delete", article.pk), {"post": "yes"})
    client.post(
        address(Article, "changelist"),
        {"action": "delete_selected", "_selected_action": [article.pk], "post": "yes"},
    )
    assert Article.objects.filter(pk=article.pk).exists()
    assert Section.objects.filter(article=article).exists()


def test_new_article_is_never_born_live(client: Client) -> None:
    version = approved().version
    form = posted(client.get(address(Article, "add"))) | {
        "title": "Is this new?",
        "slug": "is-this-new",
        "live_version": version.pk,
        "sections-TOTAL_FORMS": "0",
    }
    assert client.post(address(Article, "add"), form).status_code == HTTPStatus.FOUND
    assert Article.objects.get(slug="is-this-new").live_version is None


def test_member_is_not_deleted_nor_deactivated_by_the_form(client: Client) -> None:
    member = BoardMemberFactory.create()
    form = posted(client.get(address(BoardMember, "change", member.pk))) | {
        "biography": "Reads much.",
        "deactivated_at_0": "2020-01-01",
        "deactivated_at_1": "00:00",
        "deactivated_by": member.user_id,
        "user": UserFactory.create().pk,
    }
    assert client.post(address(BoardMember, "change", member.pk), form).status_code == (
        HTTPStatus.FOUND
    )
    answer = client.post(address(BoardMember, "delete", member.pk), {"post": "yes"})
    assert answer.status_code == HTTPStatus.FORBIDDEN
    stored = BoardMember.objects.get(pk=member.pk)
    assert (stored.biography, stored.deactivated_at, stored.user_id) == (
        "Reads much.",
        None,
        member.user_id,
    )


def test_policy_is_neither_added_nor_deleted(client: Client) -> None:
    policy = Policy.objects.get(tier="dosing")
    assert client.post(address(Policy, "add"), {}).status_code == HTTPStatus.FORBIDDEN
    answer = client.post(address(Policy, "delete", policy.pk), {"post": "yes"})
    assert answer.status_code == HTTPStatus.FORBIDDEN


def test_policy_change_writes_its_audit_event(client: Client) -> None:
    policy = Policy.objects.get(tier="dosing")
    page = address(Policy, "change", policy.pk)
    form = posted(client.get(page), approvals_needed=3, hard_limit_days=90, most_own_percent=10)
    assert client.post(page, form).status_code == HTTPStatus.FOUND
    event = AuditEvent.objects.get(action="change-policy")
    assert event.details == {
        "tier": "dosing",
        "approvals_needed": {"from": 2, "to": 3},
        "most_own_percent": {"from": 25, "to": 10},
        "hard_limit_days": {"from": None, "to": 90},
    }
    assert client.post(page, posted(client.get(page))).status_code == HTTPStatus.FOUND
    assert AuditEvent.objects.filter(action="change-policy").count() == 1


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("approvals_needed", "0"),
        ("re_review_months", "x"),
        ("hard_limit_days", "0"),
        ("most_own_percent", "101"),
        ("least_primary_percent", "-1"),
        ("least_identified_percent", ""),
        ("least_checked_percent", "x"),
        ("oldest_median_years", "0"),
        ("oldest_source_years", "0"),
        ("oldest_source_years", "9"),  # below the median's ten
        ("oldest_source_years", "99999"),
    ],
)
def test_policy_out_of_bounds_is_refused(client: Client, field: str, value: str) -> None:
    policy = Policy.objects.get(tier="dosing")
    page = address(Policy, "change", policy.pk)
    answer = client.post(page, posted(client.get(page)) | {field: value})
    assert answer.status_code == HTTPStatus.BAD_REQUEST
    assert Policy.objects.get(pk=policy.pk).frozen() == policy.frozen()


@pytest.mark.parametrize("group", ["Editors", "Auditors", "Board"])
def test_board_and_policies_are_changed_by_managing_editors_only(group: str) -> None:
    client = Client()
    client.force_login(UserFactory.create(group=group))
    member, policy = BoardMemberFactory.create(), Policy.objects.get(tier="dosing")
    for row in (member, policy):
        answer = client.post(address(type(row), "change", row.pk), {"name": "Forged"})
        assert answer.status_code == HTTPStatus.FORBIDDEN


@pytest.mark.parametrize(
    ("group", "status"),
    [
        ("Editors", HTTPStatus.OK),
        ("Managing editors", HTTPStatus.OK),
        ("Auditors", HTTPStatus.OK),
        ("Board", HTTPStatus.FORBIDDEN),
    ],
)
def test_audit_history_is_for_those_who_may_read_it(group: str, status: HTTPStatus) -> None:
    article = submitted().article
    client = Client()
    client.force_login(UserFactory.create(group=group))
    assert client.get(address(AuditEvent, "changelist")).status_code == status
    assert client.get(address(Article, "timeline", article.pk)).status_code == status


def _request(user: User) -> HttpRequest:
    request = RequestFactory().get("/admin/")
    request.user = user
    return request
