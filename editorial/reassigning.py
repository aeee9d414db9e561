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

from editorial import assigning, beats, outbox, permissions
from editorial.eligibility import why_not
from editorial.exceptions import NotEligible, NotPossible
from editorial.models import Assignment, BoardMember, Notification, Review
from editorial.states import Response, State

Message = Notification.Kind
#: Nobody is given longer at a time: a date further away is a slip of the keyboard.
MOST_DAYS = 365


def release(assignment: Assignment, *, by: User, reason: str) -> Assignment:
    """Hand the assignment back: the member is asked no more. What they answered is kept.

    Raises:
        ReasonMissing: without a reason.
        NotPossible: the review is not under way, or the member signed, declined, or was released.
    """
    with transaction.atomic():
        review, locked = _lock(assignment, by=by)
        now, why = timezone.now(), beats.demand_reason(reason)
        hand_back(review, locked, by=by, at=now, reason=why)
        beats.record(
            "release",
            review,
            by=by,
            at=now,
            reason=why,
            details={"members": assigning.named([locked.member]), "assignment": locked.pk},
        )
    return locked


def reassign(assignment: Assignment, *, by: User, to: BoardMember, reason: str) -> Assignment:
    """Hand the assignment back and ask `to` in its place, by dates of the policy from today.

    Gives the new assignment.

    Raises:
        ReasonMissing: without a reason.
        NotEligible: `to` is inactive or wrote a part of the version.
        NotPossible: as for `release`, or `to` was asked for this review before.
    """
    with transaction.atomic():
        review, locked = _lock(assignment, by=by)
        now, why = timezone.now(), beats.demand_reason(reason)
        before = set(review.assignments.values_list("pk", flat=True))
        chosen = assigning.distinct([to])
        if review.assignments.filter(member__in=chosen).exists():
            raise NotPossible(_("%(member)s was asked already.") % {"member": to})
        hand_back(review, locked, by=by, at=now, reason=why, to=to)
        assigning.ask(review, chosen, by=by, at=now)
        new = review.assignments.select_related("member__user").exclude(pk__in=before).get()
        beats.record(
            "reassign",
            review,
            by=by,
            at=now,
            reason=why,
            details={
                "members": assigning.named([new.member]),
                "instead_of": locked.member.printed_name,
                "assignment": locked.pk,
            },
        )
        beats.tell(Message.SIGN_OFF_ASKED, review, to=[new.member.user], at=now)
    return new


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
        beats.record(
            "extend",
            review,
            by=by,
            at=now,
            reason=why,
            details={
                "members": assigning.named([locked.member]),
                "assignment": locked.pk,
                "sign_by": sign_by.isoformat(),
                "sign_by_before": old.isoformat(),
            },
        )
        # By the new date, so that two extensions on one day are two messages.
        _tell_the_member(Message.EXTENDED, locked, review, due_on=sign_by)
    return locked


def remind_now(assignment: Assignment, *, by: User) -> Assignment:
    """Send the member a reminder, once a day (UTC) at most.

    Raises:
        NotEligible: the member could not sign today.
        NotPossible: reminded today already, cannot be reached, or is not waited for any more.
    """
    with transaction.atomic():
        review, locked = _lock(assignment, by=by)
        now = timezone.now()
        if was_reminded(locked, on=now.date()):
            raise NotPossible(
                _("%(member)s was reminded today already. You can remind again tomorrow.")
                % {"member": locked.member}
            )
        if reason := why_not(locked.member, review.version, on=now.date()):
            raise NotEligible(
                _("Nothing was sent. %(reason)s Ask another member.") % {"reason": reason}
            )
        if not locked.member.user.email:
            raise NotPossible(
                _("Nothing was sent: the account of %(member)s has no e-mail address.")
                % {"member": locked.member}
            )
        _tell_the_member(Message.SIGN_OFF_REMINDED, locked, review, due_on=now.date())
        beats.record(
            "remind",
            review,
            by=by,
            at=now,
            details={"members": assigning.named([locked.member]), "assignment": locked.pk},
        )
    return locked


def hand_back(
    review: Review,
    assignment: Assignment,
    *,
    by: User,
    at: datetime.datetime,
    reason: str,
    to: BoardMember | None = None,
) -> None:
    """Release an assignment of a locked review and tell its member. Writes no event.

    A proposal that waits for an answer is answered by it: yes, if `to` is whom it names.
    """
    assignment.released_at, assignment.released_by = at, by
    assignment.release_reason = reason
    assignment.save(update_fields=["released_at", "released_by", "release_reason"])
    for proposal in assignment.proposals.filter(answered_at__isnull=True):
        proposal.is_accepted = to is not None and proposal.member_id == to.pk
        proposal.answered_at, proposal.answered_by = at, by
        proposal.save(update_fields=["is_accepted", "answered_at", "answered_by"])
    _tell_the_member(Message.RELEASED, assignment, review, due_on=at.date())


def was_reminded(assignment: Assignment, *, on: datetime.date) -> bool:
    """Whether a managing editor had this member reminded on that day (UTC)."""
    return Notification.objects.filter(
        subject=f"assignment:{assignment.pk}", kind=Message.SIGN_OFF_REMINDED, due_on=on
    ).exists()


def _lock(assignment: Assignment, *, by: User) -> tuple[Review, Assignment]:
    """The review held, and the assignment as it is now; refused unless it is waited for."""
    review = beats.lock(assignment.review)
    permissions.demand(allowed=permissions.may_manage(by))
    beats.expect(review, State.UNDER_REVIEW)
    locked = review.assignments.select_related("member__user").get(pk=assignment.pk)
    _refuse_what_is_over(locked, review)
    return review, locked


def _refuse_what_is_over(assignment: Assignment, review: Review) -> None:
    who = {"member": assignment.member}
    if review.sign_offs.filter(member=assignment.member_id).exists():
        raise NotPossible(
            _("%(member)s has signed. The signature stands, and nothing was changed.") % who
        )
    if assignment.released_at is not None:
        raise NotPossible(_("The assignment of %(member)s was handed back already.") % who)
    if assignment.response == Response.DECLINED:
        raise NotPossible(_("%(member)s has declined. Ask another member.") % who)


def _refuse_date(
    sign_by: datetime.date, *, old: datetime.date, today: datetime.date, may_be_earlier: bool
) -> None:
    if sign_by <= today:
        raise NotPossible(_("Choose a date after today."))
    if (sign_by - today).days > MOST_DAYS:
        raise NotPossible(_("Choose a date within a year."))
    if sign_by == old:
        raise NotPossible(_("That is the date already. Choose another one."))
    if sign_by < old and not may_be_earlier:
        raise NotPossible(
            _("The date so far is %(day)s. Choose a later one, or say that an earlier is meant.")
            % {"day": date_format(old, "j F Y")}
        )


def _tell_the_member(
    kind: Notification.Kind, assignment: Assignment, review: Review, *, due_on: datetime.date
) -> None:
    outbox.owe(
        kind,
        to=[assignment.member.user],
        article=review.article,
        review=review,
        assignment=assignment,
        due_on=due_on,
    )
