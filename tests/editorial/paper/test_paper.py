"""What comes out of our PDFs, read back with another library."""

import datetime
import io
import subprocess
import sys
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PdfReader

from editorial.paper import Paper
from editorial.paper.faces import FACES, printable, widths
from editorial.paper.lines import broken
from editorial.paper.runs import PLAIN

#: Pieces of texts as nobody would write them, in whatever order.
SCRAPS = [
    *("<table>", "</table>", "<tr>", "</tr>", "<thead>", "</thead>", "<caption>", "</caption>"),
    *('<td colspan="100">', '<td rowspan="100">', "<th>", "</td>", "<ul>", "</ul>", "<li>", "<br>"),
    *('<aside data-callout="caution">', "<aside>", "</aside>", "<p>", "</p>", "<strong>", "<sub>"),
    *('<cite data-reference="1"></cite>', '<cite data-reference="2">', "<cite>", "</cite>", "<a>"),
    *(
        '<a href="https://example.org/">',
        "</a>",
        "text ",
        "W" * 90,
        "\u00a0",
        "</strong>",
        "<",
        "&",
    ),
]
NOON = datetime.datetime(2026, 11, 4, 12, tzinfo=datetime.UTC)


def paper(**given: str) -> Paper:
    return Paper("A title", made_at=NOON, **given)


def pages(made: Paper) -> list[str]:
    return [page.extract_text() for page in PdfReader(io.BytesIO(made.to_bytes())).pages]


def text(made: Paper) -> str:
    return "\n".join(pages(made))


@pytest.mark.parametrize("style", FACES)
def test_faces_have_the_letters_and_signs_of_medicine(style: str) -> None:
    wanted = "Aä µμαβγΔω жЯ ≥≤±×÷−≈≠∞→←↔°½²₂†‡•…–—“”’™®§"  # noqa: RUF001

    assert [sign for sign in wanted if sign not in widths(style)] == []


def test_paper_shows_greek_cyrillic_and_signs() -> None:
    made = paper()
    made.paragraph("α-blocker ≥ 5 µg/mL → Боль ≤ 2 °C")  # noqa: RUF001

    assert "α-blocker ≥ 5 µg/mL → Боль ≤ 2 °C" in text(made)  # noqa: RUF001


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        ("🧠", "[U+1F9E0]"),
        ("a\u202eb", "a[U+202E]b"),
        ("5\u200bmg", "5[U+200B]mg"),
        ("\x00\x1b", "[U+0000][U+001B]"),
        ("\ud800", "[U+D800]"),
        ("שלום", "[U+05E9][U+05DC][U+05D5][U+05DD]"),
        ("ไทย", "[U+0E44][U+0E17][U+0E22]"),
        ("\ue000", "[U+E000]"),
        ("e\u0301", "é"),
        ("a\u2009b\u202fc\td", "a b\xa0c d"),
        ("co\xadoperate", "cooperate"),
    ],
)
def test_printable_names_what_cannot_be_shown(given: str, shown: str) -> None:
    assert printable(given) == shown


def test_every_character_there_is_can_be_printed() -> None:
    made = paper(header="\U0001f9e0", footer="\ud800")
    made.paragraph("".join(map(chr, range(0, 0x3000, 7))))
    made.heading("\u202e\x00\U000f0000")
    made.html(f"<p>{''.join(map(chr, range(0xD7F0, 0xE010, 5)))}</p>")

    assert "[U+0007]" in text(made)


def test_html_sets_every_element_of_the_schema() -> None:
    made = paper()
    made.html(
        "<p>Text <strong>bold</strong>, <em>slanted</em>, H<sub>2</sub>O, 10<sup>9</sup>/L <a "
        'href="https://example.org/a">a link</a> <cite data-reference="12"></cite><cite '
        'data-reference="9"></cite>; <cite data-unresolved="smith2020"></cite></p>'
        "<ol><li>first<ul><li>inner</li></ul></li><li><p>second</p><p>more</p></li></ol>"
        '<aside data-callout="danger"><p>Beware.</p></aside>'
        "<table><caption>Doses</caption><thead><tr><th>Drug</th><th>Dose</th></tr></thead><tbody>"
        '<tr><td rowspan="2">Aspirin</td><td>5 mg</td></tr><tr><td>6 mg</td></tr></tbody></table>',
        {12: 2, 9: 1},
    )
    said = text(made)

    assert "Text bold, slanted, H2O, 109/L a link1,2; [smith2020?]" in said
    assert "1. first\n• inner\n2. second\nmore" in said
    assert "Danger\nBeware." in said
    assert "Doses\nDrug Dose\nAspirin 5 mg\n6 mg" in said


def test_html_names_a_citation_without_a_number_by_its_id() -> None:
    """A source that cannot be found never becomes a number."""
    made = paper()
    made.html('<p>Claim<cite data-reference="77"></cite></p>', {12: 1})

    assert "Claim[77?]" in text(made)


def test_text_is_never_read_as_markup() -> None:
    made = paper(header="<b>{nb}</b>")
    made.paragraph("**a** __b__ <b>c</b> <img src='file:///etc/passwd'/> {nb} (\\) Tj ET")
    made.table(["<i>head</i>"], [["</td><td>cell"]])

    said = text(made)
    assert "**a** __b__ <b>c</b> <img src='file:///etc/passwd'/> {nb} (\\) Tj ET" in said
    assert "<i>head</i>\n</td><td>cell" in said
    assert said.startswith("<b>{nb}</b>")


def test_html_fetches_nothing_and_runs_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("A PDF is made without the network")

    monkeypatch.setattr("socket.socket.connect", refuse)
    made = paper()
    made.html(
        '<p><img src="https://example.org/a.png"><img src="file:///etc/hostname">'
        '<script>app.alert(1)</script><a href="javascript:alert(1)">one</a>'
        '<a href="file:///etc/passwd">two</a><a href="https://example.org/?(x)\\)">three</a>'
        '<a href="https://example.org/(ok)">four</a></p>'
    )
    reader = PdfReader(io.BytesIO(made.to_bytes()))
    links = [
        note.get_object()["/A"]["/URI"] for page in reader.pages for note in page.get("/Annots", [])
    ]

    assert links == ["https://example.org/(ok)"]
    assert "/JavaScript" not in str(reader.trailer["/Root"])
    assert b"app.alert" not in made.to_bytes()


def test_paper_numbers_its_pages_and_lists_its_headings() -> None:
    made = paper(header="Evidence", footer="0123456789abcdef")
    for number in range(3):
        made.heading(f"Part {number}", level=1)
        made.heading("Deep", level=3)
        made.new_page()
    made.paragraph("End")
    reader = PdfReader(io.BytesIO(made.to_bytes()))

    assert [page.extract_text().splitlines()[:2] for page in reader.pages] == [
        ["Evidence", f"0123456789abcdef Page {number} of 4"] for number in range(1, 5)
    ]
    assert [entry.title for entry in reader.outline if not isinstance(entry, list)] == [
        "Part 0",
        "Part 1",
        "Part 2",
    ]


def test_paper_says_everything_of_a_row_longer_than_a_page() -> None:
    made = paper()
    made.table(["Head", "Text"], [[f"row {n}", f"word{n} " * 3000] for n in range(2)])
    said = pages(made)

    assert sum(page.count("word0") for page in said) == 3000
    assert sum(page.count("word1") for page in said) == 3000
    assert all("Head Text" in page for page in said)


def test_paper_says_everything_of_a_table_too_wide_for_columns() -> None:
    made = paper()
    cells = "".join(f"<td>cell{n}.</td>" for n in range(60))
    made.html(f"<table><tbody><tr>{cells}</tr></tbody></table>")

    said = text(made)
    assert [f"cell{n}." in said for n in range(60)] == [True] * 60


def test_table_survives_spans_that_do_not_fit() -> None:
    made = paper()
    made.html(
        '<table><tbody><tr><td rowspan="99">a</td><td colspan="100">b</td><td>c</td></tr>'
        '<tr><td colspan="7" rowspan="3">d</td></tr><tr><td>e</td></tr><tr></tr></tbody></table>'
    )

    said = text(made)
    assert all(letter in said for letter in "abcde")


def test_facts_keep_line_breaks() -> None:
    made = paper()
    made.facts([("Reason", "one\ntwo"), ("Empty", "")])

    assert "Reason one\ntwo\nEmpty" in text(made)


def test_same_text_gives_the_same_bytes_in_another_process() -> None:
    program = (
        "import datetime, hashlib; from editorial.paper import Paper;"
        "p = Paper('ä', made_at=datetime.datetime(2026, 11, 4, 12, tzinfo=datetime.UTC));"
        "p.heading('α'); p.html('<p>x <em>y</em> <strong>≥</strong></p>');"  # noqa: RUF001
        "print(hashlib.sha256(p.to_bytes()).hexdigest())"
    )
    made = {
        subprocess.run(
            [sys.executable, "-c", program],
            check=True,
            capture_output=True,
            text=True,
            env={"PYTHONHASHSEED": seed, "DJANGO_SETTINGS_MODULE": "config.settings"},
        ).stdout
        for seed in ("1", "2")
    }

    assert len(made) == 1


def test_lines_are_never_wider_than_the_page() -> None:
    runs = [("short words and " * 20 + "W" * 3000 + " https://example.org/" + "x" * 500, PLAIN)]
    lines = broken(runs, 300, 10)

    assert max(line.width for line in lines) <= 300.001
    kept = "".join(piece.text for line in lines for piece in line.pieces)
    assert kept.replace(" ", "") == runs[0][0].replace(" ", "")


@settings(max_examples=60, deadline=None)
@given(
    st.text(max_size=300),
    st.lists(st.sampled_from(SCRAPS), max_size=40).map("".join),
)
def test_paper_takes_whatever_it_is_given(text: str, html: str) -> None:
    made = paper()
    made.heading(text)
    made.paragraph(text)
    made.html(text)
    made.html(html, {1: 1})
    made.facts([(text, html)])
    made.table([text], [[html, text], []])


def test_large_article_takes_bounded_time() -> None:
    """A megabyte of text and five thousand rows: a few seconds, not minutes."""
    began = time.perf_counter()
    made = paper()
    made.html("<p>" + "lorem ipsum dolor " * 40_000 + "</p><p>" + "W" * 100_000 + "</p>")
    made.html("<ul><li>" * 140 + "deep" + "</li></ul>" * 140)
    row = "<tr><td>a b c</td><td>d</td></tr>"
    made.html(f"<table><tbody>{row * 5000}</tbody></table>")
    made.to_bytes()

    assert time.perf_counter() - began < 20
