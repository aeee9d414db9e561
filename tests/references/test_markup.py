"""Markup in titles: three tags stay, every other character stands for itself."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from references import markup

PIECES = ["<em>", "</em>", "<i>", "</i>", "<sub>", "</sub>", "<script>", "</script>", "<", ">"]
PIECES += [
    "&amp;",
    "&lt;",
    "&gt;",
    "&#60;",
    "lt;",
    "&",
    "a",
    " ",
    "em>",
    "<p",
    "jats:",
    '"',
    "'",
    "\u202e",
]


@pytest.mark.parametrize(
    ("written", "reduced"),
    [
        ("<i>In vivo</i> H<sub>2</sub>O", "<em>In vivo</em> H<sub>2</sub>O"),
        ("<jats:italic>E. coli</jats:italic>", "<em>E. coli</em>"),
        ("<b>Bold</b> <span class='nocase'>x</span>", "Bold x"),
        ("&lt;i&gt;twice&amp;amp;escaped&lt;/i&gt;", "<em>twice&escaped</em>"),
        ("p < 0.05 & q > 3", "p < 0.05 & q > 3"),
        ("a<script>alert(1)</script>b", "ab"),
        ("<em>open", "<em>open</em>"),
        ("close</em>", "close"),
        ("<em>a<sub>b</em>c</sub>", "<em>a<sub>b</sub></em>c"),
        ("<em onclick='x'>a</em>", "<em>a</em>"),
        ("two\n  lines", "two lines"),
        ("line<br/>break", "line break"),
        ("Cafe\u0301", "Café"),
        ("\u202eevil &#8238;\u2066x\u2069 <&#x202e;i>y</i>", "evil x <em>y</em>"),
    ],
)
def test_reduced_keeps_three_tags(written: str, reduced: str) -> None:
    assert markup.reduced(written) == reduced


def test_plain_is_the_words_alone() -> None:
    assert markup.plain("<i>E. coli</i> &amp; H<sub>2</sub>O") == "E. coli & H2O"


@given(st.lists(st.sampled_from(PIECES), max_size=30).map("".join))
def test_reduced_is_idempotent(written: str) -> None:
    once = markup.reduced(written)
    assert markup.reduced(once) == once


@given(st.lists(st.sampled_from(PIECES), max_size=30).map("".join))
def test_as_html_holds_no_other_tag_whatever_it_is_given(written: str) -> None:
    shown = markup.as_html(written)
    rest = re.sub(r"</?(?:em|sub|sup)>", "", shown)
    assert "<" not in rest
    assert ">" not in rest
    assert shown.count("<em>") == shown.count("</em>")
