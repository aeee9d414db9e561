"""What readers report of a page."""

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from articles.models import Article, Version
from articles.protection import FrozenFields, Guard, permanent
from references.constraints import both_or_neither


class ReaderReport(models.Model):
    """A reader says that something on the page is wrong or out of date.

    `contact` is what the reader chose to leave, and is emptied a while after the report was settled
    (`editorial.reader_reports.forget_readers`). Nothing else is kept of who they are.
    """

    class Verdict(models.TextChoices):
        """What the editors made of it."""

        OPEN = "", _("open")
        CONFIRMED = "confirmed", _("confirmed")
        DISMISSED = "dismissed", _("dismissed")

    article = models.ForeignKey(Article, models.PROTECT, related_name="reader_reports")
    version = models.ForeignKey(Version, models.PROTECT, related_name="+")
    text = models.TextField(_("what is wrong"))
    contact = models.EmailField(_("e-mail address"), blank=True)
    received = models.DateTimeField(_("received"), db_default=Now())
    verdict = models.CharField(
        _("verdict"), max_length=10, choices=Verdict, blank=True, db_default=""
    )
    settlement = models.TextField(_("what was done"), blank=True, db_default="")
    settled_at = models.DateTimeField(_("settled"), null=True, blank=True)
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        ordering = ["-received", "-pk"]
        verbose_name = _("report of a reader")
        verbose_name_plural = _("reports of readers")
        constraints = [
            both_or_neither("settled_at", "settled_by"),
            models.CheckConstraint(condition=~models.Q(text=""), name="report_says_something"),
            models.CheckConstraint(
                condition=models.Q(verdict="", settled_at__isnull=True, settlement="")
                | (
                    ~models.Q(verdict="")
                    & models.Q(settled_at__isnull=False)
                    & ~models.Q(settlement="")
                ),
                name="report_is_settled_with_a_word",
            ),
        ]
        indexes = [
            models.Index(
                fields=["article", "received"],
                condition=~models.Q(verdict="dismissed"),
                name="report_counted",
            ),
            models.Index(
                fields=["settled_at"],
                condition=~models.Q(contact=""),
                name="report_names_its_reader",
            ),
        ]
        triggers = [
            *permanent(),
            FrozenFields(
                name="report_is_frozen",
                fields=["article", "version", "text", "received"],
            ),
            Guard(
                name="reader_is_only_forgotten",
                when=pgtrigger.Before,
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__contact__df=pgtrigger.F("new__contact")),
                func="""
                    IF NEW.contact <> '' OR OLD.settled_at IS NULL THEN
                        RAISE EXCEPTION 'The address of report % is kept or emptied', OLD.id;
                    END IF;
                    RETURN NEW;
                """,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.article_id}: {self.received}"
