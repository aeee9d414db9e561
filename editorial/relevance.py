"""Why a message that was owed need not be sent any more: asked directly before it is."""

from collections.abc import Callable

from django.utils.translation import gettext as _

from editorial import source_news
from editorial.models import Notification, ReviewSchedule
from editorial.states import FULL_REVIEWS, OPEN, State

Kind = Notification.Kind


def why_cancelled(row: Notification) -> str:
    """The reason in words, or an empty string for a message that is still wanted.

    `row` comes with its recipient, article and review. Reports of what happened (returned,
    withdrawn) are always wanted; requests only while there is something to do.
    """
    if not row.recipient.is_active:
        return _("The recipient's account was closed.")
    question = _QUESTIONS.get(Kind(row.kind))
    return question(row) if question else ""


def _beginning(row: Notification) -> str:
    if row.review is not None and row.review.state != State.SUBMITTED:
        return _("The review has begun or was closed before.")
    return ""


def _signature(row: Notification) -> str:
    review = row.review
    if review is None or review.state != State.UNDER_REVIEW:
        return _("The review was closed before.")
    if review.sign_offs.filter(member__user=row.recipient_id).exists():
        return _("The recipient has signed already.")
    member = row.recipient.board_member
    if member.deactivated_at is not None:
        return _("The recipient has left the board.")
    return ""


def _news_of_open_review(row: Notification) -> str:
    if row.review is not None and row.review.state not in OPEN:
        return _("The review was closed before.")
    return ""


def _readers(row: Notification) -> str:
    if row.article.is_retired:
        return _("The article was retired before.")
    return ""


def _retirement(row: Notification) -> str:
    if not row.article.is_retired:
        return _("The article was given back to readers before.")
    return ""


def _ladder(row: Notification) -> str:
    """Everything that can overtake a reminder between its plan and its delivery."""
    if row.article.is_retired:
        return _("The article was retired before.")
    if not ReviewSchedule.objects.filter(article=row.article_id, due_on=row.due_on).exists():
        return _("The due date has moved.")
    later = Notification.objects.filter(
        subject=row.subject,
        recipient=row.recipient_id,
        due_on=row.due_on,
        kind__in=Notification.LADDER,
        rung__gt=row.rung,
    )
    if later.exists():
        return _("A later reminder has taken its place.")
    return ""


def _owners_ladder(row: Notification) -> str:
    if row.article.reviews.filter(state__in=OPEN, kind__in=FULL_REVIEWS).exists():
        return _("A review is open.")
    owner = row.article.owner
    if owner.pk != row.recipient_id and owner.is_active and owner.email:
        return _("The article has another owner.")
    return _ladder(row)


def _source(row: Notification) -> str:
    """The notice still stands, or the editors still keep the source, as the event says."""
    if row.article.is_retired:
        return _("The article was retired before.")
    if row.event is None or not source_news.still_holds(row.event):
        return _("What is known of the source has changed since.")
    return ""


_QUESTIONS: dict[Kind, Callable[[Notification], str]] = {
    Kind.REVIEW_SUBMITTED: _beginning,
    Kind.SIGN_OFF_ASKED: _signature,
    Kind.CONFLICT_DECLARED: _news_of_open_review,
    Kind.RECUSED: _news_of_open_review,
    Kind.CHANGES_WISHED: _news_of_open_review,
    Kind.APPROVED: _readers,
    Kind.RETIRED: _retirement,
    Kind.REINSTATED: _readers,
    Kind.REVIEW_DUE: _owners_ladder,
    Kind.REVIEW_OVERDUE: _owners_ladder,
    Kind.ESCALATION: _ladder,
    Kind.SOURCE_NOTICE: _source,
}
