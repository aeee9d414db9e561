"""What a reviewer sees of a change: all of it, and nothing else."""

import re
import time

import pytest
from hypothesis import given, settings

from articles.text.difference import compare, compare_text
from articles.text.plain import blocks
from articles.text.sanitise import sanitise
from tests.articles.text.browsing import see
from tests.articles.text.texts import ARTICLE, SOUP
from tests.fuzz import examples


def without(html: str, tag: str) -> str:
    return re.sub(rf"<{tag}>.*?</{tag}>", "", html, flags=re.DOTALL)


def citations_in(html: str) -> list[str]:
    return re.findall(r'data-(?:reference|unresolved)="[^"]*"', html)


def words_in(html: str) -> list[str]:
    chips = re.compile(r"<span class=\"cite-chip\"[^>]*>[^<]*</span>")
    return blocks(chips.sub("", html))


def assert_recoverable(old: str, new: str) -> None:
    html = compare(old, new)
    was, is_now = without(html, "ins"), without(html, "del")
    assert words_in(was) == blocks(old)
    assert words_in(is_now) == blocks(new)
    assert citations_in(was) == citations_in(old)
    assert citations_in(is_now) == citations_in(new)
    seen = see(html)
    assert not seen.unbalanced
    for parents, tag, _ in seen.tags:
        if tag in {"ins", "del"}:
            assert not {"ins", "del"} & set(parents)
        if "ins" in parents or "del" in parents:
            assert tag in {"strong", "em", "sub", "sup", "a", "br", "span"}


@settings(max_examples=examples(400), deadline=None)
@given(ARTICLE, ARTICLE)
def test_compare_shows_both_texts_exactly(old: str, new: str) -> None:
    assert_recoverable(sanitise(old), sanitise(new))


@settings(max_examples=examples(200), deadline=None)
@given(SOUP, SOUP)
def test_compare_shows_both_texts_exactly_of_any_soup(old: str, new: str) -> None:
    assert_recoverable(sanitise(old), sanitise(new))


@settings(max_examples=examples(100), deadline=None)
@given(ARTICLE)
def test_compare_finds_nothing_in_the_same_text(html: str) -> None:
    clean = sanitise(html)
    shown = compare(clean, clean)
    assert "<ins>" not in shown
    assert "<del>" not in shown


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("<p>Take 0.5 mg.</p>", "<p>Take 0.25 mg.</p>",
         "<p>Take <del>0.5</del><ins>0.25</ins> mg.</p>"),
        ("<p>one two three four five</p>", "<p>one six seven four five</p>",
         "<p>one <del>two three</del><ins>six seven</ins> four five</p>"),
        ("<p>is used a b c</p>", "<p>is not used a b c</p>", "<p>is <ins>not </ins>used a b c</p>"),
        ("<p>a b c</p>", "<p>a <em>b</em> c</p>",
         "<p>a <del>b</del><ins><em>b</em></ins> c</p>"),
        ("<p>a</p>", "<p>a</p><p>b</p>", '<p>a</p><p class="inserted"><ins>b</ins></p>'),
        ("<p>a</p><p>b</p>", "<p>b</p>", '<p class="deleted"><del>a</del></p><p>b</p>'),
        ("<ul><li>a</li><li>b</li></ul>", "<ul><li>a</li><li>c</li><li>b</li></ul>",
         '<ul><li>a</li><li class="inserted"><ins>c</ins></li><li>b</li></ul>'),
        ("<ul><li>a b c</li></ul>", "<ol><li>a b c</li></ol>",
         '<ul class="deleted"><li><del>a b c</del></li></ul>'
         '<ol class="inserted"><li><ins>a b c</ins></li></ol>'),
        ("<table><tbody><tr><td>a</td><td>1 x</td></tr></tbody></table>",
         "<table><tbody><tr><td>a</td><td>2 x</td></tr>"
         "<tr><td>b</td><td>3</td></tr></tbody></table>",
         "<table><tbody><tr><td>a</td><td><del>1</del><ins>2</ins> x</td></tr>"
         '<tr class="inserted"><td><ins>b</ins></td><td><ins>3</ins></td></tr></tbody></table>'),
        ('<aside data-callout="note"><p>mind</p></aside>',
         '<aside data-callout="danger"><p>mind</p></aside>',
         '<aside class="callout callout-note deleted"><p><del>mind</del></p></aside>'
         '<aside class="callout callout-danger inserted"><p><ins>mind</ins></p></aside>'),
        ("<p>a &lt;b&gt; c</p>", "<p>a &lt;i&gt; c</p>",
         "<p>a &lt;<del>b</del><ins>i</ins>&gt; c</p>"),
        ("", "", ""),
    ],
)  # fmt: skip
def test_compare_marks_what_changed(old: str, new: str, expected: str) -> None:
    assert compare(old, new) == expected


def test_compare_shows_a_changed_citation_with_its_numbers() -> None:
    def chip(reference: int, label: str) -> str:
        return f'<span class="cite-chip" data-reference="{reference}">{label}</span>'

    old = '<p>claim<cite data-reference="5"></cite> and<cite data-reference="6"></cite></p>'
    new = '<p>claim<cite data-reference="7"></cite> and<cite data-reference="6"></cite></p>'
    html = compare(old, new, old_numbers={5: 1, 6: 2}, new_numbers={7: 3, 6: 4})
    assert html == (
        f"<p>claim<del>{chip(5, '1')}</del><ins>{chip(7, '3')}</ins> and{chip(6, '4')}</p>"
    )


def test_compare_shows_an_unresolved_citation_by_its_key() -> None:
    html = compare("<p>a b c</p>", '<p>a b c<cite data-unresolved="x&lt;"></cite></p>')
    assert html == (
        '<p>a b c<ins><span class="cite-chip" data-unresolved="x&lt;">[x&lt;?]</span></ins></p>'
    )


def test_compare_text_escapes_plain_text() -> None:
    assert compare_text("What is <x>?", "What was <x>?") == (
        "What <del>is</del><ins>was</ins> &lt;x&gt;?"
    )


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("word other " * 90_000, "other word " * 90_000),
        ("</p><p>".join(f"w{i} a b c d" for i in range(50_000)),
         "</p><p>".join(f"w{i} a b x d" for i in range(50_000))),
        (" ".join(f"w{i}" for i in range(140_000)),
         " ".join(f"w{i}" for i in range(140_000, 0, -1))),
    ],
    ids=["repeated", "every-paragraph", "reversed"],
)  # fmt: skip
def test_compare_takes_bounded_time_on_a_megabyte(old: str, new: str) -> None:
    started = time.process_time()
    html = compare(f"<p>{old}</p>", f"<p>{new}</p>")
    assert time.process_time() - started < 20
    assert "<del>" in html
