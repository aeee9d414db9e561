"""What MEDLINE's words mean, in `.nbib` and in XML alike."""

import re
from collections.abc import Iterable
from typing import Any

from references import dates

#: Publication types that decide what kind of source it is; the others are left out.
TELLING = (
    "practice guideline",
    "guideline",
    "consensus development conference",
    "systematic review",
    "meta-analysis",
    "randomized controlled trial",
    "clinical trial",
    "controlled clinical trial",
    "pragmatic clinical trial",
    "equivalence trial",
)
_SHORT_NAME = re.compile(r"^(.+) ([A-Z]{1,4})(?: (Jr|Sr|\d(?:st|nd|rd|th)))?$")
_SUFFIX = re.compile(r"^(.+?),? (Jr|Sr|\d(?:st|nd|rd|th))\.?$")
_REGISTERED = re.compile(r"\bNCT\d{8}\b")


def genre(types: Iterable[str]) -> str:
    """The publication types that tell the kind."""
    return "; ".join(written for written in types if _is_telling(written))


def _is_telling(written: str) -> bool:
    return written.lower().split(",")[0].strip() in TELLING


def title(written: str) -> str:
    """Without MEDLINE's full stop, and without the brackets around a translated title."""
    bare = written.strip().removesuffix(".").strip()
    if bare.startswith("[") and bare.endswith("]"):
        bare = bare[1:-1].strip().removesuffix(".")
    return bare


def name(written: str) -> str | dict[str, str]:
    """`Helliwell, P S` stays; `Helliwell PS` of older records is taken apart."""
    if "," in written:
        family, given = (part.strip() for part in written.split(",", 1))
        found = _SUFFIX.match(given)
        return {"family": family, "given": found[1], "suffix": found[2]} if found else written
    found = _SHORT_NAME.match(written)
    if not found:
        return written
    parts = {"family": found[1], "given": found[2], "suffix": found[3] or ""}
    return {part: value for part, value in parts.items() if value}


def date(written: str) -> object:
    """`2017 Mar-Apr` is March, `1998 Dec-1999 Jan` is December, `2000 Spring` is 2000."""
    year, month, day = (*written.split()[:3], "", "", "")[:3]
    if not re.fullmatch(r"\d{4}", year[:4]) or not year.isascii():
        return written
    number = dates.month_number(month.split("-")[0]) if month else None
    first_day = day.split("-")[0]
    is_day = number and re.fullmatch(r"[0-3]?[0-9]", first_day)
    parts = [int(year[:4]), number, int(first_day) if is_day else None]
    return {"date-parts": [[part for part in parts if part]]}


def issued(written: str, electronic: str, volume: str) -> object:
    """The date of the issue; an article without a volume is out online only, since `electronic`."""
    return electronic if electronic and not volume else date(written)


def article_number(page: str, pii: str) -> str:
    """The number that stands in place of pages: the publisher's own, where it looks like one."""
    return pii if not page and re.fullmatch(r"e\d+", pii, re.IGNORECASE) else ""


def registration(written: Iterable[str]) -> str:
    """The first registration at ClinicalTrials.gov among accession numbers."""
    return next((found[0] for text in written for found in [_REGISTERED.search(text)] if found), "")


def keywords(written: Iterable[str]) -> str:
    """Headings without their qualifiers and the asterisks of major topics, each once."""
    words = (word.split("/")[0].replace("*", "").strip() for word in written)
    return "; ".join(dict.fromkeys(word for word in words if word))


def filled(item: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in item.items() if value}
