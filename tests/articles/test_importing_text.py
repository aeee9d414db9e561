"""The Markdown that is understood, and what becomes of everything else."""

import pytest

from articles.importing.exceptions import TextRefused
from articles.importing.keys import resolved
from articles.importing.text import parse


def cite(*keys: str) -> str:
    return "".join(f'<cite data-unresolved="{key}"></cite>' for key in keys)


def body(markdown: str) -> str:
    """The only section's clinical text."""
    sections, _found = parse(markdown, title="A title")
    assert [section.heading for section in sections] == [""]
    return sections[0].body


@pytest.mark.parametrize(
    ("markdown", "html"),
    [
        ("Plain\ntext.", "<p>Plain text.</p>"),
        ("**Bold** and *italics*", "<p><strong>Bold</strong> and <em>italics</em></p>"),
        ("H~2~O and 10^3^", "<p>H<sub>2</sub>O and 10<sup>3</sup></p>"),
        ("~ 5 mg and ~ 6 mg", "<p>~ 5 mg and ~ 6 mg</p>"),
        ("2^", "<p>2^</p>"),
        ("~**a**~", "<p><strong><sub>a</sub></strong></p>"),
        (
            "[NHS](https://www.nhs.uk/)",
            '<p><a href="https://www.nhs.uk/" rel="noopener noreferrer">NHS</a></p>',
        ),
        ("- one\n- two\n", "<ul><li>one</li><li>two</li></ul>"),
        ("1. one\n   - deeper", "<ol><li>one<ul><li>deeper</li></ul></li></ol>"),
        ("### Small heading\n\nText", "<p><strong>Small heading</strong></p><p>Text</p>"),
        ("::: note\nMind.\n:::", '<aside data-callout="note"><p>Mind.</p></aside>'),
        ("::: {.danger #d}\nMind.\n:::", '<aside data-callout="danger"><p>Mind.</p></aside>'),
        (
            "::: caution\n::: elsewhere\nMind.\n:::\n:::\n\nAfter.",
            '<aside data-callout="caution"><p>Mind.</p></aside><p>After.</p>',
        ),
        ("<b>raw</b>", "<p>&lt;b&gt;raw&lt;/b&gt;</p>"),
        ("<script>x</script>", "<p>&lt;script&gt;x&lt;/script&gt;</p>"),
        ("[x](javascript:alert(1))", "<p>[x](javascript:alert(1))</p>"),
        ("[x](/relative)", "<p>x</p>"),
        ("![A scan](scan.png)", "<p>A scan</p>"),
        ("`code` here", "<p>code here</p>"),
        ("    a\n    b", "<p>a<br>b</p>"),
        ("> quoted", "<p>quoted</p>"),
        ("kept ~~gone~~", "<p>kept</p>"),
        (
            "| a | b |\n|---|:-:|\n| 1 | 2 |",
            '<table><thead><tr><th scope="col">a</th><th scope="col">b</th></tr></thead>'
            "<tbody><tr><td>1</td><td>2</td></tr></tbody></table>",
        ),
        (
            "| a |\n|---|\n| 1 |\n\nTable: What *it* shows",
            "<table><caption>What <em>it</em> shows</caption>"
            '<thead><tr><th scope="col">a</th></tr></thead>'
            "<tbody><tr><td>1</td></tr></tbody></table>",
        ),
    ],
)
def test_read_markdown(markdown: str, html: str) -> None:
    assert body(markdown) == html


@pytest.mark.parametrize(
    ("markdown", "html"),
    [
        ("Text [@a].", f"<p>Text{cite('a')}.</p>"),
        ("Text\n[@a].", f"<p>Text{cite('a')}.</p>"),
        ("Text [@a; @b].", f"<p>Text{cite('a', 'b')}.</p>"),
        ("Text [@a] [@b]", f"<p>Text{cite('a', 'b')}</p>"),
        ("Text [-@a].", f"<p>Text{cite('a')}.</p>"),
        ("As @a says", f"<p>As {cite('a')} says</p>"),
        ("Text [see @a, p. 4].", f"<p>Text (see {cite('a')}, p. 4).</p>"),
        (
            "Text [see @a, *p.* 4; also @b]",
            f"<p>Text (see {cite('a')}, <em>p.</em> 4; also {cite('b')})</p>",
        ),
        ("Text [@a, p. 4 [sic]]", f"<p>Text [{cite('a')}, p. 4 [sic]]</p>"),
        ("[@a](https://x.org/)", f"<p>{cite('a')}(https://x.org/)</p>"),
        ("[@a]: https://x.org/", f"<p>{cite('a')}: https://x.org/</p>"),
        ("Text^[@a; @b]^.", f"<p>Text{cite('a', 'b')}.</p>"),
        ("@smith_2020:a.b, then", f"<p>{cite('smith_2020:a.b')}, then</p>"),
        ("[@Müller2020]", f"<p>{cite('Müller2020')}</p>"),
        ("[@{any key: 1}]", f"<p>{cite('any key: 1')}</p>"),
        ("mail someone@example.org", "<p>mail someone@example.org</p>"),
        (r"\@home and [\@a]", "<p>@home and [@a]</p>"),
        ("a lone @ or [@] or @!", "<p>a lone @ or [@] or @!</p>"),
        ("**[@a]**", f"<p>{cite('a')}</p>"),
        ("- one [@a]\n- two @b", f"<ul><li>one{cite('a')}</li><li>two {cite('b')}</li></ul>"),
        ("![Scan [@a]](x.png)", f"<p>Scan{cite('a')}</p>"),
        ("`[@a]`", "<p>[@a]</p>"),
        (
            "| a [@h] |\n|---|\n| 1 [@a; @b] |",
            f'<table><thead><tr><th scope="col">a{cite("h")}</th></tr></thead>'
            f"<tbody><tr><td>1{cite('a', 'b')}</td></tr></tbody></table>",
        ),
        (
            "::: note\nMind [@a].\n:::",
            f'<aside data-callout="note"><p>Mind{cite("a")}.</p></aside>',
        ),
        ("### Head [@a]", f"<p><strong>Head</strong>{cite('a')}</p>"),
    ],
)
def test_read_citations(markdown: str, html: str) -> None:
    assert body(markdown) == html


def test_parse_sections_and_plain_language() -> None:
    sections, found = parse(
        "# A title\n\nOpening [@a].\n\n::: plain-language\nFor you.\n:::\n\n"
        "## First *part* [@b]\n\nText.\n\n"
        "::: plain-language\nEasy [@c].\n\n## Deeper\n:::\n\nMore.\n\n"
        "Second\n------\n",
        title="A title",
        first_line=10,
    )
    assert [(s.heading, s.body, s.plain_language, s.line) for s in sections] == [
        ("", f"<p>Opening{cite('a')}.</p>", "<p>For you.</p>", 10),
        (
            "First part",
            f"<p>{cite('b')}</p><p>Text.</p><p>More.</p>",
            f"<p>Easy{cite('c')}.</p><p><strong>Deeper</strong></p>",
            18,
        ),
        ("Second", "", "", 30),
    ]
    assert [(use.key, use.line) for use in found.citations] == [("a", 12), ("b", 18), ("c", 23)]


def test_parse_another_first_heading() -> None:
    """Only a repetition of the title is left out."""
    sections, _found = parse("# Treatment\n\nText", title="A title")
    assert [section.heading for section in sections] == ["Treatment"]


def test_parse_empty_text() -> None:
    assert parse(" \n\n", title="A title")[0] == []


@pytest.mark.parametrize(
    ("markdown", "line", "words"),
    [
        ("a\n\n![x](y.png)", 3, "Images"),
        ("```\ncode\n```", 1, "Code"),
        ("one\ntwo ~~three~~", 2, "Struck-out"),
        ("one\n[x](/relative)", 2, "complete web or mail address"),
        ("\n::: aside\nx\n:::", 2, "::: aside"),
    ],
)
def test_parse_notes_what_changes(markdown: str, line: int, words: str) -> None:
    _sections, found = parse(markdown, title="A title")
    assert [note.line for note in found.notes] == [line]
    assert words in found.notes[0].message


@pytest.mark.parametrize(
    ("markdown", "line", "words"),
    [
        ("a\n\n::: note\nx", 3, "no end"),
        ("a\n\n:::\n", 3, "never began"),
        ("- a\n\n  ::: plain-language\n  x\n  :::", 3, "on its own"),
        ("a\n\n" + "> " * 80 + "deep", 3, "too deeply"),
        ("".join(f"{'  ' * depth}- a\n" for depth in range(40)), 29, "too deeply"),
        ("| a |\n|---|\n| 1 | lost |", 3, "more cells"),
        ("## " + "long " * 50, 1, "heading"),
        ("a\n@" + "k" * 300, 2, "key is too long"),
        ("a\n\n" + "x" * 300_000, 3, "line is too long"),
        ("text\n\n## Deep\n\n" + "**a *b " * 40 + "c* d** " * 40, 3, "nested too deeply"),
    ],
)
def test_parse_refuses(markdown: str, line: int, words: str) -> None:
    with pytest.raises(TextRefused, match=words) as refused:
        parse(markdown, title="A title")
    assert refused.value.line == line


def test_resolved_leaves_other_citations() -> None:
    html = f'<p>a{cite("a", "b")}<cite data-reference="7"></cite></p>'
    assert resolved(html, {"a": 12, "7": 9}) == (
        f'<p>a<cite data-reference="12"></cite>{cite("b")}<cite data-reference="7"></cite></p>'
    )


def test_parse_refuses_more_sections_than_a_page_can_edit() -> None:
    text = "\n".join(f"## Part {n}\nText." for n in range(301))
    with pytest.raises(TextRefused, match="at most 300 sections") as refused:
        parse(text, title="What is it?")
    assert refused.value.line == 601
