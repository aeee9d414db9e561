"""A bibliography file that was uploaded, read, and waits for a person's confirmation."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from references.constraints import both_or_neither
from references.kinds import Kind
from references.models.reference import Reference
from references.triggers import upload_moves_on


class Upload(models.Model):
    """One file on its way into the library. Nothing is added before it is confirmed.

    `data` holds the file, compressed, until it is read; from then on its records say what it said.
    `started`: when a worker last took it up. `added_up_to`: the position of the last record dealt
    with after it was confirmed; whoever goes on after a kill begins there.
    """

    class State(models.TextChoices):
        WAITING = "waiting", _("Waiting to be read")
        READING = "reading", _("Being read")
        READY = "ready", _("Read, and waiting for you")
        ADDING = "adding", _("Being added")
        DONE = "done", _("Added")
        REFUSED = "refused", _("Could not be read")

    name = models.CharField(_("file"), max_length=255)
    size = models.PositiveBigIntegerField(_("size in bytes"), db_default=0)
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
    started = models.DateTimeField(_("begun"), null=True, blank=True)
    added_up_to = models.PositiveIntegerField(_("added up to"), db_default=0)
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
            models.CheckConstraint(
                condition=Q(state__in=["waiting", "reading"]) | Q(data=b""),
                name="upload_is_forgotten_once_read",
            ),
        )
        triggers = (upload_moves_on(),)

    def __str__(self) -> str:
        return self.name


class UploadedRecord(models.Model):
    """One record of an uploaded file: what became of it, or would.

    `position` counts from 1. `repeats` is the line of the earlier record of the same work. When the
    upload is done, `csl` is emptied: what was taken is in the library.
    """

    class Status(models.TextChoices):
        NEW = "new", _("New")
        COMPLETES = "completes", _("Completes a record")
        DUPLICATE = "duplicate", _("In the library already")
        REPEATED = "repeated", _("Occurs earlier in this file")
        BROKEN = "broken", _("Cannot be read")
        ADDED = "added", _("Added")
        COMPLETED = "completed", _("Completed")
        LEFT_OUT = "left_out", _("Left out")

    upload = models.ForeignKey(Upload, models.CASCADE, related_name="records")
    position = models.PositiveIntegerField(_("position in the file"))
    line = models.PositiveIntegerField(_("line"))
    status = models.CharField(_("status"), max_length=20, choices=Status)
    repeats = models.PositiveIntegerField(_("repeats the record of line"), null=True, blank=True)
    is_left_out = models.BooleanField(_("left out"), default=False, db_default=False)
    message = models.TextField(_("remark"), blank=True)
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
            models.CheckConstraint(
                condition=Q(
                    status__in=[
                        *("new", "completes", "duplicate", "repeated"),
                        *("broken", "added", "completed", "left_out"),
                    ]
                ),
                name="uploaded_record_status_is_known",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=["added", "completed"]) | Q(is_left_out=False),
                name="uploaded_record_left_out_is_not_added",
            ),
        )

    def __str__(self) -> str:
        return f"{self.upload_id}/{self.position}"
