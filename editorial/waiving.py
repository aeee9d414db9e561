"""Letting a member sign despite a declared conflict of interest. A verb of `editorial.workflow`."""

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from editorial import assignment_beats, beats, permissions
from editorial.eligibility import why_not_asked
from editorial.exceptions import NotEligible, NotPossible
from editorial.models import Assignment, Notification
from editorial.states import Conflict, State


def waive_conflict(assignment: Assignment, *, by: User, reason: str) -> Assignment:
    """Let the member sign although a conflict of interest is declared; readers see both.

    It holds for the conflict as declared: another answer of the member ends it.

    Raises:
        ReasonMissing: without a reason.
        NotEligible: the member declined, or the assignment was handed back.
        NotPossible: no conflict is declared, it is waived already or one's own, the member has
            signed, or the review is not under way.
    """
    with transaction.atomic():
        review = beats.lock(assignment.review)
        permissions.demand(allowed=permissions.may_manage(by))
        beats.expect(review, State.UNDER_REVIEW)
        asked = assignment_beats.current(assignment, review)
        if asked.member.user_id == by.pk:
            raise NotPossible(
                _("You cannot waive a conflict of your own. Ask another managing editor.")
            )
        if review.sign_offs.filter(member=asked.member_id).exists():
            raise NotPossible(_("%(member)s has signed already.") % {"member": asked.member})
        if over := why_not_asked(asked):
            raise NotEligible(over)
        if asked.conflict != Conflict.DECLARED:
            raise NotPossible(
                _("%(member)s has not declared a conflict of interest.") % {"member": asked.member}
            )
        if asked.waived_at is not None:
            raise NotPossible(_("This conflict of interest is waived already."))
        why, now = beats.demand_reason(reason), timezone.now()
        asked.waived_at, asked.waived_by, asked.waiver_reason = now, by, why
        asked.save(update_fields=["waived_at", "waived_by", "waiver_reason"])
        event = assignment_beats.record(
            "waive-conflict",
            review,
            asked,
            by=by,
            at=now,
            reason=why,
            details={"statement": asked.conflict_statement},
        )
        assignment_beats.tell(Notification.Kind.CONFLICT_WAIVED, review, asked, event, at=now)
    return asked


def forget_waiver(assignment: Assignment) -> bool:
    """End the waiver of an answer that is being changed; the caller saves. Tells if there was one.

    What was waived is the conflict as it was declared, and no other.
    """
    was_waived = assignment.waived_at is not None
    assignment.waived_at, assignment.waived_by, assignment.waiver_reason = None, None, ""
    return was_waived
