"""Notices about works, and the changes of standing that follow from them."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from references.constraints import both_or_neither
from references.models.reference import Reference
from references.models.standing import Nature, Retraction, Teller

#: Nobody tells of these again and again: they stand until a person withdraws them.
WITHDRAWN_BY_HAND = (Teller.EDITOR, Teller.RECORD)


class Notice(models.Model):
    """One teller's word that a work was retracted, doubted, corrected or reinstated.

    `identifier` is the notice's own DOI or PubMed number ("doi:10.…", "pmid:…"), or empty where the
    teller names none. A teller that no longer gives a notice makes it `gone`; the row stays, and
    one that is told again is a new row. An editor's notice has its author in `entered_by`; it is
    gone once somebody withdraws it, with a reason.
    """

    reference = models.ForeignKey(
        Reference, models.CASCADE, related_name="notices", verbose_name=_("reference")
    )
    nature = models.CharField(_("what it says"), max_length=30, choices=Nature)
    teller = models.CharField(_("told by"), max_length=20, choices=Teller)
    on = models.DateField(_("date of the notice"), null=True, blank=True)
    identifier = models.CharField(_("identifier of the notice"), max_length=300, blank=True)
    url = models.URLField(_("address of the notice"), max_length=2000, blank=True)
    found = models.DateTimeField(_("first seen"), db_default=Now())
    gone = models.DateTimeField(_("no longer told"), null=True, blank=True)
    entered_at = models.DateTimeField(_("entered"), null=True, blank=True)
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    withdrawn_at = models.DateTimeField(_("withdrawn"), null=True, blank=True)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    withdrawn_because = models.TextField(_("why it was withdrawn"), blank=True, db_default="")

    class Meta:
        verbose_name = _("notice")
        verbose_name_plural = _("notices")
        ordering = ("-on", "-pk")
        constraints = (
            models.UniqueConstraint(
                fields=("reference", "teller", "nature", "identifier"),
                condition=Q(gone__isnull=True),
                name="notice_is_told_once",
            ),
            models.CheckConstraint(
                condition=Q(nature__in=Nature.values), name="notice_nature_is_known"
            ),
            models.CheckConstraint(
                condition=Q(teller__in=Teller.values), name="notice_teller_is_known"
            ),
            both_or_neither("entered_at", "entered_by"),
            models.CheckConstraint(
                condition=Q(teller=Teller.EDITOR, entered_at__isnull=False)
                | (~Q(teller=Teller.EDITOR) & Q(entered_at__isnull=True)),
                name="notice_of_an_editor_has_its_editor",
            ),
            both_or_neither("withdrawn_at", "withdrawn_by"),
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True, withdrawn_because="")
                | (
                    Q(teller__in=WITHDRAWN_BY_HAND, gone__isnull=False)
                    & Q(withdrawn_at__isnull=False)
                    & ~Q(withdrawn_because="")
                ),
                name="notice_is_withdrawn_with_a_reason",
            ),
            models.CheckConstraint(
                condition=~Q(teller__in=WITHDRAWN_BY_HAND)
                | Q(gone__isnull=True)
                | Q(withdrawn_at__isnull=False),
                name="notice_by_hand_goes_by_hand",
            ),
        )

    def __str__(self) -> str:
        return f"{self.get_nature_display()} ({self.get_teller_display()})"

    @property
    def is_by_hand(self) -> bool:
        """Whether a person may withdraw it."""
        return self.teller in WITHDRAWN_BY_HAND

    @property
    def link(self) -> str:
        """Its address where a browser may go there, else empty."""
        return self.url if self.url.startswith(("https://", "http://")) else ""


class StandingChange(models.Model):
    """A work's standing changed: the queue from which the editors are told.

    Written by a trigger on the library, so that no way of changing a standing passes it by; read
    and marked `handled` by whoever the setting REFERENCES_STANDING_CHANGED names.
    """

    reference = models.ForeignKey(
        Reference, models.CASCADE, related_name="standing_changes", verbose_name=_("reference")
    )
    before = models.CharField(_("before"), max_length=30, choices=Retraction, blank=True)
    after = models.CharField(_("after"), max_length=30, choices=Retraction)
    on = models.DateField(_("date of the notice"), null=True, blank=True)
    recorded = models.DateTimeField(_("recorded"), db_default=Now())
    handled = models.DateTimeField(_("handled"), null=True, blank=True)

    class Meta:
        verbose_name = _("change of standing")
        verbose_name_plural = _("changes of standing")
        ordering = ("pk",)
        indexes = (
            models.Index(
                fields=("id",), condition=Q(handled__isnull=True), name="standing_change_waiting"
            ),
        )

    def __str__(self) -> str:
        return f"{self.reference_id}: {self.before} → {self.after}"


class RetractionWatchEntry(models.Model):
    """One row of the Retraction Watch data, kept so that works added later are found in it."""

    record_id = models.CharField(_("record"), max_length=40, unique=True)
    nature = models.CharField(_("what it says"), max_length=30, choices=Nature)
    on = models.DateField(_("date of the notice"), null=True, blank=True)
    doi = models.CharField(_("DOI of the work"), max_length=300, blank=True)
    pmid = models.CharField(_("PubMed number of the work"), max_length=20, blank=True)
    notice_doi = models.CharField(_("DOI of the notice"), max_length=300, blank=True)
    notice_pmid = models.CharField(_("PubMed number of the notice"), max_length=20, blank=True)
    reasons = models.TextField(_("reasons"), blank=True)

    class Meta:
        verbose_name = _("entry of Retraction Watch")
        verbose_name_plural = _("entries of Retraction Watch")
        indexes = (
            models.Index(fields=("doi",), condition=~Q(doi=""), name="retraction_watch_doi"),
            models.Index(fields=("pmid",), condition=~Q(pmid=""), name="retraction_watch_pmid"),
        )

    def __str__(self) -> str:
        return f"{self.record_id}: {self.get_nature_display()}"
