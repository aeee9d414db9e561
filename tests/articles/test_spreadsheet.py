"""A file that a spreadsheet program shows as it is."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.spreadsheet import download, harmless, lines


@pytest.mark.parametrize(
    "text",
    [
        '=HYPERLINK("https://example.org","x")',
        "+1",
        "-1",
        "@SUM(A1)",
        "\t=1",
        "\r=1",
        "\n=1",
        "  =1",
        "\u00a0=1",
        "\uff1d1",
    ],
)
def test_formula_is_shown_and_not_computed(text: str) -> None:
    assert harmless(text) == f"'{text}"


@pytest.mark.parametrize("cell", ["", "Sample 2020. A = B", "10.1016/x", 12, None, "é", "a\n=1"])
def test_other_cells_stay_as_they_are(cell: object) -> None:
    assert harmless(cell) == ("" if cell is None else str(cell))


@given(st.lists(st.lists(st.text(st.characters(exclude_categories=["Cs"])), min_size=1)))
def test_file_reads_back_cell_by_cell(rows: list[list[str]]) -> None:
    text = b"".join(lines(rows)).decode("utf-8-sig")
    read = list(csv.reader(io.StringIO(text, newline="")))
    assert read == [[harmless(cell) for cell in row] for row in rows]


def test_file_begins_with_the_mark_that_excel_needs_and_once() -> None:
    chunks = list(lines([["a"], ["b"]]))
    assert chunks == [b'\xef\xbb\xbf"a"\r\n', b'"b"\r\n']


def test_download_has_a_name_and_a_type() -> None:
    response = download("uses.csv", [["a"]])
    assert response["Content-Disposition"] == 'attachment; filename="uses.csv"'
    assert response["Content-Type"] == "text/csv; charset=utf-8"
