"""Items as files that other programs, and `references.bibliography`, read back.

An item may carry `id` (the key it gets in the file) and `kind`; both are optional.
"""

import json
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from references import dates, markup
from references.bibliography.bibtex_types import TYPES as BIBTEX_TYPES
from references.bibliography.ris import TYPES as RIS_TYPES

Item = Mapping[str, Any]
RIS_NAMES = {
    **{type_: name for name, type_ in reversed(RIS_TYPES.items())},
    "article-journal": "JOUR",
    "book": "BOOK",
    "chapter": "CHAP",
    "webpage": "ELEC",
}
RIS_TAGS = (
    ("TI", "title"),
    ("ST", "title-short"),
    ("T3", "collection-title"),
    ("J2", "container-title-short"),
    ("VL", "volume"),
    ("IS", "issue"),
    ("C7", "number"),
    ("ET", "edition"),
    ("PB", "publisher"),
    ("CY", "publisher-place"),
    ("DO", "DOI"),
    ("C2", "PMCID"),
    ("UR", "URL"),
    ("LA", "language"),
    ("M3", "genre"),
    ("AB", "abstract"),
    ("N1", "note"),
    ("KW", "keyword"),
    ("DP", "source"),
)
RIS_ROLES = (("AU", "author"), ("A2", "editor"), ("A3", "collection-editor"), ("A4", "translator"))
BIBTEX_NAMES = {
    **{type_: name for name, type_ in reversed(BIBTEX_TYPES.items())},
    "article-journal": "article",
    "book": "book",
    "chapter": "incollection",
    "webpage": "online",
    "report": "report",
    "thesis": "thesis",
    "document": "misc",
    "paper-conference": "inproceedings",
}
BIBTEX_FIELDS = (
    ("title", "title"),
    ("shorttitle", "title-short"),
    ("shortjournal", "container-title-short"),
    ("series", "collection-title"),
    ("eventtitle", "event-title"),
    ("volume", "volume"),
    ("issue", "issue"),
    ("edition", "edition"),
    ("publisher", "publisher"),
    ("location", "publisher-place"),
    ("type", "genre"),
    ("doi", "DOI"),
    ("pmid", "PMID"),
    ("pmcid", "PMCID"),
    ("isbn", "ISBN"),
    ("issn", "ISSN"),
    ("url", "URL"),
    ("langid", "language"),
    ("abstract", "abstract"),
    ("note", "note"),
    ("keywords", "keyword"),
    ("pubstate", "status"),
    ("version", "version"),
    ("pagetotal", "number-of-pages"),
    ("kind", "kind"),
)
VERBATIM = frozenset({"doi", "url", "pmid", "pmcid", "isbn"})
_SPECIAL = re.compile(r"[\\{}$&%#_~^]|-(?=-)|`(?=`)|'(?=')")
_SPELLED = {character: f"\\{character}" for character in "$&%#_"}
#: BibTeX counts braces even behind a backslash.
_SPELLED |= {"{": r"\textbraceleft{}", "}": r"\textbraceright{}"}
_SPELLED |= {"\\": r"\textbackslash{}", "~": r"\textasciitilde{}", "^": r"\textasciicircum{}"}
#: Two of them would become a dash or a quotation mark.
_SPELLED |= {"-": "-{}", "`": "`{}", "'": "'{}"}
_TAGS = (("em", "emph"), ("sub", "textsubscript"), ("sup", "textsuperscript"))


def _one_line(value: object) -> str:
    return " ".join(str(value).split())


def _iso(date: Mapping[str, Any] | None, separator: str = "-") -> str:
    year, month, day = dates.parts(date)
    if year is None:
        return str((date or {}).get("literal") or "")
    known = [f"{year:04}", *(f"{part:02}" for part in (month, day) if part)]
    return separator.join(known)


def _ris_name(name: Mapping[str, str]) -> str:
    """A comma tells people from organisations, so one inside an organisation needs braces."""
    if literal := name.get("literal"):
        return f"{{{literal}}}" if "," in literal else literal
    family, given = name.get("family", ""), name.get("given", "")
    return f"{family or given}, {given if family else ''}" + (
        f", {name['suffix']}" if name.get("suffix") else ""
    )


def _ris_lines(item: Item) -> Iterator[tuple[str, object]]:
    type_ = item.get("type", "document")
    yield "TY", RIS_NAMES.get(type_, "GEN")
    if type_ not in RIS_NAMES:
        yield "U1", f"csl-type: {type_}"
    if item.get("kind"):
        yield "U2", f"kind: {item['kind']}"
    yield "ID", item.get("id", "")
    for tag, role in RIS_ROLES:
        yield from ((tag, _ris_name(name)) for name in item.get(role, ()))
    yield "T2", item.get("container-title", "")
    yield from ((tag, item.get(key, "")) for tag, key in RIS_TAGS)
    issued, accessed = (_iso(item.get(key), "/") for key in ("issued", "accessed"))
    yield "PY", issued[:4] if dates.parts(item.get("issued"))[0] else issued
    yield "DA", issued if "/" in issued else ""
    yield "Y2", accessed
    first, dash, last = str(item.get("page", "")).partition("-")
    yield from (("SP", first), ("EP", last)) if dash else (("SP", first),)
    yield "SN", item.get("ISBN") or item.get("ISSN", "")
    if pmid := item.get("PMID"):
        yield "AN", f"PMID: {pmid}"


def as_ris(items: Iterable[Item]) -> str:
    """RIS with line feeds as the standard has them: CR LF."""
    lines: list[str] = []
    for item in items:
        lines += (
            f"{tag}  - {text}" for tag, value in _ris_lines(item) if (text := _one_line(value))
        )
        lines += ("ER  - ", "")
    return "".join(f"{line}\r\n" for line in lines)


def _latex(text: str) -> str:
    """Markup as commands, everything that LaTeX would take for itself spelled out."""
    pieces = re.split(r"(</?(?:em|sub|sup)>)", markup.reduced(text))
    commands = {f"<{tag}>": f"\\{command}{{" for tag, command in _TAGS}
    commands |= {f"</{tag}>": "}" for tag, _command in _TAGS}
    return "".join(
        commands.get(piece) or _SPECIAL.sub(lambda found: _SPELLED.get(found[0], found[0]), piece)
        for piece in pieces
    )


def _bibtex_name(name: Mapping[str, str]) -> str:
    if literal := name.get("literal"):
        return f"{{{_latex(literal)}}}"
    parts = (name.get("family"), name.get("suffix"), name.get("given"))
    return ", ".join(f"{{{_latex(part)}}}" for part in parts if part)


def _bibtex_fields(item: Item) -> Iterator[tuple[str, str]]:
    type_ = item.get("type", "document")
    if BIBTEX_TYPES.get(BIBTEX_NAMES.get(type_, "misc")) != type_ or type_ == "document":
        yield "entrysubtype", type_
    for role in ("author", "editor", "translator"):
        if people := item.get(role):
            yield role, " and ".join(_bibtex_name(name) for name in people)
    journal = "journaltitle" if type_.startswith("article") else "booktitle"
    yield journal, _latex(item.get("container-title", ""))
    for field, key in BIBTEX_FIELDS:
        value = _one_line(item.get(key, ""))
        yield field, value if field in VERBATIM else _latex(value)
    yield "pages", re.sub(r"(?<=\w)-(?=\w)", "--", str(item.get("page", "")))
    yield "eid", _latex(str(item.get("number", "")))
    yield "date", _iso(item.get("issued"))
    yield "origdate", _iso(item.get("original-date"))
    yield "urldate", _iso(item.get("accessed"))


def _key(item: Item, used: set[str]) -> str:
    """The item's own key, else author and year; made unique within the file."""
    author = (item.get("author") or item.get("editor") or [{}])[0]
    name = author.get("family") or author.get("literal") or item.get("title", "")
    year = dates.parts(item.get("issued"))[0]
    written = str(item.get("id") or f"{name.split(' ')[0]}{year or ''}")
    plain = unicodedata.normalize("NFKD", written).encode("ascii", "ignore").decode()
    key = base = re.sub(r"[^A-Za-z0-9:_.+-]", "", plain) or "reference"
    number = 1
    while key.lower() in used:
        number += 1
        key = f"{base}-{number}"
    used.add(key.lower())
    return key


def as_bibtex(items: Iterable[Item]) -> str:
    """BibLaTeX; entry types without a name of their own say theirs in `entrysubtype`."""
    used: set[str] = set()
    entries = []
    for item in items:
        fields = "".join(
            f"  {field} = {{{value}}},\n" for field, value in _bibtex_fields(item) if value
        )
        type_ = BIBTEX_NAMES.get(item.get("type", "document"), "misc")
        entries.append(f"@{type_}{{{_key(item, used)},\n{fields}}}\n")
    return "\n".join(entries)


def as_csl_json(items: Iterable[Item]) -> str:
    """CSL-JSON; CSL writes `<i>` where we keep `<em>`."""
    used: set[str] = set()
    listed = []
    for item in items:
        named = {"id": _key(item, used), **{key: item[key] for key in item if key != "id"}}
        listed.append({key: _with_csl_markup(value) for key, value in named.items()})
    return json.dumps(listed, ensure_ascii=False, indent=1) + "\n"


def _with_csl_markup(value: object) -> object:
    if not isinstance(value, str):
        return value
    return value.replace("<em>", "<i>").replace("</em>", "</i>")
