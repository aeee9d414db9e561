"""Only one file makes HTML, and it escapes what it is given."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from references.styles.parts import html

STYLES = Path(__file__).parents[3] / "references" / "styles"
MAKER = STYLES / "parts" / "html.py"
#: The beginning of one, but for the names of groups in patterns.
TAG = re.compile(r"(?<![P?])<[/!a-zA-Z]")


def made_elsewhere(source: str) -> Iterator[int]:
    """Lines that turn text into `Html` by hand, or that write a tag."""
    for node in ast.walk(ast.parse(source)):
        match node:
            case ast.Call(func=ast.Name(id="Html" | "cast" | "SafeString" | "mark_safe")):
                yield node.lineno
            case ast.Constant(value=str(text)) if TAG.search(text):
                yield node.lineno


def test_html_is_made_in_one_file_only() -> None:
    found = {
        path.relative_to(STYLES).as_posix(): list(made_elsewhere(path.read_text()))
        for path in STYLES.rglob("*.py")
        if path != MAKER
    }
    # `format_reference` gives what the forms made to Django, as what it is.
    assert {path for path, lines in found.items() if lines} == {"__init__.py"}
    assert len(found["__init__.py"]) == 1


def test_html_made_by_hand_is_found() -> None:
    assert list(made_elsewhere('Html(title)\n"<b>"\ntext(title)')) == [1, 2]


@pytest.mark.parametrize(
    ("part", "closed"),
    [
        ("", ""),
        ("A", "A."),
        ("A.", "A."),
        ("Is it?", "Is it?"),
        ("<em>It is!</em>", "<em>It is!</em>"),
        ("<em>It is</em>", "<em>It is</em>."),
        ("&quot;Is it?&quot;", "&quot;Is it?&quot;"),
        ("&quot;It is&quot;", "&quot;It is&quot;."),
        ("(is it?)", "(is it?)."),
        ("何。", "何。"),
        ("R&amp;D", "R&amp;D."),
        ("5 &gt;", "5 &gt;."),
        ("</em>", "</em>"),
    ],
)
def test_close_ends_a_sentence_once(part: str, closed: str) -> None:
    assert html.closed(html.Html(part)) == closed


def test_link_leads_to_the_web_only() -> None:
    assert html.link("javascript:alert(1)", "x") == ""
    assert html.link('https://example.org/"', "<b>") == (
        '<a href="https://example.org/&quot;" rel="noopener noreferrer">&lt;b&gt;</a>'
    )
