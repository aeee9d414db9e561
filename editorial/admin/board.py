"""The Medical Advisory Board, kept by managing editors."""

import base64
import datetime
from typing import TYPE_CHECKING, Any

from django.contrib import admin
from django.contrib.auth.models import User
from django.db.models import ForeignKey, QuerySet
from django.forms import ModelChoiceField
from django.http import HttpRequest
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.html import format_html_join
from django.utils.translation import gettext_lazy as _

from articles.admin.bases import NONE, EditingAdmin, StackedInline, by_whom
from editorial import permissions
from editorial.admin.board_steps import MEMBER_STEPS
from editorial.admin.filters import OfficeFilter
from editorial.admin.signers_gone import signers_gone
from editorial.admin.steps import step_urls
from editorial.endings import endings
from editorial.models import BoardMember, Credential, Portrait
from editorial.office import why_not_in_office
from editorial.removed_signers import was_for_cause

if TYPE_CHECKING:
    from django.http.response import HttpResponseBase

SIGNERS_GONE = "editorial_boardmember_signers_gone"


class CredentialInline(StackedInline[Credential, BoardMember]):
    """Kept by whoever keeps the member; seen by whoever sees the member."""

    model = Credential
    fields = [("title", "issued_by"), ("expires_on", "is_required")]
    extra = 0

    def has_view_permission(self, request: HttpRequest, obj: BoardMember | None = None) -> bool:
        return request.user.has_perm("editorial.view_boardmember")

    def has_add_permission(self, request: HttpRequest, obj: BoardMember | None = None) -> bool:
        return request.user.has_perm("editorial.change_boardmember")

    def has_change_permission(self, request: HttpRequest, obj: BoardMember | None = None) -> bool:
        return request.user.has_perm("editorial.change_boardmember")

    def has_delete_permission(self, request: HttpRequest, obj: BoardMember | None = None) -> bool:
        return request.user.has_perm("editorial.change_boardmember")


@admin.register(BoardMember)
class BoardMemberAdmin(EditingAdmin[BoardMember]):
    """Members are never deleted: their names stand under what they signed."""

    actions = None
    inlines = [CredentialInline]
    list_display = [
        *("name", "credentials", "is_active", "ends_soon"),
        *("term_from", "term_to", "affiliation"),
    ]
    list_select_related = ["user"]
    list_filter = [OfficeFilter, "specialties"]
    search_fields = ["name", "affiliation"]
    prepopulated_fields = {"slug": ["name"]}
    readonly_fields = ["deactivated"]
    deactivated = by_whom("deactivated", _("deactivated"))
    change_form_template = "admin/editorial/member_change_form.html"
    change_list_template = "admin/editorial/member_change_list.html"
    fields = [
        "user",
        ("name", "credentials"),
        "slug",
        "affiliation",
        "specialties",
        "biography",
        ("term_from", "term_to"),
        "deactivated",
    ]

    class Media:
        css = {"all": ["editorial/admin.css"]}

    def has_delete_permission(self, request: HttpRequest, obj: BoardMember | None = None) -> bool:
        return False

    def get_readonly_fields(
        self, request: HttpRequest, obj: BoardMember | None = None
    ) -> list[str]:
        """The account of a member stays: signatures hang on it."""
        return [*self.readonly_fields, *(["user", "slug"] if obj else [])]

    def get_prepopulated_fields(
        self, request: HttpRequest, obj: BoardMember | None = None
    ) -> dict[str, Any]:
        return {} if obj else dict(self.prepopulated_fields)

    def formfield_for_foreignkey(
        self, db_field: "ForeignKey[Any, Any]", request: HttpRequest, **kwargs: Any
    ) -> "ModelChoiceField[Any] | None":
        if db_field.name == "user":
            kwargs["queryset"] = _accounts_without_a_seat()
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def get_queryset(self, request: HttpRequest) -> QuerySet[BoardMember]:
        return super().get_queryset(request).prefetch_related("held_credentials")

    @admin.display(description=_("in office"), boolean=True)
    def is_active(self, member: BoardMember) -> bool:
        return member.is_active_on(_today())

    @admin.display(description=_("ends within 60 days"))
    def ends_soon(self, member: BoardMember) -> str:
        found = endings(member, _today())
        return format_html_join(" ", "{}", ([ending.words] for ending in found)) or NONE

    def get_urls(self) -> list[URLPattern]:
        report = path(
            "signers-gone/", self.admin_site.admin_view(self.signers_gone), name=SIGNERS_GONE
        )
        return [report, *step_urls(MEMBER_STEPS, self), *super().get_urls()]

    def signers_gone(self, request: HttpRequest) -> "HttpResponseBase":
        return signers_gone(request, self.admin_site)

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> Any:  # noqa: ANN401
        may = permissions.may_manage(request.user)
        report = reverse(f"admin:{SIGNERS_GONE}") if may else ""
        return super().changelist_view(request, {**(extra_context or {}), "report": report})

    def facts(
        self, request: HttpRequest, record: BoardMember, context: dict[str, Any]
    ) -> dict[str, Any]:
        may, today = permissions.may_manage(request.user), _today()
        return {
            "panel": {
                "member": record,
                "why_not": why_not_in_office(record, today),
                "endings": endings(record, today),
                "disclosures": record.disclosures.select_related("declared_by"),
                "has_current": record.disclosures.current_on(today).exists(),
                "portrait": _portrait(record),
                "may_manage": may,
                "may_deactivate": may and record.deactivated_at is None,
                "may_find_cause": may
                and record.deactivated_at is not None
                and not was_for_cause(record.pk),
            }
        }


def _portrait(member: BoardMember) -> dict[str, str] | None:
    """In the page itself: readers' address of it shows photos of public members only."""
    kept = Portrait.objects.filter(member=member).first()
    if kept is None:
        return None
    encoded = base64.b64encode(bytes(kept.jpeg)).decode()
    return {"address": f"data:image/jpeg;base64,{encoded}", "alternative": kept.alternative}


def _accounts_without_a_seat() -> QuerySet[User]:
    return User.objects.filter(board_member__isnull=True, is_active=True).order_by("username")


def _today() -> datetime.date:
    return timezone.now().date()
