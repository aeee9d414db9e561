"""What each kind of message says; `editorial.mail` makes mail of it."""

from collections.abc import Callable
from dataclasses import replace

from editorial.letters import (
    about_addresses,
    about_articles,
    about_assignments,
    about_dates,
    about_overdue,
    about_owners,
    about_reading,
    about_reports,
    about_reviews,
    about_sources,
)
from editorial.letters.letter import Letter
from editorial.letters.what_changed import summary
from editorial.models import Notification

__all__ = ["Letter", "letter"]

Kind = Notification.Kind


def letter(row: Notification) -> Letter:
    """The letter for a notification of any kind."""
    return replace(_LETTERS[Kind(row.kind)](row), changes=summary(row))


_LETTERS: dict[Kind, Callable[[Notification], Letter]] = {
    Kind.REVIEW_SUBMITTED: about_reviews.review_submitted,
    Kind.SIGN_OFF_ASKED: about_reviews.sign_off_asked,
    Kind.CONFLICT_DECLARED: about_reviews.conflict_declared,
    Kind.RECUSED: about_reviews.recused,
    Kind.CHANGES_WISHED: about_reviews.changes_wished,
    Kind.APPROVED: about_reviews.approved,
    Kind.CHANGES_REQUESTED: about_reviews.changes_requested,
    Kind.WITHDRAWN: about_reviews.withdrawn,
    Kind.RETIRED: about_articles.retired,
    Kind.REINSTATED: about_articles.reinstated,
    Kind.REVIEW_DUE: about_articles.review_due,
    Kind.REVIEW_OVERDUE: about_articles.review_overdue,
    Kind.ESCALATION: about_articles.escalation,
    Kind.SOURCE_NOTICE: about_sources.source_notice,
    Kind.DECLINED: about_assignments.declined,
    Kind.REOPENED: about_assignments.reopened,
    Kind.PROPOSED: about_assignments.proposed,
    Kind.PROPOSAL_ANSWERED: about_assignments.proposal_answered,
    Kind.RELEASED: about_assignments.released,
    Kind.EXTENDED: about_assignments.extended,
    Kind.SIGN_OFF_REMINDED: about_assignments.sign_off_reminded,
    Kind.SIGN_OFF_WITHDRAWN: about_reading.sign_off_withdrawn,
    Kind.CONFLICT_WAIVED: about_assignments.conflict_waived,
    Kind.COMMENTED: about_reading.commented,
    Kind.SIGNERS_GONE: about_articles.signers_gone,
    Kind.RESPONSE_DUE: about_dates.response_due,
    Kind.SIGN_OFF_DUE: about_dates.sign_off_due,
    Kind.ASSIGNMENT_LATE: about_dates.assignment_late,
    Kind.ADDRESS_BOUNCES: about_addresses.address_bounces,
    Kind.PAGE_WITHDRAWN: about_overdue.page_withdrawn,
    Kind.PAGE_RETURNED: about_overdue.page_returned,
    Kind.READER_REPORT: about_reports.reader_report,
    Kind.STANDING_IN: about_owners.standing_in,
    Kind.HANDED_OVER: about_owners.handed_over,
    Kind.OWNER_GONE: about_owners.owner_gone,
}
