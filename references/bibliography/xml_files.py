"""XML: PubMed's or EndNote's, which the elements tell."""

import re
from collections.abc import Iterator

from django.utils.translation import gettext as _

from references.bibliography import endnote_xml, pubmed_xml
from references.bibliography.records import Problem, RawRecord
from references.bibliography.xml_records import Found, records_in

RECORDS = (*pubmed_xml.RECORDS, endnote_xml.RECORD)
#: Larger than all the rest of a record together, and nothing that a reference needs.
WITHOUT = (
    *("ReferenceList", "AffiliationInfo", "ChemicalList", "GrantList", "Sections", "History"),
    *("CommentsCorrectionsList", "InvestigatorList", "auth-address", "database", "foreign-keys"),
)
#: EndNote copies from PDFs what XML does not allow. Zeros stay: they are a sign of harm.
_CONTROL = bytes.maketrans(bytes(range(1, 9)) + bytes((11, 12, *range(14, 32))), b" " * 28)
_CONTROL_THERE = re.compile(rb"[\x01-\x08\x0b\x0c\x0e-\x1f]")
_CONTROL_NAMED = re.compile(
    rb"&#(?:0{0,9}(?:[1-8]|1[124-9]|2\d|3[01])|x0{0,9}(?:[1-8bcef]|1[\da-f]));", re.IGNORECASE
)


def records(data: bytes) -> Iterator[RawRecord | Problem]:
    if _CONTROL_THERE.search(data):
        data = data.translate(_CONTROL)
    if _CONTROL_NAMED.search(data):
        data = _CONTROL_NAMED.sub(b" ", data)
    found_any = False
    for found in records_in(data, RECORDS, without=WITHOUT):
        found_any = True
        if isinstance(found, Found) and not _is_known(found):
            yield _neither(found.root, found.line)
            return
        yield found if isinstance(found, Problem) else _record(found)
    if not found_any:
        yield _neither("", 1)


def _is_known(found: Found) -> bool:
    """MARC and others call their records `record` too."""
    return found.element.tag != endnote_xml.RECORD or found.root in endnote_xml.ROOTS


def _neither(root: str, line: int) -> Problem:
    if not root:
        return Problem(line, _("This holds no record of PubMed's or EndNote's XML."))
    message = _("“%(root)s” is neither PubMed's XML nor EndNote's.")
    return Problem(line, message % {"root": root[:40]})


def _record(found: Found) -> RawRecord:
    if found.element.tag == endnote_xml.RECORD:
        return RawRecord(
            endnote_xml.key_of(found.element), endnote_xml.record_as_csl(found.element), found.line
        )
    return RawRecord(
        pubmed_xml.pmid_of(found.element), pubmed_xml.article_as_csl(found.element), found.line
    )
