"""Labels, websites, registrations of trials, and what was only spoken."""

from references.styles.parts import days, words
from references.styles.parts.html import EMPTY, Html, joined, labelled, sentences, text, title
from references.styles.parts.item import Item, field
from references.styles.vancouver.books import meeting
from references.styles.vancouver.elements import (
    authors,
    dated,
    heading,
    identifiers,
    imprint,
    language,
    medium_of,
)

#: How ClinicalTrials.gov asks to be cited.
REGISTRY = "Bethesda (MD): National Library of Medicine (US)"


def label(item: Item) -> Html:
    """Name [package insert]. Place: Company; year."""
    company = field(item, "publisher") or authors(item)
    head = sentences(
        heading(item, medium_of(item, words.kind_of_label(item))),
        imprint(item, dated(item, days.vancouver(item.get("issued"))), company),
    )
    return joined((head, identifiers(item)))


def _published_and_updated(item: Item) -> str:
    """CSL has no date of an update: where `original-date` is given, `issued` is the update."""
    issued = days.vancouver(item.get("issued"))
    original = days.vancouver(item.get("original-date"))
    return dated(item, original or issued, issued if original and issued != original else "")


def website(item: Item) -> Html:
    """Author. Title [Internet]. Place: Publisher; date [updated date; cited date]. Address."""
    site, publisher = field(item, "container-title"), field(item, "publisher")
    head = sentences(
        text(authors(item)),
        heading(item, "Internet"),
        title(site) if publisher and site != publisher else EMPTY,
        imprint(item, _published_and_updated(item), publisher or site),
        language(item),
    )
    return joined((head, identifiers(item)))


def registration(item: Item) -> Html:
    """ClinicalTrials.gov [Internet]. Place: Publisher. Identifier number, title; date [cited]."""
    written = title(f"Identifier {field(item, 'NCT')}, {field(item, 'title')}")
    when = _published_and_updated(item)
    head = sentences(
        text("ClinicalTrials.gov [Internet]"),
        text(REGISTRY),
        joined((written, text(when)), text("; ")),
    )
    return joined((head, identifiers(item)))


def presentation(item: Item) -> Html:
    """Author. Title. Paper presented at: Meeting; 2003 Feb 1-5; Place."""
    held = item if item.get("event-date") else {**item, "event-date": item.get("issued")}
    is_poster = "poster" in field(item, "genre").lower()
    what = "Poster session presented at:" if is_poster else "Paper presented at:"
    where = meeting(held)
    head = sentences(
        text(authors(item)),
        heading(item),
        labelled(text(what), where) if field(item, "event-title") else where,
    )
    return joined((head, identifiers(item)))
