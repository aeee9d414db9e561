"""Where in a journal: volume, issue, supplement, part, and pages in full or shortened."""

import re
from collections.abc import Callable
from typing import NamedTuple

from references.styles.parts.item import Item, field

_DASHES = re.compile(r"\s*(?:--+|[\u2010-\u2015\u2212])\s*")
_RANGE = re.compile(r"([A-Za-z]*)(\d+)-([A-Za-z]*)(\d+)")
_PAGE_WORD = re.compile(r"^(?:pp?|pages?)\b\.?\s*(?=[A-Za-z]?\d)", re.IGNORECASE)
_NUMBER = r"[._\s]*(?P<number>[\w-]*)\)?$"
_SUPPLEMENT = re.compile(
    rf"^(?P<rest>.*?)[\s_(,]*(?<![A-Za-z])suppl?(?:ement)?(?![A-Za-z]){_NUMBER}", re.IGNORECASE
)
_PART = re.compile(
    rf"^(?P<rest>.*?)[\s_(,]*(?<![A-Za-z])(?:pt|part)(?![A-Za-z]){_NUMBER}", re.IGNORECASE
)


class Place(NamedTuple):
    """`supplement` is None where there is none, empty for one without a number."""

    volume: str
    issue: str
    supplement: str | None
    part: str


def place(item: Item) -> Place:
    """From volume and issue, in which databases write supplements and parts."""
    volume, issue = field(item, "volume"), field(item, "issue")
    if (not issue or issue.isdigit()) and (not volume or volume.isdigit()):
        return Place(volume, issue, None, "")
    issue = _DASHES.sub("-", issue)
    volume, of_volume, part_of_volume = _split(volume)
    issue, of_issue, part_of_issue = _split(issue)
    supplement = of_volume if of_issue is None else of_issue
    return Place(volume, issue, supplement, part_of_issue or part_of_volume)


def _split(text: str) -> tuple[str, str | None, str]:
    """`58` and so on without its supplement and its part."""
    if found := _SUPPLEMENT.match(text):
        return found["rest"].strip(" ,;("), found["number"], ""
    if (found := _PART.match(text)) and found["number"]:
        return found["rest"].strip(" ,;("), None, found["number"]
    return text, None, ""


def pages(item: Item, span: Callable[[str], str], comma: str) -> str:
    """First to last page of each stretch, or the number of the article.

    `span` writes one stretch (`132-42`); what stands behind a semicolon may begin with a word
    ("1151-68; discussion 1149-50").
    """
    written = field(item, "page")
    if not written:
        return field(item, "number")
    if _RANGE.fullmatch(written):
        return span(written)
    plain = _PAGE_WORD.sub("", _DASHES.sub("-", written).replace(" - ", "-"))
    if "," not in plain and ";" not in plain:
        return _with_word(plain.strip(), span)
    return "; ".join(
        comma.join([_with_word(stretch.strip(), span) for stretch in part.split(",") if stretch])
        for part in plain.split(";")
    )


def _with_word(stretch: str, span: Callable[[str], str]) -> str:
    word, _, range_ = stretch.rpartition(" ")
    return f"{word} {span(range_)}" if word else span(range_)


def in_full(span: str) -> str:
    """`132-142` for 132-42, `S12-S19` for S12-9, as the AMA Manual asks."""
    ends = _ends(span)
    if ends is None:
        return span
    prefix, first, last = ends
    return f"{prefix}{first}-{prefix}{last}" if first != last else f"{prefix}{first}"


def shortened(span: str) -> str:
    """`132-42` for 132-142, `S12-9` for S12-S19: what repeats is left out, as NLM does."""
    ends = _ends(span)
    if ends is None:
        return span
    prefix, first, last = ends
    if first == last:
        return f"{prefix}{first}"
    if len(first) == len(last) and first < last:
        last = last[next(at for at in range(len(last)) if first[at] != last[at]) :]
    return f"{prefix}{first}-{last}"


def _ends(span: str) -> tuple[str, str, str] | None:
    """The letters before both pages, the first and the last in full; None for anything else."""
    found = _RANGE.fullmatch(span)
    if not found:
        return None
    prefix, first, last_prefix, last = found.groups()
    if last_prefix not in ("", prefix):
        return None
    return prefix, first, first[: max(len(first) - len(last), 0)] + last
