"""What a managing editor does about one assignment: hand back, reassign, give time, remind.

Called as verbs of `editorial.workflow`. An assignment under a signature is done: nothing here
touches it. Handing back ends no review, even where nobody is left who could complete it: whether
to ask another member or to return the version is the managing editor's choice.
"""

import datetime

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from editorial import assigning, assignment_beats, beats, permissions, specialists
from editorial.eligibility import why_not
from editorial.exceptions import NotEligible, NotPossible
from editorial.models import Assignment, BoardMember, Notification, Review
from editorial.states import Response, State

Message = Notification.Kind


def release(assignment: Assignment, *, by: User, reason: str) -> Assignment:
    """Hand the assignment back: the member is asked no more. What they answered is kept.

    Raises:
        ReasonMissing: without a reason.
        NotPossible: the review is not under way, or the member signed, declined, or was released.
    """
    with transaction.atomic():
        review, locked = _lock(assignment, by=by)
        now, why = timezone.now(), beats.demand_reason(reason)
        assigning.let_go(locked, by=by, at=now, reason=why)
        event = assignment_beats.record("release", review, locked, by=by, at=now, reason=why)
        assignment_beats.tell(Message.RELEASED, review, locked, event, at=now)
    return locked


def reassign(assignment: Assignment, *, by: User, to: BoardMember, reason: str) -> Assignment:
    """Hand the assignment back and ask `to` in its place, by dates of the policy from today.

    Gives the new assignment, which is of the stand-in where `to` is away.

    Raises:
        ReasonMissing: without a reason.
        NotEligible: whoever would be asked may not judge the version.
        NotPossible: as for `release`, or whoever would be asked was asked for this review before,
            or the last specialist that the policy wants would go.
    """
    with transaction.atomic():
        review, locked = _lock(assignment, by=by)
        now, why = timezone.now(), beats.demand_reason(reason)
        with specialists.kept(review):
            asked = assigning.ask(review, assigning.distinct([to]), by=by, at=now)
            assigning.let_go(locked, by=by, at=now, reason=why, to=to)
        event = assignment_beats.record(
            "reassign",
            review,
            locked,
            by=by,
            at=now,
            reason=why,
            details={
                "members": assigning.named_as_asked(asked),
                "instead_of": locked.member.printed_name,
            },
        )
        assignment_beats.tell(Message.RELEASED, review, locked, event, at=now)
        beats.tell(
            Message.SIGN_OFF_ASKED,
            review,
            to=[each.member.user for each in asked],
            at=now,
            event=event,
        )
    return asked[0]


def extend(
    assignment: Assignment,
    *,
    by: User,
    sign_by: datetime.date,
    reason: str,
    may_be_earlier: bool = False,
) -> Assignment:
    """Another date to sign by: after today (UTC), and after the old one unless said otherwise.

    Raises:
        ReasonMissing: without a reason.
        NotPossible: no such date, or the assignment is not waited for any more.
    """
    with transaction.atomic():
        review, locked = _lock(assignment, by=by)
        now, old = timezone.now(), locked.sign_by
        _refuse_date(sign_by, old=old, today=now.date(), may_be_earlier=may_be_earlier)
        why = beats.demand_reason(reason)
        locked.sign_by = sign_by
        locked.respond_by = min(locked.respond_by, sign_by)
        locked.save(update_fields=["sign_by", "respond_by"])
        event = assignment_beats.record(
            "extend",
            review,
            locked,
            by=by,
            at=now,
            reason=why,
            details={"sign_by": sign_by.isoformat(), "sign_by_before": old.isoformat()},
        )
        assignment_beats.tell(Message.EXTENDED, review, locked, event, at=now)
    return locked


def remind_now(assignment: Assignment, *, by: User) -> Assignment:
    """Send the member a reminder, once a day (UTC) at most.

    Raises:
        NotEligible: the member could not sign today.
        NotPossible: reminded today already, cannot be reached, or is not waited for any more.
    """
    with transaction.atomic():
        review, locked = _lock(assignment, by=by)
        now, who = timezone.now(), {"member": locked.member}
        if was_reminded(locked, on=now.date()):
            raise NotPossible(
                _("%(member)s was reminded today already. You can remind again tomorrow.") % who
            )
        if reason := why_not(locked.member, review.version, on=now.date()):
            raise NotEligible(
                _("Nothing was sent. %(reason)s Ask another member.") % {"reason": reason}
            )
        if not locked.member.user.email:
            raise NotPossible(
                _("Nothing was sent: the account of %(member)s has no e-mail address.") % who
            )
        assignment_beats.record("remind", review, locked, by=by, at=now)
        # Without its event: so the database itself keeps a second one of the day out.
        assignment_beats.tell(Message.SIGN_OFF_REMINDED, review, locked, None, at=now)
    return locked


def was_reminded(assignment: Assignment, *, on: datetime.date) -> bool:
    """Whether a managing editor had this member reminded on that day (UTC)."""
    return Notification.objects.filter(
        assignment=assignment, kind=Message.SIGN_OFF_REMINDED, due_on=on
    ).exists()


def _lock(assignment: Assignment, *, by: User) -> tuple[Review, Assignment]:
    """The review held, and the assignment as it is now; refused unless it is waited for."""
    review = beats.lock(assignment.review)
    permissions.demand(allowed=permissions.may_manage(by))
    beats.expect(review, State.UNDER_REVIEW)
    locked = assignment_beats.current(assignment, review)
    _refuse_what_is_over(locked, review)
    return review, locked


def _refuse_what_is_over(assignment: Assignment, review: Review) -> None:
    who = {"member": assignment.member}
    assignment_beats.refuse_signed(assignment, review)
    if assignment.released_at is not None:
        raise NotPossible(_("The assignment of %(member)s was handed back already.") % who)
    if assignment.response == Response.DECLINED:
        raise NotPossible(_("%(member)s has declined. Ask another member.") % who)


def _refuse_date(
    sign_by: datetime.date, *, old: datetime.date, today: datetime.date, may_be_earlier: bool
) -> None:
    if sign_by <= today:
        raise NotPossible(_("Choose a date after today."))
    assigning.refuse_date(sign_by, today=today)
    if sign_by == old:
        raise NotPossible(_("That is the date already. Choose another one."))
    if sign_by < old and not may_be_earlier:
        raise NotPossible(
            _("The date so far is %(day)s. Choose a later one, or say that an earlier is meant.")
            % {"day": date_format(old, "j F Y")}
        )
