"""A member's own page of the desk: term, credentials, and what the member declares."""

import datetime
from http import HTTPStatus
from typing import Final

from django.contrib import messages
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from editorial.disclosing import disclose, end_disclosure
from editorial.disclosure_forms import DisclosureForm, EndDisclosureForm
from editorial.endings import endings
from editorial.exceptions import WorkflowError
from editorial.models import BoardMember, Disclosure
from editorial.office import why_not_in_office
from editorial.views.desk_privacy import account_of, private

METHODS: Final = ["GET", "HEAD", "POST"]


@require_safe
@private
def me(request: HttpRequest) -> HttpResponse:
    """For whoever has a seat on the board, or had one; for others it does not exist."""
    return _page(request, _own_seat(request))


@require_http_methods(METHODS)
@private
def state(request: HttpRequest) -> HttpResponse:
    """Take a disclosure."""
    member = _own_seat(request)
    if request.method != "POST":
        return HttpResponseRedirect(_address())
    form = DisclosureForm(request.POST)
    if not form.is_valid():
        return _page(request, member, form=form, status=HTTPStatus.BAD_REQUEST)
    try:
        disclose(member, by=account_of(request), **form.cleaned_data)
    except WorkflowError as error:
        form.add_error(None, str(error))
        return _page(request, member, form=form, status=HTTPStatus.CONFLICT)
    messages.success(request, _("Stated. Readers see it on your page."))
    return HttpResponseRedirect(_address(), status=HTTPStatus.SEE_OTHER)


@require_http_methods(METHODS)
@private
def end(request: HttpRequest, pk: int) -> HttpResponse:
    """Take the last day of a disclosure of one's own."""
    member = _own_seat(request)
    disclosure = get_object_or_404(member.disclosures.all(), pk=pk)
    if request.method != "POST":
        return HttpResponseRedirect(_address())
    form = EndDisclosureForm(request.POST)
    if not form.is_valid():
        return _page(request, member, ending=(disclosure, form), status=HTTPStatus.BAD_REQUEST)
    try:
        end_disclosure(disclosure, by=account_of(request), **form.cleaned_data)
    except WorkflowError as error:
        form.add_error(None, str(error))
        return _page(request, member, ending=(disclosure, form), status=HTTPStatus.CONFLICT)
    messages.success(request, _("The last day is written down."))
    return HttpResponseRedirect(_address(), status=HTTPStatus.SEE_OTHER)


def _own_seat(request: HttpRequest) -> BoardMember:
    seat = BoardMember.objects.select_related("user", "portrait").defer("portrait__jpeg")
    member = seat.filter(user=account_of(request)).first()
    if member is None:
        raise Http404
    return member


def _address() -> str:
    return reverse("editorial:me")


def _page(
    request: HttpRequest,
    member: BoardMember,
    *,
    form: Form | None = None,
    ending: tuple[Disclosure, Form] | None = None,
    status: HTTPStatus = HTTPStatus.OK,
) -> HttpResponse:
    today = timezone.now().date()
    disclosures = list(member.disclosures.select_related("declared_by"))
    current = [each for each in disclosures if each.is_current_on(today)]
    return render(
        request,
        "editorial/desk/me.html",
        {
            "member": member,
            "why_not": why_not_in_office(member, today),
            "endings": endings(member, today),
            "credentials": [
                (credential, credential.ran_out_by(today))
                for credential in member.held_credentials.all()
            ],
            "current": [(each, _ending_form(each, ending, today)) for each in current],
            "over": [each for each in disclosures if each not in current],
            "form": form or DisclosureForm(),
            # The disclosure ended in another window meanwhile: its form is gone, the refusal not.
            "refused": ending[1] if ending and ending[0] not in current else None,
        },
        status=status,
    )


def _ending_form(
    disclosure: Disclosure, refused: tuple[Disclosure, Form] | None, today: datetime.date
) -> Form:
    if refused is not None and refused[0] == disclosure:
        return refused[1]
    return EndDisclosureForm(initial={"ended_on": today.isoformat()})
