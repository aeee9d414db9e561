"""Labels, websites, registrations of trials, and what was only spoken."""

from references.styles.ama.elements import authors, heading, on_pubmed, where_found
from references.styles.parts import days, words
from references.styles.parts.html import EMPTY, Html, joined, labelled, sentences, text, title
from references.styles.parts.item import Item, field, first_of


def label(item: Item) -> Html:
    """3.13: Name. Prescribing information. Company; year. Accessed date. Address"""
    company = field(item, "publisher") or authors(item)
    head = sentences(
        heading(item),
        text(words.capitalised(words.kind_of_label(item))),
        text("; ".join(filter(None, (company, days.years(item.get("issued")))))),
    )
    return joined((head, where_found(item)))


def _published_and_updated(item: Item) -> tuple[str, str]:
    """CSL has no date of an update: where `original-date` is given, `issued` is the update."""
    issued = days.american(item.get("issued"))
    original = days.american(item.get("original-date"))
    updated = issued if original and issued != original else ""
    return words.capitalised(original or issued), f"Updated {updated}" if updated else ""


def website(item: Item) -> Html:
    """3.15.3: Author. Title. Site. Date. Updated date. Accessed date. Address

    The 11th edition writes the date of publication without "Published".
    """
    by = authors(item)
    site = first_of(item, "container-title", "publisher")
    published, updated = _published_and_updated(item)
    head = sentences(
        text(by),
        heading(item),
        EMPTY if site == by else title(site),
        text(published),
        text(updated),
    )
    return joined((head, where_found(item)))


def registration(item: Item) -> Html:
    """3.15: Title. ClinicalTrials.gov identifier: number. Updated date. Accessed date. Address"""
    posted, updated = days.american(item.get("original-date")), days.american(item.get("issued"))
    head = sentences(
        text(authors(item)),
        heading(item),
        text(f"ClinicalTrials.gov identifier: {field(item, 'NCT')}"),
        text(f"Posted {posted}" if posted else ""),
        text(f"Updated {updated}" if updated else ""),
    )
    return joined((head, where_found(item)))


def presentation(item: Item) -> Html:
    """3.13.9: Author. Title. Paper presented at: Meeting; date; place."""
    meeting = title(field(item, "event-title"))
    when = days.american(item.get("event-date") or item.get("issued"))
    presented = joined(
        (meeting, text(when), text(field(item, "event-place"))), separator=text("; ")
    )
    what = "Poster" if "poster" in field(item, "genre").lower() else "Paper"
    head = sentences(
        text(authors(item)),
        heading(item),
        labelled(text(f"{what} presented at:"), presented) if meeting else presented,
    )
    return joined((head, where_found(item), on_pubmed(item)))
