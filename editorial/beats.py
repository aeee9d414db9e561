"""What every verb of the workflow does around its own step."""

import datetime
from collections.abc import Iterable

from django.contrib.auth.models import User
from django.utils.translation import gettext as _

from articles.text.exceptions import UnreadableText
from articles.text.sanitise import refuse_unreadable
from editorial import audit, outbox
from editorial.exceptions import NotPossible, ReasonMissing
from editorial.models import Assignment, AuditEvent, Notification, Review
from editorial.states import State


def lock(review: Review) -> Review:
    """This review and its article as they are now, held until the transaction ends.

    The article too, because every verb ends at its chain of events, and a retirement comes from the
    other side: article first, then the chain. Two orders would lock each other out. The lock leaves
    the keys free: news of a source holds the article, and writes rows that point to the review.
    """
    return (
        Review.objects.select_for_update(of=("self", "article"), no_key=True)
        .select_related("article", "version")
        .get(pk=review.pk)
    )


def expect(review: Review, *states: State) -> None:
    if review.state not in states:
        raise NotPossible(
            _("This review is “%(state)s”, so this step is not possible. Nothing was changed.")
            % {"state": review.get_state_display()}
        )


def record(
    action: str,
    review: Review,
    *,
    by: User,
    at: datetime.datetime,
    reason: str = "",
    details: dict[str, object] | None = None,
    before: str | None = None,
) -> AuditEvent:
    came_from = {"submit": "", "begin": State.SUBMITTED}.get(action, State.UNDER_REVIEW)
    return audit.record(
        action,
        by=by,
        review=review,
        from_state=came_from if before is None else before,
        to_state=review.state,
        version_digest=review.version.digest,
        reason=reason,
        details={"version": review.version.number, **(details or {})},
        at=at,
    )


def tell(
    kind: Notification.Kind,
    review: Review,
    *,
    to: Iterable[User],
    at: datetime.datetime,
    assignment: Assignment | None = None,
    event: AuditEvent | None = None,
) -> None:
    """Owe a message about this review.

    What can happen twice on one day is told with its `event`: so the second is not taken for the
    first, and the letter quotes the reason that was given then.
    """
    outbox.owe(
        kind,
        to=to,
        article=review.article,
        review=review,
        assignment=assignment,
        event=event,
        due_on=at.date(),
    )


def tell_of_member(
    kind: Notification.Kind,
    assignment: Assignment,
    review: Review,
    *,
    at: datetime.datetime,
    event: AuditEvent | None = None,
) -> None:
    """Tell the managing editors what one member did. Two members on one day are two messages."""
    tell(
        kind,
        review,
        to=outbox.managing_editors(),
        at=at,
        assignment=assignment,
        event=event,
    )


def others(people: Iterable[User], *, than: User) -> list[User]:
    """Those who need to be told what `than` knows, having done it."""
    return [person for person in people if person.pk != than.pk]


def demand_reason(reason: str) -> str:
    """The reason without space around it; raises ReasonMissing where nothing is left."""
    if not (text := readable(reason)):
        raise ReasonMissing
    return text


def readable(text: str) -> str:
    """What a person typed, without space around it; raises NotPossible for what is not text."""
    try:
        refuse_unreadable(text)
    except UnreadableText as error:
        raise NotPossible(str(error)) from error
    return text.strip()
