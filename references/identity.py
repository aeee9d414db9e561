"""What a work is recognised by, and when two records must be of different works."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from typing import Any, Generic, Self, TypeVar

from references.models import Reference

#: One record at most holds each of these: who names one means that record.
NUMBERS = ("doi", "pmid", "pmcid", "set_id", "isbn")
#: What a file calls them.
ENTRIES = {
    "doi": "DOI",
    "pmid": "PMID",
    "pmcid": "PMCID",
    "set_id": "setid",
    "isbn": "ISBN",
    "nct": "NCT",
    "url": "URL",
}
#: Two records that differ in one of these are of two works.
TELLING_APART = (*NUMBERS, "nct")
Key = tuple[str, str]
Holder = TypeVar("Holder")


@dataclass(frozen=True, slots=True)
class Identity:
    """The columns of the library that name a work; empty where it has none.

    An ISBN counts for a book: a chapter carries that of its book. A registration (NCT) names a
    work where nothing names the paper: many papers come of one trial.
    """

    doi: str = ""
    pmid: str = ""
    pmcid: str = ""
    set_id: str = ""
    isbn: str = ""
    nct: str = ""
    url: str = ""
    fingerprint: str = ""

    @classmethod
    def of_item(cls, item: Mapping[str, Any], fingerprint: str = "") -> Self:
        """Of a normalised item. Its fingerprint is for the database to say."""
        found = {name: str(item.get(entry, "")) for name, entry in ENTRIES.items()}
        if item.get("type") != "book":
            found["isbn"] = ""
        return cls(**found, fingerprint=fingerprint)

    @classmethod
    def of_record(cls, reference: Reference) -> Self:
        return cls(**{field.name: getattr(reference, field.name) for field in fields(cls)})

    def completed_by(self, other: "Identity") -> "Identity":
        """With what the other knows where this one knows nothing."""
        names = [field.name for field in fields(self)]
        return Identity(**{name: getattr(self, name) or getattr(other, name) for name in names})

    @property
    def is_registration(self) -> bool:
        return bool(self.nct) and not (self.doi or self.pmid or self.pmcid)

    def certain(self) -> Iterator[Key]:
        """What decides alone, in the order in which it is asked for."""
        for name in NUMBERS:
            if value := getattr(self, name):
                yield name, value
        if self.is_registration:
            yield "nct", self.nct

    def likely(self) -> Iterator[Key]:
        """What decides where nothing contradicts: the address; title, year and first author."""
        for name in ("url", "fingerprint"):
            if value := getattr(self, name):
                yield name, value

    def contradicts(self, other: "Identity") -> bool:
        pairs = ((getattr(self, name), getattr(other, name)) for name in TELLING_APART)
        return any(mine and theirs and mine != theirs for mine, theirs in pairs)


class Shelf(Generic[Holder]):
    """Works by everything that names them; each stands for its holder. First come, first found."""

    def __init__(self) -> None:
        self._places: dict[Key, list[tuple[Identity, Holder]]] = {}

    def put(self, identity: Identity, holder: Holder, also: Identity | None = None) -> None:
        """`also` says more of the work than names it here, and may contradict who asks."""
        known = identity.completed_by(also) if also else identity
        for key in (*identity.certain(), *identity.likely()):
            self._places.setdefault(key, []).append((known, holder))

    def certain(self, identity: Identity) -> Holder | None:
        for key in identity.certain():
            for _identity, holder in self._places.get(key, ()):
                return holder
        return None

    def likely(self, identity: Identity) -> Holder | None:
        for key in identity.likely():
            for known, holder in self._places.get(key, ()):
                if not known.contradicts(identity):
                    return holder
        return None
