"""One review: read it, answer the conflict question, sign."""

from http import HTTPStatus
from typing import Final

from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from editorial import permissions, selectors, workflow
from editorial.exceptions import (
    NotEligible,
    ReasonMissing,
    SigningLocked,
    WorkflowError,
    WrongPassword,
)
from editorial.forms import ConflictForm, SignOffForm
from editorial.models import Review
from editorial.views.desk_page import ReviewPage, review_page
from editorial.views.desk_privacy import account_of, private
from editorial.views.desk_reading import Reading

#: Where an error of the workflow is shown; any other stands above the form.
FIELDS: Final = {WrongPassword: "password", SigningLocked: "password", ReasonMissing: "reason"}
#: What the answer to it is; any other is a conflict with how things stand now.
STATUSES: Final = {
    WrongPassword: HTTPStatus.BAD_REQUEST,
    SigningLocked: HTTPStatus.BAD_REQUEST,
    ReasonMissing: HTTPStatus.BAD_REQUEST,
    NotEligible: HTTPStatus.FORBIDDEN,
}


@require_safe
@private
def review(request: HttpRequest, pk: int) -> HttpResponse:
    """The page itself. For somebody it does not concern, it does not exist."""
    return _page(request, _readable(request, pk))


@require_http_methods(["GET", "HEAD", "POST"])
@private
def conflict(request: HttpRequest, pk: int) -> HttpResponse:
    """Take the answer to the conflict-of-interest question."""
    found = _readable(request, pk)
    if request.method != "POST":
        return HttpResponseRedirect(found.get_absolute_url())
    permissions.demand(allowed=permissions.may_sign(account_of(request), found))
    form = ConflictForm(request.POST)
    if not form.is_valid():
        return _page(request, found, conflict_form=form, status=HTTPStatus.BAD_REQUEST)
    try:
        workflow.answer_conflict(found, by=account_of(request), **form.cleaned_data)
    except WorkflowError as error:
        form.add_error("statement" if isinstance(error, ReasonMissing) else None, str(error))
        return _page(request, _readable(request, pk), conflict_form=form, status=_status(error))
    return _see(found, "desk-text")


@require_http_methods(["GET", "HEAD", "POST"])
@private
def sign_off(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a signature. Whatever goes wrong, nothing is signed and what was typed stays."""
    found = _readable(request, pk)
    if request.method != "POST":
        return HttpResponseRedirect(found.get_absolute_url())
    permissions.demand(allowed=permissions.may_sign(account_of(request), found))
    form = SignOffForm(request.POST)
    if not form.is_valid():
        return _page(request, found, sign_off_form=form, status=HTTPStatus.BAD_REQUEST)
    try:
        workflow.sign_off(found, by=account_of(request), **form.cleaned_data)
    except WorkflowError as error:
        form.add_error(FIELDS.get(type(error)), str(error))
        return _page(request, _readable(request, pk), sign_off_form=form, status=_status(error))
    return _see(found, "desk-decision")


def _readable(request: HttpRequest, pk: int) -> Review:
    found = selectors.review_for_page().filter(pk=pk).first()
    if found is None or not permissions.may_read_review(account_of(request), found):
        raise Http404
    return found


def _status(error: WorkflowError) -> HTTPStatus:
    return STATUSES.get(type(error), HTTPStatus.CONFLICT)


def _see(found: Review, part: str) -> HttpResponse:
    return HttpResponseRedirect(f"{found.get_absolute_url()}#{part}", status=HTTPStatus.SEE_OTHER)


def _page(
    request: HttpRequest,
    found: Review,
    *,
    conflict_form: Form | None = None,
    sign_off_form: Form | None = None,
    status: HTTPStatus = HTTPStatus.OK,
) -> HttpResponse:
    page = review_page(found, viewer=account_of(request), now=timezone.now())
    return render(
        request,
        "editorial/desk/review.html",
        {
            "page": page,
            "review": found,
            "version": found.version,
            "reading": Reading.of(page, request.GET),
            "conflict_form": conflict_form or ConflictForm(initial=page.answer),
            "sign_off_form": sign_off_form or SignOffForm(),
            "unsent": _unsent(page, conflict_form, sign_off_form),
        },
        status=status,
    )


def _unsent(page: ReviewPage, conflict_form: Form | None, sign_off_form: Form | None) -> list[str]:
    """What was typed into forms that this page no longer offers, to be copied."""
    typed = []
    if conflict_form is not None and not page.may_answer:
        typed.append(conflict_form["statement"].value())
    if sign_off_form is not None and not page.may_sign:
        typed.append(sign_off_form["reason"].value())
    return [text for text in typed if text]
