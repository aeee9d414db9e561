"""From where a finding is (`summary`, `section:12:body`) to the field's place on the page."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.contrib.admin.helpers import InlineAdminFormSet

from articles.findings import Finding
from articles.models import Article


@dataclass(frozen=True)
class PlacedFinding:
    """A finding with the address of its field on the article's page."""

    finding: Finding
    anchor: str


def placed(findings: Iterable[Finding], prefixes: Mapping[int, str]) -> list[PlacedFinding]:
    """Each finding with its anchor; `prefixes` names the form of each section on the page."""
    return [PlacedFinding(finding, anchor_of(finding.where, prefixes)) for finding in findings]


def prefixes_on(formsets: Iterable[InlineAdminFormSet]) -> dict[int, str]:
    """The forms of the sections on a page as it is shown."""
    return {
        form.instance.pk: form.prefix
        for inline in formsets
        for form in inline.formset.forms
        if form.instance.pk
    }


def prefixes_of(article: Article) -> dict[int, str]:
    """The forms of the sections on the article's page when it is opened afresh."""
    sections = article.sections.values_list("pk", flat=True)
    return {pk: f"sections-{place}" for place, pk in enumerate(sections)}


def anchor_of(where: str, prefixes: Mapping[int, str]) -> str:
    if where == "sections":
        return "sections-group"
    if not where.startswith("section:"):
        return f"id_{where}"
    _section, pk, part = where.split(":")
    prefix = prefixes.get(int(pk))
    return f"id_{prefix}-{part}" if prefix else "sections-group"
