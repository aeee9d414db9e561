"""What a member answers to being asked, and what becomes of the answer.

Called as verbs of `editorial.workflow`. Every turn stays in the history of the assignment. Those
that can come twice on one day are told with their event, so that the second message is not taken
for the first.
"""

import datetime

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from editorial import (
    assigning,
    assignment_beats,
    away,
    beats,
    permissions,
    signatures,
    specialists,
)
from editorial.eligibility import why_not, why_not_asked
from editorial.exceptions import NotEligible, NotPossible
from editorial.models import Assignment, BoardMember, Notification, Proposal, Review
from editorial.states import Response, State

Message = Notification.Kind


def accept(assignment: Assignment, *, by: User) -> Assignment:
    """Take the assignment on.

    Raises:
        NotEligible: it was declined or handed back, or the member may not judge this version.
        NotPossible: the review is not under way, or the member has accepted or signed already.
    """
    with transaction.atomic():
        review, own = _lock_own(assignment, by=by)
        now = timezone.now()
        if reason := why_not(own.member, review.version, on=now.date()):
            raise NotEligible(reason)
        if not assigning.take_on(own, by=by, at=now):
            raise NotPossible(_("You have accepted already. Nothing was changed."))
        own.save()
        assignment_beats.record("accept", review, own, by=by, at=now)
    return own


def decline(assignment: Assignment, *, by: User, reason: str) -> Assignment:
    """Say no, also after a yes. A review that waited for this answer only may end by it.

    Raises:
        ReasonMissing: without a reason.
        NotEligible: it was declined or handed back already.
        NotPossible: the review is not under way, or the member has signed.
    """
    with transaction.atomic():
        review, own = _lock_own(assignment, by=by)
        now, why = timezone.now(), beats.demand_reason(reason)
        own.response, own.response_reason = Response.DECLINED, why
        own.responded_at, own.responded_by = now, by
        own.save()
        assigning.close_proposals(own, by=by, at=now)
        event = assignment_beats.record("decline", review, own, by=by, at=now, reason=why)
        beats.tell_of_member(Message.DECLINED, own, review, at=now, event=event)
        signatures.conclude(review, by=by, at=now)
    return own


def propose(
    assignment: Assignment,
    *,
    by: User,
    reason: str,
    sign_by: datetime.date | None = None,
    member: BoardMember | None = None,
) -> Proposal:
    """Propose another date to sign by, or another member in one's place. Give one of the two.

    Raises:
        ReasonMissing: without a reason.
        NotEligible: the assignment is over for this member, or `member` may not judge the version.
        NotPossible: neither or both are given, a proposal is open already, the date is none to
            work by, `member` was asked already, or the review is not under way.
    """
    with transaction.atomic():
        review, own = _lock_own(assignment, by=by)
        now, why = timezone.now(), beats.demand_reason(reason)
        if own.proposals.filter(answered_at__isnull=True).exists():
            raise NotPossible(_("Your last proposal is not answered yet. Nothing was changed."))
        if (sign_by is None) == (member is None):
            raise NotPossible(_("Propose either a date or a member."))
        if sign_by is not None:
            _refuse_date(own, sign_by, today=now.date())
        if member is not None:
            member = _whom_to_propose(review, member, today=now.date())
        proposal = Proposal.objects.create(
            assignment=own, sign_by=sign_by, member=member, reason=why, made_at=now, made_by=by
        )
        event = assignment_beats.record(
            "propose", review, own, by=by, at=now, reason=why, details=_wish_of(proposal)
        )
        beats.tell_of_member(Message.PROPOSED, own, review, at=now, event=event)
    return proposal


def answer_proposal(proposal: Proposal, *, by: User, accept: bool, reason: str = "") -> Proposal:
    """Accept a proposal, which moves the date or asks the other member; or refuse it, which leaves
    all as it was and needs a reason.

    Raises:
        ReasonMissing: a refusal without a reason.
        NotEligible: the proposed member may not judge the version.
        NotPossible: it was answered, the member signed or is not asked any more, the date has
            passed, the proposed member was asked already, or the review is not under way.
    """
    with transaction.atomic():
        review = beats.lock(proposal.assignment.review)
        permissions.demand(allowed=permissions.may_answer_proposal(by, proposal))
        beats.expect(review, State.UNDER_REVIEW)
        wish = _open_proposal(proposal, review)
        now = timezone.now()
        why = beats.readable(reason) if accept else beats.demand_reason(reason)
        wish.is_accepted, wish.answered_at, wish.answered_by = accept, now, by
        wish.save()
        asked = _fulfil(wish, review, by=by, at=now) if accept else []
        event = assignment_beats.record(
            "answer-proposal",
            review,
            wish.assignment,
            by=by,
            at=now,
            reason=why,
            details=_wish_of(wish) | {"accepted": accept, "asked": assigning.named_as_asked(asked)},
        )
        own = wish.assignment
        assignment_beats.tell(Message.PROPOSAL_ANSWERED, review, own, event, at=now)
        for each in asked:
            assignment_beats.tell(Message.SIGN_OFF_ASKED, review, each, event, at=now)
    return wish


def reopen_assignment(assignment: Assignment, *, by: User) -> Assignment:
    """Ask again after a "not now" or a hand-back, with fresh dates by the frozen policy.

    Members open again what they declined themselves; a managing editor asks again in either case.
    The answer about conflicts of interest stays, and can be changed until the member signs.

    Raises:
        NotEligible: the member may not judge the version, or not without being asked again.
        NotPossible: the member is still asked or away, or the review is not under way.
    """
    with transaction.atomic():
        review = beats.lock(assignment.review)
        permissions.demand(allowed=permissions.may_reopen(by, assignment))
        beats.expect(review, State.UNDER_REVIEW)
        again = assignment_beats.current(assignment, review)
        now = timezone.now()
        is_own = permissions.may_answer(by, again)
        _refuse_to_reopen(again, review, is_own=is_own, today=now.date())
        before = {"response": again.response, "released": again.released_at is not None}
        again.response, again.response_reason = Response.UNANSWERED, ""
        again.responded_at, again.responded_by = None, None
        again.released_at, again.released_by, again.release_reason = None, None, ""
        assigning.set_dates(again, review, today=now.date())
        again.save()
        assigning.close_proposals(again, by=by, at=now)
        event = assignment_beats.record(
            "reopen-assignment", review, again, by=by, at=now, details=before
        )
        if is_own:
            beats.tell_of_member(Message.REOPENED, again, review, at=now, event=event)
        else:
            assignment_beats.tell(Message.SIGN_OFF_ASKED, review, again, event, at=now)
    return again


def _lock_own(assignment: Assignment, *, by: User) -> tuple[Review, Assignment]:
    """The review held, and the assignment as it is now, of a member who is asked and unsigned."""
    review = beats.lock(assignment.review)
    permissions.demand(allowed=permissions.may_answer(by, assignment))
    beats.expect(review, State.UNDER_REVIEW)
    own = assignment_beats.current(assignment, review)
    assignment_beats.refuse_signed(own, review)
    if reason := why_not_asked(own):
        raise NotEligible(reason)
    return review, own


def _refuse_date(assignment: Assignment, sign_by: datetime.date, *, today: datetime.date) -> None:
    assigning.refuse_date(sign_by, today=today)
    if sign_by == assignment.sign_by:
        raise NotPossible(_("That is the date already. Propose another one."))


def _whom_to_propose(review: Review, member: BoardMember, *, today: datetime.date) -> BoardMember:
    """The member as of now; refused already here if there is no use in proposing them."""
    other = BoardMember.objects.select_related("user").get(pk=member.pk)
    if review.assignments.filter(member=other).exists():
        raise NotPossible(_("%(member)s was asked already.") % {"member": other})
    if reason := why_not(other, review.version, on=today):
        raise NotEligible(reason)
    return other


def _open_proposal(proposal: Proposal, review: Review) -> Proposal:
    """As it is now, if there is still something to answer."""
    wish = Proposal.objects.select_related("assignment__member__user", "member__user").get(
        pk=proposal.pk, assignment__review=review
    )
    if wish.answered_at is not None:
        raise NotPossible(_("This proposal was answered already. Nothing was changed."))
    assignment_beats.refuse_signed(wish.assignment, review)
    if not wish.assignment.is_active:
        raise NotPossible(
            _("%(member)s is not asked any more, so there is nothing to answer.")
            % {"member": wish.assignment.member}
        )
    return wish


def _fulfil(wish: Proposal, review: Review, *, by: User, at: datetime.datetime) -> list[Assignment]:
    """Do what was proposed; gives those who were asked by it."""
    own = wish.assignment
    if wish.sign_by is not None:
        assigning.refuse_date(wish.sign_by, today=at.date())
        own.sign_by = wish.sign_by
        own.respond_by = min(own.respond_by, wish.sign_by)
        own.save(update_fields=["sign_by", "respond_by"])
        return []
    assert wish.member is not None  # noqa: S101 # a proposal is a date or a member
    reason = _("%(other)s was asked in place of %(member)s, as proposed: %(reason)s") % {
        "other": wish.member,
        "member": own.member,
        "reason": wish.reason,
    }
    with specialists.kept(review):
        asked = assigning.ask(review, [wish.member], by=by, at=at)
        assigning.let_go(own, by=by, at=at, reason=reason)
    return asked


def _refuse_to_reopen(
    assignment: Assignment, review: Review, *, is_own: bool, today: datetime.date
) -> None:
    assignment_beats.refuse_signed(assignment, review)
    member = {"member": assignment.member}
    if assignment.is_active:
        raise NotPossible(_("%(member)s is still asked. Nothing was changed.") % member)
    if is_own and assignment.released_at is not None:
        raise NotEligible(why_not_asked(assignment))
    if reason := why_not(assignment.member, review.version, on=today):
        raise NotEligible(reason)
    if is_away := away.stand_ins([assignment.member], on=today).get(assignment.member_id):
        raise NotPossible(
            _("%(member)s is away, and %(stand_in)s stands in. Ask %(stand_in)s.")
            % (member | {"stand_in": is_away.to})
        )


def _wish_of(proposal: Proposal) -> dict[str, object]:
    wish: dict[str, object] = {"proposal": proposal.pk}
    if proposal.sign_by is not None:
        return wish | {"sign_by": proposal.sign_by.isoformat()}
    return wish | {"other": str(proposal.member), "other_id": proposal.member_id}
