"""What stands beside a source of a version about its strength."""

from typing import Any

import pytest
from django.utils.translation import override

from articles.text.rendering import render
from articles.text.strength import strength
from references.models import Certainty, EvidenceLevel
from tests.articles.text.contents import cite, contents, section

CSL = {"type": "report", "title": "Neck pain", "author": [{"literal": "Sample Society"}]}


def _rendered(**facts: Any) -> str:
    content = contents(section("", f"<p>a{cite(5)}</p>"), references=[5])
    content["references"][0].update(facts)
    return render(content, "clinical")


@pytest.mark.parametrize(
    ("facts", "said"),
    [
        ({}, ""),
        ({"evidence_level": 1}, "Evidence level 1 (Oxford CEBM)."),
        ({"certainty": "very_low"}, "Certainty: very low (GRADE)."),
        ({"issuing_body": "Sample Council"}, "Issued by Sample Council."),
        ({"issuing_body": "sample society"}, ""),  # it is the author
        ({"valid_from": "2024-01-01"}, ""),
        ({"valid_until": "2025-11-04"}, "Valid until 4 November 2025."),
        (
            {"evidence_level": 2, "certainty": "high", "valid_until": "2025-02-01"},
            "Evidence level 2 (Oxford CEBM). Certainty: high (GRADE). Valid until 1 February 2025.",
        ),
    ],
)
def test_strength_says_what_is_stated_and_no_more(facts: dict[str, Any], said: str) -> None:
    assert strength({"csl": CSL, **facts}) == said


def test_strength_knows_every_level_and_grade_of_the_library() -> None:
    for level in EvidenceLevel:
        assert f"level {level.value} (" in strength({"csl": CSL, "evidence_level": level.value})
    for certainty in Certainty:
        assert strength({"csl": CSL, "certainty": certainty.value}) == (
            f"Certainty: {str(certainty.label).lower()} (GRADE)."
        )


def test_render_says_it_between_the_reference_and_the_way_back() -> None:
    html = _rendered(evidence_level=1)
    said = ' <span class="strength">Evidence level 1 (Oxford CEBM).</span> <span class="backlinks">'
    assert said in html
    assert html.replace(said, ' <span class="backlinks">') == _rendered()


def test_render_of_a_version_from_before_it_was_stated_is_byte_for_byte_the_same() -> None:
    """Such versions hold id, number, kind and csl; what was signed must be rendered again."""
    assert _rendered() == (
        '<section id="s-1" class="section"><p>a<sup class="citation" data-references="1">'
        '<a href="#reference-1" id="cite-1-1" aria-label="Reference 1">1</a></sup></p></section>'
        '<section id="references" class="references"><h2>References</h2><ol>'
        '<li id="reference-1" value="1"><span class="kind kind-guideline">Guideline</span> '
        "Sample O. Sample study 5. <em>Journal of Samples</em>. 2020;1:2-3."
        ' <span class="backlinks"><a href="#cite-1-1" aria-label="↩ Back to the text that cites '
        'reference 1">↩</a></span></li></ol></section>'
        '<section class="disclaimer"><h2>Professional medical disclaimer</h2>'
        "<p>For professionals.</p></section>"
    )


def test_render_escapes_and_does_not_follow_the_active_language() -> None:
    with override("de"):
        html = _rendered(issuing_body="<b>&", valid_until="2025-11-04")
    assert "Issued by &lt;b&gt;&amp;. Valid until 4 November 2025." in html
