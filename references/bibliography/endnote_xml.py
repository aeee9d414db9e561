"""EndNote's XML: `<xml><records><record>`, as EndNote, Mendeley, Zotero and Bookends write it.

Its fields are those of RIS by other names, and mean the same by type of reference.
"""

from collections.abc import Iterator
from typing import Any
from xml.etree.ElementTree import Element

from references.bibliography.tagged import TaggedRecord
from references.bibliography.tagged_csl import as_csl
from references.bibliography.tags import ARTICLES, BY_NAME, TYPES

RECORD = "record"
ROOTS = ("xml", "records", "record")
#: `<style face="italic superscript">`: what of it is kept.
FACES = {"italic": "i", "subscript": "sub", "superscript": "sup"}
DEEPEST = 20
#: EndNote's numbers, which other programs get wrong: its names come first.
NUMBERS = {
    "2": "ART",
    "3": "ADVS",
    "4": "BILL",
    "5": "CHAP",
    "6": "BOOK",
    "7": "CASE",
    "8": "CTLG",
    "9": "COMP",
    "10": "CONF",
    "12": "ELEC",
    "13": "GEN",
    "14": "HEAR",
    "17": "JOUR",
    "19": "MGZN",
    "20": "MAP",
    "21": "MPCT",
    "23": "NEWS",
    "24": "PAMP",
    "25": "PAT",
    "26": "PCOMM",
    "27": "RPRT",
    "28": "EDBOOK",
    "31": "STAT",
    "32": "THES",
    "34": "UNPB",
    "36": "MANSCPT",
    "37": "FIGURE",
    "38": "CHART",
    "39": "EQUA",
    "43": "EJOUR",
    "44": "EBOOK",
    "45": "DBASE",
    "46": "GOVDOC",
    "47": "CPAPER",
    "48": "MULTI",
    "49": "CLSWK",
    "50": "LEGAL",
    "52": "DICT",
    "53": "ENCYC",
    "54": "GRANT",
    "55": "AGGR",
    "56": "BLOG",
    "57": "SER",
    "58": "STAND",
    "59": "DATA",
    "60": "ECHAP",
    "61": "MUSIC",
}
TAGS = {
    "contributors/authors/author": "AU",
    "contributors/secondary-authors/author": "A2",
    "contributors/tertiary-authors/author": "A3",
    "contributors/subsidiary-authors/author": "A4",
    "titles/title": "TI",
    "titles/secondary-title": "T2",
    "titles/tertiary-title": "T3",
    "titles/short-title": "ST",
    "periodical/full-title": "JF",
    "periodical/abbr-1": "J2",
    "alt-periodical/full-title": "JA",
    "pages": "SP",
    "volume": "VL",
    "number": "IS",
    "issue": "CP",
    "num-vols": "NV",
    "edition": "ET",
    "section": "SE",
    "dates/year": "PY",
    "dates/pub-dates/date": "DA",
    "pub-location": "CY",
    "publisher": "PB",
    "isbn": "SN",
    "accession-num": "AN",
    "electronic-resource-num": "DO",
    "abstract": "AB",
    "notes": "N1",
    "research-notes": "RN",
    "work-type": "M3",
    "urls/web-urls/url": "UR",
    "urls/related-urls/url": "UR",
    "urls/text-urls/url": "UR",
    "access-date": "Y2",
    "remote-database-name": "DB",
    "remote-database-provider": "DP",
    "language": "LA",
    "keywords/keyword": "KW",
    **{f"custom{number}": f"C{number}" for number in range(1, 8)},
}
#: Line ends inside of these separate what they hold.
BY_LINE = frozenset({"SN", "UR", "KW", "N1", "RN"})


def key_of(record: Element) -> str:
    return _words(record.find("rec-number"))


def record_as_csl(record: Element) -> dict[str, Any]:
    """One record as a CSL item, not yet normalised. Never raises."""
    tagged = TaggedRecord(line=0)
    code = _code(record.find("ref-type"))
    tagged.add("TY", code)
    tags = TAGS if TYPES[code][0] in ARTICLES else {**TAGS, "number": "M1"}
    for path, tag in tags.items():
        for element in record.findall(path):
            for value in _values(element, tag):
                tagged.add(tag, value)
    return as_csl(tagged)


def _code(type_: Element | None) -> str:
    """The code that RIS has for a type of reference."""
    if type_ is None:
        return "GEN"
    named = BY_NAME.get(type_.get("name", "").strip().lower())
    code = named or NUMBERS.get(_words(type_), "GEN")
    return code if code in TYPES else "GEN"


def _values(element: Element, tag: str) -> Iterator[str]:
    text = "".join(_pieces(element)).replace("\r", "\n")
    yield from (" ".join(part.split()) for part in (text.split("\n") if tag in BY_LINE else [text]))


def _words(element: Element | None) -> str:
    return " ".join("".join(element.itertext()).split()) if element is not None else ""


def _pieces(element: Element, depth: int = 0) -> Iterator[str]:
    if depth > DEEPEST:
        yield from element.itertext()
        return
    yield element.text or ""
    for child in element:
        inner = "".join(_pieces(child, depth + 1))
        faces = [FACES[face] for face in child.get("face", "").split() if face in FACES]
        for face in faces if inner.strip() else ():
            inner = f"<{face}>{inner}</{face}>"
        yield inner + (child.tail or "")
