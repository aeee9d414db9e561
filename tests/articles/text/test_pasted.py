"""What Word, Google Docs and web pages put on the clipboard."""

import pytest

from articles.text.sanitise import sanitise

WORD = """<html xmlns:o="urn:schemas-microsoft-com:office:office"><head>
<style>p.MsoNormal {mso-style-parent:"";}</style><!--[if gte mso 9]><xml><o:x>junk</o:x></xml>
<![endif]--></head><body lang=EN-US style='tab-interval:.5in'><!--StartFragment-->
<p class=MsoNormal><b style='mso-bidi-font-weight:normal'><span lang=EN-US
style='font-size:12.0pt'>Treatment<o:p></o:p></span></b></p>
<p class=MsoNormal><o:p>&nbsp;</o:p></p>
<p class=MsoListParagraphCxSpFirst style='text-indent:-.25in;mso-list:l0 level1 lfo1'><![if
!supportLists]><span style='font-family:Symbol'><span style='mso-list:Ignore'>·<span
style='font:7.0pt "Times New Roman"'>&nbsp;&nbsp; </span></span></span><![endif]>Rest</p>
<p class=MsoListParagraphCxSpLast style='mso-list:l0 level1 lfo1'><![if !supportLists]><span
style='mso-list:Ignore'>·<span>&nbsp; </span></span><![endif]>Heat, 10<span
style='vertical-align:super'>2</span></p>
<p class=MsoNormal>After.</p><!--EndFragment--></body></html>"""


def test_sanitise_takes_word_out_of_its_wrapping() -> None:
    assert sanitise(WORD) == (
        "<p><strong>Treatment</strong></p>"
        "<ul><li>Rest</li><li>Heat, 10<sup>2</sup></li></ul>"
        "<p>After.</p>"
    )


@pytest.mark.parametrize("number", ["1.", "(a)", "iv)", "B."])
def test_sanitise_numbers_what_word_numbered(number: str) -> None:
    bullet = f"<span style='mso-list:Ignore'>{number} </span>"
    item = f"<p style='mso-list:l1 level1 lfo2'>{bullet}First</p>"
    assert sanitise(item) == "<ol><li>First</li></ol>"


def test_sanitise_reads_styles_of_google_docs() -> None:
    html = (
        '<b style="font-weight:normal;" id="docs-internal-guid-1"><p dir="ltr"><span '
        'style="font-weight:400;font-style:normal">plain </span><span style="font-weight:700">bold'
        '</span><span style="font-style:italic"> slanted</span></p></b>'
    )
    assert sanitise(html) == "<p>plain <strong>bold</strong><em> slanted</em></p>"


def test_sanitise_does_not_bring_back_struck_text() -> None:
    assert sanitise("<p>Give <s>500 mg</s> 50 mg <strike>daily</strike></p>") == "<p>Give 50 mg</p>"


def test_sanitise_unwraps_fonts_and_forms() -> None:
    html = '<form><font color="red">a</font> <u>b</u> <code>c</code><button>d</button></form>'
    assert sanitise(html) == "<p>a b cd</p>"


def test_sanitise_makes_lines_of_definitions() -> None:
    html = "<dl><dt>Spasm</dt><dd>A contraction</dd></dl>"
    assert sanitise(html) == "<p><strong>Spasm</strong></p><p>A contraction</p>"
