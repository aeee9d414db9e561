"""What every verb of the workflow does around its own step."""

import datetime
from collections.abc import Iterable

from django.contrib.auth.models import User
from django.utils.translation import gettext as _

from editorial import audit, outbox
from editorial.exceptions import NotPossible, ReasonMissing
from editorial.models import Notification, Review
from editorial.states import State


def lock(review: Review) -> Review:
    """This review as it is now, held until the transaction ends."""
    return (
        Review.objects.select_for_update(of=("self",))
        .select_related("article__owner", "version")
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
) -> None:
    came_from = {"submit": "", "begin": State.SUBMITTED}.get(action, State.UNDER_REVIEW)
    audit.record(
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
    kind: Notification.Kind, review: Review, *, to: Iterable[User], at: datetime.datetime
) -> None:
    outbox.owe(kind, to=to, article=review.article, review=review, due_on=at.date())


def demand_reason(reason: str) -> str:
    if not reason.strip():
        raise ReasonMissing
    return reason.strip()
