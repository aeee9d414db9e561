"""Articles in journals, newspapers and magazines, and before them on servers."""

import re

from references.styles.parts import days, places
from references.styles.parts.html import Html, joined, sentences, text, title
from references.styles.parts.item import Item, field, first_of
from references.styles.vancouver.elements import (
    UNKNOWN_DATE,
    authors,
    heading,
    identifiers,
    is_online,
    language,
)

_SECTION_AND_PAGE = re.compile(r"([A-Z])-?(\d+)")


def _journal(item: Item, note: str = "") -> Html:
    """The abbreviation of NLM, without full stops; the full title where none is known."""
    name = first_of(item, "container-title-short", "journalAbbreviation").replace(".", "")
    shown = title(name or field(item, "container-title"))
    note = note or ("[Internet]" if is_online(item) else "")
    return joined((shown, text(note))) if shown and note else shown


def _volume(item: Item) -> str:
    """`59(2)`, `(401)`, `42 Suppl 2`, `58(12 Suppl 7)`, `83(Pt 2)`, `13(9 Pt 1)`."""
    volume, issue, supplement, part = places.place(item)
    within = [issue, f"Pt {part}" if part else ""]
    if supplement is not None:
        named = f"Suppl {supplement}".strip()
        if not issue:
            return f"{volume} {named}".strip()
        within.append(named)
    inside = " ".join(filter(None, within))
    return f"{volume}({inside})" if inside else volume


def article(item: Item) -> Html:
    """Authors. Title. Journal. Year Mon day;volume(issue):pages. doi: number. PMID: number."""
    head = sentences(
        text(authors(item)),
        heading(item),
        _journal(item),
        text(_issue_and_pages(item)),
        language(item),
    )
    return joined((head, identifiers(item, _first_online(item))))


def _issue_and_pages(item: Item) -> str:
    volume, where = _volume(item), places.pages(item, places.shortened, ", ")
    when = days.vancouver(item.get("issued"))
    if not volume and not where:
        return _ahead_of_print(item, when)
    place = f";{volume}" if volume else ""
    return f"{when or UNKNOWN_DATE}{_cited(item)}{place}{f':{where}' if where else ''}"


def _cited(item: Item) -> str:
    cited = days.vancouver(item.get("accessed")) if is_online(item) else ""
    return f" [cited {cited}]" if cited else ""


def _ahead_of_print(item: Item, when: str) -> str:
    """A year alone says no more than that nothing is known."""
    status = field(item, "status").lower()
    if "press" in status or "forthcoming" in status:
        return f"Forthcoming {when}".strip()
    mark = " [Epub ahead of print]" if days.has_month(item.get("issued")) else ""
    return f"{when or UNKNOWN_DATE}{_cited(item)}{mark}"


def _first_online(item: Item) -> str:
    """`Epub 2002 Jul 5`, where the printed issue came later."""
    epub = item.get("available-date")
    is_earlier = epub and epub != item.get("issued") and (item.get("volume") or item.get("page"))
    return f"Epub {days.vancouver(epub)}" if is_earlier else ""


def periodical(item: Item) -> Html:
    """The full name, a full date, and of newspapers the section: `2002 Aug 12;Sect. A:2`."""
    name = title(first_of(item, "container-title", "container-title-short"))
    when = f"{days.vancouver(item.get('issued')) or UNKNOWN_DATE}{_cited(item)}"
    where = places.pages(item, places.shortened, ", ")
    if found := _SECTION_AND_PAGE.fullmatch(where):
        when, where = f"{when};Sect. {found[1]}", found[2]
    head = sentences(
        text(authors(item)),
        heading(item),
        joined((name, text("[Internet]"))) if name and is_online(item) else name,
        text(":".join(filter(None, (when, where)))),
    )
    return joined((head, identifiers(item)))


def preprint(item: Item) -> Html:
    """The server stands where the journal would: `medRxiv [Preprint]. 2020 Jun 22.`"""
    server = _journal(item, "[Preprint]") or joined(
        (text(field(item, "publisher")), text("[Preprint]"))
    )
    when = days.vancouver(item.get("issued")) or UNKNOWN_DATE
    head = sentences(text(authors(item)), heading(item), server, text(f"{when}{_cited(item)}"))
    return joined((head, identifiers(item)))
