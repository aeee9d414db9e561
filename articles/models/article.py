"""The working draft: a question and its ordered sections. Nothing here is what readers see."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

import pghistory
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models.base import ModelBase
from django.db.models.functions import Concat
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from articles.columns import CitedIds, CitedWhere
from articles.following import following
from articles.protection import never_truncate
from articles.querysets import ArticleQuerySet
from references.models import Reference

if TYPE_CHECKING:
    from django.db.models.fields.related_descriptors import RelatedManager

    from articles.models.version import Version


class RiskTier(models.TextChoices):
    """How much harm a stale or wrong sentence can do; policies hang on it."""

    DOSING = "dosing", _("Dosing")
    TREATMENT = "treatment", _("Treatment")
    BACKGROUND = "background", _("Background")


@pghistory.track(
    pghistory.InsertEvent(),
    pghistory.UpdateEvent(),
    pghistory.DeleteEvent(),
    exclude=[
        *("live_version", "retired_at", "retired_by", "retirement_reason"),
        "returns_when_reviewed",
    ],
    meta={"triggers": [never_truncate()]},  # who wrote what decides who may sign
)
class Article(models.Model):
    """A question with its working draft. Readers get `live_version`, never these fields."""

    title = models.CharField(
        _("question"),
        max_length=300,
        help_text=_("As a reader would ask it, ending in a question mark."),
    )
    slug = models.SlugField(_("address"), max_length=200, unique=True)
    summary = models.TextField(
        _("summary"), blank=True, help_text=_("The answer in two or three sentences.")
    )
    specialty = models.ForeignKey(
        "articles.Specialty",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="articles",
        verbose_name=_("specialty"),
    )
    risk_tier = models.CharField(
        _("risk tier"),
        max_length=20,
        choices=RiskTier,
        default=RiskTier.TREATMENT,
        help_text=_("Decides how many signatures are needed and how often the article is due."),
    )
    disclaimer = models.ForeignKey(
        "articles.Disclaimer",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="articles",
        verbose_name=_("disclaimer"),
    )
    literature_searched_on = models.DateField(
        _("literature searched through"), null=True, blank=True
    )
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="owned_articles",
        verbose_name=_("owner"),
        help_text=_("The editor who is reminded when the article is due."),
    )
    listed_references = models.ManyToManyField(
        Reference,
        blank=True,
        related_name="listing_articles",
        verbose_name=_("references at hand"),
        help_text=_("Sources gathered for this article. Only those cited reach the readers."),
    )
    live_version = models.ForeignKey(
        "articles.Version",
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        verbose_name=_("live version"),
    )
    retired_at = models.DateTimeField(_("retired"), null=True, blank=True, editable=False)
    retired_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
    )
    retirement_reason = models.TextField(_("reason for retiring"), blank=True, editable=False)
    returns_when_reviewed = models.BooleanField(
        _("given back to readers by its next full review"),
        default=False,
        db_default=False,
        editable=False,
        help_text=_("Withdrawn because its review was overdue for too long."),
    )
    created = models.DateTimeField(_("created"), auto_now_add=True)

    objects = ArticleQuerySet.as_manager()

    if TYPE_CHECKING:
        sections: RelatedManager["Section"]
        versions: RelatedManager[Version]
        live_version_id: int | None

    class Meta:
        ordering = ["title", "pk"]
        verbose_name = _("article")
        verbose_name_plural = _("articles")
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(title=""),
                name="article_has_a_title",
                violation_error_message=_("An article needs a question as its title."),
            ),
            models.CheckConstraint(
                condition=models.Q(
                    retired_at__isnull=True, retired_by__isnull=True, retirement_reason=""
                )
                | (
                    models.Q(retired_at__isnull=False, retired_by__isnull=False)
                    & ~models.Q(retirement_reason="")
                ),
                name="article_retired_at_by_reason",
            ),
            models.CheckConstraint(
                condition=models.Q(returns_when_reviewed=False)
                | models.Q(retired_at__isnull=False),
                name="article_returns_from_retirement",
            ),
        ]
        indexes = [
            models.Index(
                fields=["id", "risk_tier"],
                condition=models.Q(live_version__isnull=False, retired_at__isnull=True),
                name="article_live",
            ),
            models.Index(
                fields=["id"],
                condition=models.Q(returns_when_reviewed=True),
                name="article_withdrawn",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("articles:article", args=[self.slug])

    @property
    def is_retired(self) -> bool:
        return self.retired_at is not None

    @property
    def is_withdrawn(self) -> bool:
        """Taken from readers until it has been reviewed in full, and no longer."""
        return self.is_retired and self.returns_when_reviewed

    @property
    def is_live(self) -> bool:
        """Whether readers get a version of this article."""
        return self.live_version_id is not None and not self.is_retired


@pghistory.track(
    pghistory.InsertEvent(),
    pghistory.UpdateEvent(),
    pghistory.DeleteEvent(),
    exclude=["cited_ids", "citations"],
    meta={"triggers": [never_truncate()]},
)
class Section(models.Model):
    """A heading and its text, in the HTML of `articles.text.schema`."""

    article = models.ForeignKey(Article, models.CASCADE, related_name="sections")
    position = models.PositiveIntegerField(_("position"), default=0)
    heading = models.CharField(
        _("heading"),
        max_length=200,
        blank=True,
        help_text=_("May stay empty for opening text."),
    )
    body = models.TextField(_("clinical text"), blank=True)
    plain_language = models.TextField(
        _("plain-language text"),
        blank=True,
        help_text=_("The same for patients. May stay empty: patients then read the clinical text."),
    )

    cited_ids = models.GeneratedField(
        expression=CitedIds(Concat("body", "plain_language")),
        output_field=ArrayField(models.BigIntegerField()),
        db_persist=True,
        verbose_name=_("references cited"),
    )
    citations = models.GeneratedField(
        expression=CitedWhere("body", "plain_language"),
        output_field=models.JSONField(),
        db_persist=True,
        verbose_name=_("where they are cited"),
    )

    class Meta:
        ordering = ["position", "pk"]
        verbose_name = _("section")
        verbose_name_plural = _("sections")
        indexes = [GinIndex(fields=["cited_ids"], fastupdate=False, name="section_cites")]

    def __str__(self) -> str:
        return self.heading or str(_("Opening text"))

    def save(
        self,
        *,
        force_insert: bool | tuple[ModelBase, ...] = False,
        force_update: bool = False,
        using: str | None = None,
        update_fields: Iterable[str] | None = None,
    ) -> None:
        """Store, with citations of merged records as citations of those that were kept."""
        self.body, self.plain_language = following([self.body, self.plain_language])
        super().save(
            force_insert=force_insert,
            force_update=force_update,
            using=using,
            update_fields=update_fields,
        )
