"""The Medical Advisory Board, kept by managing editors."""

from typing import Any

from django.contrib import admin
from django.contrib.auth.models import User
from django.db.models import ForeignKey, QuerySet
from django.forms import Form, ModelChoiceField
from django.http import HttpRequest
from django.urls import URLPattern
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from articles.admin.bases import EditingAdmin, by_whom
from editorial import permissions
from editorial.admin.forms import ReasonForm
from editorial.admin.steps import Step, change_url, step_urls
from editorial.membership import deactivate_member
from editorial.models import BoardMember


class Deactivate(Step):
    name = "deactivate"
    form_class = ReasonForm
    title = _("Deactivate this member")
    explanation = _(
        "From now on this member is asked nothing and signs nothing. What was signed stands. "
        "This cannot be taken back here."
    )
    button = _("Deactivate")
    done = _("Deactivated. What this member signed stands.")
    is_grave = True

    @property
    def member(self) -> BoardMember:
        member: BoardMember = self.subject
        return member

    def is_allowed(self) -> bool:
        return permissions.may_manage(self.request.user)

    def take(self, form: Form) -> None:
        deactivate_member(self.member, by=self.user, reason=form.cleaned_data["reason"])

    def back(self) -> str:
        return change_url(self.member)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(subject=self.member, **kwargs)


@admin.register(BoardMember)
class BoardMemberAdmin(EditingAdmin[BoardMember]):
    """Members are never deleted: their names stand under what they signed."""

    actions = None
    list_display = ["name", "credentials", "affiliation", "is_active", "term_from", "term_to"]
    list_select_related = ["user"]
    list_filter = ["specialties", "term_to"]
    search_fields = ["name", "affiliation"]
    prepopulated_fields = {"slug": ["name"]}
    readonly_fields = ["deactivated"]
    deactivated = by_whom("deactivated", _("deactivated"))
    change_form_template = "admin/editorial/member_change_form.html"
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

    @admin.display(description=_("active"), boolean=True)
    def is_active(self, member: BoardMember) -> bool:
        return member.is_active_on(timezone.now().date())

    def get_urls(self) -> list[URLPattern]:
        return [*step_urls([Deactivate], self), *super().get_urls()]

    def facts(
        self, request: HttpRequest, record: BoardMember, context: dict[str, Any]
    ) -> dict[str, Any]:
        may = record.deactivated_at is None and permissions.may_manage(request.user)
        return {"may_deactivate": may}


def _accounts_without_a_seat() -> QuerySet[User]:
    return User.objects.filter(board_member__isnull=True, is_active=True).order_by("username")
