"""How strong a source is and whether it is still current: its fields, columns and filters."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.formats import date_format
from django.utils.html import format_html_join
from django.utils.safestring import mark_safe
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from references import evidence
from references.kinds import Kind
from references.models import EvidenceLevel, Reference

GUIDELINE = _("Guideline")
FIELDSETS: Sequence[tuple[Any, Any]] = (
    (_("Strength of evidence"), {"fields": (("evidence_level", "certainty"),)}),
    (GUIDELINE, {"fields": ("issuing_body", "valid_from", "valid_until")}),
    (_("Newer work"), {"fields": ("superseded_by",)}),
)


def arranged(fieldsets: Iterable[Any], reference: Reference | None) -> list[Any]:
    """What only guidelines have is folded away for a work that is none and has none of it."""
    if reference is None or reference.kind == Kind.GUIDELINE or _has_validity(reference):
        return list(fieldsets)
    return [
        (name, {**options, "classes": ("collapse",)}) if name == GUIDELINE else (name, options)
        for name, options in fieldsets
    ]


def _has_validity(reference: Reference) -> bool:
    return bool(reference.issuing_body or reference.valid_from or reference.valid_until)


def kind_and_strength(reference: Reference) -> str:
    """“Guideline”, and below it “level 2, high certainty” where that is stated."""
    lines = filter(None, (reference.kind_label, evidence.in_short(reference)))
    return format_html_join(mark_safe("<br>"), "{}", ((line,) for line in lines))


def currency(reference: Reference) -> str:
    """Remarks for a list: a newer work, the end of its validity, else until when it is valid."""
    remarks = [f"\N{WHITE UP-POINTING TRIANGLE} {said}" for said in _warnings(reference)]
    if reference.valid_until is not None and not remarks:
        remarks = [gettext("Valid until %(day)s") % {"day": date_format(reference.valid_until)}]
    return format_html_join(mark_safe("<br>"), "{}", ((remark,) for remark in remarks))


def _warnings(reference: Reference) -> list[str]:
    return evidence.warnings(reference, evidence.today())


class EvidenceFilter(admin.SimpleListFilter):
    title = _("level of evidence")
    parameter_name = "level"

    def lookups(self, request: HttpRequest, model_admin: object) -> list[tuple[Any, Any]]:
        levels = [
            (str(level.value), _("Level %(level)d") % {"level": level.value})
            for level in EvidenceLevel
        ]
        return [*levels, ("none", _("Not stated"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Reference]) -> QuerySet[Reference]:
        if self.value() == "none":
            return queryset.filter(evidence_level__isnull=True)
        known = [str(level.value) for level in EvidenceLevel]
        return queryset.filter(evidence_level=self.value()) if self.value() in known else queryset


class CurrencyFilter(admin.SimpleListFilter):
    title = _("currency")
    parameter_name = "currency"

    def lookups(self, request: HttpRequest, model_admin: object) -> list[tuple[Any, Any]]:
        return [("past", _("Validity has ended")), ("superseded", _("Superseded"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Reference]) -> QuerySet[Reference]:
        if self.value() == "past":
            return queryset.filter(valid_until__lt=evidence.today())
        if self.value() == "superseded":
            return queryset.filter(superseded_by__isnull=False)
        return queryset
