"""A question put to Crossref or PubMed, and what they answered."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from references.models.reference import Reference


class LookUp(models.Model):
    """What an editor pasted, how far the search for it is, and the works that were found.

    `candidates` is a list of what `references.look_ups.candidates.Candidate` writes: `csl`
    (normalised), `kind`, `told` (by teller, the notices: nature, on as ISO date or null,
    identifier, url), `asked` (when, in ISO 8601) and `is_whole`. Nothing of it enters the library
    before an editor confirms.
    """

    class State(models.TextChoices):
        WAITING = "waiting", _("Waiting for its turn")
        RUNNING = "running", _("Being looked up")
        FOUND = "found", _("Found")
        NOT_FOUND = "not_found", _("Not found")
        FAILED = "failed", _("Could not be looked up")

    text = models.TextField(_("what was pasted"))
    reference = models.ForeignKey(
        Reference,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="look_ups",
        verbose_name=_("the record to be completed"),
    )
    state = models.CharField(_("state"), max_length=20, choices=State, default=State.WAITING)
    progress = models.CharField(_("progress"), max_length=300, blank=True)
    message = models.TextField(_("what happened"), blank=True)
    candidates = models.JSONField(_("works found"), default=list, blank=True)
    chosen = models.ForeignKey(
        Reference,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("the record that came of it"),
    )
    asked_at = models.DateTimeField(_("asked"))
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    started = models.DateTimeField(_("started"), null=True, blank=True)
    finished = models.DateTimeField(_("finished"), null=True, blank=True)

    class Meta:
        verbose_name = _("look-up")
        verbose_name_plural = _("look-ups")
        ordering = ("-asked_at",)
        constraints = (
            models.CheckConstraint(
                condition=Q(
                    state__in=["waiting", "running", "found", "not_found", "failed"],
                ),
                name="look_up_state_is_known",
            ),
        )

    def __str__(self) -> str:
        return self.text[:60]
