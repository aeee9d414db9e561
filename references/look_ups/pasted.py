"""What was pasted: an identifier, an address that holds one, or a citation that may."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from urllib.parse import unquote, urlsplit

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from references import identifiers
from references.exceptions import LookUpRefused

LONGEST = 2000
_DOI_INSIDE = re.compile(r"\b10\.\d{4,9}(?:\.\d+)*/\S+")
_PMID_INSIDE = re.compile(r"\bPMID\s*[:#]?\s*(\d{1,9})\b", re.IGNORECASE)
_PMCID_INSIDE = re.compile(r"\bPMC\s?(\d{1,9})\b", re.IGNORECASE)
_ADDRESS = re.compile(r"^(?:[a-z][a-z0-9+.-]*:)?//", re.IGNORECASE)
#: What publishers put behind the DOI in their addresses.
_VIEW = re.compile(r"(?:/(?:full|fulltext|abstract|abs|pdf|epdf|html|summary|meta))+/?$|\.pdf$")


class What(Enum):
    """By what a work is looked for."""

    DOI = "DOI"
    PMID = "PMID"
    PMCID = "PMCID"
    CITATION = "citation"


@dataclass(frozen=True)
class Question:
    """`text` is what was pasted, on one line; it says more than `value` where it is a citation."""

    what: What
    value: str
    text: str

    @property
    def has_more(self) -> bool:
        """Whether there is a citation around the identifier, to search by when it leads nowhere."""
        return self.what != What.CITATION and len(self.text) > len(self.value) + MORE


#: A prefix and a resolver are no citation.
MORE = 30
_WHOLE: tuple[tuple[What, Callable[[str], str]], ...] = (
    (What.DOI, identifiers.normalise_doi),
    (What.PMID, identifiers.normalise_pmid),
    (What.PMCID, identifiers.normalise_pmcid),
)


#: Crossref and PubMed find nothing by these; taken for a citation they would bring up anything.
UNKNOWN_TO_BOTH = {
    "setid": gettext_lazy(
        "Crossref and PubMed know no drug labels. Enter it by hand, with its set id."
    ),
    "ISBN": gettext_lazy(
        "Crossref and PubMed are not asked by ISBN. Paste the book's citation, or enter it by hand."
    ),
    "NCT": gettext_lazy(
        "A registration names a trial, which may have several papers. Paste the citation of the "
        "one that you mean."
    ),
}


def question(pasted: str) -> Question:
    """What to look for. Raises `LookUpRefused` where there is nothing that can be."""
    text = " ".join(pasted.replace("\x00", " ").split())
    if not text:
        raise LookUpRefused(_("Paste a DOI, a PubMed number or a citation."))
    if len(text) > LONGEST:
        raise LookUpRefused(
            _("This is longer than any citation. Paste one work at a time, or import a file.")
        )
    for what, normalise in _WHOLE:
        value = _tried(normalise, text)
        if value:
            return Question(what, value, text)
    entry, _value = identifiers.named(text) or ("", "")
    if entry in UNKNOWN_TO_BOTH and not _inside(text):
        raise LookUpRefused(UNKNOWN_TO_BOTH[entry])
    if _ADDRESS.match(text):
        return _in_address(text)
    return _inside(text) or Question(What.CITATION, text, text)


def _tried(normalise: Callable[[str], str], text: str) -> str:
    try:
        return normalise(text)
    except identifiers.InvalidIdentifier:
        return ""


def _in_address(text: str) -> Question:
    """Addresses are read for the DOI that publishers put into them; none is ever opened."""
    try:
        path = unquote(urlsplit(text).path)
    except ValueError:
        path = ""
    found = _DOI_INSIDE.search(path)
    doi = _tried(identifiers.normalise_doi, _VIEW.sub("", found[0])) if found else ""
    if not doi:
        raise LookUpRefused(
            _(
                "Addresses are not opened, and this one holds no DOI. Paste the DOI, the PubMed"
                " number or the citation that the page shows."
            )
        )
    return Question(What.DOI, doi, text)


def _inside(text: str) -> Question | None:
    """The first identifier within a citation."""
    if found := _DOI_INSIDE.search(text):
        doi = _tried(identifiers.normalise_doi, found[0])
        if doi:
            return Question(What.DOI, doi, text)
    for what, pattern, normalise in (
        (What.PMID, _PMID_INSIDE, identifiers.normalise_pmid),
        (What.PMCID, _PMCID_INSIDE, identifiers.normalise_pmcid),
    ):
        found = pattern.search(text)
        value = _tried(normalise, found[1]) if found else ""
        if value:
            return Question(what, value, text)
    return None
