"""The passage of one version through the state machine."""

import datetime
from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django_fsm import FSMField, transition

from articles.models import Article, Version
from articles.protection import FrozenFields, LegalMoves, permanent
from editorial import triggers
from editorial.querysets import ReviewQuerySet
from editorial.states import CLOSED, MOVES, OPEN, Kind, State
from references.constraints import both_or_neither

if TYPE_CHECKING:
    from django.contrib.auth.models import User
    from django.db.models.fields.related_descriptors import RelatedManager

    from editorial.models.assignment import Assignment
    from editorial.models.signature import SignOff


class Review(models.Model):
    """One version's way to the readers. Only the functions in `editorial.workflow` move it.

    The methods below set fields and nothing else; they neither check who asks nor save. Triggers
    refuse illegal moves, an approval without its quorum, and any change to what was submitted.
    """

    article = models.ForeignKey(Article, models.PROTECT, related_name="reviews")
    version = models.ForeignKey(Version, models.PROTECT, related_name="reviews")
    kind = models.CharField(_("kind"), max_length=20, choices=Kind)
    state = FSMField(
        _("state"), default=State.SUBMITTED, choices=State, protected=True, max_length=20
    )
    policy = models.JSONField(_("policy when submitted"))
    approvals_needed = models.PositiveSmallIntegerField(_("approvals needed"))
    is_urgent = models.BooleanField(
        _("urgent"),
        default=False,
        db_default=False,
        help_text=_("Opened because a cited source came under a notice."),
    )
    note = models.TextField(_("note"), blank=True)
    submitted_at = models.DateTimeField(_("submitted"))
    submitted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    begun_at = models.DateTimeField(_("begun"), null=True, blank=True)
    begun_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    closed_at = models.DateTimeField(_("closed"), null=True, blank=True)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    reason = models.TextField(_("reason"), blank=True)

    objects = ReviewQuerySet.as_manager()

    if TYPE_CHECKING:
        assignments: RelatedManager[Assignment]
        sign_offs: RelatedManager[SignOff]
        article_id: int
        version_id: int

    class Meta:
        ordering = ["-submitted_at", "-pk"]
        verbose_name = _("review")
        verbose_name_plural = _("reviews")
        permissions = [
            ("submit_article", "Can submit articles for review"),
            ("manage_reviews", "Can begin, return and withdraw reviews, retire articles"),
            ("sign_review", "Can sign off as a board member"),
            ("view_audit", "Can read the audit history"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["article"],
                condition=models.Q(state__in=OPEN),
                name="one_open_review_per_article",
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=State.values), name="review_state_is_known"
            ),
            models.CheckConstraint(
                condition=models.Q(approvals_needed__gte=1), name="review_needs_an_approval"
            ),
            both_or_neither("begun_at", "begun_by"),
            both_or_neither("closed_at", "closed_by"),
            models.CheckConstraint(
                condition=models.Q(state__in=CLOSED, closed_at__isnull=False)
                | models.Q(state__in=OPEN, closed_at__isnull=True),
                name="review_closed_when_its_state_says_so",
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=[State.SUBMITTED, State.WITHDRAWN])
                | models.Q(begun_at__isnull=False),
                name="review_begun_before_it_is_judged",
            ),
            models.CheckConstraint(
                condition=~models.Q(state__in=[State.CHANGES_REQUESTED, State.WITHDRAWN])
                | ~models.Q(reason=""),
                name="review_not_approved_has_a_reason",
            ),
        ]
        indexes = [models.Index(fields=["state", "submitted_at"], name="review_by_state")]
        triggers = [
            *permanent(),
            LegalMoves(
                name="legal_moves",
                field="state",
                transitions=[(str(a.value), str(b.value)) for a, b in MOVES],
            ),
            FrozenFields(
                name="submission_is_frozen",
                fields=[
                    "article",
                    "version",
                    "kind",
                    "policy",
                    "approvals_needed",
                    "is_urgent",
                    "note",
                    "submitted_at",
                    "submitted_by",
                ],
            ),
            triggers.review_starts_submitted(),
            triggers.steps_stand(),
            triggers.approval_needs_its_quorum(),
        ]

    def __str__(self) -> str:
        return f"{self.version}: {self.get_state_display()}"

    def get_absolute_url(self) -> str:
        return reverse("editorial:review", args=[self.pk])

    def refresh_from_db(
        self,
        using: str | None = None,
        fields: Iterable[str] | None = None,
        from_queryset: "models.QuerySet[Review] | None" = None,
    ) -> None:
        """Reload, the protected state included.

        The state is dropped first, so that the field's protection lets the fresh value in, and
        need not be lifted for the whole process while the query runs.
        """
        names = None if fields is None else list(fields)
        if names is None or "state" in names:
            self.__dict__.pop("state", None)
        super().refresh_from_db(using=using, fields=names, from_queryset=from_queryset)

    @property
    def is_open(self) -> bool:
        return self.state in OPEN

    @transition(state, source=State.SUBMITTED, target=State.UNDER_REVIEW)
    def begin(self, *, by: "User", at: datetime.datetime) -> None:
        """Board members have been asked."""
        self.begun_at, self.begun_by = at, by

    @transition(state, source=State.UNDER_REVIEW, target=State.APPROVED)
    def approve(self, *, by: "User", at: datetime.datetime) -> None:
        """The quorum is complete; `by` gave the last signature."""
        self.closed_at, self.closed_by = at, by

    @transition(state, source=State.UNDER_REVIEW, target=State.CHANGES_REQUESTED)
    def return_for_changes(self, *, by: "User", at: datetime.datetime, reason: str) -> None:
        """The text goes back to its editor."""
        self.closed_at, self.closed_by, self.reason = at, by, reason

    @transition(state, source=OPEN, target=State.WITHDRAWN)
    def withdraw(self, *, by: "User", at: datetime.datetime, reason: str) -> None:
        """The editor or managing editor took it back."""
        self.closed_at, self.closed_by, self.reason = at, by, reason
