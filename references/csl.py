"""CSL-JSON items in the one shape that the library stores.

The shape follows the CSL 1.0.2 data schema. What Crossref, Zotero and people write differently
(lists for titles, strings for dates and names, identifiers inside notes) is brought into it; what
cannot be is refused with the entry's name.
"""

import re
import unicodedata
from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from references import appraisal, dates, identifiers, markup, names
from references.exceptions import InvalidItem

TYPES = frozenset(
    (
        *("article", "article-journal", "article-magazine", "article-newspaper", "bill", "book"),
        *("broadcast", "chapter", "classic", "collection", "dataset", "document", "entry"),
        *("entry-dictionary", "entry-encyclopedia", "event", "figure", "graphic", "hearing"),
        *("interview", "legal_case", "legislation", "manuscript", "map", "motion_picture"),
        *("musical_score", "pamphlet", "paper-conference", "patent", "performance", "periodical"),
        *("personal_communication", "post", "post-weblog", "regulation", "report", "review"),
        *("review-book", "software", "song", "speech", "standard", "thesis", "treaty", "webpage"),
    )
)
#: What Crossref and others call the types.
OTHER_TYPES = {
    "journal-article": "article-journal",
    "article-preprint": "article",
    "posted-content": "article",
    "preprint": "article",
    "book-chapter": "chapter",
    "book-section": "chapter",
    "reference-entry": "entry",
    "monograph": "book",
    "edited-book": "book",
    "reference-book": "book",
    "proceedings-article": "paper-conference",
    "dissertation": "thesis",
    "report-component": "report",
    "website": "webpage",
}
TITLES = (
    *("title", "title-short", "container-title", "container-title-short"),
    *("collection-title", "original-title", "volume-title", "event-title"),
)
LINES = (
    *("publisher", "publisher-place", "genre", "medium", "edition", "volume", "issue", "page"),
    *("number", "status", "authority", "language", "source", "archive", "version", "section"),
    *("number-of-pages", "number-of-volumes", "event-place", "jurisdiction", "page-first"),
    *("chapter-number", "collection-number", "ISSN", "journalAbbreviation", "NCT"),
)
#: As people and programs write them, by how they are read: any case will do.
WRITTEN = {
    **{key.lower(): key for key in (*identifiers.READERS, "ISSN")},
    "set_id": "setid",
    "set-id": "setid",
}
#: Keys local to the file that an item came from, and what is a column of ours.
LOCAL = frozenset({"id", "citation-key", "citation-label", "citation-number", "kind", "custom-id"})
LONGEST_LINE = 2000
LARGEST_ITEM = 200_000
LARGEST_NUMBER = 10**15
DEEPEST = 12
_DASH = r"[-\u2010-\u2015\u2212]"
DASHES = re.compile(rf"\s*{_DASH}(?:\s*{_DASH})+\s*|\s*[\u2010-\u2015\u2212]\s*")
_NO_TEXT = re.compile(r"[\x00\ud800-\udfff]")
#: Within a line: white space that runs over lines would be looked through again from each of them.
_IN_NOTE = re.compile(
    r"^[^\S\n]*(PMID|PMCID|DOI)[^\S\n]*:[^\S\n]*(\S+)[^\S\n]*$", re.IGNORECASE | re.MULTILINE
)


def clean_text(text: str, key: str) -> str:
    """NFC, without characters that PostgreSQL or UTF-8 cannot hold."""
    if _NO_TEXT.search(text):
        raise InvalidItem(key, _("“%(key)s” holds a character that is not text.") % {"key": key})
    return unicodedata.normalize("NFC", text)


def _json_safe(value: object, key: str, depth: int = 0) -> object:
    """The value with clean text, provided that JSON can hold it."""
    if depth > DEEPEST:
        raise InvalidItem(key, _("“%(key)s” is nested too deeply.") % {"key": key})
    if isinstance(value, str):
        return clean_text(value, key)
    if value is None or isinstance(value, bool) or _is_modest_number(value):
        return value
    if isinstance(value, list | tuple):
        return [_json_safe(entry, key, depth + 1) for entry in value]
    if isinstance(value, Mapping):
        return {
            clean_text(str(name), key): _json_safe(entry, key, depth + 1)
            for name, entry in value.items()
        }
    raise InvalidItem(key, _("“%(key)s” holds a value that JSON does not know.") % {"key": key})


def _is_modest_number(value: object) -> bool:
    """Neither NaN nor infinite, and of a length that can be printed."""
    return isinstance(value, int | float) and abs(value) < LARGEST_NUMBER


def _size(value: object) -> int:
    """Characters held."""
    if isinstance(value, Mapping):
        return sum(_size(name) + _size(entry) for name, entry in value.items())
    if isinstance(value, list | tuple):
        return sum(_size(entry) for entry in value) + len(value)
    return len(value) if isinstance(value, str) else 1


def line(value: object, key: str) -> str:
    """One line of text from a string, a number, or Crossref's list of one."""
    if isinstance(value, list | tuple):
        value = next((entry for entry in value if entry), "")
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        raise InvalidItem(key, _("“%(key)s” must be text.") % {"key": key})
    text = clean_text(str(value), key)
    if len(text) > LONGEST_LINE:
        raise InvalidItem(
            key,
            _("“%(key)s” is longer than %(limit)d characters.")
            % {"key": key, "limit": LONGEST_LINE},
        )
    return markup.reduced(text)


def _entry(key: str, value: object) -> object:
    """One entry of the item in its normal form; falsy when there is nothing in it."""
    if key in identifiers.READERS:
        return _identifier(key, value)
    if key in TITLES:
        return line(value, key)
    if key in LINES:
        text = markup.plain(line(value, key))
        return DASHES.sub("-", text) if key == "page" else text
    if key in names.ROLES:
        return names.normalise(value, key)
    if key in dates.KEYS:
        return dates.normalise(value, key)
    return appraisal.normalise(value) if key == "custom" else value


def _identifier(key: str, value: object) -> str:
    text = line(value, key) if key != "URL" else clean_text(str(value or ""), key)
    if not text.strip():
        return ""
    try:
        return identifiers.READERS[key](text)
    except identifiers.InvalidIdentifier as invalid:
        raise InvalidItem(key, str(invalid)) from invalid


def _type(item: Mapping[str, Any]) -> str:
    written = item.get("type") or ""
    if not isinstance(written, str):
        raise InvalidItem("type", _("“type” must be text."))
    given = written.strip().lower()
    given = OTHER_TYPES.get(given, given)
    if given in TYPES:
        return given
    if given:
        raise InvalidItem(
            "type",
            _("“%(type)s” is not a type of CSL, such as article-journal, book or webpage.")
            % {"type": given[:40]},
        )
    if item.get("container-title"):
        return "article-journal"
    return "webpage" if item.get("URL") else "document"


def _identifiers_from_note(item: dict[str, Any]) -> None:
    """Zotero writes PMID and PMCID into the note. The note keeps its other lines."""
    note = item.get("note")
    if not isinstance(note, str):
        return
    for key, value in _IN_NOTE.findall(note):
        item[key.upper()] = item.get(key.upper()) or value
    rest = _IN_NOTE.sub("", note).strip()
    item["note"] = rest


def _set_id_from_address(item: dict[str, Any]) -> None:
    """A label is known by its set id, whichever of its pages at DailyMed is cited."""
    url = item.get("URL")
    if isinstance(url, str) and not item.get("setid"):
        item["setid"] = identifiers.set_id_in_address(url.strip())


def normalise(item: object) -> dict[str, Any]:
    """The item as the library stores it. Idempotent. Raises `InvalidItem`."""
    if not isinstance(item, Mapping):
        raise InvalidItem("", _("A reference must be an object with a title and a type."))
    safe = {str(key): _json_safe(value, str(key)) for key, value in item.items()}
    if _size(safe) > LARGEST_ITEM:
        raise InvalidItem("", _("The reference is larger than any real one."))
    given: dict[str, Any] = {
        clean_text(key, ""): value for key, value in safe.items() if key not in LOCAL
    }
    for key in [key for key in given if WRITTEN.get(key.lower(), key) != key]:
        given.setdefault(WRITTEN[key.lower()], given.pop(key))
    _identifiers_from_note(given)
    _set_id_from_address(given)
    normal: dict[str, Any] = {"type": _type(given)}
    for key, value in given.items():
        if key != "type" and value not in (None, "", [], {}):
            entry = _entry(key, value)
            if entry not in (None, "", [], {}):
                normal[key] = entry
    if not markup.plain(normal.get("title", "")):
        raise InvalidItem("title", _("The reference has no title."))
    return normal
