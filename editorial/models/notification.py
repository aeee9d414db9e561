"""The outbox: one row, one message to one person about one thing, sent once."""

from django.conf import settings
from django.contrib.postgres.functions import RandomUUID
from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from articles.models import Article
from editorial.models.assignment import Assignment
from editorial.models.audit import AuditEvent
from editorial.models.ladder import Ladder
from editorial.models.review import Review
from editorial.querysets import NotificationQuerySet


class Notification(models.Model):
    """A message that is owed. Rows are written in the transaction of what they tell about.

    `subject` names the thing ("review:12", "article:7", "event:345"), `rung` is the step of a
    reminder ladder in days relative to `due_on` (negative before, positive after; 0 for single
    messages). Unique over (subject, kind, rung, recipient, due_on), so no plan, however often run,
    writes it twice.
    The e-mail's Message-ID is made from `id`, so a repeated delivery can be recognised.

    A queued row whose `leased_until` has passed was being sent by somebody who never came back:
    the mail may have gone out. `unanswered` keeps that, whatever later attempts bring.

    A row that `is_daily` waits for the recipient's daily mail. Once it was gathered into one,
    `digest` names it: the mail's Message-ID is made from it, so its rows stay together for ever.
    """

    class Kind(models.TextChoices):
        """What the message is about."""

        REVIEW_SUBMITTED = "review-submitted", _("Article submitted")
        SIGN_OFF_ASKED = "sign-off-asked", _("Sign-off asked")
        CONFLICT_DECLARED = "conflict-declared", _("Conflict of interest declared")
        RECUSED = "recused", _("Member recused")
        CHANGES_WISHED = "changes-wished", _("A member asks for changes")
        APPROVED = "approved", _("Approved")
        CHANGES_REQUESTED = "changes-requested", _("Changes requested")
        WITHDRAWN = "withdrawn", _("Withdrawn")
        RETIRED = "retired", _("Retired")
        REINSTATED = "reinstated", _("Reinstated")
        REVIEW_DUE = "review-due", _("Re-review due")
        REVIEW_OVERDUE = "review-overdue", _("Re-review overdue")
        ESCALATION = "escalation", _("Re-review overdue, escalated")
        SOURCE_NOTICE = "source-notice", _("Notice about a cited source")
        DECLINED = "declined", _("Member declined")
        PROPOSED = "proposed", _("Member proposes another date or member")
        PROPOSAL_ANSWERED = "proposal-answered", _("Proposal answered")
        RELEASED = "released", _("Assignment handed back")
        EXTENDED = "extended", _("More time to sign")
        SIGN_OFF_REMINDED = "sign-off-reminded", _("Reminder of a sign-off")
        SIGN_OFF_WITHDRAWN = "sign-off-withdrawn", _("Sign-off withdrawn")
        CONFLICT_WAIVED = "conflict-waived", _("Conflict of interest waived")
        COMMENTED = "commented", _("Comments of the board")
        REOPENED = "reopened", _("Member takes the review on after all")
        SIGNERS_GONE = "signers-gone", _("Live without a signer in office")
        RESPONSE_DUE = "response-due", _("Response due")
        SIGN_OFF_DUE = "sign-off-due", _("Sign-off due")
        ASSIGNMENT_LATE = "assignment-late", _("Member late, escalated")
        OWNER_GONE = "owner-gone", _("Articles without an active owner")
        HANDED_OVER = "handed-over", _("Articles handed over")
        STANDING_IN = "standing-in", _("Standing in for an editor")
        PAGE_WITHDRAWN = "page-withdrawn", _("Page withdrawn: review overdue too long")
        PAGE_RETURNED = "page-returned", _("Page given back to readers")
        READER_REPORT = "reader-report", _("A reader reports a problem")
        ADDRESS_BOUNCES = "address-bounces", _("Mail to somebody does not arrive")

    class State(models.TextChoices):
        """Where the message stands."""

        QUEUED = "queued", _("Queued")
        SENT = "sent", _("Sent")
        FAILED = "failed", _("Failed")
        CANCELLED = "cancelled", _("Cancelled")
        SKIPPED = "skipped", _("Skipped")
        POSSIBLY_REPEATED = "possibly_repeated", _("Possibly repeated")

    #: The steps of the re-review ladder; a later one takes the place of an earlier one.
    LADDER = (Kind.REVIEW_DUE, Kind.REVIEW_OVERDUE, Kind.ESCALATION)
    #: The steps of the ladders of an assignment.
    ASSIGNMENT_LADDER = (Kind.RESPONSE_DUE, Kind.SIGN_OFF_DUE, Kind.ASSIGNMENT_LATE)

    id = models.UUIDField(primary_key=True, db_default=RandomUUID(), editable=False)
    subject = models.CharField(_("about"), max_length=60)
    kind = models.CharField(_("kind"), max_length=30, choices=Kind)
    rung = models.SmallIntegerField(_("rung"), default=0, db_default=0)
    recipient = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="notifications",
        verbose_name=_("to"),
    )
    due_on = models.DateField(_("due"))
    article = models.ForeignKey(Article, models.PROTECT, related_name="notifications")
    review = models.ForeignKey(
        Review, models.PROTECT, null=True, blank=True, related_name="notifications"
    )
    assignment = models.ForeignKey(
        Assignment,
        models.PROTECT,
        null=True,
        blank=True,
        db_index=False,
        related_name="notifications",
        verbose_name=_("assignment"),
    )
    event = models.ForeignKey(
        AuditEvent,
        models.PROTECT,
        null=True,
        blank=True,
        db_index=False,
        related_name="notifications",
        verbose_name=_("what it tells of"),
    )
    ladder = models.ForeignKey(
        Ladder,
        models.PROTECT,
        null=True,
        blank=True,
        db_index=False,
        related_name="+",
        verbose_name=_("by which ladder"),
    )
    state = models.CharField(
        _("state"), max_length=20, choices=State, default=State.QUEUED, db_default=State.QUEUED
    )
    queued = models.DateTimeField(_("queued"), db_default=Now())
    not_before = models.DateTimeField(_("not before"), db_default=Now())
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0, db_default=0)
    unanswered = models.BooleanField(
        _("an attempt was cut short"), default=False, db_default=False, editable=False
    )
    is_daily = models.BooleanField(
        _("waits for the daily mail"), default=False, db_default=False, editable=False
    )
    digest = models.UUIDField(_("daily mail"), null=True, blank=True, editable=False)
    leased_until = models.DateTimeField(_("leased until"), null=True, blank=True)
    sent = models.DateTimeField(_("sent"), null=True, blank=True)
    last_error = models.TextField(_("last error"), blank=True, default="", db_default="")

    objects = NotificationQuerySet.as_manager()

    class Meta:
        ordering = ["-queued"]
        verbose_name = _("notification")
        verbose_name_plural = _("notifications")
        constraints = [
            models.UniqueConstraint(
                fields=["subject", "kind", "rung", "recipient", "due_on"],
                name="one_notification_per_rung_and_recipient",
            ),
            models.CheckConstraint(
                condition=models.Q(
                    state__in=[
                        "queued",
                        "sent",
                        "failed",
                        "cancelled",
                        "skipped",
                        "possibly_repeated",
                    ]
                ),
                name="notification_state_is_known",
            ),
            models.CheckConstraint(
                condition=~models.Q(kind="source-notice") | models.Q(event__isnull=False),
                name="notification_about_a_source_has_its_event",
            ),
            models.CheckConstraint(
                condition=models.Q(digest__isnull=True) | models.Q(is_daily=True),
                name="notification_in_a_digest_is_daily",
            ),
        ]
        indexes = [
            models.Index(
                fields=["not_before", "id"],
                condition=models.Q(state="queued"),
                name="notification_waiting",
            ),
            # What operators watch (`editorial.measures`).
            models.Index(
                fields=["kind"], condition=models.Q(state="failed"), name="notification_parked"
            ),
            models.Index(
                fields=["sent"], condition=models.Q(sent__isnull=False), name="notification_sent"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.recipient_id}"
