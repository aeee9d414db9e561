"""Which kind of source a record is."""

from typing import Any

import pytest

from references.exceptions import InvalidItem
from references.kinds import Kind, kind_of, label, named

DAILYMED = "https://dailymed.nlm.nih.gov/dailymed/drugInfo.cfm?setid=x"


@pytest.mark.parametrize(
    ("item", "kind"),
    [
        ({"type": "article-journal"}, Kind.RESEARCH),
        ({}, Kind.RESEARCH),
        ({"type": ["book"]}, Kind.RESEARCH),
        ({"type": "book"}, Kind.TEXTBOOK),
        ({"type": "chapter"}, Kind.TEXTBOOK),
        ({"type": "webpage"}, Kind.WEBSITE),
        ({"type": "webpage", "URL": DAILYMED}, Kind.DRUG_LABEL),
        ({"type": "webpage", "URL": "https://["}, Kind.WEBSITE),
        ({"type": "document", "URL": "https://example.org"}, Kind.WEBSITE),
        ({"type": "standard"}, Kind.GUIDELINE),
        ({"type": "report", "genre": "Clinical Guideline"}, Kind.GUIDELINE),
        ({"type": "article-journal", "genre": "Meta-Analysis; Guideline"}, Kind.GUIDELINE),
        ({"type": "article-journal", "genre": "Systematic Review"}, Kind.SYSTEMATIC_REVIEW),
        ({"type": "article-journal", "genre": "Randomized Controlled Trial"}, Kind.TRIAL),
        ({"type": "document", "genre": "Prescribing information"}, Kind.DRUG_LABEL),
        ({"type": "book", "kind": "Systematic-review"}, Kind.SYSTEMATIC_REVIEW),
    ],
)
def test_kind_of_reads_kind_then_genre_then_type(item: dict[str, Any], kind: Kind) -> None:
    assert kind_of(item) == kind


def test_named_refuses_an_unknown_kind_and_lists_the_known() -> None:
    with pytest.raises(InvalidItem, match="“poem” is not a kind.*guideline, systematic_review"):
        named("poem")


def test_label_is_what_readers_call_it() -> None:
    assert [label(kind) for kind in Kind] == [
        "Guideline",
        "Systematic review",
        "Trial",
        "Research",
        "Drug label",
        "Textbook",
        "Website",
    ]
