"""Reviews: facts to read, and buttons for the steps."""

from typing import Any

from django.contrib import admin
from django.contrib.auth.models import AnonymousUser, User
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import URLPattern
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from articles.admin.bases import RecordAdmin, by_whom
from editorial import permissions, rounds
from editorial.admin import offers
from editorial.admin.answer_steps import next_step
from editorial.admin.chips import chip
from editorial.admin.choosing import CHOOSING_STEPS
from editorial.admin.review_steps import REVIEW_STEPS
from editorial.admin.steps import step_urls
from editorial.admin.waiver_step import waiver_address
from editorial.models import Review
from editorial.states import State

TEXT = ("version__content", "version__clinical_html", "version__plain_html", "version__search")


@admin.register(Review)
class ReviewAdmin(RecordAdmin[Review]):
    """Nothing of a review is edited; it moves by the steps only."""

    list_display = ["title", "chip", "version_number", "submitted_at", "kind", "is_urgent"]
    list_filter = ["state", "kind", "is_urgent", "article__specialty"]
    list_per_page = 50
    search_fields = ["article__title", "article__slug"]
    search_help_text = _("Question or address of the article")
    change_list_template = "admin/editorial/review_change_list.html"
    change_form_template = "admin/editorial/review_change_form.html"
    fields = [
        ("kind", "is_urgent"),
        "note",
        "reason",
        ("submitted", "begun", "closed"),
        "approvals_needed",
        "digest",
    ]
    readonly_fields = ["submitted", "begun", "closed", "digest"]
    submitted = by_whom("submitted", _("submitted"))
    begun = by_whom("begun", _("begun"))
    closed = by_whom("closed", _("closed"))

    class Media:
        css = {"all": ["articles/admin/drafting.css", "editorial/admin.css"]}

    def get_queryset(self, request: HttpRequest) -> QuerySet[Review]:
        return super().get_queryset(request).select_related("version").defer(*TEXT)

    @admin.display(description=_("article"), ordering="version__title")
    def title(self, review: Review) -> str:
        return str(review.version.title)

    @admin.display(description=_("version"))
    def version_number(self, review: Review) -> int:
        return review.version.number

    @admin.display(description=_("state"), ordering="state")
    def chip(self, review: Review) -> SafeString:
        return chip(State(review.state))

    @admin.display(description=_("digest"))
    def digest(self, review: Review) -> str:
        return review.version.digest

    def get_urls(self) -> list[URLPattern]:
        return [*step_urls([*CHOOSING_STEPS, *REVIEW_STEPS], self), *super().get_urls()]

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> Any:  # noqa: ANN401
        """With the way to the board, for those who may see it."""
        oversees = permissions.may_oversee(request.user)
        return super().changelist_view(request, {**(extra_context or {}), "oversees": oversees})

    def facts(
        self, request: HttpRequest, record: Review, context: dict[str, Any]
    ) -> dict[str, Any]:
        panel = {
            "review": record,
            "state": chip(State(record.state)),
            "round": rounds.in_words(rounds.round_of(record)),
            "offers": offers.for_review(record, request.user),
            "members": _members(record, request.user),
        }
        return {"panel": panel}


def _members(review: Review, user: User | AnonymousUser) -> list[dict[str, Any]]:
    """Who was asked, by when, what each has answered and signed, and what may be waived."""
    signed = {
        sign_off.member_id: sign_off for sign_off in review.sign_offs.select_related("withdrawal")
    }
    return [
        {
            "assignment": assignment,
            "sign_off": signed.get(assignment.member_id),
            "waive": "" if assignment.member_id in signed else waiver_address(assignment, user),
            "step": next_step(assignment, review, user),
        }
        for assignment in review.assignments.select_related(
            "member", "review", "waived_by", "in_place_of"
        ).prefetch_related("proposals")
    ]
