"""Records of what happened: read, searched and filtered, never changed."""

from typing import TYPE_CHECKING

from django.contrib import admin
from django.http import HttpRequest
from django.urls import URLPattern
from django.utils.formats import date_format
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from articles.admin.bases import NONE, RecordAdmin, by_whom
from editorial import permissions
from editorial.admin.answer_steps import ANSWER_STEPS
from editorial.admin.assignment_steps import ASSIGNMENT_STEPS
from editorial.admin.filters import LatelyFilter
from editorial.admin.send_again import send_again
from editorial.admin.steps import step_urls
from editorial.admin.waiver_step import WaiveConflict
from editorial.models import Assignment, AuditEvent, Notification, SignOff

if TYPE_CHECKING:
    from django.db.models import Model


@admin.register(SignOff)
class SignOffAdmin(RecordAdmin[SignOff]):
    """Signed verdicts."""

    list_display = ["signer_name", "verdict", "article", "signed_at"]
    list_filter = ["verdict"]
    list_select_related = ["review__article"]
    list_per_page = 50
    search_fields = ["signer_name", "review__article__title"]
    search_help_text = _("Name, or question of the article")
    fields = [
        ("signer_name", "signer_credentials", "signer_affiliation"),
        "stands_in_for",
        "verdict",
        "reason",
        "questions",
        "meaning",
        "digest",
        ("signed", "used_second_factor"),
        ("seal", "sealed_with"),
        "withdrawn",
    ]
    readonly_fields = ["signed", "questions", "withdrawn"]
    signed = by_whom("signed", _("signed"))

    @admin.display(description=_("answers to the policy's questions"))
    def questions(self, sign_off: SignOff) -> SafeString | str:
        pairs = [(each["question"], each["answer"]) for each in sign_off.answers]
        return format_html_join("", "<p><strong>{}</strong><br>{}</p>", pairs) or NONE

    @admin.display(description=_("withdrawn"))
    def withdrawn(self, sign_off: SignOff) -> str:
        if not sign_off.is_withdrawn:
            return NONE
        withdrawal = sign_off.withdrawal
        return f"{date_format(withdrawal.withdrawn_at, 'DATETIME_FORMAT')}: {withdrawal.reason}"

    @admin.display(description=_("article"), ordering="review__article__title")
    def article(self, sign_off: SignOff) -> str:
        return sign_off.review.article.title


@admin.register(Assignment)
class AssignmentAdmin(RecordAdmin[Assignment]):
    """Who was asked, and by when."""

    list_display = ["member", "article", "respond_by", "sign_by", "response", "conflict"]
    list_filter = ["response", "conflict", "review__state"]
    list_select_related = ["member", "review__article"]
    list_per_page = 50
    search_fields = ["member__name", "review__article__title"]
    search_help_text = _("Name, or question of the article")
    fields = [
        "member",
        ("respond_by", "sign_by"),
        ("asked", "in_place_of"),
        "response",
        "response_reason",
        "responded",
        "release_reason",
        "released",
        "conflict",
        "conflict_statement",
        "answered",
        "waiver_reason",
        "waived",
    ]
    readonly_fields = ["asked", "responded", "released", "answered", "waived"]
    responded = by_whom("responded", _("answered whether to take it on"))
    released = by_whom("released", _("handed back"))
    waived = by_whom("waived", _("waived"))
    asked = by_whom("assigned", _("asked"))
    answered = by_whom("conflict_answered", _("answered"))

    def get_urls(self) -> list[URLPattern]:
        steps = [*ASSIGNMENT_STEPS, *ANSWER_STEPS, WaiveConflict]
        return [*step_urls(steps, self), *super().get_urls()]

    @admin.display(description=_("article"), ordering="review__article__title")
    def article(self, assignment: Assignment) -> str:
        return assignment.review.article.title


@admin.register(Notification)
class NotificationAdmin(RecordAdmin[Notification]):
    """The outbox. Tells whether a message went out, when, and what hindered it."""

    actions = (send_again,)
    list_display = ["kind", "recipient", "article", "state", "queued", "sent", "attempts"]
    list_filter = ["state", "kind", LatelyFilter]
    list_select_related = ["recipient", "article"]
    list_per_page = 50
    search_fields = ["recipient__username", "recipient__last_name", "article__title"]
    search_help_text = _("Recipient, or question of the article")
    fields = [
        ("kind", "state"),
        "recipient",
        "article",
        ("due_on", "rung"),
        ("queued", "not_before", "sent"),
        ("attempts", "last_error"),
    ]

    def has_send_again_permission(self, request: HttpRequest) -> bool:
        return permissions.may_manage(request.user)


@admin.register(AuditEvent)
class AuditEventAdmin(RecordAdmin[AuditEvent]):
    """The append-only history, for those who may read it."""

    list_display = ["at", "actor_name", "action", "article", "from_state", "to_state"]
    list_filter = ["action", "to_state"]
    list_select_related = ["article"]
    list_per_page = 50
    ordering = ["-at", "-pk"]
    search_fields = ["actor_name", "article__title", "article__slug", "reason"]
    search_help_text = _("Name, question or address of the article, reason")
    show_full_result_count = False
    fields = [
        ("chain", "sequence"),
        ("at", "actor_name"),
        ("action", "article"),
        ("from_state", "to_state"),
        "reason",
        "details",
        "version_digest",
        ("previous_hash", "hash"),
    ]

    def has_module_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("editorial.view_audit")

    def has_view_permission(self, request: HttpRequest, obj: "Model | None" = None) -> bool:
        return request.user.has_perm("editorial.view_audit")
