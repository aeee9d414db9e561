"""The words of the workflow, and the one table of legal moves.

The database trigger is made from `MOVES`; `Review`'s transition methods are tested against it, and
the transition matrix test holds the same table written by hand.
"""

from django.db import models
from django.utils.translation import gettext_lazy as _


class State(models.TextChoices):
    """Where a review stands."""

    SUBMITTED = "submitted", _("Submitted")
    UNDER_REVIEW = "under_review", _("Under review")
    APPROVED = "approved", _("Approved")
    CHANGES_REQUESTED = "changes_requested", _("Changes requested")
    WITHDRAWN = "withdrawn", _("Withdrawn")


OPEN = [State.SUBMITTED, State.UNDER_REVIEW]
CLOSED = [State.APPROVED, State.CHANGES_REQUESTED, State.WITHDRAWN]

MOVES = [
    (State.SUBMITTED, State.UNDER_REVIEW),
    (State.SUBMITTED, State.WITHDRAWN),
    (State.UNDER_REVIEW, State.APPROVED),
    (State.UNDER_REVIEW, State.CHANGES_REQUESTED),
    (State.UNDER_REVIEW, State.WITHDRAWN),
]


class Kind(models.TextChoices):
    """Why a version is reviewed."""

    NEW = "new", _("New article")
    REVISION = "revision", _("Revision")
    CORRECTION = "correction", _("Correction")
    RE_REVIEW = "re-review", _("Re-review")


#: A completed review of these kinds renews "last reviewed" and "next due"; a correction does not.
FULL_REVIEWS = [Kind.NEW, Kind.REVISION, Kind.RE_REVIEW]


class Verdict(models.TextChoices):
    """What a board member signs."""

    APPROVE = "approve", _("Approve")
    REQUEST_CHANGES = "request_changes", _("Request changes")
    RECUSE = "recuse", _("Recuse myself")


class Conflict(models.TextChoices):
    """A member's answer to the conflict-of-interest question (ICMJE: none is an answer too)."""

    UNANSWERED = "unanswered", _("Not answered")
    NONE = "none", _("No conflict of interest")
    DECLARED = "declared", _("Conflict of interest declared")


class Response(models.TextChoices):
    """A member's answer to being asked."""

    UNANSWERED = "unanswered", _("Not answered")
    ACCEPTED = "accepted", _("Accepted")
    DECLINED = "declined", _("Declined")


class Weight(models.TextChoices):
    """What a comment asks for."""

    BLOCKING = "blocking", _("Must be changed")
    SUGGESTION = "suggestion", _("Suggestion")
    PRAISE = "praise", _("Well done")


class DisclosureItem(models.TextChoices):
    """The items of the ICMJE disclosure form (2021), by their numbers."""

    WORK_SUPPORT = "work-support", _("Support for the present work")
    GRANTS = "grants", _("Grants or contracts")
    ROYALTIES = "royalties", _("Royalties or licences")
    CONSULTING = "consulting", _("Consulting fees")
    HONORARIA = "honoraria", _("Payment for lectures, manuscripts or educational events")
    TESTIMONY = "testimony", _("Payment for expert testimony")
    TRAVEL = "travel", _("Support for attending meetings or travel")
    PATENTS = "patents", _("Patents planned, issued or pending")
    SAFETY_BOARD = "safety-board", _("Data safety monitoring or advisory board")
    LEADERSHIP = "leadership", _("Leadership or fiduciary role")
    STOCK = "stock", _("Stock or stock options")
    EQUIPMENT = "equipment", _("Equipment, materials, drugs, medical writing or gifts")
    OTHER = "other", _("Other financial or non-financial interests")
