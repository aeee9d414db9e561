"""The smallest parts of a reference. Whatever returns `SafeString` has escaped its input."""

import html
import re
from collections.abc import Iterable, Mapping
from typing import Any
from urllib.parse import quote

from django.utils.safestring import SafeString

from references import dates, markup

MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
EMPTY = SafeString("")
_ENDED = (".", "?", "!")
_RANGE = re.compile(r"^([A-Za-z]*)(\d+)\s*-\s*([A-Za-z]*)(\d+)$")
_DASHES = re.compile(r"\s*(?:--+|[\u2010-\u2015\u2212])\s*")
_SUPPLEMENT = re.compile(
    r"^(?P<issue>.*?)[\s_(]*\bsuppl?(?:ement)?(?![A-Za-z])[._\s]*(?P<number>[\w.-]*)\)?$",
    re.IGNORECASE,
)


def text(value: object) -> SafeString:
    """Any text, escaped."""
    return SafeString(html.escape(str(value)))


def emphasised(value: SafeString) -> SafeString:
    return SafeString(f"<em>{value}</em>") if value else EMPTY


def joined(parts: Iterable[SafeString], separator: str = " ") -> SafeString:
    """The parts that are not empty, set side by side."""
    return SafeString(html.escape(separator).join(filter(None, parts)))


def closed(part: SafeString) -> SafeString:
    """The part as a sentence: with a full stop, unless it ends one already."""
    bare = re.sub(r"(?:</?(?:em|sub|sup)>)+$", "", part)
    if not part or bare.endswith(_ENDED):
        return part
    return SafeString(f"{part}.")


def title(item: Mapping[str, Any], key: str = "title") -> SafeString:
    return markup.as_html(str(item.get(key) or ""))


def written_date(date: Mapping[str, Any] | None) -> str:
    """Month day, year, as far as known: "March 5, 2020", "March 2020", "2020"."""
    year, month, day = dates.parts(date)
    if year is None:
        return str((date or {}).get("literal") or "")
    if month is None or not 1 <= month <= len(MONTHS):
        return str(year)
    return f"{MONTHS[month - 1]} {day}, {year}" if day else f"{MONTHS[month - 1]} {year}"


def year(item: Mapping[str, Any]) -> str:
    issued = item.get("issued")
    known = dates.parts(issued)[0]
    return str(known) if known is not None else written_date(issued)


def pages(item: Mapping[str, Any]) -> str:
    """First to last page in full ("132-142" for 132-42, 3.14 of the manual), or article number."""
    written = _DASHES.sub("-", str(item.get("page") or "")).replace(" ", "")
    spans = [_in_full(span) for span in written.split(",") if span]
    return ",".join(spans) or str(item.get("number") or "")


def _in_full(span: str) -> str:
    found = _RANGE.match(span)
    if not found:
        return span
    prefix, first, last_prefix, last = found.groups()
    if len(last) < len(first) and last_prefix in ("", prefix):
        last = first[: len(first) - len(last)] + last
    return f"{prefix}{first}-{last_prefix or prefix}{last}"


def volume_and_issue(item: Mapping[str, Any]) -> str:
    """`59(2)`, `(5)`, `12(suppl 1)`, `37(1)(suppl 2)`."""
    volume, issue = str(item.get("volume") or ""), str(item.get("issue") or "")
    if found := _SUPPLEMENT.match(issue):
        supplement = f"(suppl {found['number']})" if found["number"] else "(suppl)"
        plain = found["issue"].strip(" ,;(")
        return f"{volume}({plain}){supplement}" if plain else f"{volume}{supplement}"
    return f"{volume}({_DASHES.sub('-', issue)})" if issue else volume


def link(address: str, shown: str) -> SafeString:
    """A link that leaves the site; nothing when the address is not http(s)."""
    if not address.startswith(("https://", "http://")):
        return EMPTY
    return SafeString(
        f'<a href="{html.escape(address)}" rel="noopener noreferrer">{html.escape(shown)}</a>'
    )


def doi_link(item: Mapping[str, Any]) -> SafeString:
    doi = str(item.get("DOI") or "")
    return link(f"https://doi.org/{quote(doi, safe='/:;()')}", f"doi:{doi}") if doi else EMPTY


def pubmed_link(item: Mapping[str, Any]) -> SafeString:
    pmid = str(item.get("PMID") or "")
    return link(f"https://pubmed.ncbi.nlm.nih.gov/{quote(pmid)}/", "PubMed") if pmid else EMPTY


def accessed(item: Mapping[str, Any]) -> SafeString:
    when = written_date(item.get("accessed"))
    return text(f"Accessed {when}.") if when else EMPTY


def where_found(item: Mapping[str, Any]) -> SafeString:
    """The DOI, which ends a reference without a full stop; else when it was read, and where."""
    if doi := doi_link(item):
        return doi
    url = str(item.get("URL") or "")
    return joined((accessed(item), link(url, url)))
