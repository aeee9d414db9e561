"""How good the sources of a draft are, beside the rules of its tier, and where each is cited."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.conf import settings
from django.contrib.auth.models import AnonymousUser, User
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from articles.admin.draft_export import NAME as EXPORT
from articles.admin.places import anchor_of
from articles.admin.source_check import NAME as CHECK
from articles.judged_sources import of_draft
from articles.models import Article
from articles.source_quality import JudgedSource, measure
from editorial.models import Policy
from editorial.source_warnings import Figure, Thresholds, figures
from references.export import FORMATS
from references.models import WantedCheck

if TYPE_CHECKING:
    from articles.source_quality import SourceQuality


@dataclass(frozen=True)
class Spot:
    """A text that cites a source: its field on the page, and how often it does."""

    label: str
    anchor: str


@dataclass(frozen=True)
class ListedSource:
    """`address` is that of the library's record; empty for whoever may not see it."""

    number: int
    label: str
    address: str
    spots: list[Spot]


@dataclass(frozen=True)
class Row:
    figure: Figure
    sources: list[ListedSource]


@dataclass(frozen=True)
class SourcePanel:
    """`check` is where to have them checked now, empty for whoever may not.

    `being_checked` counts those that somebody asked about and nobody has answered for yet.
    """

    quality: "SourceQuality"
    rows: list[Row]
    tier: str
    exports: list[tuple[str, str]]
    check: str
    being_checked: int

    @property
    def warnings(self) -> int:
        return sum(bool(row.figure.warning) for row in self.rows)


def source_panel(
    article: Article, user: User | AnonymousUser, prefixes: Mapping[int, str]
) -> SourcePanel:
    """`prefixes` names the form of each section on the page, for the way to where it is cited."""
    now = timezone.now()
    quality = measure(of_draft(article), now=now, own=settings.OWN_PUBLICATIONS)
    policy = Policy.objects.filter(tier=article.risk_tier).first()
    rules = Thresholds.of(policy.frozen() if policy else {})
    headings = {section.pk: str(section) for section in article.sections.all()}
    may_see = user.has_perm("references.view_reference")
    return SourcePanel(
        quality=quality,
        rows=[
            Row(
                figure,
                [_listed(source, headings, prefixes, may_see=may_see) for source in figure.sources],
            )
            for figure in figures(quality, rules, today=now.date())
        ],
        tier=article.get_risk_tier_display(),
        exports=[
            (one.name, reverse(f"admin:{EXPORT}", args=[article.pk, suffix]))
            for suffix, one in FORMATS.items()
        ],
        check=(
            reverse(f"admin:{CHECK}", args=[article.pk])
            if user.has_perm("articles.change_article")
            else ""
        ),
        being_checked=WantedCheck.objects.filter(
            pk__in=[source.id for source in quality.sources]
        ).count(),
    )


def _listed(
    source: JudgedSource, headings: Mapping[int, str], prefixes: Mapping[int, str], *, may_see: bool
) -> ListedSource:
    address = reverse("admin:references_reference_change", args=[source.id]) if may_see else ""
    spots = [
        Spot(_spot(where, times, headings), anchor_of(where, prefixes))
        for where, times in Counter(source.places).items()
    ]
    return ListedSource(source.number, source.label, address, spots)


def _spot(where: str, times: int, headings: Mapping[int, str]) -> str:
    """“Treatment, plain language, 3 times”."""
    _section, pk, part = where.split(":")
    words = [headings[int(pk)]]
    if part == "plain_language":
        words.append(_("plain language"))
    if times > 1:
        words.append(_("%(times)d times") % {"times": times})
    return ", ".join(words)
