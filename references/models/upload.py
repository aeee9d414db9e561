"""A bibliography file that was uploaded, read, and waits for a person's confirmation."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from references.constraints import both_or_neither
from references.kinds import Kind
from references.models.reference import Reference


class Upload(models.Model):
    """One file on its way into the library. Nothing is added before it is confirmed."""

    class State(models.TextChoices):
        WAITING = "waiting", _("Waiting to be read")
        READING = "reading", _("Being read")
        READY = "ready", _("Read, and waiting for you")
        ADDING = "adding", _("Being added")
        DONE = "done", _("Added")
        REFUSED = "refused", _("Could not be read")

    name = models.CharField(_("file"), max_length=255)
    data = models.BinaryField(_("content"))
    state = models.CharField(_("state"), max_length=20, choices=State, default=State.WAITING)
    progress = models.CharField(_("progress"), max_length=300, blank=True)
    message = models.TextField(_("what happened"), blank=True)
    uploaded_at = models.DateTimeField(_("uploaded"))
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    confirmed_at = models.DateTimeField(_("confirmed"), null=True, blank=True)
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    finished = models.DateTimeField(_("finished"), null=True, blank=True)

    class Meta:
        verbose_name = _("uploaded file")
        verbose_name_plural = _("uploaded files")
        ordering = ("-uploaded_at",)
        constraints = (
            both_or_neither("confirmed_at", "confirmed_by"),
            models.CheckConstraint(
                condition=Q(state__in=["waiting", "reading", "ready", "adding", "done", "refused"]),
                name="upload_state_is_known",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["adding", "done"], confirmed_at__isnull=False)
                | Q(state__in=["waiting", "reading", "ready", "refused"]),
                name="upload_is_added_once_confirmed",
            ),
        )

    def __str__(self) -> str:
        return self.name


class UploadedRecord(models.Model):
    """One record of an uploaded file: what became of it, or would."""

    class Status(models.TextChoices):
        NEW = "new", _("New")
        DUPLICATE = "duplicate", _("In the library already")
        REPEATED = "repeated", _("Occurs earlier in this file")
        BROKEN = "broken", _("Cannot be read")

    upload = models.ForeignKey(Upload, models.CASCADE, related_name="records")
    position = models.PositiveIntegerField(_("position in the file"))
    line = models.PositiveIntegerField(_("line"))
    status = models.CharField(_("status"), max_length=20, choices=Status)
    message = models.TextField(_("why it cannot be read"), blank=True)
    kind = models.CharField(_("kind"), max_length=20, choices=Kind, blank=True)
    csl = models.JSONField(_("bibliographic record"), default=dict, blank=True)
    reference = models.ForeignKey(
        Reference,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("record of the library"),
    )

    class Meta:
        verbose_name = _("record of an uploaded file")
        verbose_name_plural = _("records of an uploaded file")
        ordering = ("upload", "position")
        constraints = (
            models.UniqueConstraint(
                fields=("upload", "position"), name="uploaded_record_has_one_place"
            ),
        )

    def __str__(self) -> str:
        return f"{self.upload_id}/{self.position}"
