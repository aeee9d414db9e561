"""Signing, and taking a signature back. What was typed is given back when it is refused."""

from http import HTTPStatus
from typing import Final

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from editorial import permissions, workflow
from editorial.exceptions import (
    AnswersMissing,
    NotPossible,
    ReasonMissing,
    SecondFactorMissing,
    SigningLocked,
    WorkflowError,
    WrongCode,
    WrongPassword,
)
from editorial.forms import IdentityForm, SignOffForm, TakeBackForm, answer_field
from editorial.models import Review, SignOff
from editorial.views.desk_identity import passkey_used_at
from editorial.views.desk_privacy import account_of, private
from editorial.views.desk_review import (
    Forms,
    page_with,
    questions_of,
    readable_review,
    see,
    status_of,
)

#: Where an error of the workflow is shown; any other stands above the form.
FIELDS: Final = {
    WrongPassword: "password",
    SigningLocked: "password",
    WrongCode: "code",
    SecondFactorMissing: "code",
    ReasonMissing: "reason",
}


@require_http_methods(["GET", "HEAD", "POST"])
@private
def sign_off(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a signature. Whatever goes wrong, nothing is signed and what was typed stays."""
    found = readable_review(request, pk)
    if request.method != "POST":
        return HttpResponseRedirect(found.get_absolute_url())
    permissions.demand(allowed=permissions.may_sign(account_of(request), found))
    form = SignOffForm(request.POST, questions=questions_of(found))
    if not form.is_valid():
        return page_with(request, found, Forms(sign_off=form), status=HTTPStatus.BAD_REQUEST)
    try:
        workflow.sign_off(
            found,
            by=account_of(request),
            passkey_used_at=passkey_used_at(request),
            **form.arguments(),
        )
    except WorkflowError as error:
        _tell(form, error)
        again = readable_review(request, pk)
        return page_with(request, again, Forms(sign_off=form), status=status_of(error))
    return see(found, "desk-decision")


@require_http_methods(["GET", "HEAD", "POST"])
@private
def take_back(request: HttpRequest, pk: int) -> HttpResponse:
    """Withdraw one's own signature. It stays in the record."""
    found = readable_review(request, pk)
    if request.method != "POST":
        return HttpResponseRedirect(found.get_absolute_url())
    permissions.demand(allowed=permissions.may_sign(account_of(request), found))
    form = TakeBackForm(request.POST)
    if not form.is_valid():
        return page_with(request, found, Forms(take_back=form), status=HTTPStatus.BAD_REQUEST)
    try:
        workflow.withdraw_sign_off(
            _own_signature(request, found),
            by=account_of(request),
            passkey_used_at=passkey_used_at(request),
            **form.cleaned_data,
        )
    except WorkflowError as error:
        _tell(form, error)
        again = readable_review(request, pk)
        return page_with(request, again, Forms(take_back=form), status=status_of(error))
    return see(found, "desk-decision")


def _own_signature(request: HttpRequest, found: Review) -> SignOff:
    signed = found.sign_offs.filter(member__user=account_of(request)).first()
    if signed is None:
        raise NotPossible(_("You have not signed this review."))
    return signed


def _tell(form: IdentityForm, error: WorkflowError) -> None:
    """At the field that has to be mended."""
    if isinstance(error, AnswersMissing):
        for place in error.places:
            form.add_error(answer_field(place), str(error))
    else:
        form.add_error(FIELDS.get(type(error)), str(error))
