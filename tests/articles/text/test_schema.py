"""The rules of the schema that hold without nh3."""

import pytest

from articles.text import schema
from articles.text.tree import parse, serialise


@pytest.mark.parametrize(
    "href",
    [
        "https://example.org",
        "http://example.org/a?b=c&d=%20#e",
        "mailto:sample@example.org",
        "HTTPS://EXAMPLE.ORG/",
        "https://example.org/\u00e9",
    ],
)
def test_is_permitted_link_takes_complete_addresses(href: str) -> None:
    assert schema.is_permitted_link(href)


@pytest.mark.parametrize(
    "href",
    [
        "",
        "javascript:alert(1)",
        "JAVASCRIPT:alert(1)",
        "java\nscript:alert(1)",
        " javascript:alert(1)",
        "data:text/html,x",
        "ftp://example.org",
        "//example.org",
        "/path",
        "path",
        "#anchor",
        "https:",
        "https:///path",
        "https:example.org",
        "https://[::1",
        "mailto:",
        "https://example.org/a b",
        'https://example.org/"onclick=',
        "https://example.org/\\..",
        "https://example.org/\x00",
    ],
)
def test_is_permitted_link_refuses_everything_else(href: str) -> None:
    assert not schema.is_permitted_link(href)


def test_parse_leaves_out_what_the_schema_does_not_name() -> None:
    html = (
        '<p onclick="x">a<script>b</script><a href="javascript:c" rel="d">e</a></p>'
        '<td style="f" colspan="2">g</td><img src="h">'
    )
    assert serialise(parse(html)) == '<p>ab<a rel="d">e</a></p><td colspan="2">g</td>'


@pytest.mark.parametrize(("value", "span"), [("2", 2), ("100", 100), ("101", 100), ("1", 1)])
def test_span_is_bounded(value: str, span: int) -> None:
    assert schema.span(value) == span


@pytest.mark.parametrize("value", [None, "", "0", "-1", "1.5", "x", "9" * 30, "\u0662"])
def test_span_of_anything_unclear_is_one(value: str | None) -> None:
    assert schema.span(value) == 1
