"""What was open when a member left office is handed back by the site itself.

Whoever deactivates a member has it done at once. A term ends and an account is closed without any
step here, so every sweep looks for members who are still asked and no longer in office. A member
who was asked in the very moment of leaving is found by it too.
"""

import datetime
import logging

from django.db import transaction

from editorial import assigning, beats, outbox, source_watch
from editorial.models import Assignment, BoardMember, Notification, Review
from editorial.office import why_not_in_office
from editorial.querysets import AssignmentQuerySet
from editorial.states import State

log = logging.getLogger(__name__)


def hand_back_of_departed(now: datetime.datetime) -> int:
    """Hand back what waits for members who are not in office. Returns how many assignments.

    Each in a transaction of its own: one that fails is logged and left for the next sweep.
    """
    handed_back = 0
    for assignment in _waiting_for_departed(now.date()).select_related("review"):
        try:
            handed_back += _hand_back_if_departed(assignment, now)
        except Exception:
            # One assignment that cannot be handed back must not keep the others, nor the mail.
            log.exception("Assignment %s waits for a member out of office", assignment.pk)
    return handed_back


def lock_open_reviews(member: BoardMember) -> list[Review]:
    """The reviews that wait for this member, held with their articles.

    Taken before the member is: a signature too holds the review first and then its member. All in
    the order of the articles, which is the one that news of a source keeps as well.
    """
    waiting = Assignment.objects.waiting_for_verdict().filter(member=member)
    return list(
        Review.objects.filter(pk__in=waiting.values("review"))
        .select_for_update(of=("self", "article"), no_key=True)
        .select_related("article__owner", "version")
        .order_by("article")
    )


def hand_back_all(member: BoardMember, reviews: list[Review], *, at: datetime.datetime) -> None:
    """What waits for this member, held and out of office, in the reviews held before."""
    by_id = {review.pk: review for review in reviews}
    waiting = Assignment.objects.waiting_for_verdict().filter(member=member, review__in=by_id)
    for assignment in waiting.select_related("member__user").order_by("review__article"):
        _hand_back(by_id[assignment.review_id], assignment, at=at)


@transaction.atomic
def _hand_back_if_departed(assignment: Assignment, now: datetime.datetime) -> bool:
    """Asked again with everything held: another sweep, or a signature, may have been first."""
    review = beats.lock(assignment.review)
    if review.state != State.UNDER_REVIEW:
        return False
    held = (
        _waiting_for_departed(now.date())
        .filter(pk=assignment.pk)
        .select_related("member__user")
        .select_for_update(of=("self", "member", "member__user"), no_key=True)
        .first()
    )
    if held is None:
        return False
    _hand_back(review, held, at=now)
    return True


def _waiting_for_departed(day: datetime.date) -> AssignmentQuerySet:
    in_office = BoardMember.objects.active_on(day)
    return Assignment.objects.waiting_for_verdict().exclude(member__in=in_office).order_by("pk")


def _hand_back(review: Review, assignment: Assignment, *, at: datetime.datetime) -> None:
    """The managing editors hear of it too: whether to ask somebody else is for them to say."""
    account = source_watch.account()
    reason = why_not_in_office(assignment.member, at.date())
    assigning.let_go(assignment, by=account, at=at, reason=reason)
    event = beats.record(
        "release",
        review,
        by=account,
        at=at,
        reason=reason,
        details={
            "members": assigning.named([assignment.member]),
            "assignment": assignment.pk,
        },
    )
    beats.tell(
        Notification.Kind.RELEASED,
        review,
        to=[assignment.member.user, *outbox.managing_editors()],
        at=at,
        assignment=assignment,
        event=event,
    )
