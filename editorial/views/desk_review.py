"""One review: read it, and answer the conflict question. What is sent elsewhere comes back here."""

from dataclasses import dataclass
from http import HTTPStatus
from typing import Final

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from editorial import permissions, selectors, workflow
from editorial.comment_forms import CommentForm, SettlementForm, TickForm
from editorial.exceptions import (
    AnswersMissing,
    NotEligible,
    ReasonMissing,
    SecondFactorMissing,
    SigningLocked,
    WorkflowError,
    WrongCode,
    WrongPassword,
)
from editorial.forms import ConflictForm, SignOffForm, TakeBackForm
from editorial.models import Review
from editorial.views.desk_beside import beside
from editorial.views.desk_identity import second_factor_of
from editorial.views.desk_page import ReviewPage, review_page
from editorial.views.desk_privacy import account_of, private
from editorial.views.desk_reading import Reading

#: What the answer to an error is; any other is a conflict with how things stand now.
STATUSES: Final = {
    WrongPassword: HTTPStatus.BAD_REQUEST,
    WrongCode: HTTPStatus.BAD_REQUEST,
    SecondFactorMissing: HTTPStatus.BAD_REQUEST,
    SigningLocked: HTTPStatus.BAD_REQUEST,
    ReasonMissing: HTTPStatus.BAD_REQUEST,
    AnswersMissing: HTTPStatus.BAD_REQUEST,
    NotEligible: HTTPStatus.FORBIDDEN,
}


@dataclass(frozen=True)
class Forms:
    """The form that was refused, with what was typed; the others are empty."""

    conflict: ConflictForm | None = None
    sign_off: SignOffForm | None = None
    take_back: TakeBackForm | None = None
    comment: CommentForm | None = None
    settlement: SettlementForm | None = None
    tick: TickForm | None = None


@require_safe
@private
def review(request: HttpRequest, pk: int) -> HttpResponse:
    """The page itself. For somebody it does not concern, it does not exist."""
    return page_with(request, readable_review(request, pk), Forms())


@require_http_methods(["GET", "HEAD", "POST"])
@private
def conflict(request: HttpRequest, pk: int) -> HttpResponse:
    """Take the answer to the conflict-of-interest question."""
    found = readable_review(request, pk)
    if request.method != "POST":
        return HttpResponseRedirect(found.get_absolute_url())
    permissions.demand(allowed=permissions.may_sign(account_of(request), found))
    form = ConflictForm(request.POST)
    if not form.is_valid():
        return page_with(request, found, Forms(conflict=form), status=HTTPStatus.BAD_REQUEST)
    try:
        workflow.answer_conflict(found, by=account_of(request), **form.cleaned_data)
    except WorkflowError as error:
        form.add_error("statement" if isinstance(error, ReasonMissing) else None, str(error))
        again = readable_review(request, pk)
        return page_with(request, again, Forms(conflict=form), status=status_of(error))
    return see(found, "desk-text")


def readable_review(request: HttpRequest, pk: int) -> Review:
    found = selectors.review_for_page().filter(pk=pk).first()
    if found is None or not permissions.may_read_review(account_of(request), found):
        raise Http404
    return found


def status_of(error: WorkflowError) -> HTTPStatus:
    return STATUSES.get(type(error), HTTPStatus.CONFLICT)


def see(found: Review, part: str) -> HttpResponse:
    return HttpResponseRedirect(f"{found.get_absolute_url()}#{part}", status=HTTPStatus.SEE_OTHER)


def questions_of(found: Review) -> list[str]:
    """Those of the policy under which it was submitted."""
    return list(found.policy.get("questions", []))


def page_with(
    request: HttpRequest, found: Review, forms: Forms, *, status: HTTPStatus = HTTPStatus.OK
) -> HttpResponse:
    """The page of the review, with the form that was refused, if one was."""
    page = review_page(found, viewer=account_of(request), now=timezone.now())
    signs = page.may_sign or page.may_take_back
    reading = Reading.of(page, request.GET)
    around = beside(page, reading, comment=forms.comment, settlement=forms.settlement)
    return render(
        request,
        "editorial/desk/review.html",
        {
            "page": page,
            "review": found,
            "version": found.version,
            "reading": reading,
            **around,
            "tick_form": forms.tick,
            "is_sheet": page.may_sign and status == HTTPStatus.OK,
            "conflict_form": forms.conflict or ConflictForm(initial=page.answer),
            "sign_off_form": forms.sign_off or SignOffForm(questions=questions_of(found)),
            "take_back_form": forms.take_back or TakeBackForm(),
            "second_factor": second_factor_of(request) if signs else None,
            "unsent": _unsent(page, forms) + around["unsent_beside"],
        },
        status=status,
    )


def _unsent(page: ReviewPage, forms: Forms) -> list[str]:
    """What was typed into forms that this page no longer offers, to be copied."""
    typed: list[str] = []
    if forms.conflict is not None and not page.may_answer:
        typed.append(forms.conflict["statement"].value())
    if forms.sign_off is not None and not page.may_sign:
        typed += forms.sign_off.typed()
    if forms.take_back is not None and not page.may_take_back:
        typed.append(forms.take_back["reason"].value())
    return [text for text in typed if text]
