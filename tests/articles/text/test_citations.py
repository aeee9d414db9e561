"""What a text cites, and under which number."""

from hypothesis import given, settings

from articles.text.citations import Citation, cited, cited_in, keep_known, number
from articles.text.sanitise import sanitise
from tests.articles.text.texts import ARTICLE


def cite(*references: int) -> str:
    return "".join(f'<cite data-reference="{i}"></cite>' for i in references)


def test_cited_gives_every_citation_in_order() -> None:
    html = (
        f'<p>a{cite(12)}b<cite data-unresolved="smith &amp; co"></cite></p>'
        f"<ul><li>c{cite(3, 12)}<ul><li>d{cite(4)}</li></ul></li></ul>"
        f"<table><caption>e{cite(5)}</caption><tbody><tr><td>{cite(6)}</td></tr></tbody></table>"
    )
    assert cited(html) == [
        Citation(12),
        Citation(None, "smith & co"),
        Citation(3),
        Citation(12),
        Citation(4),
        Citation(5),
        Citation(6),
    ]


def test_number_follows_first_appearance() -> None:
    assert number([Citation(9), Citation(4), Citation(9), Citation(7)]) == {9: 1, 4: 2, 7: 3}


def test_number_gives_none_to_a_citation_without_a_reference() -> None:
    citations = [Citation(9), Citation(None, "2"), Citation(None, "4"), Citation(4)]
    assert number(citations) == {9: 1, 4: 2}


def test_cited_in_reads_all_clinical_text_before_plain_language() -> None:
    sections = [
        {"body": cite(5), "plain_language": cite(8, 5)},
        {"body": cite(6, 5), "plain_language": ""},
    ]
    assert number(cited_in(sections)) == {5: 1, 6: 2, 8: 3}


@settings(max_examples=100, deadline=None)
@given(ARTICLE)
def test_number_gives_consecutive_numbers_to_references_only(html: str) -> None:
    clean = sanitise(html)
    numbers = number(cited(clean))
    assert list(numbers.values()) == list(range(1, len(numbers) + 1))
    assert set(numbers) == {c.reference_id for c in cited(clean) if c.is_resolved}


def test_keep_known_unresolves_the_others_and_loses_none() -> None:
    html = f'<p>a{cite(1, 2)}b<cite data-unresolved="x"></cite></p>'
    kept = keep_known(html, {2})
    assert kept == (
        '<p>a<cite data-unresolved="1"></cite><cite data-reference="2"></cite>b'
        '<cite data-unresolved="x"></cite></p>'
    )
    assert sanitise(kept) == kept
