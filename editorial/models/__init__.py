"""Reviews, the board, its policies, signatures, the audit chain and the outbox."""

from editorial.models.addresses import Bounce, CalendarFeed
from editorial.models.assignment import Assignment
from editorial.models.audit import AuditEvent
from editorial.models.board import BoardMember
from editorial.models.due_trigger import DueTrigger
from editorial.models.ladder import Ladder
from editorial.models.mail_preference import MailPreference
from editorial.models.notification import Notification
from editorial.models.owning import Cover, SpecialtyLead
from editorial.models.policy import Policy
from editorial.models.publication import LiveArticle, PublishedVersion
from editorial.models.reading import Comment, Proposal, ReadMark
from editorial.models.reports import ReaderReport
from editorial.models.review import Review
from editorial.models.schedule import Interval, ReviewSchedule
from editorial.models.signature import SigningLock, SignOff, SignOffWithdrawal
from editorial.models.snooze import Snooze
from editorial.models.source_watch import SourceWatchAccount
from editorial.models.standing import Credential, Delegation, Disclosure, Portrait
from editorial.models.sweep import Sweep

__all__ = [
    "Assignment",
    "AuditEvent",
    "BoardMember",
    "Bounce",
    "CalendarFeed",
    "Comment",
    "Cover",
    "Credential",
    "Delegation",
    "Disclosure",
    "DueTrigger",
    "Interval",
    "Ladder",
    "LiveArticle",
    "MailPreference",
    "Notification",
    "Policy",
    "Portrait",
    "Proposal",
    "PublishedVersion",
    "ReadMark",
    "ReaderReport",
    "Review",
    "ReviewSchedule",
    "SignOff",
    "SignOffWithdrawal",
    "SigningLock",
    "Snooze",
    "SourceWatchAccount",
    "SpecialtyLead",
    "Sweep",
]
