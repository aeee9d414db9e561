"""Reviews, the board, its policies, signatures, the audit chain and the outbox."""

from editorial.models.audit import AuditEvent
from editorial.models.board import BoardMember
from editorial.models.notification import Notification
from editorial.models.policy import Policy
from editorial.models.publication import LiveArticle, PublishedVersion
from editorial.models.review import Assignment, Review
from editorial.models.schedule import ReviewSchedule
from editorial.models.signature import SigningLock, SignOff
from editorial.models.source_watch import SourceWatchAccount
from editorial.models.sweep import Sweep

__all__ = [
    "Assignment",
    "AuditEvent",
    "BoardMember",
    "LiveArticle",
    "Notification",
    "Policy",
    "PublishedVersion",
    "Review",
    "ReviewSchedule",
    "SignOff",
    "SigningLock",
    "SourceWatchAccount",
    "Sweep",
]
