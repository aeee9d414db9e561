"""Who is away, and who stands in: for members themselves, and for managing editors."""

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
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from editorial import permissions, workflow
from editorial.answer_forms import AwayForm
from editorial.delegating import HandedOver
from editorial.exceptions import ReasonMissing, WorkflowError
from editorial.models import BoardMember, Delegation
from editorial.views.desk_privacy import account_of, private
from editorial.views.desk_review import status_of

#: Absences that are over are history; so many of them are shown.
PAST_SHOWN = 10


@dataclass(frozen=True)
class Absence:
    """One absence, and what this viewer may do about it."""

    delegation: Delegation
    is_over: bool
    may_change: bool


@require_http_methods(["GET", "HEAD", "POST"])
@private
def away(request: HttpRequest) -> HttpResponse:
    """The absences that concern this account, and the form for another one."""
    user = account_of(request)
    member = BoardMember.objects.filter(user=user).first()
    permissions.demand(allowed=member is not None or permissions.may_manage(user))
    if request.method != "POST":
        return _page(request, _form(user, member))
    form = _form(user, member, data=request.POST)
    if not form.is_valid():
        return _page(request, form, status=HTTPStatus.BAD_REQUEST)
    given = dict(form.cleaned_data)
    hands_over = given.pop("hand_over")
    try:
        made = workflow.delegate(given.pop("member"), by=user, **given)
    except WorkflowError as error:
        form.add_error("reason" if isinstance(error, ReasonMissing) else None, str(error))
        return _page(request, form, status=status_of(error))
    messages.success(
        request, _("Kept. While it lasts, %(name)s is asked instead.") % {"name": made.to}
    )
    if hands_over:
        _tell(request, workflow.hand_over(made, by=user))
    return _back()


@require_http_methods(["GET", "HEAD", "POST"])
@private
def end(request: HttpRequest, pk: int) -> HttpResponse:
    """The member is back, or does not go."""
    delegation = _found(request, pk)
    if request.method == "POST":
        try:
            workflow.end_delegation(delegation, by=account_of(request))
        except WorkflowError as error:
            messages.error(request, str(error))
        else:
            messages.success(request, _("Ended. What the stand-in was asked stays with them."))
    return _back()


@require_http_methods(["GET", "HEAD", "POST"])
@private
def hand_over(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask the stand-in for what the absent member was asked."""
    delegation = _found(request, pk)
    if request.method == "POST":
        try:
            _tell(request, workflow.hand_over(delegation, by=account_of(request)))
        except WorkflowError as error:
            messages.error(request, str(error))
    return _back()


def _found(request: HttpRequest, pk: int) -> Delegation:
    """For whoever may not change it, it does not exist."""
    delegation = Delegation.objects.select_related("member").filter(pk=pk).first()
    if delegation is None or not permissions.may_delegate(account_of(request), delegation.member):
        raise Http404
    return delegation


def _tell(request: HttpRequest, handed: HandedOver) -> None:
    count = len(handed.passed)
    if not count and not handed.kept:
        messages.info(request, _("Nothing waited for a signature, so nothing was handed over."))
    if count:
        messages.success(
            request,
            ngettext(
                "%(count)d review was handed over.", "%(count)d reviews were handed over.", count
            )
            % {"count": count},
        )
    for assignment, reason in handed.kept:
        messages.warning(
            request,
            _("“%(title)s” was not handed over: %(reason)s")
            % {"title": assignment.review.version.title, "reason": reason},
        )


def _back() -> HttpResponse:
    return HttpResponseRedirect(reverse("editorial:away"), status=HTTPStatus.SEE_OTHER)


def _form(
    user: User, member: BoardMember | None, *, data: dict[str, Any] | None = None
) -> AwayForm:
    """Members name their own stand-in; managing editors anybody's."""
    today = timezone.now().date()
    board = list(BoardMember.objects.select_related("user"))
    in_office = [each for each in board if each.is_active_on(today) or each.term_from > today]
    whose = (
        in_office if permissions.may_manage(user) else [each for each in board if each == member]
    )
    initial = {"member": member, "begins_on": today}
    return AwayForm(data, initial=initial, members=whose, stand_ins=in_office, auto_id="away-%s")


def _page(
    request: HttpRequest, form: AwayForm, *, status: HTTPStatus = HTTPStatus.OK
) -> HttpResponse:
    user, today = account_of(request), timezone.now().date()
    manages = permissions.may_manage(user)
    concerned = Delegation.objects.select_related("member__user", "to", "made_by", "ended_by")
    if not manages:
        concerned = concerned.filter(Q(member__user=user) | Q(to__user=user))
    to_come = Q(ended_at__isnull=True, ends_on__gte=today)
    absences = [
        Absence(row, is_over, not is_over and permissions.may_delegate(user, row.member))
        for is_over, rows in (
            (False, concerned.filter(to_come).order_by("begins_on", "pk")),
            (True, concerned.exclude(to_come)[:PAST_SHOWN]),
        )
        for row in rows
    ]
    return render(
        request,
        "editorial/desk/away.html",
        {
            "form": form,
            "to_come": [each for each in absences if not each.is_over],
            "past": [each for each in absences if each.is_over],
            "manages": manages,
        },
        status=status,
    )
