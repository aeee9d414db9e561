"""Names as medical styles write them: family name, initials, rank; "et al" after so many."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

LONGEST_INITIALS = 4
#: Scripts in which family and given name are written together.
_WRITTEN_TOGETHER = (("\u3040", "\u30ff"), ("\u3400", "\u9fff"), ("\uac00", "\ud7a3"))

Person = Mapping[str, Any]


@dataclass(frozen=True)
class Listing:
    """How a style lists people: all of up to `most`, else the first `shown`."""

    most: int
    shown: int
    et_al: str
    initials: int
    ranks: Mapping[str, str]


def initials(given: str, most: int) -> str:
    """`PS` for "Philip S.", "P. S." and "PS"; `JP` for "Jean-Paul"."""
    if given.isalpha():
        is_initials = len(given) <= LONGEST_INITIALS and given.isupper()
        return given[:most] if is_initials else given[0].upper()
    words = given.replace(".", " ").replace("-", " ").replace("\u2010", " ").split()
    if len(words) == 1 and len(words[0]) <= LONGEST_INITIALS and words[0].isupper():
        return words[0][:most]
    letters = [
        word if word.isupper() and len(word) < LONGEST_INITIALS else word[0].upper()
        for word in words
        if word[0].isalpha()
    ]
    return "".join(letters)[:most]


def _in_own_script(family: str, given: str) -> str:
    """Names in scripts without capitals have no initials: they are given in full."""
    together = any(low <= family[:1] <= high for low, high in _WRITTEN_TOGETHER)
    return f"{family}{given}" if together else f"{family} {given}"


def name(person: Person, listing: Listing) -> str:
    """One person or organisation."""
    family, given = person.get("family"), person.get("given")
    if not family:
        return str(given or person.get("literal") or "")
    if not given:
        written = str(family)
    elif given.lower() == given.upper():
        return _in_own_script(family, given)
    else:
        written = f"{family} {initials(given, listing.initials)}".rstrip()
    if suffix := person.get("suffix"):
        rank = str(suffix).rstrip(".")
        return f"{written} {listing.ranks.get(rank.lower(), rank)}"
    return written


def names(people: Sequence[Person], listing: Listing) -> str:
    """Commas between people, semicolons around organisations: "Ash S, Elm P; Sample Group".

    "et al" stands for people, never for the organisation in whose name they write; organisations
    are shortened by the same measure among themselves.
    """
    if any("literal" in person for person in people):
        return _with_organisations(people, listing)
    shown = people if len(people) <= listing.most else people[: listing.shown]
    listed = ", ".join([name(person, listing) for person in shown])
    return listed if shown is people else f"{listed}, {listing.et_al}"


def _with_organisations(people: Sequence[Person], listing: Listing) -> str:
    groups: list[list[str]] = []
    counted = {True: 0, False: 0}
    total = {kind: sum(_is_group(person) is kind for person in people) for kind in (True, False)}
    for person in people:
        is_group = _is_group(person)
        counted[is_group] += 1
        limit = total[is_group] if total[is_group] <= listing.most else listing.shown
        if counted[is_group] > limit + 1:
            continue
        written = name(person, listing) if counted[is_group] <= limit else listing.et_al
        if is_group or not groups or len(groups[-1]) == 0:
            groups.append([written])
        else:
            groups[-1].append(written)
        if is_group:
            groups.append([])
    return "; ".join(", ".join(group) for group in groups if group)


def _is_group(person: Person) -> bool:
    return not person.get("family") and bool(person.get("literal"))
