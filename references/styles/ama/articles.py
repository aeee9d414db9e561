"""Articles in journals, newspapers and magazines, and before them on servers."""

from references.styles.ama.elements import authors, heading, on_pubmed, where_found
from references.styles.parts import days, places
from references.styles.parts.html import Html, emphasised, joined, sentences, text, title
from references.styles.parts.item import Item, field, first_of


def _journal(item: Item) -> Html:
    """3.11: the abbreviation of NLM, without full stops; the full title where none is known."""
    if short := first_of(item, "container-title-short", "journalAbbreviation"):
        return emphasised(title(short.replace(".", "") if "." in short else short))
    return emphasised(title(field(item, "container-title")))


def _pages(item: Item) -> str:
    return places.pages(item, places.in_full, ",")


def _volume(item: Item) -> str:
    """`59(2)`, `(5)`, `12(suppl 1)`, `37(1)(suppl 2)`, `13(9, pt 1)`, `83(pt 2)`."""
    volume, issue, supplement, part = places.place(item)
    within = ", ".join(filter(None, (issue, part and f"pt {part}")))
    written = f"{volume}({within})" if within else volume
    return written if supplement is None else f"{written}({f'suppl {supplement}'.strip()})"


def article(item: Item) -> Html:
    """3.11: Authors. Title. Journal. Year;volume(issue):pages. doi"""
    head = sentences(
        text(authors(item)), heading(item), _journal(item), text(_issue_and_pages(item))
    )
    return joined((head, where_found(item), on_pubmed(item)))


def _issue_and_pages(item: Item) -> str:
    volume, where, year = _volume(item), _pages(item), days.years(item.get("issued"))
    if volume:
        place = f"{volume}:{where}" if where else volume
        return f"{year};{place}" if year else place
    if where:
        return f"{year}:{where}" if year else where
    return _ahead_of_print(item, year)


def _ahead_of_print(item: Item, year: str) -> str:
    """`Published online March 5, 2025`; a year alone says no more than that nothing is known."""
    status = field(item, "status").lower()
    if "press" in status or "forthcoming" in status:
        return "In press"
    issued = item.get("issued")
    return f"Published online {days.american(issued)}" if days.has_month(issued) else year


def periodical(item: Item) -> Html:
    """3.13.1: a full date, and the full name."""
    when, where = days.american(item.get("issued")), _pages(item)
    name = first_of(item, "container-title", "container-title-short")
    head = sentences(
        text(authors(item)),
        heading(item),
        emphasised(title(name)),
        text(":".join(filter(None, (when, where)))),
    )
    return joined((head, where_found(item)))


def preprint(item: Item) -> Html:
    """3.11: the server stands where the journal would."""
    server = _journal(item) or emphasised(text(field(item, "publisher")))
    posted = f"Preprint posted online {days.american(item.get('issued'))}".strip()
    head = sentences(text(authors(item)), heading(item), server, text(posted))
    return joined((head, where_found(item), on_pubmed(item)))
