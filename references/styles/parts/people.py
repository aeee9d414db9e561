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

    def limit(self, people: int) -> int:
        return people if people <= self.most else self.shown


def initials(given: str, most: int) -> str:
    """`PS` for "Philip S.", "P. S." and "PS"; `JP` for "Jean-Paul"."""
    words = given.replace(".", " ").replace("-", " ").replace("\u2010", " ").split()
    if len(words) == 1 and len(given) <= LONGEST_INITIALS and given.isupper():
        return words[0][:most]
    letters = ""
    for word in words:
        if word.isupper() and len(word) < LONGEST_INITIALS:
            letters += word
        elif word[0].isalpha():  # a nickname in brackets has no initial
            letters += word[0].upper()
    return letters[:most]


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
    elif not given.isascii() and given.lower() == given.upper():
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
    for person in people:
        if "literal" in person:
            return _with_organisations(people, listing)
    limit = listing.limit(len(people))
    listed = ", ".join([name(person, listing) for person in people[:limit]])
    return listed if limit == len(people) else f"{listed}, {listing.et_al}"


def _with_organisations(people: Sequence[Person], listing: Listing) -> str:
    are_groups = ["literal" in person for person in people]
    groups = are_groups.count(True)
    left = {True: listing.limit(groups), False: listing.limit(len(people) - groups)}
    listed, before = "", True
    for person, is_group in zip(people, are_groups, strict=True):
        left[is_group] -= 1
        if left[is_group] < -1:
            continue
        written = listing.et_al if left[is_group] < 0 else name(person, listing)
        mark = "; " if is_group or before else ", "
        listed = f"{listed}{mark}{written}" if listed else written
        before = is_group
    return listed
