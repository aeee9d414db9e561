"""Books and what is set like them: chapters, entries, reports, theses."""

from references.styles.parts import days, places, words
from references.styles.parts.html import EMPTY, Html, closed, joined, sentences, text, title
from references.styles.parts.item import Item, field
from references.styles.vancouver.elements import (
    authors,
    dated,
    edited,
    heading,
    identifiers,
    imprint,
    is_online,
    language,
    medium_of,
    translated,
)

IN = text("In:")


def _years(item: Item) -> str:
    return dated(item, days.years(item.get("issued")))


def _volume(item: Item) -> Html:
    """`Vol. 2, Title of the volume`."""
    volume, name = field(item, "volume"), field(item, "volume-title")
    numbered = f"Vol. {volume}" if volume else ""
    return title(", ".join(filter(None, (numbered, name))))


def _series(item: Item) -> Html:
    name, number = field(item, "collection-title"), field(item, "collection-number")
    if not name:
        return EMPTY
    return title(f"({name}; no. {number})" if number else f"({name})")


def _pages(item: Item) -> Html:
    if not field(item, "page"):
        chapter = field(item, "chapter-number")
        return text(f"Chapter {chapter}" if chapter else "")
    return text(f"p. {places.pages({'page': item['page']}, places.shortened, ', ')}")


def book(item: Item) -> Html:
    """Authors or editors. Title. Volume. Edition. Editors. Place: Publisher; year."""
    by, editors = authors(item), edited(item)
    head = sentences(
        text(by or editors),
        heading(item, medium_of(item)),
        _volume(item),
        text(words.edition(item)),
        text(translated(item)),
        text(editors if by else ""),
        imprint(item, _years(item)),
        _pages(item),
        language(item),
        _series(item),
    )
    return joined((head, identifiers(item)))


def chapter(item: Item) -> Html:
    """Authors. Chapter. In: Editors, editors. Book. Edition. Place: Publisher; year. p. 93-113."""
    container = _container(item)
    by = edited(item) or authors({"author": item.get("container-author")})
    head = sentences(
        text(authors(item)),
        heading(item),
        joined((IN, closed(text(by)), container)) if container else EMPTY,
        _volume(item),
        text(words.edition(item)),
        imprint(item, _years(item)),
        _pages(item),
        language(item),
        _series(item),
    )
    return joined((head, identifiers(item)))


def _container(item: Item) -> Html:
    """The book; of proceedings the meeting too: `Title. Meeting; 2002 Apr 3-5; Place`."""
    name = title(field(item, "container-title"))
    if name and is_online(item):
        name = joined((name, text("[Internet]")))
    if not name or not field(item, "event-title"):
        return name
    return joined((closed(name), meeting(item)))


def meeting(item: Item) -> Html:
    """`Meeting; 2002 Apr 3-5; Place`."""
    facts = (days.vancouver(item.get("event-date")), field(item, "event-place"))
    return joined((title(field(item, "event-title")), *map(text, facts)), text("; "))


def entry(item: Item) -> Html:
    """Of a dictionary the book comes first: Book. Edition. Place: Publisher; year. Entry; p. 675.

    An entry with an author is cited as a chapter.
    """
    if item.get("author") or not item.get("container-title"):
        return chapter(item)
    head = sentences(
        text(edited(item)),
        _container(item),
        _volume(item),
        text(words.edition(item)),
        imprint(item, _years(item)),
        joined((title(field(item, "title")), _pages(item)), text("; ")),
    )
    return joined((head, identifiers(item)))


def report(item: Item) -> Html:
    """Authors. Title. Edition. Place: Publisher; 2002 Jan. Report No.: LBNL49574."""
    version = field(item, "version")
    head = sentences(
        text(authors(item) or edited(item)),
        heading(item, medium_of(item)),
        _volume(item),
        text(words.edition(item)),
        text(f"Version {version}" if version else ""),
        imprint(item, dated(item, days.vancouver(item.get("issued")))),
        text(_number(item)),
        language(item),
    )
    return joined((head, identifiers(item)))


def _number(item: Item) -> str:
    number = field(item, "number")
    return number if words.is_named(number) else f"Report No.: {number}"


def thesis(item: Item) -> Html:
    """Author. Title [dissertation]. Place: University; year."""
    head = sentences(
        text(authors(item)),
        heading(item, medium_of(item, words.kind_of_thesis(item))),
        imprint(item, _years(item)),
        language(item),
    )
    return joined((head, identifiers(item)))
