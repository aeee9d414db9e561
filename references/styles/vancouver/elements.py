"""The elements of a reference as Citing Medicine writes them: people, titles, imprint, address."""

from references.styles.parts import days, links, words
from references.styles.parts.html import (
    EMPTY,
    SEMICOLON,
    Html,
    closed,
    joined,
    labelled,
    text,
    title,
)
from references.styles.parts.item import Item, field, person_list
from references.styles.parts.people import Listing, names

PEOPLE = Listing(
    most=6,
    shown=6,
    et_al="et al.",
    initials=2,
    ranks={"ii": "2nd", "iii": "3rd", "iv": "4th"},
)
UNKNOWN_DATE = "[date unknown]"
DOI, PMID, PMCID = text("doi:"), text("PMID:"), text("PMCID:")
AVAILABLE = text("Available from:")


def authors(item: Item) -> str:
    people = item.get("author")
    return names(people, PEOPLE) if people else ""


def edited(item: Item) -> str:
    """ "Sample A, Example B, editors"."""
    people = person_list(item, "editor")
    return (
        f"{names(people, PEOPLE)}, {'editor' if len(people) == 1 else 'editors'}" if people else ""
    )


def translated(item: Item) -> str:
    people = person_list(item, "translator")
    word = "translator" if len(people) == 1 else "translators"
    return f"{names(people, PEOPLE)}, {word}" if people else ""


def is_online(item: Item) -> bool:
    """Whether the reader is sent to an address: a DOI says enough by itself."""
    return not field(item, "DOI") and bool(links.url(item))


def heading(item: Item, medium: str = "") -> Html:
    """The title, and in brackets its translation and what it is: "Title [Internet]"."""
    shown, original = field(item, "title"), field(item, "original-title")
    if original and original != shown.strip("[].") and original != shown:
        translation = shown if shown.startswith("[") else f"[{shown}]"
        shown = f"{original} {translation}"
    return joined((title(shown), text(f"[{medium}]"))) if medium else title(shown)


def medium_of(item: Item, what: str = "") -> str:
    """`Internet`, `dissertation on the Internet`, `dissertation`, `CD-ROM`, or nothing."""
    if is_online(item):
        return f"{what} on the Internet" if what else "Internet"
    return what or field(item, "medium")


def dated(item: Item, when: str, updated: str = "") -> str:
    """The date, and in brackets those of an update and of the visit where it is read online."""
    cited = days.vancouver(item.get("accessed")) if is_online(item) else ""
    notes = "; ".join(filter(None, (updated and f"updated {updated}", cited and f"cited {cited}")))
    return " ".join(filter(None, (when or UNKNOWN_DATE, notes and f"[{notes}]")))


def imprint(item: Item, date: str, publisher: str = "") -> Html:
    """`Place: Publisher; date`."""
    press = (field(item, "publisher-place"), publisher or field(item, "publisher"))
    return text("; ".join(filter(None, (": ".join(filter(None, press)), date))))


def identifiers(item: Item, after_doi: str = "") -> Html:
    """`doi: X. Epub date. PMID: N; PMCID: PMCN.` Else the address, where it is read online."""
    in_pubmed = (labelled(PMID, links.pubmed(item)), labelled(PMCID, links.pmc(item)))
    return joined(
        (
            closed(labelled(DOI, links.doi(item))),
            closed(text(after_doi)),
            _available(item),
            closed(joined(in_pubmed, SEMICOLON)),
        )
    )


def _available(item: Item) -> Html:
    """An address ends without a full stop, unless it ends with a slash."""
    if not is_online(item):
        return EMPTY
    found = labelled(AVAILABLE, links.url(item))
    return closed(found) if field(item, "URL").endswith("/") else found


def language(item: Item) -> Html:
    """The last word of an article that is not in English."""
    return text(words.language(item))
