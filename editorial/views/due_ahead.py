"""The year ahead: who can expect how much, and due dates that would level it."""

from http import HTTPStatus
from typing import Final

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods, require_safe

from editorial import permissions
from editorial.exceptions import ReasonMissing
from editorial.forms import LONGEST_REASON, TOO_LONG, TextField
from editorial.oversight.due_filters import LoadForm, WhoseForm, carried
from editorial.oversight.moves import MOST, NOTICE, Accepted, accept, proposal, read_move
from editorial.oversight.workload import NEARLY, workload
from editorial.views.desk_privacy import account_of, private

#: A chain that was begun is shown to its end, beyond the number.
MOST_SENT: Final = 2 * MOST
#: So many of those that were not moved are told one by one.
SKIPPED_TOLD: Final = 20


class ReasonForm(forms.Form):
    """Why the dates are moved."""

    reason = TextField(
        label=gettext_lazy("Why"),
        required=False,
        max_length=LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("Kept in the history of each article."),
        error_messages=TOO_LONG,
    )


@require_safe
@private
def forecast(request: HttpRequest) -> HttpResponse:
    """For managing editors, and to read for auditors."""
    permissions.demand(allowed=permissions.may_oversee(account_of(request)))
    form = LoadForm(request.GET)
    load = workload(form.wanted, today=timezone.now().date(), full=form.enough)
    return render(
        request,
        "editorial/desk/due_forecast.html",
        {
            "form": form,
            "carried": carried(request, form),
            "load": load,
            "full": form.enough,
            "nearly": NEARLY,
        },
        status=form.status,
    )


@require_http_methods(["GET", "HEAD", "POST"])
@private
def levelling(request: HttpRequest) -> HttpResponse:
    """What is proposed; managing editors take up all of it or what they tick."""
    user = account_of(request)
    permissions.demand(allowed=permissions.may_oversee(user))
    if request.method != "POST":
        return _page(request, ReasonForm(auto_id="levelling-%s"))
    permissions.demand(allowed=permissions.may_manage(user))
    form = ReasonForm(request.POST, auto_id="levelling-%s")
    chosen = request.POST.getlist("shown" if "all" in request.POST else "move")
    moves = [read_move(text) for text in chosen[: MOST_SENT + 1]]
    found = [move for move in moves if move is not None]
    if not found or len(found) != len(moves) or len(found) > MOST_SENT:
        form.add_error(None, _("Nothing was moved: tick what to move, and send the form again."))
    if not form.is_valid():
        return _page(request, form, ticked=chosen, status=HTTPStatus.BAD_REQUEST)
    try:
        _tell(request, accept(found, by=user, reason=form.cleaned_data["reason"]))
    except ReasonMissing as error:
        form.add_error("reason", str(error))
        return _page(request, form, ticked=chosen, status=HTTPStatus.BAD_REQUEST)
    kept = carried(request, WhoseForm(request.GET))
    address = reverse("editorial:due-levelling") + (f"?{kept}" if kept else "")
    return HttpResponseRedirect(address, status=HTTPStatus.SEE_OTHER)


def _tell(request: HttpRequest, accepted: Accepted) -> None:
    if accepted.moved:
        messages.success(
            request,
            ngettext(
                "%(count)d due date was moved.", "%(count)d due dates were moved.", accepted.moved
            )
            % {"count": accepted.moved},
        )
    for title, reason in accepted.skipped[:SKIPPED_TOLD]:
        messages.warning(
            request,
            _("“%(title)s” was not moved: %(reason)s") % {"title": title, "reason": reason},
        )
    if more := len(accepted.skipped[SKIPPED_TOLD:]):
        messages.warning(
            request,
            ngettext(
                "%(count)d other was not moved either.",
                "%(count)d others were not moved either.",
                more,
            )
            % {"count": more},
        )


def _page(
    request: HttpRequest,
    reasons: ReasonForm,
    *,
    ticked: list[str] | None = None,
    status: HTTPStatus = HTTPStatus.OK,
) -> HttpResponse:
    form = WhoseForm(request.GET)
    proposed = proposal(form.wanted, today=timezone.now().date())
    ticks = set(ticked or [])
    return render(
        request,
        "editorial/desk/due_levelling.html",
        {
            "form": form,
            "carried": carried(request, form),
            "reasons": reasons,
            "proposal": proposed,
            "moves": [(move, move.name in ticks) for move in proposed.moves],
            "highest_before": max((month.before for month in proposed.months), default=0),
            "highest_after": max((month.after for month in proposed.months), default=0),
            "may_manage": permissions.may_manage(account_of(request)),
            "most": MOST,
            "notice": NOTICE.days,
        },
        status=form.status if status == HTTPStatus.OK else status,
    )
