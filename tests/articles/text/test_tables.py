"""Tables: head and scopes survive editors that know neither."""

import pytest

from articles.text.sanitise import sanitise

CANONICAL = (
    "<table><caption>Doses</caption>"
    '<thead><tr><td></td><th scope="col">Dose</th></tr></thead>'
    '<tbody><tr><th scope="row">A</th><td>5 mg</td></tr></tbody></table>'
)


@pytest.mark.parametrize(
    "html",
    [
        CANONICAL,
        "<table><caption><p>Doses</p></caption><tr><th></th><th>Dose</th></tr>"
        "<tr><th>A</th><td>5 mg</td></tr></table>",
        '<table style="min-width: 50px"><colgroup><col><col></colgroup><caption>Doses</caption>'
        '<tbody><tr><td colspan="1" rowspan="1"><p></p></td>'
        '<th colspan="1" rowspan="1"><p>Dose</p></th></tr>'
        '<tr><th colspan="1" rowspan="1"><p>A</p></th><td><p>5 mg</p></td></tr></tbody></table>',
        "<table><caption>Doses<br></caption><thead><tr><td></td><td>Dose</td></tr></thead>"
        "<tfoot><tr><th>A</th><td>5 mg</td></tr></tfoot></table>",
    ],
)
def test_sanitise_gives_a_table_one_form(html: str) -> None:
    assert sanitise(html) == CANONICAL


def test_sanitise_does_not_make_a_head_of_a_row_header() -> None:
    html = "<table><tr><th>A</th><td></td></tr></table>"
    assert sanitise(html) == (
        '<table><tbody><tr><th scope="row">A</th><td></td></tr></tbody></table>'
    )


def test_sanitise_keeps_and_bounds_spans() -> None:
    html = "<table><tr><td colspan=2>a<td rowspan=500>b<td colspan=-1>c<td colspan=x>d</table>"
    assert sanitise(html) == (
        '<table><tbody><tr><td colspan="2">a</td><td rowspan="100">b</td>'
        "<td>c</td><td>d</td></tr></tbody></table>"
    )


def test_sanitise_keeps_text_that_stands_outside_of_cells() -> None:
    html = '<table>before<cite data-reference="1"></cite><tr><td>in</td></tr></table>'
    assert sanitise(html) == (
        '<p>before<cite data-reference="1"></cite></p>'
        "<table><tbody><tr><td>in</td></tr></tbody></table>"
    )


def test_sanitise_makes_paragraphs_of_a_table_in_a_cell() -> None:
    html = "<table><tr><td>a<table><tr><td>b</td><td>c</td></tr></table></td></tr></table>"
    assert sanitise(html) == (
        "<table><tbody><tr><td><p>a</p><p>b</p><p>c</p></td></tr></tbody></table>"
    )


def test_sanitise_keeps_the_caption_of_a_table_without_rows() -> None:
    assert sanitise("<table><caption>Doses</caption></table>") == "<p>Doses</p>"
