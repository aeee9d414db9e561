"""Who was asked to judge a review, and what they answered."""

import pghistory
from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from articles.protection import permanent
from editorial import triggers
from editorial.models.board import BoardMember
from editorial.models.review import Review
from editorial.querysets import AssignmentQuerySet
from editorial.states import Conflict, Response
from references.constraints import both_or_neither, reason_if


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent())
class Assignment(models.Model):
    """A member asked to judge a review: dates, the answers, and how it ended if not by signing.

    `response` is whether the member takes it on. A declined or released assignment judges nothing
    until it is opened again; its history keeps every turn. A declared conflict that a managing
    editor waived (`waived_at`) no longer keeps the member from signing, and readers are shown both.
    """

    review = models.ForeignKey(Review, models.PROTECT, related_name="assignments")
    member = models.ForeignKey(BoardMember, models.PROTECT, related_name="assignments")
    respond_by = models.DateField(_("respond by"))
    sign_by = models.DateField(_("sign by"))
    assigned_at = models.DateTimeField(_("assigned"))
    assigned_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    in_place_of = models.ForeignKey(
        BoardMember,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("in place of"),
    )
    response = models.CharField(
        _("answer to being asked"),
        max_length=20,
        choices=Response,
        default=Response.UNANSWERED,
        db_default=Response.UNANSWERED,
    )
    response_reason = models.TextField(_("why declined"), blank=True, default="", db_default="")
    responded_at = models.DateTimeField(_("responded"), null=True, blank=True)
    responded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    released_at = models.DateTimeField(_("handed back"), null=True, blank=True)
    released_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    release_reason = models.TextField(_("why handed back"), blank=True, default="", db_default="")
    conflict = models.CharField(
        _("conflict of interest"), max_length=20, choices=Conflict, default=Conflict.UNANSWERED
    )
    conflict_statement = models.TextField(_("the conflict, in your words"), blank=True)
    conflict_answered_at = models.DateTimeField(_("answered"), null=True, blank=True)
    conflict_answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    waived_at = models.DateTimeField(_("conflict waived"), null=True, blank=True)
    waived_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    waiver_reason = models.TextField(_("why waived"), blank=True, default="", db_default="")

    objects = AssignmentQuerySet.as_manager()

    class Meta:
        ordering = ["sign_by", "pk"]
        verbose_name = _("assignment")
        verbose_name_plural = _("assignments")
        constraints = [
            models.UniqueConstraint(
                fields=["review", "member"], name="one_assignment_per_member_and_review"
            ),
            models.CheckConstraint(
                condition=models.Q(in_place_of__isnull=True)
                | ~models.Q(in_place_of=models.F("member")),
                name="assignment_in_place_of_another",
            ),
            both_or_neither("responded_at", "responded_by"),
            models.CheckConstraint(
                condition=models.Q(response=Response.UNANSWERED, responded_at__isnull=True)
                | models.Q(
                    response__in=[Response.ACCEPTED, Response.DECLINED],
                    responded_at__isnull=False,
                ),
                name="assignment_responded_or_not",
            ),
            models.CheckConstraint(
                condition=~models.Q(response=Response.DECLINED) | ~models.Q(response_reason=""),
                name="assignment_declined_has_a_reason",
            ),
            both_or_neither("released_at", "released_by"),
            reason_if("released_at", "release_reason"),
            both_or_neither("conflict_answered_at", "conflict_answered_by"),
            models.CheckConstraint(
                condition=models.Q(conflict=Conflict.UNANSWERED, conflict_answered_at__isnull=True)
                | (
                    ~models.Q(conflict=Conflict.UNANSWERED)
                    & models.Q(conflict_answered_at__isnull=False)
                ),
                name="assignment_conflict_answered_or_not",
            ),
            models.CheckConstraint(
                condition=~models.Q(conflict=Conflict.DECLARED) | ~models.Q(conflict_statement=""),
                name="assignment_declared_conflict_is_stated",
            ),
            both_or_neither("waived_at", "waived_by"),
            reason_if("waived_at", "waiver_reason"),
            models.CheckConstraint(
                condition=models.Q(waived_at__isnull=True) | models.Q(conflict=Conflict.DECLARED),
                name="assignment_waives_what_was_declared",
            ),
        ]
        triggers = [*permanent(), triggers.answers_are_the_members_own()]

    def __str__(self) -> str:
        return f"{self.member}: {self.review}"

    @property
    def is_active(self) -> bool:
        """Neither declined nor handed back: the member is still asked."""
        return self.released_at is None and self.response != Response.DECLINED

    @property
    def is_unconflicted(self) -> bool:
        """No conflict of interest, or one that a managing editor waived."""
        return self.conflict == Conflict.NONE or (
            self.conflict == Conflict.DECLARED and self.waived_at is not None
        )
