"""RIS, with the tags that EndNote and Zotero look for, and all else in one field of our own."""

from collections.abc import Iterable, Iterator, Mapping

from references import dates
from references.bibliography import ours
from references.bibliography.tagged import TaggedRecord
from references.bibliography.tagged_csl import as_csl
from references.bibliography.tags import ARTICLES, IN_SERIES, TYPES
from references.export.items import Item, iso, one_line, read_back, without_key

NAMES = {
    **{type_: code for code, (type_, _name) in reversed(TYPES.items())},
    "article": "UNPB",  # what Zotero writes for a preprint
}
TAGS = (
    ("TI", "title"),
    ("ST", "title-short"),
    ("VL", "volume"),
    ("IS", "issue"),
    ("NV", "number-of-volumes"),
    ("PB", "publisher"),
    ("DO", "DOI"),
    ("C2", "PMCID"),
    ("UR", "URL"),
    ("LA", "language"),
    ("M3", "genre"),
    ("AB", "abstract"),
    ("DP", "source"),
)
ROLES = {"AU": "author", "A2": "editor", "A3": "collection-editor", "A4": "translator"}
ROLES_OF_BOOK = {**ROLES, "A2": "collection-editor", "A3": "editor"}


def as_ris(items: Iterable[Item]) -> str:
    """RIS with line ends as the standard has them: CR LF."""
    lines: list[str] = []
    for item in items:
        tagged = [(tag, one_line(value)) for tag, value in _tagged(item) if one_line(value)]
        if rest := ours.written(without_key(item), _read_back(tagged, item)):
            tagged.append(("U1", rest))
        lines += (f"{tag}  - {value}" for tag, value in tagged)
        lines += ("ER  - ", "")
    return "".join(f"{line}\r\n" for line in lines)


def _read_back(tagged: list[tuple[str, str]], item: Item) -> dict[str, object]:
    record = TaggedRecord(0)
    for tag, value in tagged:
        record.add(tag, value)
    return read_back(as_csl(record), stated=item)


def _tagged(item: Item) -> Iterator[tuple[str, object]]:
    type_ = item.get("type", "document")
    yield "TY", NAMES.get(type_, "GEN")
    yield "ID", item.get("id", "")
    for tag, role in (ROLES_OF_BOOK if type_ == "book" else ROLES).items():
        yield from ((tag, _name(name)) for name in item.get(role, ()))
    yield from ((tag, item.get(key, "")) for tag, key in TAGS)
    yield from _container(item, type_)
    yield from _dates(item)
    yield from _numbers(item, type_)
    yield from (("N1", line) for line in str(item.get("note", "")).split("\n"))
    yield from (("KW", word) for word in str(item.get("keyword", "")).split("; "))
    if pmid := item.get("PMID"):
        yield from (("AN", pmid), ("DB", "PubMed"))


def _name(name: Mapping[str, str]) -> str:
    """EndNote ends an organisation with a comma, and doubles the first comma inside of one."""
    if literal := name.get("literal"):
        return f"{literal.replace(',', ',,', 1)},"
    parts = (name.get("family"), name.get("given"), name.get("suffix"))
    return ", ".join(part for part in parts if part)


def _container(item: Item, type_: str) -> Iterator[tuple[str, object]]:
    series, place = item.get("collection-title", ""), item.get("publisher-place", "")
    if type_ in IN_SERIES:
        yield from (("T2", series), ("CY", place))
    elif type_ == "paper-conference" and item.get("event-title"):
        yield from (("T2", item["event-title"]), ("C3", item.get("container-title", "")))
        yield from (("T3", series), ("CY", item.get("event-place", "")), ("C1", place))
    else:
        yield from (("T2", item.get("container-title", "")), ("T3", series), ("CY", place))
        yield "J2", item.get("container-title-short", "")


def _dates(item: Item) -> Iterator[tuple[str, object]]:
    issued, accessed = (iso(item.get(key), "/") for key in ("issued", "accessed"))
    yield "PY", issued[:4] if dates.parts(item.get("issued"))[0] else issued
    yield "DA", issued if "/" in issued else ""
    yield "Y2", accessed


def _numbers(item: Item, type_: str) -> Iterator[tuple[str, object]]:
    first, dash, last = str(item.get("page", "")).partition("-")
    yield from (("SP", first), ("EP", last)) if dash else (("SP", first),)
    if type_ in ("book", "thesis"):
        yield "SP", item.get("number-of-pages", "")
    if type_ == "book":
        yield "M1", item.get("collection-number", "")
    yield "SE", item.get("chapter-number" if type_ == "chapter" else "section", "")
    yield "ET", iso(item.get("available-date"), "/") if type_ in ARTICLES else ""
    yield "ET", item.get("edition", "")
    yield from (("SN", item.get(key, "")) for key in ("ISBN", "ISSN"))
    yield "SN" if type_ in ("report", "standard") else "C7", item.get("number", "")
