"""Words without markup."""

from articles.text.plain import blocks, text_of

HTML = (
    '<p>Muscle <strong>spasm</strong>&nbsp;&amp; pain.<cite data-reference="1"></cite></p>'
    "<ul><li>One<ul><li>Two</li></ul></li><li><p>Three</p><p>Four<br>five</p></li></ul>"
    '<table><caption>Doses</caption><tbody><tr><th scope="row">A</th><td><p>5</p><p>mg</p></td>'
    "</tr></tbody></table>"
    '<aside data-callout="note"><p>Mind.</p></aside>'
)


def test_blocks_gives_each_line_of_the_text() -> None:
    assert blocks(HTML) == [
        "Muscle spasm\xa0& pain.",
        "One",
        "Two",
        "Three",
        "Four five",
        "Doses",
        "A\t5 mg",
        "Mind.",
    ]


def test_text_of_puts_each_block_on_a_line() -> None:
    assert text_of("<p>a</p><p>b</p>") == "a\nb"
    assert text_of("") == ""


def test_text_of_has_no_tags_whatever_comes_in() -> None:
    assert text_of('<script>alert(1)</script><p onclick="x">a &lt;b&gt;</p>') == "alert(1)\na <b>"


def test_text_of_a_citation_alone_is_nothing() -> None:
    assert text_of('<p><cite data-reference="1"></cite></p>') == ""
