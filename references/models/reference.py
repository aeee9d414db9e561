"""The shared library: one record per work, kept as a CSL-JSON item."""

import datetime
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

import pghistory
import pgtrigger
from django.conf import settings
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Expression, GeneratedField, Q
from django.db.models.base import ModelBase
from django.db.models.functions import Upper
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _

from references import columns
from references.kinds import Kind, label
from references.merge_triggers import merged_records_follow, merged_records_stay_merged
from references.models import matching, rules
from references.models.evidence import Certainty, EvidenceLevel
from references.models.querysets import ReferenceQuerySet
from references.models.standing import Retraction
from references.triggers import (
    acceptance_ends_with_its_notice,
    check_ends_with_its_identifiers,
    never_superseded_in_a_circle,
    standing_change_is_recorded,
)

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


def _generated(
    expression: Expression, output_field: "models.Field[Any, Any]", name: "StrOrPromise"
) -> GeneratedField:
    return GeneratedField(
        expression=expression, output_field=output_field, db_persist=True, verbose_name=name
    )


GENERATED = (
    *("title", "doi", "pmid", "pmcid", "url", "isbn", "nct", "set_id"),
    *("year", "first_author", "search_text", "fingerprint"),
)


#: Changes with every check, mostly once a day: no row of history for it alone.
UNTRACKED = ("last_checked",)


@pghistory.track(
    pghistory.InsertEvent(),
    pghistory.UpdateEvent(condition=pgtrigger.AnyChange(exclude=list(UNTRACKED))),
    pghistory.DeleteEvent(),
    exclude=list(GENERATED),
    model_name="ReferenceEvent",
)
class Reference(models.Model):
    """One work. `csl` is the only source: every bibliographic column is generated from it."""

    kind = models.CharField(_("kind"), max_length=20, choices=Kind.choices)
    csl = models.JSONField(_("bibliographic record"))
    evidence_level = models.PositiveSmallIntegerField(
        _("level of evidence (Oxford CEBM)"), choices=EvidenceLevel, null=True, blank=True
    )
    certainty = models.CharField(
        _("certainty of the evidence (GRADE)"),
        max_length=10,
        choices=Certainty,
        blank=True,
        db_default="",
    )
    issuing_body = models.CharField(_("issuing body"), max_length=300, blank=True, db_default="")
    valid_from = models.DateField(_("valid from"), null=True, blank=True)
    valid_until = models.DateField(
        _("valid until"), null=True, blank=True, help_text=_("The last day.")
    )
    superseded_by = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="supersedes",
        verbose_name=_("superseded by"),
    )

    retraction = models.CharField(
        _("retraction"),
        max_length=30,
        choices=Retraction.choices,
        default=Retraction.UNCHECKED,
    )
    retracted_on = models.DateField(_("date of the notice"), null=True, blank=True)
    retraction_notice_url = models.URLField(_("retraction notice"), max_length=2000, blank=True)
    last_checked = models.DateTimeField(
        _("last checked for notices"), null=True, blank=True, editable=False
    )
    unchecked_since = models.DateTimeField(
        _("unchecked since"), null=True, blank=True, editable=False
    )
    unchecked_because = models.CharField(
        _("why it is unchecked"), max_length=300, blank=True, db_default="", editable=False
    )
    accepted_at = models.DateTimeField(
        _("accepted despite the notice"), null=True, blank=True, editable=False
    )
    accepted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
    )
    accepted_because = models.TextField(
        _("why it is accepted"), blank=True, db_default="", editable=False
    )

    merged_into = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="merged",
        verbose_name=_("merged into"),
    )
    merged_at = models.DateTimeField(_("merged"), null=True, blank=True, editable=False)
    merged_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
    )
    created = models.DateTimeField(_("added to the library"), auto_now_add=True)

    title = _generated(columns.title(), models.TextField(), _("title"))
    doi = _generated(columns.text_at("DOI"), models.TextField(), "DOI")
    pmid = _generated(columns.text_at("PMID"), models.TextField(), "PMID")
    pmcid = _generated(columns.text_at("PMCID"), models.TextField(), "PMCID")
    url = _generated(columns.text_at("URL"), models.TextField(), "URL")
    isbn = _generated(columns.isbn_of_book(), models.TextField(), "ISBN")
    nct = _generated(columns.text_at("NCT"), models.TextField(), "NCT")
    set_id = _generated(columns.text_at("setid"), models.TextField(), _("set id of the label"))
    year = _generated(columns.year(), models.IntegerField(null=True), _("year"))
    first_author = _generated(columns.first_author(), models.TextField(), _("first author"))
    search_text = _generated(columns.search_text(), models.TextField(), _("search text"))
    fingerprint = _generated(columns.fingerprint(), models.TextField(), _("fingerprint"))

    objects = ReferenceQuerySet.as_manager()

    if TYPE_CHECKING:
        superseded_by_id: int | None

    class Meta:
        verbose_name = _("reference")
        verbose_name_plural = _("references")
        ordering = ("first_author", "year", "pk")
        permissions = (("merge_reference", _("Can merge two records of one work")),)
        constraints = rules.CONSTRAINTS
        indexes = (
            models.Index(fields=("fingerprint",), name="reference_fingerprint"),
            models.Index(fields=("url",), name="reference_url"),
            GinIndex(OpClass("title", name="gin_trgm_ops"), name="reference_title_trigrams"),
            models.Index(fields=("isbn",), condition=~Q(isbn=""), name="reference_isbn"),
            models.Index(fields=("nct",), condition=~Q(nct=""), name="reference_nct"),
            GinIndex(OpClass(Upper("search_text"), name="gin_trgm_ops"), name="reference_words"),
            *matching.INDEXES,
        )
        triggers = (
            standing_change_is_recorded(),
            never_superseded_in_a_circle(),
            acceptance_ends_with_its_notice(),
            check_ends_with_its_identifiers(),
            merged_records_stay_merged(),
            merged_records_follow(),
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

    def clean(self) -> None:
        """Refuse to change what was merged; the database does too."""
        if self.merged_into is not None:
            raise ValidationError(
                _(
                    "This record was merged into “%(kept)s” (%(id)s), and is not edited any more. "
                    "Nothing was saved. What you typed is still here: enter it there."
                ),
                code="merged",
                params={"kept": self.merged_into, "id": self.merged_into_id},
            )

    @property
    def is_retracted(self) -> bool:
        return self.retraction == Retraction.RETRACTED

    @property
    def is_accepted(self) -> bool:
        """Whether an editor keeps the source despite its present notice, with a reason."""
        return self.accepted_at is not None

    def is_past_validity_on(self, day: datetime.date) -> bool:
        """Whether its issuing body no longer stands behind it; `valid_until` is the last day."""
        return self.valid_until is not None and self.valid_until < day

    @property
    def kind_label(self) -> str:
        return label(self.kind)
