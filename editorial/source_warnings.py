"""The figures about a text's sources beside the rules of its tier, and what falls outside them.

Nothing here stops anybody: the judgement is the editor's and the board's.
"""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from articles.source_quality import Share, SourceQuality, Sources, age
from editorial import source_phrases as phrases
from editorial.models import Policy
from editorial.models.policy import THRESHOLDS


@dataclass(frozen=True)
class Thresholds:
    """Percentages of citations or sources, ages in years; see `editorial.models.Policy`."""

    most_own_percent: int
    least_primary_percent: int
    least_identified_percent: int
    least_checked_percent: int
    oldest_median_years: int
    oldest_source_years: int

    @classmethod
    def of(cls, rules: Mapping[str, Any]) -> "Thresholds":
        """From a frozen policy. One from before these rules existed is read with the standard."""
        standard = Policy()
        return cls(**{name: rules.get(name, getattr(standard, name)) for name in THRESHOLDS})


@dataclass(frozen=True)
class Figure:
    """One line of the panel. `warning` is empty where the rule holds or there is none.

    `sources` are those to look at; `percent` and `limit` are for the bar, where there is one.
    """

    code: str
    name: str
    value: str
    rule: str = ""
    warning: str = ""
    note: str = ""
    sources: Sources = ()
    percent: int | None = None
    limit: int | None = None

    @property
    def mark(self) -> int | None:
        """Where the limit is drawn on a bar of 100 units, one unit wide."""
        return None if self.limit is None else min(self.limit, 99)


def figures(quality: SourceQuality, rules: Thresholds, *, today: datetime.date) -> list[Figure]:
    return [
        _own(quality.own, rules.most_own_percent),
        _primary(quality.primary, rules.least_primary_percent),
        _secondary(quality.secondary),
        _identified(quality.identified, rules.least_identified_percent),
        _checked(quality, rules.least_checked_percent),
        _median(quality, rules.oldest_median_years, today),
        _oldest(quality, rules.oldest_source_years, today),
        _past_validity(quality.past_validity),
        _superseded(quality.superseded),
        _retracted(quality.retracted),
    ]


def warnings(listed: list[Figure]) -> list[Figure]:
    return [figure for figure in listed if figure.warning]


def _own(share: Share, most: int) -> Figure:
    return Figure(
        "own-publications",
        _("Own publications"),
        phrases.of_citations(share),
        rule=phrases.at_most(most),
        warning=_("More than that are of our own publications.") if share.is_above(most) else "",
        sources=share.sources,
        percent=share.percent,
        limit=most,
    )


def _primary(share: Share, least: int) -> Figure:
    is_low = share.is_below(least)
    return Figure(
        "primary-sources",
        _("Primary sources: trials and other research"),
        phrases.of_citations(share),
        rule=phrases.at_least(least),
        warning=_("Cite the original research where there is some.") if is_low else "",
        sources=share.others if is_low else (),
        percent=share.percent,
        limit=least,
    )


def _secondary(share: Share) -> Figure:
    return Figure(
        "secondary-sources",
        _("Secondary sources: guidelines, reviews, labels, textbooks, websites"),
        phrases.of_citations(share),
        percent=share.percent,
    )


def _identified(share: Share, least: int) -> Figure:
    return Figure(
        "identified-sources",
        _("With an identifier"),
        phrases.of_sources(share),
        rule=phrases.at_least(least),
        warning=(
            _("Look up the DOI or PubMed number of those below.") if share.is_below(least) else ""
        ),
        sources=share.others,
        percent=share.percent,
        limit=least,
    )


def _checked(quality: SourceQuality, least: int) -> Figure:
    """The rule asks only for those that others can be asked about."""
    out_of_reach = {source.id for source in quality.cannot_be_checked}
    unchecked = tuple(each for each in quality.checked.others if each.id not in out_of_reach)
    whole = quality.checked.whole - len(out_of_reach)
    share = Share(whole - len(unchecked), whole, (), ())
    note = ngettext(
        "%(count)d cannot be checked: it has neither DOI nor PubMed number.",
        "%(count)d cannot be checked: they have neither DOI nor PubMed number.",
        len(out_of_reach),
    )
    return Figure(
        "checked-sources",
        _("Checked for retraction in the last 7 days"),
        phrases.of_sources(quality.checked),
        rule=phrases.at_least(least),
        warning=_("Have those below checked.") if share.is_below(least) else "",
        note=note % {"count": len(out_of_reach)} if out_of_reach else "",
        sources=quality.checked.others,
        percent=quality.checked.percent,
        limit=least,
    )


def _median(quality: SourceQuality, oldest: int, today: datetime.date) -> Figure:
    year = quality.median_year
    is_old = year is not None and age(year, today) > oldest
    return Figure(
        "median-year",
        _("Median year of the sources"),
        _("none has a year") if year is None else phrases.year(year, today),
        rule=phrases.at_most_years(oldest),
        warning=_("Half of the sources are older. Look for newer evidence.") if is_old else "",
        note=phrases.undated(quality.undated),
    )


def _oldest(quality: SourceQuality, oldest: int, today: datetime.date) -> Figure:
    too_old = tuple(
        source
        for source in quality.sources
        if source.year is not None and age(source.year, today) > oldest
    )
    year = quality.oldest_year
    return Figure(
        "oldest-source",
        _("Oldest source"),
        _("none has a year") if year is None else phrases.year(year, today),
        rule=phrases.at_most_years(oldest),
        warning=_("Say why the sources below still hold, or replace them.") if too_old else "",
        sources=too_old or quality.oldest,
    )


def _past_validity(sources: Sources) -> Figure:
    name, warning = _("Past their validity"), _("Look for their successors.")
    return _named("past-validity", name, sources, warning if sources else "")


def _superseded(sources: Sources) -> Figure:
    warning = _("Cite the newer works.") if sources else ""
    return _named("superseded", _("Superseded"), sources, warning)


def _retracted(sources: Sources) -> Figure:
    """One that an editor keeps with a reason is shown without a warning."""
    is_open = not all(source.is_accepted for source in sources)
    warning = _("Replace them, or remove the claims.") if is_open else ""
    return _named("retracted", _("Retracted"), sources, warning)


def _named(code: str, name: str, sources: Sources, warning: str) -> Figure:
    return Figure(code, name, phrases.count(sources), warning=warning, sources=sources)
