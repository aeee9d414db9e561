"""The elements of a reference as the AMA Manual writes them: people, titles, where it is found."""

from collections.abc import Callable

from references.styles.parts import days, links, words
from references.styles.parts.html import (
    EMPTY,
    Html,
    as_it_is,
    emphasised,
    joined,
    text,
    title,
)
from references.styles.parts.item import Item, field, person_list
from references.styles.parts.people import Listing, names

#: 3.7: all of up to six, else three; ranks as Roman numerals.
PEOPLE = Listing(
    most=6,
    shown=3,
    et_al="et al",
    initials=9,
    ranks={"2nd": "II", "3rd": "III", "4th": "IV"},
)


def authors(item: Item) -> str:
    people = item.get("author")
    return names(people, PEOPLE) if people else ""


def edited(item: Item, *roles: str) -> str:
    """ "Sample A, Example B, eds"."""
    people = person_list(item, *(roles or ("editor",)))
    return f"{names(people, PEOPLE)}, {'ed' if len(people) == 1 else 'eds'}" if people else ""


def translated(item: Item) -> str:
    people = person_list(item, "translator")
    return f"{names(people, PEOPLE)}, trans" if people else ""


def heading(item: Item) -> Html:
    """The title of an article or a page."""
    return _title(item, as_it_is)


def book_title(item: Item) -> Html:
    """The title of what stands by itself, in italics."""
    return _title(item, emphasised)


def _title(item: Item, set_: Callable[[Html], Html]) -> Html:
    """3.9.2: the original with its translation in brackets, or the translation with its language.

    Databases put a translated title in brackets; the manual puts the language there.
    """
    shown, original = field(item, "title"), field(item, "original-title")
    if not original and not shown.startswith("["):
        return set_(title(shown))
    bare = shown.rstrip(".")
    in_brackets = bare.startswith("[") and bare.endswith("]")
    translation = bare[1:-1] if in_brackets else shown
    if original and original != translation:
        return joined((set_(title(original)), title(f"[{translation}]")))
    language = words.language(item)
    if in_brackets and language:
        return joined((set_(title(translation)), text(f"[in {language}]")))
    return set_(title(shown))


def accessed(item: Item) -> Html:
    when = days.american(item.get("accessed"))
    return text(f"Accessed {when}.") if when else EMPTY


def where_found(item: Item) -> Html:
    """3.11, 3.15: the DOI, which ends a reference without a full stop; else when it was read, and
    where, without one either.
    """
    return links.doi(item, "doi:") or joined((accessed(item), links.url(item)))


def on_pubmed(item: Item) -> Html:
    """A convenience of the site: the manual does not ask for it."""
    return links.pubmed(item, "PubMed")
