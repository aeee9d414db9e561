"""BibTeX, in fields that BibLaTeX, EndNote, Zotero and JabRef know, and all else in one of our own.

Entry types without a name of their own say theirs in `entrysubtype`.
"""

import re
from collections.abc import Iterable, Iterator, Mapping

from references import dates, markup
from references.bibliography import ours
from references.bibliography.bibtex_fields import as_csl
from references.bibliography.bibtex_types import IN_SERIES, NUMBERED, TYPES
from references.export.items import Item, iso, key_of, one_line, read_back, without_key

NAMES = {
    **{type_: name for name, type_ in reversed(TYPES.items())},
    "article-journal": "article",
    "article-magazine": "article",
    "article-newspaper": "article",
    "book": "book",
    "chapter": "incollection",
    "webpage": "online",
    "report": "report",
    "thesis": "thesis",
    "document": "misc",
    "paper-conference": "inproceedings",
    "pamphlet": "booklet",
}
FIELDS = (
    ("title", "title"),
    ("shorttitle", "title-short"),
    ("origtitle", "original-title"),
    ("shortjournal", "container-title-short"),
    ("series", "collection-title"),
    ("eventtitle", "event-title"),
    ("venue", "event-place"),
    ("volume", "volume"),
    ("volumes", "number-of-volumes"),
    ("chapter", "chapter-number"),
    ("edition", "edition"),
    ("publisher", "publisher"),
    ("location", "publisher-place"),
    ("authority", "authority"),
    ("type", "genre"),
    ("pagetotal", "number-of-pages"),
    ("pubstate", "status"),
    ("version", "version"),
    ("langid", "language"),
    ("keywords", "keyword"),
    ("abstract", "abstract"),
    ("note", "note"),
    ("kind", "kind"),
)
VERBATIM = (
    *(("doi", "DOI"), ("pmid", "PMID"), ("pmcid", "PMCID"), ("nct", "NCT"), ("setid", "setid")),
    *(("isbn", "ISBN"), ("issn", "ISSN"), ("url", "URL")),
)
DATES = (
    *(("date", "issued"), ("eventdate", "event-date"), ("origdate", "original-date")),
    ("urldate", "accessed"),
)
#: Inside of an address or a number, these would be read as something else.
_UNSAFE = re.compile(r"[\\{}$]")
_SPECIAL = re.compile(r"[\\{}$&%#_~^]|-(?=-)|`(?=`)|'(?=')")
_SPELLED = {character: f"\\{character}" for character in "$&%#_"}
#: BibTeX counts braces even behind a backslash.
_SPELLED |= {"{": r"\textbraceleft{}", "}": r"\textbraceright{}"}
_SPELLED |= {"\\": r"\textbackslash{}", "~": r"\textasciitilde{}", "^": r"\textasciicircum{}"}
#: Two of them would become a dash or a quotation mark.
_SPELLED |= {"-": "-{}", "`": "`{}", "'": "'{}"}
_TAGS = (("em", "emph"), ("sub", "textsubscript"), ("sup", "textsuperscript"))


def as_bibtex(items: Iterable[Item]) -> str:
    used: set[str] = set()
    return "\n".join(_entry(item, key_of(item, used)) for item in items)


def _entry(item: Item, key: str) -> str:
    name = NAMES.get(item.get("type", "document"), "misc")
    fields = {field: value for field, value in _fields(item, name) if value}
    came_back = read_back(as_csl(name, fields), stated=item)
    if rest := ours.written(without_key(item), came_back):
        fields["csl"] = _spelled(rest)
    lines = "".join(f"  {field} = {{{value}}},\n" for field, value in fields.items())
    return f"@{name}{{{key},\n{lines}}}\n"


def _fields(item: Item, name: str) -> Iterator[tuple[str, str]]:
    type_ = item.get("type", "document")
    if TYPES[name] != type_ or type_ == "document":
        yield "entrysubtype", type_
    for role in ("author", "editor", "translator"):
        yield role, " and ".join(_name(person) for person in item.get(role, ()))
    journal = "journal" if type_.startswith("article") else "booktitle"
    yield journal, _latex(item.get("container-title", ""))
    yield from ((field, _latex(one_line(item.get(key, "")))) for field, key in FIELDS)
    for field, key in VERBATIM:
        value = str(item.get(key, ""))
        yield field, "" if _UNSAFE.search(value) else value
    yield from ((field, _spelled(iso(item.get(key)))) for field, key in DATES)
    yield "year", str(dates.parts(item.get("issued"))[0] or "")
    yield from _numbers(item, type_)


def _numbers(item: Item, type_: str) -> Iterator[tuple[str, str]]:
    yield "pages", re.sub(r"(?<=\w)-(?=\w)", "--", _spelled(str(item.get("page", ""))))
    own = "number" if type_ in NUMBERED else "eid"
    yield own, _latex(str(item.get("number", "")))
    in_series = type_ in IN_SERIES and item.get("collection-title")
    issue = item.get("collection-number" if in_series else "issue", "")
    if type_ not in NUMBERED:
        yield "number", _latex(str(issue))


def _name(name: Mapping[str, str]) -> str:
    if literal := name.get("literal"):
        return f"{{{_latex(literal)}}}"
    parts = (name.get("family"), name.get("suffix"), name.get("given"))
    return ", ".join(f"{{{_latex(part)}}}" for part in parts if part)


def _latex(text: str) -> str:
    """Markup as commands, everything that LaTeX would take for itself spelled out."""
    pieces = re.split(r"(</?(?:em|sub|sup)>)", markup.reduced(text))
    commands = {f"<{tag}>": f"\\{command}{{" for tag, command in _TAGS}
    commands |= {f"</{tag}>": "}" for tag, _command in _TAGS}
    return "".join(commands.get(piece) or _spelled(piece) for piece in pieces)


def _spelled(text: str) -> str:
    return _SPECIAL.sub(lambda found: _SPELLED.get(found[0], found[0]), text)
