"""What changed between two texts, and between two versions of an article.

The HTML given back uses the tags of the schema, <ins> and <del>, and a
<span class="cite-chip"> for each citation. A block that came or went as a whole has the class
"inserted" or "deleted". Without its <ins> it reads as the old text, without its <del> as the new.
"""

from collections.abc import Mapping
from typing import Any

from articles.text import tree
from articles.text.block_difference import changed_blocks
from articles.text.rendering import style_of
from articles.text.section_difference import (
    ContentsDifference,
    SectionDifference,
    Status,
    compare_sections,
)
from articles.text.word_difference import Numbers, changed_inline

__all__ = ["ContentsDifference", "SectionDifference", "Status", "compare", "compare_contents"]

_NO_NUMBERS: Mapping[int, int] = {}


def compare(
    old_html: str,
    new_html: str,
    *,
    old_numbers: Mapping[int, int] = _NO_NUMBERS,
    new_numbers: Mapping[int, int] = _NO_NUMBERS,
) -> str:
    """Two sanitised texts in one, changes marked. The numbers (reference id → number) label the
    citations: a deleted one as it was numbered, every other as it is.
    """
    return _compare(old_html, new_html, Numbers(old_numbers, new_numbers))


def _compare(old_html: str, new_html: str, numbers: Numbers) -> str:
    old, new = tree.parse(old_html), tree.parse(new_html)
    return tree.serialise(changed_blocks(old, new, numbers))


def compare_text(old: str, new: str) -> str:
    """Two plain texts (a title, a summary, a heading) as one HTML, changes marked by word."""
    return tree.serialise(changed_inline([old], [new], Numbers(_NO_NUMBERS, _NO_NUMBERS)))


def compare_contents(old: Mapping[str, Any] | None, new: Mapping[str, Any]) -> ContentsDifference:
    """All that differs between two versions' contents; with no old one, everything was added."""
    before: Mapping[str, Any] = old or {}
    old_references = {ref["id"]: ref for ref in before.get("references", ())}
    new_references = {ref["id"]: ref for ref in new["references"]}
    numbers = Numbers(_numbers(old_references), _numbers(new_references))
    disclaimer: Mapping[str, str] = before.get("disclaimer", {})
    return ContentsDifference(
        title=compare_text(before.get("title", ""), new["title"]),
        summary=compare_text(before.get("summary", ""), new["summary"]),
        sections=compare_sections(
            before.get("sections", ()),
            new["sections"],
            text=compare_text,
            html=lambda old_html, new_html: _compare(old_html, new_html, numbers),
        ),
        disclaimers={
            audience: compare_text(disclaimer.get(audience, ""), words)
            for audience, words in new["disclaimer"].items()
        },
        references_added=[r for key, r in new_references.items() if key not in old_references],
        references_removed=[r for key, r in old_references.items() if key not in new_references],
        references_changed=[
            ref
            for key, ref in new_references.items()
            if key in old_references and _record(ref) != _record(old_references[key])
        ],
        is_restyled=bool(old_references.keys() & new_references.keys())
        and style_of(before) != style_of(new),
    )


def _numbers(references: Mapping[int, Mapping[str, Any]]) -> dict[int, int]:
    return {key: reference["number"] for key, reference in references.items()}


def _record(reference: Mapping[str, Any]) -> dict[str, Any]:
    """A source as it is described, whatever number it has."""
    return {name: value for name, value in reference.items() if name != "number"}
