"""Identifiers in the one form that the library keeps, so that equal works compare equal.

Each function takes what a person pastes and returns the canonical form, or raises
`InvalidIdentifier` with a text that can be shown beside the field.
"""

import re
import unicodedata
from collections.abc import Callable, Mapping
from urllib.parse import SplitResult, unquote, urlsplit, urlunsplit

from django.utils.translation import gettext as _

LONGEST_DOI = 255
LONGEST_URL = 2000
LONGEST_LIST = 500
ISBN_10 = 10
ISBN_13 = 13
DAILYMED = "dailymed.nlm.nih.gov"

_DOI_AT = re.compile(r"^(?:https?://)?(?:www\.|dx\.)?doi\.org/+\s*", re.IGNORECASE)
_DOI_PREFIX = re.compile(r"^(?:info:|urn:)?doi\s*[:/=]?\s*", re.IGNORECASE)
_DOI = re.compile(r"^10\.\d{4,9}(?:\.\d+)*/[^\s{}]+$")
_SITE = r"(?:https?://)?(?:www\.)?"
_REST = r"(?:[/?#].*)?"
_PMID = re.compile(
    rf"^(?:{_SITE}(?:pubmed\.ncbi\.nlm\.nih\.gov/|ncbi\.nlm\.nih\.gov/pubmed/(?:\?term=)?"
    r"|europepmc\.org/article/med/)"
    rf"0*([1-9]\d{{0,8}}){_REST}"
    r"|(?:(?:pubmed|medline)\s*)?(?:pmid|id)?\s*[:#=]?\s*0*([1-9]\d{0,8}))$",
    re.IGNORECASE,
)
_PMCID = re.compile(
    rf"^(?:{_SITE}(?:ncbi\.nlm\.nih\.gov/pmc|pmc\.ncbi\.nlm\.nih\.gov|europepmc\.org)"
    rf"/articles?/(?:pmc/)?pmc0*([1-9]\d{{0,8}})(?:\.\d+)?{_REST}"
    r"|(?:pubmed central\s*)?(?:pmcid\s*[:#=]?\s*)?(?:pmc)?\s*0*([1-9]\d{0,8})(?:\.\d+)?)$",
    re.IGNORECASE,
)
_NCT = re.compile(
    rf"^(?:{_SITE}(?:classic\.)?clinicaltrials\.gov/(?:ct2/)?(?:study|show)/NCT(\d{{8}}){_REST}"
    r"|(?:clinicaltrials\.gov\s*)?(?:identifier|registration)?\s*[:#,]?\s*"
    r"(?:nct\s*(?:id|number)?\s*[:#]?\s*)?(?:nct)?[\s-]*(\d{8}))$",
    re.IGNORECASE,
)
_ISBN_PREFIX = re.compile(r"^(?:urn:)?(?:[ep]-?)?isbn(?:-?1[03])?\s*[:=]?\s*", re.IGNORECASE)
#: "(hbk)", ": hardcover" behind an ISBN.
_BINDING = re.compile(r"\s*[(:;][^\d]*$")
_SET_ID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)
_SET_ID_PARAMETER = re.compile(rf"[&;]setid=({_SET_ID.pattern})(?:&|;|$)", re.IGNORECASE)
_UNSAFE_IN_URL = re.compile(r"[\s<>\"`{}|\\^\x00-\x1f\x7f]")


class InvalidIdentifier(ValueError):
    """The text is no identifier of this kind; says what one looks like."""


def _cleaned(text: str) -> str:
    """Without what cannot be seen, such as the marks of direction that copying brings along.

    Raises `InvalidIdentifier` for what is too long to be looked at by patterns.
    """
    text = " ".join(text.split())
    if len(text) > LONGEST_URL:
        raise InvalidIdentifier(_("This is longer than any identifier."))
    if text.isascii():
        return text
    plain = unicodedata.normalize("NFKC", text)
    return "".join(sign for sign in plain if unicodedata.category(sign) != "Cf").strip()


def _bare(text: str) -> str:
    """Without what the sentence around an identifier put before and behind it.

    A closing bracket belongs to the identifier when it was opened inside it.
    """
    text = _MARK_BEHIND.sub("", text.lstrip(_BEFORE))
    while text and (
        text[-1] in _BEHIND
        or any(
            text.endswith(shut) and text.count(shut) > text.count(open_) for open_, shut in _PAIRS
        )
    ):
        text = text[:-1]
    return text.rstrip()


_BEFORE = "([<{\"'*\u201c\u2018\u00ab \t"
_BEHIND = ".,;:'\"*?!\u201d\u2019\u00bb"
_PAIRS = (("(", ")"), ("[", "]"), ("<", ">"), ("{", "}"))
#: MEDLINE's.
_MARK_BEHIND = re.compile(r"\s*\[(?:doi|pmid|pmc|pmcid)\]\W*$", re.IGNORECASE)
#: What copying from the source of a page leaves of `&`, `<` and `>`.
_ENTITIES = ((re.compile("&(?:amp;)+"), "&"), (re.compile("&lt;"), "<"), (re.compile("&gt;"), ">"))


def _without_prefix(text: str) -> str:
    """A DOI without resolvers and `doi:`, however many; what follows an address is no part of it.

    In the address of a resolver a question mark or a sharp begins what the browser keeps apart.
    """
    while True:
        if found := _DOI_AT.match(text):
            text = unquote(re.sub(r"(?<=.)[?#].*", "", text[found.end() :]))
        elif found := _DOI_PREFIX.match(text):
            text = text[found.end() :]
        else:
            return text.strip()


def normalise_doi(text: str) -> str:
    """Lower case, without resolver or `doi:`, without the full stop of the sentence around it."""
    cleaned = _cleaned(text)
    doi = _without_prefix(cleaned.lstrip(_BEFORE))
    for sign, meant in _ENTITIES:
        doi = sign.sub(meant, doi)
    doi = _bare(doi).lower()
    if not _DOI.match(doi) or len(doi) > LONGEST_DOI or not doi.isprintable():
        raise InvalidIdentifier(
            _("“%(text)s” is not a DOI. A DOI looks like 10.1016/j.apergo.2016.08.020.")
            % {"text": cleaned[:80]}
        )
    return doi


def _found(pattern: re.Pattern[str], text: str) -> str:
    """The digits of an identifier, in whichever of its forms it was pasted; empty for none."""
    found = pattern.match(_bare(_cleaned(text)))
    return next(filter(None, found.groups()), "") if found else ""


def normalise_pmid(text: str) -> str:
    """Digits only; `PMID: 8300650` and PubMed's address are accepted."""
    found = _found(_PMID, text)
    if not found:
        raise InvalidIdentifier(
            _("“%(text)s” is not a PubMed number. It looks like 8300650.")
            % {"text": _cleaned(text)[:80]}
        )
    return found


def normalise_pmcid(text: str) -> str:
    """`PMC` and digits, without the version."""
    found = _found(_PMCID, text)
    if not found:
        raise InvalidIdentifier(
            _("“%(text)s” is not a PubMed Central number. It looks like PMC5013361.")
            % {"text": _cleaned(text)[:80]}
        )
    return f"PMC{found}"


def normalise_nct(text: str) -> str:
    """A registration at ClinicalTrials.gov: `NCT` and eight digits."""
    found = _found(_NCT, text)
    if not found:
        raise InvalidIdentifier(
            _("“%(text)s” is not a trial registration. It looks like NCT01234567.")
            % {"text": _cleaned(text)[:80]}
        )
    return f"NCT{found}"


def normalise_set_id(text: str) -> str:
    """DailyMed's identifier of a label, alone or inside its address."""
    found = _SET_ID.search(_cleaned(text))
    if not found:
        raise InvalidIdentifier(
            _("“%(text)s” is not a DailyMed set id. It has 32 letters and digits in five groups.")
            % {"text": _cleaned(text)[:80]}
        )
    return found[0].lower()


def set_id_in_address(url: str) -> str:
    """The set id in the address of a label at DailyMed; empty for any other address."""
    try:
        parts = urlsplit(url)
        is_label = (parts.hostname or "").lower() == DAILYMED
    except ValueError:
        return ""
    found = _SET_ID_PARAMETER.search(f"&{parts.query}") if is_label else None
    return found[1].lower() if found else ""


def _isbn_13(digits: str) -> str | None:
    """Thirteen digits whose check digit is right, else None."""
    if len(digits) == ISBN_10 and re.fullmatch(r"\d{9}[\dX]", digits):
        values = [10 if digit == "X" else int(digit) for digit in digits]
        if sum(weight * value for weight, value in zip(range(10, 0, -1), values, strict=True)) % 11:
            return None
        body = f"978{digits[:9]}"
        total = sum(int(digit) * (3 if at % 2 else 1) for at, digit in enumerate(body))
        return f"{body}{-total % 10}"
    if len(digits) == ISBN_13 and re.fullmatch(r"97[89]\d{10}", digits):
        total = sum(int(digit) * (3 if at % 2 else 1) for at, digit in enumerate(digits))
        return None if total % 10 else digits
    return None


def normalise_isbn(text: str) -> str:
    """Thirteen digits without hyphens; ten-digit numbers are converted."""
    cleaned = _cleaned(text)
    bare = _BINDING.sub("", _ISBN_PREFIX.sub("", _bare(cleaned)))
    isbn = _isbn_13(re.sub(r"[\s\u2010-\u2015\u2212-]", "", bare).upper())
    if isbn is None:
        raise InvalidIdentifier(
            _("“%(text)s” is not an ISBN: 10 or 13 digits with a right check digit.")
            % {"text": cleaned[:80]}
        )
    return isbn


def first_isbn(text: str) -> str:
    """The first ISBN among what publishers list: "978… (hbk), 978… (pbk)"; empty for none."""
    text = text[:LONGEST_LIST]
    for word in (text, *re.split(r"[;,()\s]+", text)):
        try:
            return normalise_isbn(word)
        except InvalidIdentifier:
            continue
    return ""


def _split(text: str) -> SplitResult | None:
    """The parts of an http(s) address with a host and no credentials, else None."""
    try:
        parts = urlsplit(text)
        _port_is_a_number = parts.port
    except ValueError:
        return None
    has_place = bool(parts.hostname) and "@" not in parts.netloc
    return parts if parts.scheme.lower() in {"http", "https"} and has_place else None


def normalise_url(text: str) -> str:
    """An http or https address without credentials, scheme and host in lower case."""
    cleaned = unicodedata.normalize("NFC", text).strip().strip("\u200b\ufeff<>")
    if re.match(r"^www\.[^\s/]+\.", cleaned, re.IGNORECASE):
        cleaned = f"https://{cleaned}"
    parts = _split(cleaned)
    is_clean = cleaned.isprintable() and not _UNSAFE_IN_URL.search(cleaned)
    if parts is None or not is_clean or len(cleaned) > LONGEST_URL:
        raise InvalidIdentifier(
            _("“%(text)s” is not a web address. It must begin with https:// or http://.")
            % {"text": cleaned[:80]}
        )
    return urlunsplit(
        (parts.scheme.lower(), parts.netloc.lower(), parts.path or "/", parts.query, parts.fragment)
    )


#: How each is read, by the name that an item has for it. A bare number is PubMed's.
READERS: Mapping[str, Callable[[str], str]] = {
    "DOI": normalise_doi,
    "PMID": normalise_pmid,
    "PMCID": normalise_pmcid,
    "NCT": normalise_nct,
    "setid": normalise_set_id,
    "ISBN": normalise_isbn,
    "URL": normalise_url,
}


def named(text: str) -> tuple[str, str] | None:
    """Which identifier a text is as a whole, by the name that an item has for it, and its form."""
    for entry, read in READERS.items():
        try:
            return entry, read(text)
        except InvalidIdentifier:
            continue
    return None
