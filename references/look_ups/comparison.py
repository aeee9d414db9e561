"""A record and what was found of its work, entry by entry."""

import datetime
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.formats import date_format
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _

from references import kinds, markup, names, record_version
from references.csl import TITLES
from references.dates import parts
from references.forms import FORMS
from references.identity import Identity
from references.models import Reference

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

#: The column beside the item: what kind of source it is.
KIND = "kind"
#: In the order in which the form has them. What is not named here is left alone.
ENTRIES: dict[str, "StrOrPromise"] = {
    "type": _("Form"),
    "title": _("Title"),
    "author": _("Authors"),
    "editor": _("Editors"),
    "container-title": _("Journal, book or site"),
    "container-title-short": _("Journal, abbreviated"),
    "collection-title": _("Series"),
    "issued": _("Date"),
    "volume": _("Volume"),
    "issue": _("Issue"),
    "page": _("Pages"),
    "number": _("Article or report number"),
    "edition": _("Edition"),
    "publisher": _("Publisher or company"),
    "publisher-place": _("Place"),
    "DOI": "DOI",
    "PMID": "PMID",
    "PMCID": "PMCID",
    "ISBN": "ISBN",
    "NCT": _("Trial registration (NCT)"),
    "ISSN": "ISSN",
    "URL": _("Web address"),
    "genre": _("Genre"),
    "abstract": _("Abstract"),
    "keyword": _("Keywords"),
}
LONGEST_SHOWN = 300


@dataclass(frozen=True)
class Row:
    """One entry: what the library has (perhaps nothing) beside what was found."""

    key: str
    label: "StrOrPromise"
    here: str
    found: str

    @property
    def is_missing(self) -> bool:
        return not self.here


@dataclass(frozen=True)
class Comparison:
    """`version` stands for the record as it was shown; `same`: the labels of what agrees."""

    reference: Reference
    rows: Sequence[Row]
    same: Sequence["StrOrPromise"]
    contradicts: bool

    @property
    def version(self) -> str:
        return version(self.reference)


def comparison(reference: Reference, item: Mapping[str, Any], kind: str) -> Comparison:
    """Only what was found is compared: nothing is ever taken away from the record."""
    here, there = _with_kind(reference.csl, reference.kind), _with_kind(item, kind)
    rows, same = [], []
    for key, label in _labels():
        if key not in there:
            continue
        if is_same(key, here.get(key), there[key]):
            same.append(label)
        else:
            rows.append(Row(key, label, shown(key, here.get(key)), shown(key, there[key])))
    contradicts = Identity.of_record(reference).contradicts(Identity.of_item(item))
    return Comparison(reference, rows, same, contradicts)


def is_same(key: str, here: object, found: object) -> bool:
    """Pages are the same whether or not PubMed has shortened the last: “101-9” is 101-109."""
    if key == "page" and isinstance(here, str) and isinstance(found, str):
        return _whole_range(here) == _whole_range(found)
    return here == found


def _whole_range(pages: str) -> str:
    first, dash, last = pages.partition("-")
    if dash and first.isdigit() and last.isdigit() and len(last) < len(first):
        last = first[: len(first) - len(last)] + last
    return f"{first}{dash}{last}"


def version(reference: Reference) -> str:
    """Changes whenever the record does."""
    return record_version.version(reference)


def _labels() -> Iterator[tuple[str, "StrOrPromise"]]:
    yield KIND, _("Kind")
    yield from ENTRIES.items()


def _with_kind(item: Mapping[str, Any], kind: str) -> dict[str, Any]:
    return {**item, KIND: kind}


def shown(key: str, value: Any) -> str:  # noqa: ANN401 - an entry of CSL
    """An entry as a line of text, or of safe HTML where it is a title."""
    if not value:
        return ""
    show = SHOWN.get(key)
    return show(value) if show else Truncator(str(value)).chars(LONGEST_SHOWN)


def _people(people: Sequence[Mapping[str, str]]) -> str:
    return "; ".join(map(_person, people))


def _person(person: Mapping[str, str]) -> str:
    if literal := person.get("literal"):
        return literal
    return ", ".join(filter(None, (person.get(part) for part in ("family", "given", "suffix"))))


def _date(value: Mapping[str, Any]) -> str:
    """As much of “4 November 2025” as is known."""
    year, month, day = parts(value)
    if year is None:
        return str(value.get("literal", ""))
    form = "j F Y" if day else "F Y" if month else "Y"
    return date_format(datetime.date(year, month or 1, day or 1), form)


def _form(type_: str) -> str:
    return str(FORMS.get(type_, type_))


SHOWN: dict[str, Callable[[Any], str]] = {
    KIND: kinds.label,
    "type": _form,
    "issued": _date,
    **dict.fromkeys(TITLES, markup.as_html),
    **dict.fromkeys(names.ROLES, _people),
}
