"""The one rule that turns the notices about a work into its standing.

It is cautious: in doubt a retraction stands. As COPE's retraction guidelines have it, a retraction
or a concern stands until it is expressly taken back, and a correction leaves the work valid. What
the rule must give is written out by hand in tests/references/test_standing_rule.py.
"""

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from references.models import Notice, Retraction
from references.models.standing import Nature, Teller

#: Tellers date one retraction differently (online, in print, indexed). Dates that lie no further
#: apart than this are one event, and its first date is the one that is shown.
ONE_EVENT = datetime.timedelta(days=90)

#: Whose address of a notice is shown where several tell of it.
ORDER = (
    *(Teller.EDITOR, Teller.CROSSREF, Teller.PUBMED),
    *(Teller.RETRACTION_WATCH, Teller.RECORD),
)

STANDING_OF = {
    Nature.RETRACTION: Retraction.RETRACTED,
    Nature.EXPRESSION_OF_CONCERN: Retraction.EXPRESSION_OF_CONCERN,
    Nature.CORRECTION: Retraction.CORRECTED,
    Nature.REINSTATEMENT: Retraction.REINSTATED,
}
NATURE_OF: dict[str, Nature] = {standing.value: nature for nature, standing in STANDING_OF.items()}


@dataclass(frozen=True)
class Standing:
    """What a work's notices come to; `on` is the date of the notice that stands, where known."""

    retraction: Retraction
    on: datetime.date | None
    url: str


def standing_of(notices: Iterable[Notice]) -> Standing | None:
    """The standing that follows from a work's present notices; None where there are none.

    A retraction or concern is lifted by a reinstatement dated on its day or later. One without a
    date counts as of the first date that is known of its kind; where none is known, only an
    editor's reinstatement lifts it, entered after the notice was found. A reinstatement without a
    date lifts nothing.
    """
    present = list(notices)
    of = {nature: [each for each in present if each.nature == nature] for nature in Nature}
    reinstatements = of[Nature.REINSTATEMENT]
    for nature in (Nature.RETRACTION, Nature.EXPRESSION_OF_CONCERN):
        if standing := _not_lifted(of[nature], reinstatements):
            return _told_by(standing, nature)
    for nature in (Nature.REINSTATEMENT, Nature.CORRECTION):
        if of[nature]:
            return _told_by(of[nature], nature)
    return None


def _not_lifted(notices: Sequence[Notice], reinstatements: Sequence[Notice]) -> list[Notice]:
    known = [each.on for each in notices if each.on]
    if not known:
        return [each for each in notices if not _is_lifted_by_hand(each, reinstatements)]
    lifted_on = max((each.on for each in reinstatements if each.on), default=datetime.date.min)
    return [each for each in notices if (each.on or min(known)) > lifted_on]


def _is_lifted_by_hand(undated: Notice, reinstatements: Sequence[Notice]) -> bool:
    return any(
        each.teller == Teller.EDITOR
        and each.on is not None
        and each.entered_at is not None
        and each.entered_at >= undated.found
        for each in reinstatements
    )


def _told_by(notices: Sequence[Notice], nature: Nature) -> Standing:
    """Of several notices: the last event, by the first of its dates."""
    on = _first_day_of_last_event([each.on for each in notices if each.on])
    addressed = sorted(
        (each for each in notices if each.url),
        key=lambda each: (each.on != on, ORDER.index(Teller(each.teller)), each.url),
    )
    return Standing(STANDING_OF[nature], on, addressed[0].url if addressed else "")


def _first_day_of_last_event(days: Iterable[datetime.date]) -> datetime.date | None:
    first: datetime.date | None = None
    for day in sorted(days, reverse=True):
        if first is not None and first - day > ONE_EVENT:
            break
        first = day
    return first
