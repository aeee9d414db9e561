"""The stored HTML of a version: rendered once, signed, and served byte for byte ever after.

It depends on the content alone. Its labels are in the article's language, which is English, and
never in the language of whoever happens to submit it.

The classes and ids are a contract with the reader's style sheet and scripts:
section#s-<slug>.section, sup.citation > a[href="#reference-1"]#cite-1-1, mark.unresolved,
div.table-scroll, aside.callout.callout-caution, section#references.references with
li#reference-1 > .kind, .strength and .backlinks, section.disclaimer.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

from django.utils.text import slugify
from django.utils.translation import override

from articles.text import citation_groups, tree
from articles.text.citation_groups import Numbering
from articles.text.citations import Citation
from articles.text.exceptions import DanglingCitation
from articles.text.sanitise import sanitise
from articles.text.strength import strength
from articles.text.tree import Element, Node
from references.kinds import label
from references.styles import DEFAULT, format_reference

__all__ = ["DanglingCitation", "render"]


DISCLAIMER_HEADINGS: Final[Mapping[str, str]] = {
    "clinical": "Professional medical disclaimer",
    "plain": "Medical disclaimer",
}
CALLOUT_LABELS: Final[Mapping[str, str]] = {
    "note": "Note",
    "caution": "Caution",
    "danger": "Danger",
}


def render(content: Mapping[str, Any], audience: str) -> str:
    """The article's HTML for an audience: sections, references, disclaimer (no title, no summary).

    `content` is a version's content (see articles.drafts). For "plain", a section is given in its
    plain language where it has one. Raises DanglingCitation if a section cites a reference that
    the content does not carry; an unresolved citation is marked and never gets a number.
    """
    numbering = Numbering({ref["id"]: ref["number"] for ref in content["references"]})
    with override("en"):
        return "".join(
            [
                *_sections(content["sections"], audience, numbering),
                *_references(content["references"], style_of(content), numbering),
                *_disclaimer(content["disclaimer"][audience], audience),
            ]
        )


def _sections(
    sections: Iterable[Mapping[str, str]], audience: str, numbering: Numbering
) -> Iterator[str]:
    taken: set[str] = set()
    for position, section in enumerate(sections, start=1):
        text = (section["plain_language"] if audience == "plain" else "") or section["body"]
        heading = section["heading"].strip()
        slug = _free_slug(heading, position, taken)
        title = f"<h2>{tree.escape(heading)}</h2>" if heading else ""
        # Sanitising what is canonical changes nothing; it is here so that no other way into the
        # database is a way onto the page.
        nodes = _for_readers(tree.parse(sanitise(text)), numbering)
        yield f'<section id="s-{slug}" class="section">{title}{tree.serialise(nodes)}</section>'


def _free_slug(heading: str, position: int, taken: set[str]) -> str:
    stem = slugify(heading, allow_unicode=True) or str(position)
    slug, suffix = stem, 2
    while slug in taken:
        slug = f"{stem}-{suffix}"
        suffix += 1
    taken.add(slug)
    return slug


def _for_readers(nodes: Iterable[Node], numbering: Numbering) -> list[Node]:
    out: list[Node] = []
    for node in citation_groups.with_groups(nodes):
        match node:
            case str():
                out.append(node)
            case tuple():
                out.append(citation_groups.superscript(node, numbering))
            case Citation():
                out.append(citation_groups.unresolved(node))
            case Element(tag="table"):
                out.append(_scrolling_table(node, numbering))
            case Element(tag="aside"):
                out.append(_callout(node, numbering))
            case _:
                inner = _for_readers(node.children, numbering)
                out.append(Element(node.tag, node.attributes, inner))
    return out


def _scrolling_table(table: Element, numbering: Numbering) -> Element:
    """A wide table scrolls inside itself, by keyboard too."""
    first = table.children[0] if table.children else ""
    caption = first.children if isinstance(first, Element) and first.tag == "caption" else []
    attributes = {
        "class": "table-scroll",
        "tabindex": "0",
        "role": "region",
        "aria-label": tree.text(caption).strip() or "Table",
    }
    inner = Element("table", {}, _for_readers(table.children, numbering))
    return Element("div", attributes, [inner])


def _callout(callout: Element, numbering: Numbering) -> Element:
    """Its kind is said in a word too, never by colour alone."""
    kind = callout.attributes["data-callout"]
    word = Element("p", {"class": "callout-label"}, [CALLOUT_LABELS[kind]])
    return Element(
        "aside",
        {"class": f"callout callout-{kind}", "role": "note"},
        [word, *_for_readers(callout.children, numbering)],
    )


def style_of(content: Mapping[str, Any]) -> str:
    """How its references are set. Versions from before there was a choice do not say."""
    return str(content.get("reference_style", DEFAULT))


def _references(
    references: list[Mapping[str, Any]], style: str, numbering: Numbering
) -> Iterator[str]:
    """Every source of the version, also those that only its other audience's text cites."""
    if not references:
        return
    yield '<section id="references" class="references"><h2>References</h2><ol>'
    for reference in references:
        number, kind = reference["number"], reference["kind"]
        yield (
            f'<li id="reference-{number}" value="{number}">'
            f'<span class="kind kind-{tree.escape(kind)}">{tree.escape(label(kind))}</span> '
            f"{format_reference(reference['csl'], kind, style)}"
            f"{_strength(reference)}"
            f"{''.join(_backlinks(number, numbering.places(number)))}</li>"
        )
    yield "</ol></section>"


def _strength(reference: Mapping[str, Any]) -> str:
    said = strength(reference)
    return f' <span class="strength">{tree.escape(said)}</span>' if said else ""


def _backlinks(number: int, places: int) -> Iterator[str]:
    """One link back to each place in the text that cites the reference."""
    if not places:
        return
    yield ' <span class="backlinks">'
    for place in range(1, places + 1):
        where = f"{number}, place {place} of {places}" if places > 1 else f"{number}"
        sign = "↩" if places == 1 else f"↩{place}"
        yield (
            f'<a href="#cite-{number}-{place}" '
            f'aria-label="{sign} Back to the text that cites reference {where}">{sign}</a>'
        )
    yield "</span>"


def _disclaimer(text: str, audience: str) -> Iterator[str]:
    if not text.strip():
        return
    yield f'<section class="disclaimer"><h2>{DISCLAIMER_HEADINGS[audience]}</h2>'
    for paragraph in text.replace("\r\n", "\n").split("\n\n"):
        if words := " ".join(paragraph.split()):
            yield f"<p>{tree.escape(words)}</p>"
    yield "</section>"
