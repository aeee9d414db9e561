"""What the verbs about one assignment do around their own step, on top of `editorial.beats`."""

import datetime

from django.contrib.auth.models import User
from django.utils.translation import gettext as _

from editorial import assigning, beats
from editorial.exceptions import NotPossible
from editorial.models import Assignment, AuditEvent, Notification, Review


def current(assignment: Assignment, review: Review) -> Assignment:
    """As it is now that the review is held: no verb changes it meanwhile."""
    return review.assignments.select_related("member__user", "in_place_of").get(pk=assignment.pk)


def refuse_signed(assignment: Assignment, review: Review) -> None:
    """A signature, even one that was withdrawn, ends what can be done about its assignment."""
    if review.sign_offs.filter(member=assignment.member_id).exists():
        raise NotPossible(
            _("%(member)s has signed. The signature stands, and nothing was changed.")
            % {"member": assignment.member}
        )


def record(
    action: str,
    review: Review,
    assignment: Assignment,
    *,
    by: User,
    at: datetime.datetime,
    reason: str = "",
    details: dict[str, object] | None = None,
) -> AuditEvent:
    """The event names the member and the assignment."""
    about = {"members": assigning.named([assignment.member]), "assignment": assignment.pk}
    return beats.record(
        action, review, by=by, at=at, reason=reason, details={**about, **(details or {})}
    )


def tell(
    kind: Notification.Kind,
    review: Review,
    assignment: Assignment,
    event: AuditEvent | None,
    *,
    at: datetime.datetime,
) -> None:
    """Tell the member whose assignment it is."""
    to = [assignment.member.user]
    beats.tell(kind, review, to=to, at=at, assignment=assignment, event=event)
