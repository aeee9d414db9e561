"""What is known of a board member beside name and term: credentials, disclosures, photo."""

import datetime

import pghistory
from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from articles.protection import FrozenFields, permanent
from editorial import triggers
from editorial.models.board import BoardMember
from editorial.querysets import DisclosureQuerySet
from editorial.states import DisclosureItem
from references.constraints import both_or_neither


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
class Credential(models.Model):
    """A licence, board certification or the like. A required one that ran out stops signing."""

    member = models.ForeignKey(BoardMember, models.PROTECT, related_name="held_credentials")
    title = models.CharField(_("credential"), max_length=200)
    issued_by = models.CharField(_("issued by"), max_length=200, blank=True)
    expires_on = models.DateField(_("valid until"), null=True, blank=True)
    is_required = models.BooleanField(
        _("needed for signing"),
        default=False,
        help_text=_("Nothing is signed after its last day."),
    )

    class Meta:
        ordering = ["member", "title", "pk"]
        verbose_name = _("credential")
        verbose_name_plural = _("credentials")

    def __str__(self) -> str:
        return self.title

    def ran_out_by(self, day: datetime.date) -> bool:
        """Whether its last day is before this one (UTC)."""
        return self.expires_on is not None and self.expires_on < day


class Disclosure(models.Model):
    """A relationship, activity or interest (ICMJE disclosure form, items 1 to 13), with its dates.

    Rows stay; one that is over gets its last day, and what was typed wrongly is stated anew.
    """

    member = models.ForeignKey(BoardMember, models.PROTECT, related_name="disclosures")
    item = models.CharField(_("kind"), max_length=30, choices=DisclosureItem)
    entity = models.CharField(_("with whom"), max_length=300)
    statement = models.TextField(_("what it is"), blank=True)
    began_on = models.DateField(_("from"))
    ended_on = models.DateField(_("until"), null=True, blank=True)
    declared_at = models.DateTimeField(_("declared"))
    declared_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    objects = DisclosureQuerySet.as_manager()

    class Meta:
        ordering = ["-began_on", "-pk"]
        verbose_name = _("disclosure")
        verbose_name_plural = _("disclosures")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(item__in=DisclosureItem.values),
                name="disclosure_item_is_known",
            ),
            models.CheckConstraint(
                condition=models.Q(ended_on__isnull=True)
                | models.Q(ended_on__gte=models.F("began_on")),
                name="disclosure_ends_after_it_begins",
                violation_error_message=_("It must end on or after the day it began."),
            ),
        ]
        triggers = [
            *permanent(),
            FrozenFields(
                name="disclosure_is_frozen",
                fields=[
                    *("member", "item", "entity", "statement", "began_on"),
                    *("declared_at", "declared_by"),
                ],
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_item_display()}: {self.entity}"

    def is_current_on(self, day: datetime.date) -> bool:
        """Begun, and not over by this day (UTC)."""
        return self.began_on <= day and (self.ended_on is None or self.ended_on >= day)


class Portrait(models.Model):
    """A member's photo as readers get it: a JPEG without what the camera noted."""

    member = models.OneToOneField(BoardMember, models.CASCADE, related_name="portrait")
    jpeg = models.BinaryField(_("picture"))
    digest = models.CharField(_("digest of the picture"), max_length=64)
    alternative = models.CharField(_("what the picture shows"), max_length=200, blank=True)
    kept_at = models.DateTimeField(_("kept"))
    kept_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("photo")
        verbose_name_plural = _("photos")

    def __str__(self) -> str:
        return str(self.member)

    def get_absolute_url(self) -> str:
        """Another picture has another address, so that any copy may be kept."""
        return reverse("editorial:board-photo", args=[self.member.slug, self.digest])


def span(first: str, function: str, last: str = "") -> models.Func:
    """From one column to another, both included; a single value without `last`.

    Values as ranges are what an exclusion constraint compares without a further extension.
    """
    ends = models.F(first), models.F(last or first)
    return models.Func(*ends, models.Value("[]"), function=function)


class Delegation(models.Model):
    """An absent member's part goes to another for a period, who signs in their own name."""

    member = models.ForeignKey(BoardMember, models.PROTECT, related_name="delegations")
    to = models.ForeignKey(BoardMember, models.PROTECT, related_name="delegations_received")
    begins_on = models.DateField(_("from"))
    ends_on = models.DateField(_("until"), help_text=_("The last day."))
    reason = models.TextField(_("reason"))
    made_at = models.DateTimeField(_("made"))
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(_("ended early"), null=True, blank=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        ordering = ["-begins_on", "-pk"]
        verbose_name = _("delegation")
        verbose_name_plural = _("delegations")
        constraints = [
            both_or_neither("ended_at", "ended_by"),
            models.CheckConstraint(
                condition=~models.Q(member=models.F("to")), name="delegation_is_to_another"
            ),
            models.CheckConstraint(
                condition=models.Q(ends_on__gte=models.F("begins_on")),
                name="delegation_ends_after_it_begins",
            ),
            models.CheckConstraint(condition=~models.Q(reason=""), name="delegation_has_a_reason"),
            ExclusionConstraint(
                name="one_absence_at_a_time",
                expressions=[
                    (span("member", "int8range"), RangeOperators.OVERLAPS),
                    (span("begins_on", "daterange", "ends_on"), RangeOperators.OVERLAPS),
                ],
                condition=models.Q(ended_at__isnull=True),
            ),
        ]
        triggers = [
            *permanent(),
            FrozenFields(
                name="delegation_is_frozen",
                fields=["member", "to", "begins_on", "ends_on", "reason", "made_at", "made_by"],
            ),
            triggers.nobody_stands_in_while_away(),
        ]

    def __str__(self) -> str:
        return f"{self.member} → {self.to}"
