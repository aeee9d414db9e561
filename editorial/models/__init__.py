"""Reviews, the board, its policies, signatures, the audit chain and the outbox."""

from editorial.models.assignment import Assignment
from editorial.models.audit import AuditEvent
from editorial.models.board import BoardMember
from editorial.models.mail_preference import MailPreference
from editorial.models.notification import Notification
from editorial.models.policy import Policy
from editorial.models.publication import LiveArticle, PublishedVersion
from editorial.models.reading import Comment, Proposal, ReadMark
from editorial.models.review import Review
from editorial.models.schedule import ReviewSchedule
from editorial.models.signature import SigningLock, SignOff, SignOffWithdrawal
from editorial.models.source_watch import SourceWatchAccount
from editorial.models.standing import Credential, Delegation, Disclosure, Portrait
from editorial.models.sweep import Sweep

__all__ = [
    "Assignment",
    "AuditEvent",
    "BoardMember",
    "Comment",
    "Credential",
    "Delegation",
    "Disclosure",
    "LiveArticle",
    "MailPreference",
    "Notification",
    "Policy",
    "Portrait",
    "Proposal",
    "PublishedVersion",
    "ReadMark",
    "Review",
    "ReviewSchedule",
    "SignOff",
    "SignOffWithdrawal",
    "SigningLock",
    "SourceWatchAccount",
    "Sweep",
]
