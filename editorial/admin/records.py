"""Records of what happened: read, searched and filtered, never changed."""

from typing import TYPE_CHECKING

from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from articles.admin.bases import RecordAdmin, by_whom
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
        ("signer_name", "signer_credentials"),
        "verdict",
        "reason",
        "meaning",
        "digest",
        "signed",
    ]
    readonly_fields = ["signed"]
    signed = by_whom("signed", _("signed"))

    @admin.display(description=_("article"), ordering="review__article__title")
    def article(self, sign_off: SignOff) -> str:
        return sign_off.review.article.title


@admin.register(Assignment)
class AssignmentAdmin(RecordAdmin[Assignment]):
    """Who was asked, and by when."""

    list_display = ["member", "article", "respond_by", "sign_by", "conflict"]
    list_filter = ["conflict", "review__state"]
    list_select_related = ["member", "review__article"]
    list_per_page = 50
    search_fields = ["member__name", "review__article__title"]
    search_help_text = _("Name, or question of the article")
    fields = [
        "member",
        ("respond_by", "sign_by"),
        "asked",
        "conflict",
        "conflict_statement",
        "answered",
    ]
    readonly_fields = ["asked", "answered"]
    asked = by_whom("assigned", _("asked"))
    answered = by_whom("conflict_answered", _("answered"))

    @admin.display(description=_("article"), ordering="review__article__title")
    def article(self, assignment: Assignment) -> str:
        return assignment.review.article.title


@admin.register(Notification)
class NotificationAdmin(RecordAdmin[Notification]):
    """The outbox. Tells whether a message went out, when, and what hindered it."""

    list_display = ["kind", "recipient", "article", "state", "queued", "sent", "attempts"]
    list_filter = ["state", "kind"]
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
