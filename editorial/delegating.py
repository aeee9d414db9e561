"""An absent member's part goes to another member for a period, who signs in their own name.

Called as verbs of `editorial.workflow`. While a delegation is in force, asking the absent member
asks the stand-in (`editorial.assigning`). Nobody stands in while away themselves, so there are
neither chains nor circles.
"""

import datetime
from dataclasses import dataclass, field

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from editorial import assigning, audit, away, beats, permissions, specialists
from editorial.exceptions import NotEligible, NotPossible, WorkflowError
from editorial.models import Assignment, BoardMember, Delegation, Notification, Review
from editorial.states import State

Message = Notification.Kind


@dataclass
class HandedOver:
    """What the stand-in was asked, and what stayed with the absent member, each with the reason."""

    passed: list[Assignment] = field(default_factory=list)
    kept: list[tuple[Assignment, str]] = field(default_factory=list)


def delegate(
    member: BoardMember,
    *,
    by: User,
    to: BoardMember,
    begins_on: datetime.date,
    ends_on: datetime.date,
    reason: str,
) -> Delegation:
    """Let `to` stand in for `member` from the first to the last day (UTC), both included.

    Raises:
        ReasonMissing: without a reason.
        NotEligible: one of the two is not in office for the whole period.
        NotPossible: the period has passed or is none, it overlaps another absence, `to` is the
            member or away then, or the member stands in for somebody then.
    """
    with transaction.atomic():
        absent, stand_in = _lock_both(member, to)
        permissions.demand(allowed=permissions.may_delegate(by, absent))
        now, why = timezone.now(), beats.demand_reason(reason)
        if absent == stand_in:
            raise NotPossible(_("Choose another member: nobody stands in for themselves."))
        _refuse_period(begins_on, ends_on, today=now.date())
        for each in (absent, stand_in):
            _refuse_out_of_office(each, begins_on, ends_on)
        _refuse_overlap(absent, stand_in, begins_on, ends_on)
        delegation = Delegation.objects.create(
            member=absent,
            to=stand_in,
            begins_on=begins_on,
            ends_on=ends_on,
            reason=why,
            made_at=now,
            made_by=by,
        )
        audit.record("delegate", by=by, reason=why, details=_facts(delegation), at=now)
    return delegation


def end_delegation(delegation: Delegation, *, by: User) -> Delegation:
    """The member is back, or does not go. What the stand-in was asked meanwhile stays theirs.

    Raises:
        NotPossible: it is over already.
    """
    with transaction.atomic():
        locked = (
            Delegation.objects.select_for_update(of=("self",), no_key=True)
            .select_related("member", "to")
            .get(pk=delegation.pk)
        )
        permissions.demand(allowed=permissions.may_delegate(by, locked.member))
        now = timezone.now()
        away.end(locked, by=by, at=now)
        audit.record("end-delegation", by=by, details=_facts(locked), at=now)
    return locked


def hand_over(delegation: Delegation, *, by: User) -> HandedOver:
    """Ask the stand-in for what the absent member was asked and has not signed.

    Each review is a step of its own: what cannot be handed over stays with the member.

    Raises:
        NotPossible: the delegation is over.
    """
    permissions.demand(allowed=permissions.may_delegate(by, delegation.member))
    as_it_is = Delegation.objects.get(pk=delegation.pk)
    away.refuse_what_is_over(as_it_is, today=timezone.now().date())
    result = HandedOver()
    waiting = Assignment.objects.filter(member=delegation.member).waiting_for_verdict()
    for assignment in waiting.select_related("review__version").order_by("review_id"):
        try:
            result.passed.append(_hand_over(assignment, delegation, by=by))
        except WorkflowError as refusal:
            result.kept.append((assignment, str(refusal)))
    return result


def _hand_over(assignment: Assignment, delegation: Delegation, *, by: User) -> Assignment:
    with transaction.atomic():
        review = beats.lock(assignment.review)
        beats.expect(review, State.UNDER_REVIEW)
        own = _still_waiting(assignment, review)
        now = timezone.now()
        reason = _("%(member)s is away, and %(stand_in)s stands in: %(reason)s") % {
            "member": own.member,
            "stand_in": delegation.to,
            "reason": delegation.reason,
        }
        with specialists.kept(review):
            asked = assigning.ask_in_place_of(own.member, delegation.to, review, by=by, at=now)
            assigning.let_go(own, by=by, at=now, reason=reason, to=delegation.to)
        event = beats.record(
            "hand-over",
            review,
            by=by,
            at=now,
            reason=delegation.reason,
            details={
                "members": assigning.named_as_asked([asked]),
                "assignment": own.pk,
                "delegation": delegation.pk,
            },
        )
        to = [asked.member.user]
        beats.tell(Message.SIGN_OFF_ASKED, review, to=to, at=now, assignment=asked, event=event)
        absent = beats.others([own.member.user], than=by)
        beats.tell(Message.RELEASED, review, to=absent, at=now, assignment=own, event=event)
    return asked


def _still_waiting(assignment: Assignment, review: Review) -> Assignment:
    """As it is now that the review is held."""
    own = review.assignments.select_related("member__user").get(pk=assignment.pk)
    if review.sign_offs.filter(member=own.member_id).exists() or not own.is_active:
        raise NotPossible(
            _("Nothing of this review waits for %(member)s.") % {"member": own.member}
        )
    return own


def _lock_both(member: BoardMember, to: BoardMember) -> tuple[BoardMember, BoardMember]:
    """Both as they are now. Whoever makes a delegation with one of them waits for this one."""
    rows = (
        BoardMember.objects.filter(pk__in=[member.pk, to.pk])
        .select_related("user")
        .select_for_update(of=("self",), no_key=True)
        .order_by("pk")
    )
    held = {row.pk: row for row in rows}
    return held[member.pk], held[to.pk]


def _refuse_period(
    begins_on: datetime.date, ends_on: datetime.date, *, today: datetime.date
) -> None:
    if ends_on < begins_on:
        raise NotPossible(_("The last day comes before the first. Change one of them."))
    for day in (begins_on, ends_on):
        assigning.refuse_date(day, today=today)


def _refuse_out_of_office(
    member: BoardMember, begins_on: datetime.date, ends_on: datetime.date
) -> None:
    for day in (begins_on, ends_on):
        if not member.is_active_on(day):
            raise NotEligible(
                _("%(member)s is not an active member of the board on %(day)s.")
                % {"member": member, "day": date_format(day)}
            )


def _refuse_overlap(
    absent: BoardMember, stand_in: BoardMember, begins_on: datetime.date, ends_on: datetime.date
) -> None:
    """One absence at a time, and no one stands in while away."""
    clash = (
        Delegation.objects.filter(
            Q(member=absent) | Q(member=stand_in) | Q(to=absent),
            away.overlapping(begins_on, ends_on),
        )
        .select_related("member", "to")
        .first()
    )
    if clash is None:
        return
    if clash.to == absent:
        text = away.STANDS_IN
    elif clash.member == stand_in:
        text = away.STAND_IN_IS_AWAY
    else:
        text = away.AWAY_ALREADY
    names = {"absent": clash.member, "stand_in": clash.to}
    raise NotPossible(text % (names | away.period_of(clash)))


def _facts(delegation: Delegation) -> dict[str, object]:
    return {
        "delegation": delegation.pk,
        "members": assigning.named([delegation.member]),
        "to": assigning.named([delegation.to]),
        "begins_on": delegation.begins_on.isoformat(),
        "ends_on": delegation.ends_on.isoformat(),
    }
