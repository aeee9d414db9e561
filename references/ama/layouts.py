"""One function per form that the manual gives a reference, and the table that chooses."""

import re
from collections.abc import Callable, Mapping
from typing import Any

from django.utils.safestring import SafeString

from references.ama import people
from references.ama.pieces import (
    EMPTY,
    accessed,
    closed,
    emphasised,
    joined,
    link,
    pages,
    pubmed_link,
    text,
    title,
    volume_and_issue,
    where_found,
    written_date,
    year,
)
from references.kinds import Kind

Item = Mapping[str, Any]
_ORDINALS = {"1": "st", "2": "nd", "3": "rd"}
_LABEL_WORDS = re.compile(r"prescribing information|package insert|product label", re.IGNORECASE)


def _sentences(*parts: SafeString) -> SafeString:
    return joined(closed(part) for part in parts)


def _journal(item: Item) -> SafeString:
    """Abbreviated title as given; the full one where no abbreviation is known."""
    for key in ("container-title-short", "journalAbbreviation", "container-title"):
        if name := title(item, key).rstrip("."):
            return emphasised(SafeString(name))
    return EMPTY


def journal_article(item: Item) -> SafeString:
    """3.11: Authors. Title. Journal. Year;volume(issue):pages. doi."""
    volume, where = volume_and_issue(item), pages(item)
    if not volume and not where:
        issue = text(_published_online(item))
    else:
        when = year(item)
        place = f"{volume}:{where}" if volume and where else volume or where
        issue = text(f"{when};{place}" if when and volume else f"{when}:{place}".strip(":"))
    head = _sentences(text(people.authors(item)), title(item), _journal(item), issue)
    return joined((head, where_found(item), pubmed_link(item)))


def _published_online(item: Item) -> str:
    """Ahead of print, with its date. A year alone says no more than that the rest is not known."""
    when = written_date(item.get("issued"))
    return when if when == year(item) else f"Published online {when}".strip()


def periodical(item: Item) -> SafeString:
    """3.11.14: newspapers and magazines carry a full date."""
    when = text(written_date(item.get("issued")))
    where = pages(item)
    head = _sentences(
        text(people.authors(item)),
        title(item),
        _journal(item),
        joined((when, text(where)), ":") if where else when,
    )
    return joined((head, where_found(item)))


def preprint(item: Item) -> SafeString:
    """3.11.4: the server stands where the journal would."""
    server = _journal(item) or emphasised(text(item.get("publisher") or ""))
    posted = text(f"Preprint posted online {written_date(item.get('issued'))}".strip())
    head = _sentences(text(people.authors(item)), title(item), server, posted)
    return joined((head, where_found(item), pubmed_link(item)))


def _edition(item: Item) -> SafeString:
    """`3rd ed`; the first edition is not named."""
    written = str(item.get("edition") or "").strip().rstrip(".")
    if written in ("", "1", "1st"):
        return EMPTY
    if not written.isdigit():
        return text(written if re.search(r"\bed", written, re.IGNORECASE) else f"{written} ed")
    ending = "th" if written[-2:-1] == "1" else _ORDINALS.get(written[-1], "th")
    return text(f"{written}{ending} ed")


def _volume(item: Item) -> SafeString:
    return text(f"Vol {item['volume']}") if item.get("volume") else EMPTY


def _imprint(item: Item, when: str, *, without: str = "") -> SafeString:
    """`Publisher; year:pages`; the publisher is not repeated after itself as author."""
    publisher = str(item.get("publisher") or "")
    issued = joined((text(when), text(pages({"page": item.get("page")}))), ":")
    return joined((text("" if publisher == without else publisher), issued), "; ")


def book(item: Item) -> SafeString:
    """3.12: Authors or editors. Title. Edition. Publisher; year."""
    authors = people.authors(item)
    head = _sentences(
        text(authors or people.editors(item)),
        emphasised(title(item)),
        text(people.editors(item)) if authors else EMPTY,
        _volume(item),
        _edition(item),
        _imprint(item, year(item), without=authors),
    )
    return joined((head, where_found(item)))


def chapter(item: Item) -> SafeString:
    """3.12.4: Authors. Chapter. In: Editors, eds. Book. Edition. Publisher; year:pages."""
    editors = closed(text(people.editors(item)))
    container = joined(
        (text("In:"), editors, closed(emphasised(title(item, "container-title")))), " "
    )
    head = _sentences(
        text(people.authors(item)),
        title(item),
        container if item.get("container-title") else EMPTY,
        _volume(item),
        _edition(item),
        _imprint(item, year(item)),
    )
    return joined((head, where_found(item), pubmed_link(item)))


def report(item: Item) -> SafeString:
    """3.13: reports and guidelines of organisations."""
    authors = people.authors(item)
    number = item.get("number")
    head = _sentences(
        text(authors or people.editors(item)),
        emphasised(title(item)),
        _edition(item),
        _imprint(item, written_date(item.get("issued")), without=authors),
        text(f"Publication {number}") if number else EMPTY,
    )
    return joined((head, where_found(item), pubmed_link(item)))


def drug_label(item: Item) -> SafeString:
    """3.13.11: Name. Prescribing information. Company; year. Accessed date. Address."""
    company = str(item.get("publisher") or people.authors(item))
    name = title(item)
    head = _sentences(
        name,
        EMPTY if _LABEL_WORDS.search(name) else text("Prescribing information"),
        joined((text(company), text(year(item))), "; "),
    )
    url = str(item.get("URL") or "")
    return joined((head, accessed(item), link(url, url)))


def website(item: Item) -> SafeString:
    """3.15.3: Author. Title. Site. Published. Updated. Accessed. Address.

    CSL has no date of an update: where `original-date` is given, `issued` is the update.
    """
    authors = people.authors(item)
    site = str(item.get("container-title") or item.get("publisher") or "")
    issued = written_date(item.get("issued"))
    original = written_date(item.get("original-date"))
    published = original or issued
    updated = issued if original and issued != original else ""
    head = _sentences(
        text(authors),
        title(item),
        EMPTY if site == authors else title({"title": site}),
        text(f"Published {published}") if published else EMPTY,
        text(f"Updated {updated}") if updated else EMPTY,
    )
    return joined((head, where_found(item)))


def thesis(item: Item) -> SafeString:
    """3.13.8: Author. Title. Dissertation. University; year."""
    head = _sentences(
        text(people.authors(item)),
        emphasised(title(item)),
        text(item.get("genre") or "Dissertation"),
        _imprint(item, year(item)),
    )
    return joined((head, where_found(item)))


def conference_paper(item: Item) -> SafeString:
    """3.13.9: in printed proceedings like a chapter, else where and when it was presented."""
    if item.get("container-title") and not item.get("event-title"):
        return chapter(item)
    event = title(item, "event-title")
    when = text(written_date(item.get("event-date") or item.get("issued")))
    presented = joined((event, when, text(item.get("event-place") or "")), "; ")
    head = _sentences(
        text(people.authors(item)),
        title(item),
        joined((text("Paper presented at:"), presented)) if event else presented,
    )
    return joined((head, where_found(item), pubmed_link(item)))


LAYOUTS: dict[str, Callable[[Item], SafeString]] = {
    "article-journal": journal_article,
    "review": journal_article,
    "article-magazine": periodical,
    "article-newspaper": periodical,
    "article": preprint,
    "book": book,
    "chapter": chapter,
    "collection": book,
    "entry": chapter,
    "entry-dictionary": chapter,
    "entry-encyclopedia": chapter,
    "thesis": thesis,
    "paper-conference": conference_paper,
    "webpage": website,
    "post": website,
    "post-weblog": website,
}


def format_reference(csl: Mapping[str, Any], kind: str) -> SafeString:
    """The reference as HTML with `em`, `sub`, `sup` and `a`; `csl` is a normalised item."""
    type_ = str(csl.get("type") or "")
    if kind == Kind.DRUG_LABEL and type_ not in ("article-journal", "chapter"):
        return drug_label(csl)
    if type_ in LAYOUTS:
        return LAYOUTS[type_](csl)
    return website(csl) if kind == Kind.WEBSITE else report(csl)
