"""Books and what is set like them: chapters, reports, theses."""

import re

from references.styles.ama.elements import (
    authors,
    book_title,
    edited,
    heading,
    on_pubmed,
    translated,
    where_found,
)
from references.styles.parts import days, places, words
from references.styles.parts.html import (
    EMPTY,
    Html,
    closed,
    emphasised,
    joined,
    sentences,
    text,
    title,
)
from references.styles.parts.item import Item, field

IN = text("In:")


def _volume(item: Item) -> Html:
    volume = field(item, "volume")
    return text(f"Vol {volume}") if volume else EMPTY


def _imprint(item: Item, when: str, *, pages: str = "") -> Html:
    """`Publisher; year:pages`, without the place since the 11th edition (3.12.1)."""
    issued = ":".join(filter(None, (when, pages)))
    return text("; ".join(filter(None, (field(item, "publisher"), issued))))


def _pages(item: Item) -> str:
    if field(item, "page"):
        return places.pages({"page": item["page"]}, places.in_full, ",")
    chapter = field(item, "chapter-number")
    return f"chap {chapter}" if chapter else ""


def book(item: Item) -> Html:
    """3.12: Authors or editors. Title. Editors. Volume. Edition. Publisher; year."""
    by = authors(item)
    editors = edited(item)
    head = sentences(
        text(by or editors),
        book_title(item),
        text(editors if by else ""),
        text(translated(item)),
        _volume(item),
        emphasised(title(field(item, "volume-title"))),
        text(words.edition(item)),
        text(words.capitalised(field(item, "medium"))),
        _imprint(item, days.years(item.get("issued")), pages=_pages(item)),
    )
    return joined((head, where_found(item)))


def chapter(item: Item) -> Html:
    """3.12: Authors. Chapter. In: Editors, eds. Book. Edition. Publisher; year:pages."""
    container = emphasised(title(field(item, "container-title")))
    by = edited(item) or _book_authors(item)
    head = sentences(
        text(authors(item)),
        heading(item),
        joined((IN, closed(text(by)), container)) if container else EMPTY,
        _volume(item),
        text(words.edition(item)),
        _imprint(item, days.years(item.get("issued")), pages=_pages(item)),
    )
    return joined((head, where_found(item), on_pubmed(item)))


def _book_authors(item: Item) -> str:
    return authors({"author": item.get("container-author")})


def report(item: Item) -> Html:
    """3.13.2, 3.15.5: bulletins, reports and guidelines of organisations.

    The publisher is named even where it is the author.
    """
    version = field(item, "version")
    head = sentences(
        text(authors(item) or edited(item)),
        book_title(item),
        _volume(item),
        text(words.edition(item)),
        text(f"Version {version}" if version else ""),
        text(words.capitalised(field(item, "medium"))),
        _imprint(item, days.american(item.get("issued"))),
        text(_number(item)),
    )
    return joined((head, where_found(item), on_pubmed(item)))


def _number(item: Item) -> str:
    """`Publication 04-1234`; a number with letters of its own says enough."""
    number = field(item, "number")
    return f"Publication {number}" if number and not re.search("[A-Za-z]", number) else number


def thesis(item: Item) -> Html:
    """3.13: Author. Title. Dissertation. University; year."""
    head = sentences(
        text(authors(item)),
        book_title(item),
        text(words.capitalised(words.kind_of_thesis(item))),
        _imprint(item, days.years(item.get("issued"))),
    )
    return joined((head, where_found(item)))
