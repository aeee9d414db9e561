"""The append-only, hash-chained history."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from articles.models import Article
from articles.protection import append_only
from editorial.models.review import Review


class AuditEvent(models.Model):
    """Who did what, when, and from which state to which. Written by `editorial.audit.record` only.

    Each row's `hash` covers its own canonical JSON and the `previous_hash` of its chain. A chain is
    an article's id; events without an article form chain 0.
    """

    chain = models.BigIntegerField(_("chain"))
    sequence = models.PositiveIntegerField(_("number in its chain"))
    action = models.CharField(_("action"), max_length=40)
    at = models.DateTimeField(_("when"))
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    actor_name = models.CharField(_("who"), max_length=200)
    article = models.ForeignKey(
        Article, models.PROTECT, null=True, blank=True, related_name="audit_events"
    )
    review = models.ForeignKey(
        Review, models.PROTECT, null=True, blank=True, related_name="audit_events"
    )
    from_state = models.CharField(_("from"), max_length=20, blank=True)
    to_state = models.CharField(_("to"), max_length=20, blank=True)
    version_digest = models.CharField(_("digest of the version"), max_length=64, blank=True)
    reason = models.TextField(_("reason"), blank=True)
    details = models.JSONField(_("details"), default=dict, blank=True)
    previous_hash = models.CharField(_("hash before"), max_length=64)
    hash = models.CharField(_("hash"), max_length=64)

    class Meta:
        ordering = ["chain", "sequence"]
        verbose_name = _("audit event")
        verbose_name_plural = _("audit events")
        constraints = [
            models.UniqueConstraint(fields=["chain", "sequence"], name="audit_event_has_one_place"),
            models.CheckConstraint(
                condition=models.Q(chain=0, article__isnull=True)
                | models.Q(chain=models.F("article_id"), chain__gt=0),
                name="audit_event_is_in_its_articles_chain",
            ),
        ]
        indexes = [  # of the few events that every sweep asks for
            models.Index(
                fields=["action", "sequence"],
                condition=models.Q(
                    chain=0,
                    action__in=[
                        *("owner-gone", "owner-back"),
                        *("deactivate-member", "found-for-cause", "removal-followed-up"),
                    ],
                ),
                name="audit_event_is_followed_up",
            )
        ]
        triggers = append_only()

    def __str__(self) -> str:
        return f"{self.chain}/{self.sequence} {self.action}"
