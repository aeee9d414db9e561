"""The shared library: one record per work, kept as a CSL-JSON item."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, Self

import pghistory
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.contrib.postgres.search import TrigramWordSimilarity
from django.db import models
from django.db.models import Case, Expression, F, GeneratedField, Q, Value, When
from django.db.models.base import ModelBase
from django.db.models.functions import Upper
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _

from references import columns
from references.kinds import Kind, label

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

RESULTS = 20
MOST_WORDS = 16


class Retraction(models.TextChoices):
    """What is known of a source's standing. Never asked is not the same as clean."""

    UNCHECKED = "unchecked", _("Not checked")
    NONE = "none", _("No notice found")
    RETRACTED = "retracted", _("Retracted")
    EXPRESSION_OF_CONCERN = "expression_of_concern", _("Expression of concern")
    CORRECTED = "corrected", _("Corrected")


class ReferenceQuerySet(models.QuerySet["Reference"]):
    """What is asked of the library."""

    def retracted(self) -> Self:
        return self.filter(retraction=Retraction.RETRACTED)

    def matching(self, text: str, limit: int = RESULTS) -> Self:
        """The best `limit` hits for what an editor types: title, author, year, DOI, PMID.

        Every word must occur (the beginning of one will do), or the whole be close to the title,
        so that a slip of the pen still finds it.
        """
        words = text.replace("\x00", " ").split()[:MOST_WORDS]
        if not words:
            return self.none()
        whole = " ".join(words)
        every_word = Q()
        for word in words:
            every_word &= Q(search_text__icontains=word)
        return (
            self.filter(every_word | Q(title__trigram_word_similar=whole))
            .annotate(
                rank=Case(
                    When(Q(doi=whole.lower()) | Q(pmid=whole), then=Value(0)),
                    When(Q(title__istartswith=whole), then=Value(1)),
                    When(Q(first_author__istartswith=words[0]) & every_word, then=Value(2)),
                    When(every_word, then=Value(3)),
                    default=Value(4),
                ),
                closeness=TrigramWordSimilarity(whole, "title"),
            )
            .order_by("rank", "-closeness", F("year").desc(nulls_last=True), "pk")[:limit]
        )


def _generated(
    expression: Expression, output_field: "models.Field[Any, Any]", name: "StrOrPromise"
) -> GeneratedField:
    return GeneratedField(
        expression=expression, output_field=output_field, db_persist=True, verbose_name=name
    )


GENERATED = (
    *("title", "doi", "pmid", "pmcid", "url"),
    *("year", "first_author", "search_text", "fingerprint"),
)


@pghistory.track(
    pghistory.InsertEvent(),
    pghistory.UpdateEvent(),
    pghistory.DeleteEvent(),
    exclude=list(GENERATED),
    model_name="ReferenceEvent",
)
class Reference(models.Model):
    """One work. `csl` is the only source: every bibliographic column is generated from it."""

    kind = models.CharField(_("kind"), max_length=20, choices=Kind.choices)
    csl = models.JSONField(_("bibliographic record"))
    retraction = models.CharField(
        _("retraction"),
        max_length=30,
        choices=Retraction.choices,
        default=Retraction.UNCHECKED,
    )
    retracted_on = models.DateField(_("retracted on"), null=True, blank=True)
    retraction_notice_url = models.URLField(_("retraction notice"), max_length=2000, blank=True)
    created = models.DateTimeField(_("added to the library"), auto_now_add=True)

    title = _generated(columns.title(), models.TextField(), _("title"))
    doi = _generated(columns.text_at("DOI"), models.TextField(), "DOI")
    pmid = _generated(columns.text_at("PMID"), models.TextField(), "PMID")
    pmcid = _generated(columns.text_at("PMCID"), models.TextField(), "PMCID")
    url = _generated(columns.text_at("URL"), models.TextField(), "URL")
    year = _generated(columns.year(), models.IntegerField(null=True), _("year"))
    first_author = _generated(columns.first_author(), models.TextField(), _("first author"))
    search_text = _generated(columns.search_text(), models.TextField(), _("search text"))
    fingerprint = _generated(columns.fingerprint(), models.TextField(), _("fingerprint"))

    objects = ReferenceQuerySet.as_manager()

    class Meta:
        verbose_name = _("reference")
        verbose_name_plural = _("references")
        ordering = ("first_author", "year", "pk")
        constraints = (
            models.CheckConstraint(condition=Q(title__regex=r"\S"), name="reference_has_a_title"),
            models.CheckConstraint(
                condition=Q(kind__in=Kind.values), name="reference_kind_is_known"
            ),
            models.CheckConstraint(
                condition=Q(retraction__in=Retraction.values), name="reference_retraction_is_known"
            ),
            models.UniqueConstraint(
                fields=("doi",), condition=~Q(doi=""), name="reference_doi_is_unique"
            ),
            models.UniqueConstraint(
                fields=("pmid",), condition=~Q(pmid=""), name="reference_pmid_is_unique"
            ),
            models.UniqueConstraint(
                fields=("pmcid",), condition=~Q(pmcid=""), name="reference_pmcid_is_unique"
            ),
            models.UniqueConstraint(
                fields=("url",),
                condition=Q(doi="", pmid="", pmcid="") & ~Q(url=""),
                name="reference_url_alone_is_unique",
            ),
            models.UniqueConstraint(
                fields=("fingerprint",),
                condition=Q(doi="", pmid="", pmcid="", url=""),
                name="reference_work_is_unique",
            ),
        )
        indexes = (
            models.Index(fields=("fingerprint",), name="reference_fingerprint"),
            models.Index(fields=("url",), name="reference_url"),
            GinIndex(OpClass("title", name="gin_trgm_ops"), name="reference_title_trigrams"),
            GinIndex(OpClass(Upper("search_text"), name="gin_trgm_ops"), name="reference_words"),
        )

    def __str__(self) -> str:
        who = " ".join(str(part) for part in (self.first_author, self.year) if part)
        title = Truncator(self.title).chars(60)
        return f"{who}. {title}" if who else title

    def save(
        self,
        *,
        force_insert: bool | tuple[ModelBase, ...] = False,
        force_update: bool = False,
        using: str | None = None,
        update_fields: Iterable[str] | None = None,
    ) -> None:
        """Store, then read back what the database derived from a changed record."""
        is_new = self._state.adding
        super().save(
            force_insert=force_insert,
            force_update=force_update,
            using=using,
            update_fields=update_fields,
        )
        if not is_new:
            self.refresh_from_db(fields=GENERATED)

    @property
    def is_retracted(self) -> bool:
        return self.retraction == Retraction.RETRACTED

    @property
    def kind_label(self) -> str:
        return label(self.kind)
