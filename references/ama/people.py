"""Who wrote or edited, 3.7 of the manual: all of up to six, else three and "et al"."""

from collections.abc import Mapping, Sequence
from typing import Any

MOST = 6
SHOWN = 3
LONGEST_INITIALS = 4
#: Scripts in which family and given name are written together.
_WRITTEN_TOGETHER = (("\u3040", "\u30ff"), ("\u3400", "\u9fff"), ("\uac00", "\ud7a3"))


def initials(given: str) -> str:
    """`PS` for "Philip S.", "P. S." and "PS"; `JP` for "Jean-Paul"."""
    words = given.replace(".", " ").replace("-", " ").replace("\u2010", " ").split()
    if len(words) == 1 and len(words[0]) <= LONGEST_INITIALS and words[0].isupper():
        return words[0]
    return "".join(
        word if word.isupper() and len(word) < LONGEST_INITIALS else word[0].upper()
        for word in words
        if word[0].isalpha()
    )


def _in_own_script(family: str, given: str) -> str:
    """Names in scripts without capitals have no initials: they are given in full."""
    together = any(low <= family[:1] <= high for low, high in _WRITTEN_TOGETHER)
    return f"{family}{given}" if together else f"{family} {given}"


def name(person: Mapping[str, Any]) -> str:
    if literal := person.get("literal"):
        return str(literal)
    family, given = str(person.get("family") or ""), str(person.get("given") or "")
    if not family:
        return given
    if given and given.lower() == given.upper():
        return _in_own_script(family, given)
    suffix = str(person.get("suffix") or "").rstrip(".")
    return " ".join(part for part in (family, initials(given), suffix) if part)


def names(people: Sequence[Mapping[str, Any]]) -> str:
    shown = people if len(people) <= MOST else people[:SHOWN]
    listed = ", ".join(name(person) for person in shown)
    return listed if len(people) <= MOST else f"{listed}, et al"


def authors(item: Mapping[str, Any]) -> str:
    return names(item.get("author") or [])


def editors(item: Mapping[str, Any]) -> str:
    """ "Sample A, Example B, eds"."""
    people = item.get("editor") or []
    if not people:
        return ""
    return f"{names(people)}, {'ed' if len(people) == 1 else 'eds'}"
