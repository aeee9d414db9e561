"""What Crossref says has become of a work.

A publisher registers a notice with an `update-to` that names the work; Crossref shows it on the
work's own record as `updated-by`. Both also carry what Retraction Watch collected (`source`).
https://www.crossref.org/documentation/register-maintain-records/maintaining-your-metadata/registering-updates/
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any

from references import dates, identifiers
from references.exceptions import InvalidItem
from references.models.standing import Nature
from references.remote.answers import FoundNotice

#: Crossref's twelve types, and those of Retraction Watch. A new version or edition is no notice.
NATURES = {
    "retraction": Nature.RETRACTION,
    "partial_retraction": Nature.RETRACTION,  # what was cited may be the part
    "withdrawal": Nature.RETRACTION,
    "removal": Nature.RETRACTION,
    "expression_of_concern": Nature.EXPRESSION_OF_CONCERN,
    "concern": Nature.EXPRESSION_OF_CONCERN,
    "correction": Nature.CORRECTION,
    "corrigendum": Nature.CORRECTION,
    "erratum": Nature.CORRECTION,
    "addendum": Nature.CORRECTION,
    "clarification": Nature.CORRECTION,
    "reinstatement": Nature.REINSTATEMENT,
}
_SAYS_SO_ITSELF = re.compile(
    r"^\W*(retracted|withdrawn)(\s+(article|paper))?\s*[:\]]", re.IGNORECASE
)


def notices(message: Mapping[str, Any], doi: str) -> list[FoundNotice]:
    """About the work with this DOI, from its own record."""
    about_itself = (update for update in _updates(message, "update-to") if _doi(update) == doi)
    found = distinct(map(_notice, (*_updates(message, "updated-by"), *about_itself)))
    if not any(notice.nature == Nature.RETRACTION for notice in found) and _says_so(message, doi):
        found.append(FoundNotice(Nature.RETRACTION, None, "", f"https://doi.org/{doi}"))
    return found


def notices_given(message: Mapping[str, Any]) -> Iterator[tuple[str, FoundNotice]]:
    """What this record, itself a notice, says of others: each work's DOI with the notice."""
    own = _doi(message)
    for update in _updates(message, "update-to"):
        work = _doi(update)
        notice = _notice({**update, "DOI": own})
        if work and notice is not None:
            yield work, notice


def distinct(found: Iterable[FoundNotice | None]) -> list[FoundNotice]:
    """Each notice once: publisher and Retraction Watch may both tell of it; a date is kept."""
    kept: dict[tuple[str, str], FoundNotice] = {}
    for notice in found:
        if notice is None:
            continue
        before = kept.get((notice.nature, notice.identifier))
        if before is None or (before.on is None and notice.on is not None):
            kept[notice.nature, notice.identifier] = notice
    return list(kept.values())


def _updates(message: Mapping[str, Any], key: str) -> list[Mapping[str, Any]]:
    value = message.get(key)
    listed = value if isinstance(value, list) else []
    return [update for update in listed if isinstance(update, Mapping)]


def _doi(entry: Mapping[str, Any]) -> str:
    try:
        return identifiers.normalise_doi(str(entry.get("DOI") or ""))
    except identifiers.InvalidIdentifier:
        return ""


def _notice(update: Mapping[str, Any]) -> FoundNotice | None:
    nature = _nature(str(update.get("type") or ""))
    if nature is None:
        return None
    doi = _doi(update)
    return FoundNotice(
        nature,
        _day(update.get("updated")),
        f"doi:{doi}" if doi else "",
        f"https://doi.org/{doi}" if doi else "",
    )


def _nature(written: str) -> Nature | None:
    """A type that nobody has told us of is weighed by its words: none that matters is passed by."""
    type_ = re.sub(r"[\s-]+", "_", written.strip().lower())
    if type_ in NATURES:
        return NATURES[type_]
    return next((nature for word, nature in NATURES.items() if word in type_), None)


def _day(value: object) -> date | None:
    """A whole date or none: a notice of which the year is known has no day to be shown."""
    if not isinstance(value, Mapping):
        return None
    if value.get("date-parts") is None and isinstance(value.get("date-time"), str):
        value = {"raw": value["date-time"]}
    try:
        parts = dates.parts(dates.normalise(value, "updated"))
    except InvalidItem:
        return None
    year, month, day = parts
    return date(year, month, day) if year and month and day else None


def _says_so(message: Mapping[str, Any], doi: str) -> bool:
    """“RETRACTED: …”, as publishers mark a work's own title; some notices are titled so too."""
    titles = message.get("title")
    first = titles[0] if isinstance(titles, list) and titles else titles
    about_others = any(_doi(update) != doi for update in _updates(message, "update-to"))
    return isinstance(first, str) and bool(_SAYS_SO_ITSELF.match(first)) and not about_others
