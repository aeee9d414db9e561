"""The Medical Advisory Board."""

import datetime

import pghistory
from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from articles.models import Specialty
from articles.protection import FrozenFields, permanent
from editorial.querysets import BoardMemberQuerySet
from references.constraints import both_or_neither


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent())
class BoardMember(models.Model):
    """A physician who signs. `name` and `credentials` are printed with every signature.

    The account stays: moved to another member, one person could sign the same review twice.
    """

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="board_member",
        verbose_name=_("account"),
    )
    name = models.CharField(_("name"), max_length=200)
    slug = models.SlugField(_("address"), max_length=200, unique=True)
    credentials = models.CharField(_("credentials"), max_length=200, help_text=_("MD, PhD, FRCP …"))
    affiliation = models.CharField(_("affiliation"), max_length=300, blank=True)
    specialties = models.ManyToManyField(
        Specialty, blank=True, related_name="board_members", verbose_name=_("specialties")
    )
    biography = models.TextField(_("public biography"), blank=True)
    term_from = models.DateField(_("term from"))
    term_to = models.DateField(_("term to"), null=True, blank=True, help_text=_("The last day."))
    deactivated_at = models.DateTimeField(_("deactivated"), null=True, blank=True, editable=False)
    deactivated_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
    )

    objects = BoardMemberQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        verbose_name = _("board member")
        verbose_name_plural = _("board members")
        constraints = [
            both_or_neither("deactivated_at", "deactivated_by"),
            models.CheckConstraint(
                condition=models.Q(term_to__isnull=True)
                | models.Q(term_to__gte=models.F("term_from")),
                name="board_member_term_ends_after_it_begins",
                violation_error_message=_("The term must end on or after the day it begins."),
            ),
        ]
        triggers = [*permanent(), FrozenFields(name="account_stays", fields=["user"])]

    def __str__(self) -> str:
        return self.printed_name

    def get_absolute_url(self) -> str:
        return reverse("editorial:board-member", args=[self.slug])

    @property
    def printed_name(self) -> str:
        """Name and credentials, as they stand under a signature."""
        return f"{self.name}, {self.credentials}"

    def is_active_on(self, day: datetime.date) -> bool:
        """Whether the member may sign on this day (UTC)."""
        return (
            self.deactivated_at is None
            and self.user.is_active
            and self.term_from <= day
            and (self.term_to is None or day <= self.term_to)
        )
