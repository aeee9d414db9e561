"""Why a message that was owed need not be sent any more: asked directly before it is."""

from collections.abc import Callable

from django.utils import timezone
from django.utils.translation import gettext as _

from editorial import owners_relevance, source_news, still_due
from editorial.letters.about_addresses import the_bounce
from editorial.letters.about_assignments import the_assignment, the_proposal
from editorial.letters.about_reading import open_comments
from editorial.models import Notification
from editorial.signers_gone import unsigned
from editorial.states import OPEN, Conflict, State

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
    """Something is asked of the recipient, who is still expected to sign."""
    return still_due.work_is_over(row, the_assignment(row)) or _asked_anew(row)


def _asked_anew(row: Notification) -> str:
    """A member who is asked, handed back and asked again is asked once."""
    later = Notification.objects.filter(
        kind=row.kind, review=row.review_id, recipient=row.recipient_id, queued__gt=row.queued
    )
    return _("A later message has taken its place.") if later.exists() else ""


def _declined(row: Notification) -> str:
    if the_assignment(row).is_active:
        return _("The member was asked again, or has changed their mind.")
    return _news_of_open_review(row)


def _reopened(row: Notification) -> str:
    if not the_assignment(row).is_active:
        return _("The member declined again, or is not asked any more.")
    return _news_of_open_review(row)


def _proposal(row: Notification) -> str:
    """It waits for an answer still."""
    assignment = the_assignment(row)
    waiting = assignment.proposals.filter(answered_at__isnull=True)
    if row.event is not None and "proposal" in row.event.details:
        waiting = waiting.filter(pk=row.event.details["proposal"])
    if not waiting.exists():
        return _("The proposal was answered before.")
    return still_due.work_is_over(row, assignment)


def _answer(row: Notification) -> str:
    """Members are told also that another was asked; a date is of no use without work."""
    assignment = the_assignment(row)
    proposal = the_proposal(row, assignment)
    if proposal.is_accepted and proposal.member_id is not None:
        return _news_of_open_review(row)
    return still_due.work_is_over(row, assignment)


def _released(row: Notification) -> str:
    """The member is told even after the review has closed: nothing else tells them."""
    assignment = the_assignment(row)
    if assignment.is_active:
        return _("The member was asked again.")
    return "" if assignment.member.user_id == row.recipient_id else _news_of_open_review(row)


def _date(row: Notification) -> str:
    assignment = the_assignment(row)
    told = row.event.details.get("sign_by") if row.event is not None else None
    if told is not None and told != assignment.sign_by.isoformat():
        return _("The date was changed again.")
    return still_due.work_is_over(row, assignment)


def _conflict(row: Notification) -> str:
    """It stands, as it was declared last."""
    if row.assignment_id is None:
        return _news_of_open_review(row)
    later = Notification.objects.filter(
        kind=row.kind,
        assignment=row.assignment_id,
        recipient=row.recipient_id,
        queued__gt=row.queued,
    )
    if the_assignment(row).conflict != Conflict.DECLARED or later.exists():
        return _("The answer about conflicts of interest was changed.")
    return _news_of_open_review(row)


def _waiver(row: Notification) -> str:
    assignment = the_assignment(row)
    if assignment.waived_at is None:
        return _("The answer about conflicts of interest was changed.")
    if assignment.member.user_id == row.recipient_id:
        return still_due.work_is_over(row, assignment)
    return _news_of_open_review(row)


def _comments(row: Notification) -> str:
    """A version that was returned is worked on: what the board said of it is wanted still."""
    if row.review is not None and row.review.state in (State.APPROVED, State.WITHDRAWN):
        return _("The review was closed before.")
    if not open_comments(row):
        return _("Every comment was settled before.")
    return ""


def _news_of_open_review(row: Notification) -> str:
    if row.review is not None and row.review.state not in OPEN:
        return _("The review was closed before.")
    return ""


def _readers(row: Notification) -> str:
    if row.article.is_retired:
        return _("The article was retired before.")
    return ""


def _signers(row: Notification) -> str:
    if row.article.is_retired:
        return _("The article was retired before.")
    if not unsigned(timezone.now().date()).filter(pk=row.article_id).exists():
        return _("Somebody in office has signed it since.")
    return ""


def _retirement(row: Notification) -> str:
    if not row.article.is_retired:
        return _("The article was given back to readers before.")
    return _said_anew(row)


def _reinstatement(row: Notification) -> str:
    return _readers(row) or _said_anew(row)


def _said_anew(row: Notification) -> str:
    """What is undone and done again is told once, if nothing was sent meanwhile."""
    later = Notification.objects.filter(
        kind=row.kind, article=row.article_id, recipient=row.recipient_id, queued__gt=row.queued
    )
    return _("A later message has taken its place.") if later.exists() else ""


def _retired_for_good(row: Notification) -> str:
    """What is withdrawn only until it is reviewed is worked on like what is live."""
    return "" if row.article.is_withdrawn else _readers(row)


def _withdrawal(row: Notification) -> str:
    if not row.article.is_withdrawn:
        return _("The article was given back to readers, or retired, before.")
    return _said_anew(row)


def _reports(row: Notification) -> str:
    if not row.article.reader_reports.filter(verdict="").exists():
        return _("Every report was answered before.")
    return _retired_for_good(row)


def _source(row: Notification) -> str:
    """The notice still stands, or the editors still keep the source, as the event says."""
    if retired := _retired_for_good(row):
        return retired
    if row.event is None or not source_news.still_holds(row.event):
        return _("What is known of the source has changed since.")
    return ""


def _address(row: Notification) -> str:
    bounce = the_bounce(row)
    if bounce.cleared_at is not None:
        return _("The address works again.")
    if bounce.address != bounce.user.email:
        return _("The account has another address by now.")
    return ""


_QUESTIONS: dict[Kind, Callable[[Notification], str]] = {
    Kind.REVIEW_SUBMITTED: _beginning,
    Kind.SIGN_OFF_ASKED: _signature,
    Kind.CONFLICT_DECLARED: _conflict,
    Kind.RECUSED: _news_of_open_review,
    Kind.CHANGES_WISHED: _news_of_open_review,
    Kind.APPROVED: _readers,
    Kind.RETIRED: _retirement,
    Kind.REINSTATED: _reinstatement,
    Kind.REVIEW_DUE: still_due.of_owner,
    Kind.REVIEW_OVERDUE: still_due.of_owner,
    Kind.ESCALATION: still_due.of_managers,
    Kind.RESPONSE_DUE: still_due.of_member,
    Kind.SIGN_OFF_DUE: still_due.of_member,
    Kind.ASSIGNMENT_LATE: still_due.of_member,
    Kind.SOURCE_NOTICE: _source,
    Kind.DECLINED: _declined,
    Kind.REOPENED: _reopened,
    Kind.PROPOSED: _proposal,
    Kind.PROPOSAL_ANSWERED: _answer,
    Kind.RELEASED: _released,
    Kind.EXTENDED: _date,
    Kind.SIGN_OFF_REMINDED: _signature,
    Kind.SIGN_OFF_WITHDRAWN: _news_of_open_review,
    Kind.CONFLICT_WAIVED: _waiver,
    Kind.COMMENTED: _comments,
    Kind.SIGNERS_GONE: _signers,
    Kind.ADDRESS_BOUNCES: _address,
    Kind.PAGE_WITHDRAWN: _withdrawal,
    Kind.PAGE_RETURNED: _reinstatement,
    Kind.READER_REPORT: _reports,
    Kind.STANDING_IN: owners_relevance.standing_in,
    Kind.HANDED_OVER: owners_relevance.handed_over,
    Kind.OWNER_GONE: owners_relevance.owner_gone,
}
