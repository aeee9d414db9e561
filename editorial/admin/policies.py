"""What each risk tier demands. Every change is in the audit history."""

from typing import TYPE_CHECKING, Any

from django.contrib import admin
from django.contrib.auth.models import User
from django.http import HttpRequest
from django.urls import URLPattern, reverse
from django.utils.translation import gettext_lazy as _

from articles.admin.bases import EditingAdmin
from editorial import audit, ladder_words, permissions
from editorial.admin.ladder_steps import LADDER_STEPS
from editorial.admin.policy_form import PolicyForm
from editorial.admin.steps import step_urls
from editorial.models import Policy

if TYPE_CHECKING:
    from django.forms import ModelForm


@admin.register(Policy)
class PolicyAdmin(EditingAdmin[Policy]):
    """One per tier. A review keeps the policy under which it was submitted."""

    actions = None
    change_form_template = "admin/editorial/policy_change_form.html"
    list_display = ["tier", "approvals_needed", "re_review_months", "sign_within_days"]
    form = PolicyForm
    readonly_fields = ["tier"]
    fieldsets = [
        (
            None,
            {
                "fields": [
                    "tier",
                    ("approvals_needed", "re_review_months"),
                    ("respond_within_days", "sign_within_days"),
                ]
            },
        ),
        (_("Signatures"), {"fields": ["needs_specialist", "questions"]}),
        (
            _("Keeping current"),
            {
                "fields": [
                    "snooze_most_days",
                    ("hard_limit_days", "at_hard_limit"),
                    ("reports_threshold", "reports_within_days"),
                ]
            },
        ),
        (
            _("Sources: when editors and board are warned"),
            {
                "description": _("A warning never stops a submission or a signature."),
                "fields": [
                    ("most_own_percent", "least_primary_percent"),
                    ("least_identified_percent", "least_checked_percent"),
                    ("oldest_median_years", "oldest_source_years"),
                ],
            },
        ),
    ]

    class Media:
        css = {"all": ["editorial/admin.css"]}

    def get_urls(self) -> list[URLPattern]:
        return [*step_urls([*LADDER_STEPS], self), *super().get_urls()]

    def facts(
        self, request: HttpRequest, record: Policy, context: dict[str, Any]
    ) -> dict[str, Any]:
        """The ladders of the tier, with every version, and where they are changed."""
        may = permissions.may_change_policies(request.user)
        versions = ladder_words.versions(record.tier)
        return {
            "ladders": [
                {
                    "title": step.title,
                    "versions": versions[step.clock],
                    "change": reverse(f"admin:editorial_policy_{step.name}", args=[record.pk])
                    if may
                    else "",
                }
                for step in LADDER_STEPS
            ]
        }

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Policy | None = None) -> bool:
        return False

    def save_model(
        self,
        request: HttpRequest,
        obj: Policy,
        form: "ModelForm[Policy]",
        change: bool,  # noqa: FBT001
    ) -> None:
        """The rule and its audit event, in the transaction of the admin's view."""
        before = Policy.objects.select_for_update().get(pk=obj.pk).frozen()
        super().save_model(request, obj, form, change)
        after = obj.frozen()
        changes: dict[str, Any] = {
            name: {"from": before[name], "to": after[name]}
            for name in after
            if before[name] != after[name]
        }
        if changes and isinstance(request.user, User):
            audit.record("change-policy", by=request.user, details={"tier": obj.tier, **changes})
