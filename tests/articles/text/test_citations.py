"""What a text cites, and under which number."""

from hypothesis import given, settings
from hypothesis import strategies as st

from articles.text.citations import (
    Citation,
    cited,
    cited_in,
    keep_known,
    number,
    redirected,
)
from articles.text.plain import text_of
from articles.text.sanitise import sanitise
from tests.articles.text.texts import ARTICLE
from tests.fuzz import examples


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


@settings(max_examples=examples(100), deadline=None)
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


def test_redirected_text_cites_what_was_kept_and_is_otherwise_the_same() -> None:
    html = f"<p>a{cite(12)}b{cite(3)}</p><ul><li><strong>c</strong>{cite(12)} &amp; d</li></ul>"
    assert redirected(html, {12: 7}) == html.replace('"12"', '"7"')
    assert redirected(html, {5: 7}) == html


def test_redirected_neighbours_that_cite_one_work_become_one() -> None:
    moved = {12: 7}
    assert redirected(f"<p>a{cite(7, 12)}.</p>", moved) == f"<p>a{cite(7)}.</p>"
    assert redirected(f"<p>a{cite(12, 3, 7)}.</p>", moved) == f"<p>a{cite(7, 3)}.</p>"
    assert redirected(f"<p>a{cite(12)} {cite(7)}.</p>", moved) == f"<p>a{cite(7)} .</p>"
    apart = f"<p>a{cite(12)}b{cite(7)}<br>{cite(7)}</p>"
    assert redirected(apart, moved) == apart.replace('"12"', '"7"')
    own = f"<p>a{cite(3, 3)}</p>"
    assert redirected(own, moved) == own, "what the editor wrote twice stays"


@settings(max_examples=examples(150), deadline=None)
@given(ARTICLE, st.dictionaries(st.integers(1, 5), st.integers(6, 9)))
def test_redirecting_touches_nothing_but_the_citations(html: str, moved: dict[int, int]) -> None:
    clean = sanitise(html)
    led = redirected(clean, moved)
    assert text_of(led) == text_of(clean)
    expected = [moved.get(c.reference_id or 0, c.reference_id) for c in cited(clean)]
    assert {c.reference_id for c in cited(led)} == set(expected)
    assert redirected(led, moved) == led
    again = sanitise(led)
    assert sanitise(again) == again
    assert cited(again) == cited(led)
