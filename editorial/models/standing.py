"""What is known of a board member beside name and term: credentials, disclosures, photo."""

import datetime

import pghistory
from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from articles.protection import FrozenFields, permanent
from editorial import triggers
from editorial.models.absence import Absence, one_at_a_time
from editorial.models.board import BoardMember
from editorial.querysets import DisclosureQuerySet
from editorial.states import DisclosureItem


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


class Delegation(Absence):
    """An absent member's part goes to another for a period, who signs in their own name."""

    member = models.ForeignKey(BoardMember, models.PROTECT, related_name="delegations")
    to = models.ForeignKey(BoardMember, models.PROTECT, related_name="delegations_received")

    class Meta(Absence.Meta):
        verbose_name = _("delegation")
        verbose_name_plural = _("delegations")
        constraints = [
            *Absence.Meta.constraints,
            models.CheckConstraint(
                condition=~models.Q(member=models.F("to")), name="delegation_is_to_another"
            ),
            one_at_a_time("member", name="one_absence_at_a_time"),
        ]
        triggers = [
            *permanent(),
            FrozenFields(name="delegation_is_frozen", fields=["member", *Absence.FROZEN]),
            triggers.nobody_stands_in_while_away(),
        ]

    def __str__(self) -> str:
        return f"{self.member} → {self.to}"
