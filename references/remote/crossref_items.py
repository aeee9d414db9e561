"""A work as Crossref describes it, brought into the shape of the library.

The fields are those of https://github.com/CrossRef/rest-api-doc/blob/master/api_format.md; how
publishers fill them differs.
"""

from collections.abc import Mapping
from typing import Any

from references import csl, identifiers, markup
from references.exceptions import InvalidItem

Message = Mapping[str, Any]

#: What `csl.normalise` does not know, or would refuse.
TYPES = {
    "book-part": "chapter",
    "book-section": "chapter",
    "book-track": "chapter",
    "book-set": "book",
    "book-series": "book",
    "component": "document",
    "database": "dataset",
    "grant": "document",
    "journal": "periodical",
    "journal-issue": "periodical",
    "journal-volume": "periodical",
    "other": "document",
    "peer-review": "review",
    "proceedings": "book",
    "proceedings-series": "book",
    "report-series": "report",
}
LONGEST_ABSTRACT = 20_000
NAME_PARTS = ("family", "given", "suffix", "name")


def item(message: Message) -> dict[str, Any] | None:
    """The normalised item; None where not even a title can be read."""
    given = _given(message)
    while True:
        try:
            return csl.normalise(given)
        except InvalidItem as invalid:
            if invalid.key not in given or invalid.key in ("", "title"):
                return None
            del given[invalid.key]


def _given(message: Message) -> dict[str, Any]:
    type_ = _type(message)
    given = {
        "type": type_,
        "title": _title(message),
        **_container(message, type_),
        "author": _people(message.get("author")),
        "editor": _people(message.get("editor")),
        "translator": _people(message.get("translator")),
        "issued": _issued(message),
        "volume": message.get("volume"),
        "issue": message.get("issue"),
        "page": message.get("page"),
        "number": message.get("article-number") or message.get("report-number"),
        "edition": message.get("edition-number"),
        "publisher": _publisher(message, type_),
        "publisher-place": message.get("publisher-location"),
        "ISBN": identifiers.first_isbn("; ".join(_texts(message.get("ISBN")))),
        "ISSN": _first(message.get("ISSN")),
        "DOI": message.get("DOI"),
        "NCT": _registration(message),
        "genre": "Preprint" if message.get("subtype") == "preprint" else "",
        "language": message.get("language"),
        "abstract": _abstract(message),
    }
    return {key: value for key, value in given.items() if value}


def _type(message: Message) -> str:
    type_ = str(message.get("type") or "").lower()
    if type_ in csl.TYPES or type_ in csl.OTHER_TYPES:
        return type_
    return TYPES.get(type_, "article-journal" if message.get("container-title") else "document")


def _texts(value: object) -> list[str]:
    """Crossref's lists of text, some of which are a single text."""
    values = value if isinstance(value, list) else [value]
    return [text.strip() for text in values if isinstance(text, str) and text.strip()]


def _first(value: object) -> str:
    return next(iter(_texts(value)), "")


def _title(message: Message) -> str:
    """With the subtitle, unless the title has it already."""
    title, subtitle = _first(message.get("title")), _first(message.get("subtitle"))
    if not subtitle or markup.plain(subtitle).lower() in markup.plain(title).lower():
        return title
    return f"{title.rstrip(':. ')}: {subtitle}" if title else subtitle


def _container(message: Message, type_: str) -> dict[str, str]:
    """For a chapter in a series, Crossref names the series first and the book last."""
    titles = _texts(message.get("container-title"))
    is_part = type_ in {"chapter", "book-chapter", "proceedings-article", "reference-entry"}
    if is_part and len(titles) > 1:
        return {"container-title": titles[-1], "collection-title": titles[0]}
    return {
        "container-title": titles[0] if titles else "",
        "container-title-short": _first(message.get("short-container-title")),
    }


def _people(value: object) -> list[dict[str, str]]:
    people = value if isinstance(value, list) else []
    return [
        {part: text for part in NAME_PARTS if isinstance(text := person.get(part), str) and text}
        for person in people
        if isinstance(person, Mapping)
    ]


def _issued(message: Message) -> object:
    """The date of the issue where there is one, else of the first appearance.

    Crossref's `issued` is the earlier of print and online; a printed article is cited by the year
    of its issue (AMA 11, 3.11.10).
    """
    in_issue = message.get("volume") or message.get("issue")
    names = ("published-print", "issued") if in_issue else ("issued", "published-online")
    for name in (*names, "published", "posted", "approved"):
        value = message.get(name)
        parts = value.get("date-parts") if isinstance(value, Mapping) else None
        if isinstance(parts, list) and parts and isinstance(parts[0], list) and any(parts[0]):
            return {"date-parts": parts[:1]}
    return None


def _publisher(message: Message, type_: str) -> str:
    """Of journals nobody cites it; a preprint stands on its server, which is the institution."""
    if type_ in {"journal-article", "article-journal"}:
        return ""
    places = message.get("institution")
    body = message.get("standards-body")
    for place in (*(places if isinstance(places, list) else ()), body):
        if isinstance(place, Mapping) and isinstance(place.get("name"), str):
            return str(place["name"])
    return _first(message.get("publisher"))


def _registration(message: Message) -> str:
    trials = message.get("clinical-trial-number")
    for trial in trials if isinstance(trials, list) else ():
        number = trial.get("clinical-trial-number") if isinstance(trial, Mapping) else None
        if isinstance(number, str) and number.strip().upper().startswith("NCT"):
            return number
    return ""


def _abstract(message: Message) -> str:
    written = markup.plain(_first(message.get("abstract"))[:LONGEST_ABSTRACT])
    return written.removeprefix("Abstract ").strip()
