"""What a member answers to being asked: yes, no, later, or somebody else."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from django.contrib.auth.models import User
from django.forms import Form
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from editorial import permissions, workflow
from editorial.answer_forms import DeclineForm, NothingForm, ProposeDateForm, ProposeMemberForm
from editorial.due import Due
from editorial.eligibility import why_not
from editorial.exceptions import ReasonMissing, WorkflowError
from editorial.models import Assignment, BoardMember, Proposal, Review
from editorial.states import Response, State
from editorial.suggesting import suggestions
from editorial.views.desk_privacy import account_of, private
from editorial.views.desk_review import readable_review, status_of


@dataclass(frozen=True)
class Answers:
    """Where a member stands with one assignment, and which answers are open."""

    assignment: Assignment
    review: Review
    has_signed: bool
    proposal: Proposal | None
    proposals: list[Proposal]

    @property
    def is_open(self) -> bool:
        """Something can be answered at all."""
        return State(self.review.state) is State.UNDER_REVIEW and not self.has_signed

    @property
    def is_asked(self) -> bool:
        return self.is_open and self.assignment.is_active

    @property
    def may_accept(self) -> bool:
        return self.is_asked and self.assignment.response == Response.UNANSWERED

    @property
    def may_propose(self) -> bool:
        return self.is_asked and self.proposal is None

    @property
    def may_reopen(self) -> bool:
        own = self.assignment
        return self.is_open and own.response == Response.DECLINED and own.released_at is None

    @property
    def obstacle(self) -> str:
        """Why the member, though asked, may not judge this version."""
        return why_not(self.assignment.member, self.review.version, on=timezone.now().date())

    @property
    def respond_by(self) -> Due:
        return Due.seen_from(timezone.now().date(), self.assignment.respond_by)

    @property
    def sign_by(self) -> Due:
        return Due.seen_from(timezone.now().date(), self.assignment.sign_by)


def answers_of(review: Review, user: User) -> Answers | None:
    """This account's, or None for whoever was not asked."""
    own = (
        review.assignments.select_related("member", "in_place_of", "assigned_by")
        .filter(member__user=user)
        .first()
    )
    if own is None:
        return None
    proposals = list(own.proposals.select_related("member").order_by("-pk"))
    return Answers(
        assignment=own,
        review=review,
        has_signed=review.sign_offs.filter(member=own.member_id).exists(),
        proposal=next((each for each in proposals if each.answered_at is None), None),
        proposals=proposals,
    )


@require_http_methods(["GET", "HEAD", "POST"])
@private
def answer(request: HttpRequest, pk: int) -> HttpResponse:
    """The page with every answer, and where each is sent. `step` names the answer."""
    found, user = readable_review(request, pk), account_of(request)
    answers = answers_of(found, user)
    if answers is None:
        permissions.demand(allowed=request.method != "POST")
        return HttpResponseRedirect(found.get_absolute_url())
    if request.method != "POST":
        return _page(request, answers)
    step = request.POST.get("step", "")
    form = _forms(answers, step=step, data=request.POST).get(step)
    if form is None or not form.is_valid():
        return _page(request, answers, step=step, refused=form, status=HTTPStatus.BAD_REQUEST)
    try:
        _STEPS[step](answers.assignment, user, form.cleaned_data)
    except WorkflowError as error:
        form.add_error("reason" if isinstance(error, ReasonMissing) else None, str(error))
        again = answers_of(readable_review(request, pk), user) or answers
        return _page(request, again, step=step, refused=form, status=status_of(error))
    return HttpResponseRedirect(_after(step, found), status=HTTPStatus.SEE_OTHER)


def _after(step: str, review: Review) -> str:
    """On to the text after a yes; otherwise back to what was answered."""
    if step in ("accept", "reopen"):
        return review.get_absolute_url()
    return reverse("editorial:review-answer", args=[review.pk])


def _forms(
    answers: Answers, *, step: str = "", data: Mapping[str, Any] | None = None
) -> dict[str, Form]:
    """One form for each answer; the one that was sent with its data."""

    def given(name: str) -> dict[str, Any]:
        return {"data": data if name == step else None, "auto_id": f"{name}-%s"}

    return {
        "accept": NothingForm(**given("accept")),
        "decline": DeclineForm(**given("decline")),
        "propose-date": ProposeDateForm(**given("propose-date")),
        "propose-member": ProposeMemberForm(members=_others(answers), **given("propose-member")),
        "reopen": NothingForm(**given("reopen")),
    }


def _others(answers: Answers) -> list[BoardMember]:
    """Who could be asked instead."""
    if not answers.may_propose:
        return []
    found = suggestions(answers.review, on=timezone.now().date())
    return [each.member for each in found if not each.forbidden]


_STEPS: dict[str, Callable[[Assignment, User, dict[str, Any]], object]] = {
    "accept": lambda own, by, _given: workflow.accept(own, by=by),
    "decline": lambda own, by, given: workflow.decline(own, by=by, **given),
    "propose-date": lambda own, by, given: workflow.propose(own, by=by, **given),
    "propose-member": lambda own, by, given: workflow.propose(own, by=by, **given),
    "reopen": lambda own, by, _given: workflow.reopen_assignment(own, by=by),
}


def _page(
    request: HttpRequest,
    answers: Answers,
    *,
    step: str = "",
    refused: Form | None = None,
    status: HTTPStatus = HTTPStatus.OK,
) -> HttpResponse:
    forms = _forms(answers)
    if refused is not None:
        forms[step] = refused
    named = {name.replace("-", "_"): form for name, form in forms.items()}
    return render(
        request,
        "editorial/desk/answer.html",
        {
            "answers": answers,
            "review": answers.review,
            "version": answers.review.version,
            "assignment": answers.assignment,
            "forms": named,
            "refused": refused,
            "is_unknown": status == HTTPStatus.BAD_REQUEST and refused is None,
            "unsent": _unsent(refused, answers),
        },
        status=status,
    )


def _unsent(refused: Form | None, answers: Answers) -> list[str]:
    """What was typed into a form that the page no longer offers, to be copied."""
    if refused is None or "reason" not in refused.fields:
        return []
    is_offered = answers.is_asked if isinstance(refused, DeclineForm) else answers.may_propose
    typed = refused["reason"].value()
    return [typed] if typed and not is_offered else []
