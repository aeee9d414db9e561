"""How good the sources of one text are, as figures.

Shares of own publications, of primary and of secondary sources count citations: a text that leans
ten times on one source leans on it. Identifiers, years and checks count sources, each once.

Primary is original research (trials, other research); everything else is secondary. ICMJE's
Recommendations (“References”) ask for “direct references to original research sources whenever
possible”, and not to cite for self-interest. A drug label is secondary: by 21 CFR 201.56(a)(1) it
holds “a summary of the essential scientific information”. A narrative review that is filed under
Research counts as primary, for nothing in its record tells it apart.
"""

import datetime
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from statistics import median
from typing import Any

from articles.own_publications import OwnPublications
from references import dates
from references.kinds import Kind
from references.models import Retraction

PRIMARY = frozenset({Kind.TRIAL, Kind.RESEARCH})
IDENTIFIERS = ("DOI", "PMID", "PMCID", "ISBN", "setid", "NCT")
#: By which of them others can be asked whether a work was retracted.
ASKED_BY = ("DOI", "PMID")
FRESH = datetime.timedelta(days=7)
WHOLE = 100


@dataclass(frozen=True)
class JudgedSource:
    """A source that a text cites. `places` holds where, once for each citation.

    `kind` and `csl` are as the text has them; the rest is what the library knows now.
    """

    id: int
    number: int
    label: str
    kind: str
    csl: Mapping[str, Any]
    places: tuple[str, ...]
    retraction: str = Retraction.UNCHECKED
    is_accepted: bool = False
    last_checked: datetime.datetime | None = None
    valid_until: datetime.date | None = None
    superseded_by: str = ""

    @property
    def year(self) -> int | None:
        issued = self.csl.get("issued")
        year = dates.parts(issued)[0] if isinstance(issued, Mapping) else None
        return year if isinstance(year, int) else None

    @property
    def is_identified(self) -> bool:
        return any(self.csl.get(key) for key in IDENTIFIERS)

    @property
    def can_be_checked(self) -> bool:
        return any(self.csl.get(key) for key in ASKED_BY)


Sources = tuple[JudgedSource, ...]


@dataclass(frozen=True)
class Share:
    """`part` of `whole`, in citations or sources; `sources` are those that count, `others` not."""

    part: int
    whole: int
    sources: Sources
    others: Sources

    @property
    def percent(self) -> int | None:
        """Rounded, but neither 0 nor 100 unless it is exactly that; None of nothing."""
        if not self.whole:
            return None
        if self.part in (0, self.whole):
            return WHOLE * self.part // self.whole
        return min(max(round(WHOLE * self.part / self.whole), 1), WHOLE - 1)

    def is_above(self, percent: int) -> bool:
        return WHOLE * self.part > percent * self.whole

    def is_below(self, percent: int) -> bool:
        return WHOLE * self.part < percent * self.whole


@dataclass(frozen=True)
class SourceQuality:
    """The figures. Of no citations, every share is of nothing and there is no year."""

    citations: int
    sources: Sources
    own: Share
    primary: Share
    secondary: Share
    identified: Share
    checked: Share
    cannot_be_checked: Sources
    median_year: float | None
    oldest_year: int | None
    oldest: Sources
    undated: Sources
    past_validity: Sources
    superseded: Sources
    retracted: Sources


def measure(
    sources: Iterable[JudgedSource], *, now: datetime.datetime, own: OwnPublications
) -> SourceQuality:
    """The figures at this moment. A check counts from seven days before it, to the second."""
    listed = tuple(sources)
    years = [source.year for source in listed if source.year is not None]
    oldest_year = min(years, default=None)
    today = now.date()

    def only(test: Callable[[JudgedSource], bool]) -> Sources:
        return tuple(source for source in listed if test(source))

    return SourceQuality(
        citations=_citations(listed),
        sources=listed,
        own=_of_citations(listed, only(lambda source: own.include(source.csl))),
        primary=_of_citations(listed, only(lambda source: source.kind in PRIMARY)),
        secondary=_of_citations(listed, only(lambda source: source.kind not in PRIMARY)),
        identified=_of_sources(listed, only(lambda source: source.is_identified)),
        checked=_of_sources(listed, only(lambda source: _is_fresh(source, now))),
        cannot_be_checked=only(lambda source: not source.can_be_checked),
        median_year=median(years) if years else None,
        oldest_year=oldest_year,
        oldest=only(lambda source: source.year is not None and source.year == oldest_year),
        undated=only(lambda source: source.year is None),
        past_validity=only(
            lambda source: source.valid_until is not None and source.valid_until < today
        ),
        superseded=only(lambda source: bool(source.superseded_by)),
        retracted=only(lambda source: source.retraction == Retraction.RETRACTED),
    )


def age(year: float, today: datetime.date) -> float:
    """In years; what is dated ahead, as journals do, is new."""
    return max(today.year - year, 0)


def _is_fresh(source: JudgedSource, now: datetime.datetime) -> bool:
    return source.last_checked is not None and source.last_checked >= now - FRESH


def _citations(sources: Sequence[JudgedSource]) -> int:
    return sum(len(source.places) for source in sources)


def _of_citations(all_: Sources, counted: Sources) -> Share:
    return Share(_citations(counted), _citations(all_), counted, _without(all_, counted))


def _of_sources(all_: Sources, counted: Sources) -> Share:
    return Share(len(counted), len(all_), counted, _without(all_, counted))


def _without(all_: Sources, counted: Sources) -> Sources:
    ids = {source.id for source in counted}
    return tuple(source for source in all_ if source.id not in ids)
