"""Texts nobody thought of: refused by us or imported whole, never anything else."""

import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from articles.importing import document, front_matter, text
from articles.importing.document import Document
from articles.importing.exceptions import ImportFailed
from articles.importing.inspection import Findings
from articles.importing.text import ParsedSection
from articles.text.citations import cited_in
from articles.text.sanitise import sanitise
from tests.fuzz import examples

PIECES = st.sampled_from(
    [
        *("[@a]", "[@a; @b]", "@c", "[see @a, p. 4]", "[-@a]", "@{x y}", "[", "]", "(", ")", ";"),
        *(
            "## ",
            "# ",
            "### ",
            "\n",
            "\n\n",
            "  ",
            "    ",
            "\t",
            "- ",
            "1. ",
            "> ",
            "---\n",
            "===\n",
        ),
        *("::: plain-language\n", "::: note\n", "::: odd\n", ":::\n", "```\n", "`", "~", "^", "~~"),
        *(
            "*",
            "**",
            "_",
            "|",
            "|---|\n",
            "| a | b |\n",
            "![",
            "](x)",
            "](https://x.org)",
            "<",
            ">",
        ),
        *(
            "<b>",
            "</b>",
            "<script>",
            "<!--",
            "&amp;",
            "&#0;",
            "\\",
            "Table: ",
            "[x]: ",
            "word",
            "é",
        ),
        *(
            "\u200b",
            "\u202e",
            "\ufeff",
            "\xa0",
            "\x85",
            "\u2028",
            "\x07",
            "\U0001d518",
            "@",
            "5 mg",
            ".",
        ),
    ]
)
MARKDOWN = st.lists(PIECES | st.text(max_size=5), max_size=60).map("".join)
YAML = st.lists(
    st.sampled_from(
        [
            *(
                "title: x\n",
                "references:\n",
                "  - id: a\n",
                "    title: y\n",
                "    issued: ",
                "2020",
            ),
            *(
                "[",
                "]",
                "{",
                "}",
                "&a ",
                "*a",
                "? ",
                "- ",
                ": ",
                "|\n",
                ">\n",
                "!!python/object:os ",
            ),
            *(
                "<<: ",
                "'",
                '"',
                '"\\ud800"',
                '"\\0"',
                "#",
                "\t",
                "\n",
                "  ",
                "%YAML 1.1\n",
                "...",
                "~",
            ),
            *(
                "bibliography: ",
                "../x.bib",
                "slug: ",
                "date-parts: [[2020, 13]]",
                "author: ",
                "é",
                "\x07",
            ),
        ]
    )
    | st.text(max_size=5),
    max_size=40,
).map("".join)


@contextmanager
def saying_where() -> Iterator[None]:
    """It may be refused, then with a reason and a line."""
    try:
        yield
    except ImportFailed as refused:
        if not refused.line or not refused.message:
            raise


@given(MARKDOWN)
@settings(max_examples=examples(400), deadline=2000)
@example("- [@a]\n  ::: note\n  [@b]\n  :::\n")
@example("^~^~[@a]~^~^")
@example("[[@a]](x) [![@b](y)](z)")
@example("~~[@a]~~ [@b]")
def test_parse_any_text(markdown: str) -> None:
    """What comes out is canonical, and every citation that was read is in it."""
    with saying_where():
        sections, found = text.parse(markdown, title="A title")
        check_sections(sections, found)


def check_sections(sections: list[ParsedSection], found: Findings | Document) -> None:
    pieces = [{"body": s.body, "plain_language": s.plain_language} for s in sections]
    for piece in pieces:
        assert {name: sanitise(html) for name, html in piece.items()} == piece
    assert sorted(c.key for c in cited_in(pieces)) == sorted(c.key for c in found.citations)


def check_document(content: str) -> None:
    """It has a title, and each citation has its source or is told of as one without."""
    read = document.parse(content, Path("/nowhere/article.md"))
    assert read.metadata.title.strip()
    check_sections(read.sections, read)
    keys = {source.key for source in read.sources}
    assert {each.key for each in read.citations} == keys | {each.key for each in read.unresolved}
    assert keys.isdisjoint(each.key for each in read.unresolved)


@given(YAML)
@settings(max_examples=examples(400), deadline=2000)
@example("title: A title")
def test_read_any_front_matter(yaml: str) -> None:
    with saying_where():
        check_document(f"---\n{yaml}\n---\nText [@a].")


@given(st.text(max_size=200) | st.binary(max_size=200).map(lambda data: data.decode("latin-1")))
@settings(max_examples=examples(200), deadline=2000)
@example("---\ntitle: A title\n---\nText [@a], and [@a; @b].")
def test_parse_any_file(content: str) -> None:
    with saying_where():
        check_document(content)


LONG = 6_000


@pytest.mark.parametrize(
    "markdown",
    [
        *("[" * LONG, "![" * LONG, "[@" * LONG, "[a @b " * LONG, "[@a;" * LONG, "@{" * LONG),
        *("^a" * LONG, "~a " * LONG, "^[a" * LONG, "*a **b " * LONG, "_a" * LONG, "`" * LONG),
        *("> " * LONG, "- " * LONG, "::: a\n" * LONG, "| a |\n|---|\n" + "| x\n" * LONG),
        *("<a" * LONG, "&a" * LONG, "[a](" * LONG, "\\" * LONG, "[a]: <b>\n" * LONG, "@a." * LONG),
    ],
    ids=lambda markdown: markdown[:6].strip(),
)
def test_parse_ends_soon(markdown: str) -> None:
    """Twice the text takes about twice the time: with its square, 5 MB would take days."""

    def seconds(length: int) -> float:
        begun = time.process_time()
        with suppress(ImportFailed):
            text.parse(markdown[:length], title="A title")
        return time.process_time() - begun

    def least(length: int) -> float:
        """Of three tries, because a noisy machine only ever makes one slower."""
        return min(seconds(length) for _ in range(3))

    if seconds(len(markdown)) > 2:
        assert least(len(markdown)) < max(3.5 * least(len(markdown) // 2), 2)


def test_read_bomb() -> None:
    """Ten levels of ten aliases would be ten thousand million words."""
    lines = ["a0: &a0 [x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 11)]
    with pytest.raises(ImportFailed, match="repeats another value") as refused:
        front_matter.read("\n".join(lines))
    assert refused.value.line == 3
