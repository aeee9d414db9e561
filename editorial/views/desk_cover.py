"""Which editors are away, and who stands in: for editors themselves, and for managing editors."""

from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.contrib.auth.models import User
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from editorial import audit, permissions, workflow
from editorial.exceptions import ReasonMissing, Unfit, WorkflowError
from editorial.models import Cover
from editorial.owning_forms import CoverForm
from editorial.views.desk_privacy import account_of, private
from editorial.views.desk_review import status_of

#: Absences that are over are history; so many of them are shown.
PAST_SHOWN = 10


@dataclass(frozen=True)
class Absence:
    """One absence, and what this viewer may do about it."""

    cover: Cover
    is_over: bool
    may_change: bool

    @property
    def owner(self) -> str:
        return audit.name_of(self.cover.owner)

    @property
    def stand_in(self) -> str:
        return audit.name_of(self.cover.to)


@require_http_methods(["GET", "HEAD", "POST"])
@private
def away(request: HttpRequest) -> HttpResponse:
    """The absences that concern this account, and the form for another one."""
    user = account_of(request)
    permissions.demand(allowed=permissions.may_cover(user, user))
    if request.method != "POST":
        return _page(request, _form(user))
    form = _form(user, data=request.POST)
    if not form.is_valid():
        return _page(request, form, status=HTTPStatus.BAD_REQUEST)
    try:
        made = workflow.cover(by=user, **form.cleaned_data)
    except WorkflowError as error:
        form.add_error(field_at_fault(error), str(error))
        return _page(request, form, status=status_of(error))
    text = _("Kept. While it lasts, reminders go to %(name)s instead.")
    messages.success(request, text % {"name": audit.name_of(made.to)})
    return _back()


@require_http_methods(["GET", "HEAD", "POST"])
@private
def end(request: HttpRequest, pk: int) -> HttpResponse:
    """The editor is back, or does not go. For whoever may not change it, it does not exist."""
    user = account_of(request)
    cover = Cover.objects.select_related("owner").filter(pk=pk).first()
    if cover is None or not permissions.may_cover(user, cover.owner):
        raise Http404
    if request.method == "POST":
        try:
            workflow.end_cover(cover, by=user)
        except WorkflowError as error:
            messages.error(request, str(error))
        else:
            messages.success(request, _("Ended. Reminders go to the owner again."))
    return _back()


def field_at_fault(error: WorkflowError) -> str | None:
    """Where in a form it is told why nothing happened; none for the form as a whole."""
    if isinstance(error, Unfit):
        return error.field
    return "reason" if isinstance(error, ReasonMissing) else None


def _back() -> HttpResponse:
    return HttpResponseRedirect(reverse("editorial:away-editors"), status=HTTPStatus.SEE_OTHER)


def _form(user: User, *, data: dict[str, Any] | None = None) -> CoverForm:
    initial = {"owner": user.pk, "begins_on": timezone.now().date()}
    is_manager = permissions.may_manage(user)
    return CoverForm(data, initial=initial, user=user, is_manager=is_manager, auto_id="away-%s")


def _page(
    request: HttpRequest, form: CoverForm, *, status: HTTPStatus = HTTPStatus.OK
) -> HttpResponse:
    user, today = account_of(request), timezone.now().date()
    manages = permissions.may_manage(user)
    concerned = Cover.objects.select_related("owner", "to")
    if not manages:
        concerned = concerned.filter(Q(owner=user) | Q(to=user))
    to_come = Q(ended_at__isnull=True, ends_on__gte=today)
    return render(
        request,
        "editorial/desk/away_editors.html",
        {
            "form": form,
            "to_come": [
                Absence(row, is_over=False, may_change=permissions.may_cover(user, row.owner))
                for row in concerned.filter(to_come).order_by("begins_on", "pk")
            ],
            "past": [
                Absence(row, is_over=True, may_change=False)
                for row in concerned.exclude(to_come)[:PAST_SHOWN]
            ],
            "manages": manages,
            "own_page": reverse("editorial:due-owner", args=[user.pk]),
            "is_on_board": hasattr(user, "board_member") or manages,
        },
        status=status,
    )
