"""From where a finding is (`summary`, `section:12:body`) to the field's place on the page."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.contrib.admin.helpers import InlineAdminFormSet

from articles.findings import Finding


@dataclass(frozen=True)
class PlacedFinding:
    """A finding with the address of its field on the article's page."""

    finding: Finding
    anchor: str


def placed(
    findings: Iterable[Finding], formsets: Iterable[InlineAdminFormSet] = ()
) -> list[PlacedFinding]:
    """Each finding with its anchor. The formsets say which form on the page holds which section."""
    prefixes = {
        form.instance.pk: form.prefix
        for inline in formsets
        for form in inline.formset.forms
        if form.instance.pk
    }
    return [PlacedFinding(finding, _anchor(finding.where, prefixes)) for finding in findings]


def _anchor(where: str, prefixes: dict[int, str]) -> str:
    if where == "sections":
        return "sections-group"
    if not where.startswith("section:"):
        return f"id_{where}"
    _section, pk, part = where.split(":")
    prefix = prefixes.get(int(pk))
    return f"id_{prefix}-{part}" if prefix else "sections-group"
