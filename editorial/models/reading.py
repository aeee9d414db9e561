"""What board members say and keep while they read: wishes for a date, comments, ticks."""

import pgtrigger
from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from articles.protection import FrozenFields, Refusal, append_only, permanent
from editorial import triggers
from editorial.models.assignment import Assignment
from editorial.models.board import BoardMember
from editorial.states import Weight
from references.constraints import both_or_neither, reason_if


class Proposal(models.Model):
    """Another date to sign by, or another member in one's place, until it is answered."""

    assignment = models.ForeignKey(Assignment, models.PROTECT, related_name="proposals")
    sign_by = models.DateField(_("sign by"), null=True, blank=True)
    member = models.ForeignKey(
        BoardMember, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("who")
    )
    reason = models.TextField(_("reason"))
    made_at = models.DateTimeField(_("proposed"))
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    is_accepted = models.BooleanField(_("accepted"), null=True)
    answered_at = models.DateTimeField(_("answered"), null=True, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        ordering = ["-made_at", "-pk"]
        verbose_name = _("proposal")
        verbose_name_plural = _("proposals")
        constraints = [
            models.UniqueConstraint(
                fields=["assignment"],
                condition=models.Q(answered_at__isnull=True),
                name="one_open_proposal_per_assignment",
            ),
            models.CheckConstraint(
                condition=models.Q(sign_by__isnull=False, member__isnull=True)
                | models.Q(sign_by__isnull=True, member__isnull=False),
                name="proposal_is_a_date_or_a_member",
            ),
            models.CheckConstraint(condition=~models.Q(reason=""), name="proposal_has_a_reason"),
            both_or_neither("answered_at", "answered_by"),
            models.CheckConstraint(
                condition=models.Q(answered_at__isnull=True, is_accepted__isnull=True)
                | models.Q(answered_at__isnull=False, is_accepted__isnull=False),
                name="proposal_answered_or_not",
            ),
        ]
        triggers = [
            *permanent(),
            triggers.said_by_whoever_reads("proposal", by="made_by"),
            FrozenFields(
                name="proposal_is_frozen",
                fields=["assignment", "sign_by", "member", "reason", "made_at", "made_by"],
            ),
        ]

    def __str__(self) -> str:
        return f"{self.assignment_id}: {self.sign_by or self.member}"


class Comment(models.Model):
    """A remark on a passage of the version under review, until an editor has settled it.

    `section` is the place of the section in the version's content, from 0; `quote` is the passage
    as it read, empty for the section as a whole.
    """

    assignment = models.ForeignKey(Assignment, models.PROTECT, related_name="comments")
    section = models.PositiveSmallIntegerField(_("section"))
    quote = models.TextField(_("passage"), blank=True)
    weight = models.CharField(_("weight"), max_length=20, choices=Weight)
    text = models.TextField(_("comment"))
    made_at = models.DateTimeField(_("made"))
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    settled_at = models.DateTimeField(_("settled"), null=True, blank=True)
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    settlement = models.TextField(_("how it was settled"), blank=True, default="", db_default="")

    class Meta:
        ordering = ["section", "made_at", "pk"]
        verbose_name = _("comment")
        verbose_name_plural = _("comments")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(weight__in=Weight.values), name="comment_weight_is_known"
            ),
            models.CheckConstraint(condition=~models.Q(text=""), name="comment_says_something"),
            both_or_neither("settled_at", "settled_by"),
            reason_if("settled_at", "settlement"),
        ]
        triggers = [
            *permanent(),
            triggers.said_by_whoever_reads("comment", by="made_by"),
            Refusal(
                name="settled_once",
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__settled_at__isnull=False),
            ),
            FrozenFields(
                name="comment_is_frozen",
                fields=[
                    *("assignment", "section", "quote", "weight", "text"),
                    *("made_at", "made_by"),
                ],
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_weight_display()}: {self.text}"


class ReadMark(models.Model):
    """A section that the member ticked as read. `section` as in `Comment`."""

    assignment = models.ForeignKey(Assignment, models.PROTECT, related_name="read_marks")
    section = models.PositiveSmallIntegerField(_("section"))
    read_at = models.DateTimeField(_("read"))
    read_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        ordering = ["assignment", "section"]
        verbose_name = _("section read")
        verbose_name_plural = _("sections read")
        constraints = [
            models.UniqueConstraint(
                fields=["assignment", "section"], name="one_tick_per_section_and_assignment"
            )
        ]
        triggers = [*append_only(), triggers.said_by_whoever_reads("tick", by="read_by")]

    def __str__(self) -> str:
        return f"{self.assignment_id}: {self.section}"
