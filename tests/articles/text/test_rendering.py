"""The stored HTML: structure, numbers, links there and back."""

import re

import pytest
from django.utils.translation import get_language, override
from hypothesis import given, settings

from articles.text.citations import cited, number
from articles.text.rendering import DanglingCitation, render
from articles.text.sanitise import sanitise
from tests.articles.text.browsing import see
from tests.articles.text.contents import cite, contents, reference, section
from tests.articles.text.texts import ARTICLE, SOUP
from tests.fuzz import examples


def rendered(body: str, *references: int) -> str:
    """The first section's inside, for a text that cites references numbered as they are given."""
    html = render(contents(section("", body), references=list(references)), "clinical")
    return html.removeprefix('<section id="s-1" class="section">').partition("</section>")[0]


def link(number: int, place: int = 1) -> str:
    return (
        f'<a href="#reference-{number}" id="cite-{number}-{place}" '
        f'aria-label="Reference {number}">{number}</a>'
    )


def sup(inner: str, *numbers: int) -> str:
    listed = " ".join(map(str, numbers))
    return f'<sup class="citation" data-references="{listed}">{inner}</sup>'


def test_render_numbers_a_citation_by_its_reference() -> None:
    assert rendered(f"<p>a{cite(20)} b{cite(10)} c{cite(20)}</p>", 20, 10) == (
        f"<p>a{sup(link(1), 1)} b{sup(link(2), 2)} c{sup(link(1, 2), 1)}</p>"
    )


@pytest.mark.parametrize(
    ("citations", "expected"),
    [
        (cite(1, 2), sup(f"{link(1)},{link(2)}", 1, 2)),
        (cite(8, 1), sup(f"{link(1)},{link(8)}", 1, 8)),
        (cite(2, 1, 2), sup(f"{link(1)},{link(2)}", 1, 2)),
        (cite(1) + " " + cite(3), sup(f"{link(1)},{link(3)}", 1, 3)),
        (
            cite(3, 1) + "&nbsp;" + cite(2),
            sup(f'{link(1)}<span id="cite-2-1">\N{EN DASH}</span>{link(3)}', 1, 2, 3),
        ),
        (
            cite(1, 2, 3, 4, 6),
            sup(
                f'{link(1)}<span id="cite-2-1"></span><span id="cite-3-1">\N{EN DASH}</span>'
                f"{link(4)},{link(6)}",
                *(1, 2, 3, 4, 6),
            ),
        ),
        (cite(1, 2, 4, 5), sup(",".join(map(link, (1, 2, 4, 5))), 1, 2, 4, 5)),
    ],
)
def test_render_draws_neighbouring_citations_together(citations: str, expected: str) -> None:
    assert rendered(f"<p>a {citations} b</p>", *range(1, 9)) == f"<p>a{expected} b</p>"


def test_render_keeps_apart_what_words_keep_apart() -> None:
    assert rendered(f"<p>a{cite(1)}, {cite(2)}</p>", 1, 2) == (
        f"<p>a{sup(link(1), 1)},{sup(link(2), 2)}</p>"
    )


def test_render_marks_an_unresolved_citation_and_never_numbers_it() -> None:
    html = f'<p>a{cite(1)}<cite data-unresolved="x&lt;2"></cite>{cite(2)} b</p>'
    assert rendered(html, 1, 2) == (
        f'<p>a{sup(link(1), 1)}<mark class="unresolved">[x&lt;2?]</mark>{sup(link(2), 2)} b</p>'
    )


def test_render_refuses_a_citation_of_a_reference_it_does_not_carry() -> None:
    with pytest.raises(DanglingCitation, match="reference 2") as caught:
        rendered(f"<p>a{cite(1)}b{cite(2)}</p>", 1)
    assert caught.value.reference_id == 2


def test_render_lists_references_with_links_back() -> None:
    html = render(contents(section("", f"<p>a{cite(5)} b{cite(5)} c{cite(7)}</p>"),
                           references=[5, 7, 9]), "clinical")  # fmt: skip
    listed = html[html.index('<section id="references"') : html.index('<section class="disc')]
    seen = see(listed)
    assert [a["id"] for a in seen.attributes("li")] == ["reference-1", "reference-2", "reference-3"]
    assert [a["value"] for a in seen.attributes("li")] == ["1", "2", "3"]
    back = [a["href"] for a in seen.attributes("a") if (a["href"] or "").startswith("#")]
    assert back == ["#cite-1-1", "#cite-1-2", "#cite-2-1"]
    assert '<span class="kind kind-guideline">Guideline</span> ' in listed
    assert "Sample study 5" in listed
    assert all(a.get("aria-label") for a in seen.attributes("a") if a["href"] in back)


def test_render_gives_plain_language_where_there_is_some() -> None:
    content = contents(
        section("One", "<p>clinical one</p>", "<p>plain one</p>"),
        section("Two", "<p>clinical two</p>"),
    )
    clinical, plain = render(content, "clinical"), render(content, "plain")
    assert "clinical one" in clinical
    assert "plain one" not in clinical
    assert "plain one" in plain
    assert "clinical one" not in plain
    assert "clinical two" in plain


def test_render_gives_each_audience_its_disclaimer_as_text() -> None:
    disclaimer = {"clinical": "A <b>\nline\r\n\r\nB & C", "plain": "Ask."}
    content = contents(section("", "<p>x</p>"), disclaimer=disclaimer)
    assert render(content, "clinical").endswith(
        '<section class="disclaimer"><h2>Professional medical disclaimer</h2>'
        "<p>A &lt;b&gt; line</p><p>B &amp; C</p></section>"
    )
    assert render(content, "plain").endswith(
        '<section class="disclaimer"><h2>Medical disclaimer</h2><p>Ask.</p></section>'
    )


def test_render_leaves_out_empty_parts() -> None:
    content = contents(section("", "<p>x</p>"), disclaimer={"clinical": " ", "plain": ""})
    assert render(content, "clinical") == '<section id="s-1" class="section"><p>x</p></section>'


def test_render_gives_each_section_its_own_id() -> None:
    headings = ["Causes & more", "Causes, more", "Causes more 2", "", "Ursachen für", "?!", "<b>"]
    html = render(contents(*(section(h, "<p>x</p>") for h in headings)), "clinical")
    ids = [a["id"] for a in see(html).attributes("section") if "id" in a]
    assert ids == ["s-causes-more", "s-causes-more-2", "s-causes-more-2-2", "s-4",
                   "s-ursachen-für", "s-6", "s-b"]  # fmt: skip
    assert "<h2>Causes &amp; more</h2>" in html
    assert "<h2>&lt;b&gt;</h2>" in html


def test_render_lets_tables_scroll_inside_themselves() -> None:
    table = "<table>{}<tbody><tr><td>1</td></tr></tbody></table>"
    region = '<div class="table-scroll" tabindex="0" role="region" aria-label="{}">'
    named = table.format(f"<caption>Doses &amp; <em>days</em>{cite(1)}</caption>")
    assert rendered(named, 1).startswith(region.format("Doses &amp; days") + "<table><caption>")
    assert rendered(table.format("")) == region.format("Table") + table.format("") + "</div>"


def test_render_says_the_kind_of_a_callout_in_a_word() -> None:
    assert rendered(f'<aside data-callout="caution"><p>x{cite(1)}</p></aside>', 1) == (
        '<aside class="callout callout-caution" role="note">'
        f'<p class="callout-label">Caution</p><p>x{sup(link(1), 1)}</p></aside>'
    )


def test_render_keeps_links_from_telling_where_readers_come_from() -> None:
    html = rendered('<p><a href="https://example.org/">x</a></p>')
    assert html == '<p><a href="https://example.org/" rel="noopener noreferrer">x</a></p>'


def test_render_numbers_places_in_the_order_of_the_text() -> None:
    html = rendered(
        f"<ul><li>a{cite(1)}<ul><li>b{cite(1)}</li></ul></li><li>c{cite(1)}</li></ul>", 1
    )
    assert re.findall(r"(\w)<sup[^>]*><a[^>]*id=\"cite-1-(\d)", html) == [
        ("a", "1"), ("b", "2"), ("c", "3"),
    ]  # fmt: skip


def test_render_does_not_depend_on_the_active_language(monkeypatch: pytest.MonkeyPatch) -> None:
    """A label that tells the active language stands in for a translated one."""
    monkeypatch.setattr("articles.text.rendering.label", lambda kind: f"{kind}-{get_language()}")
    content = contents(section("", f"<p>a{cite(1)}</p>"), references=[1])
    with override("de"):
        assert ">guideline-en</span>" in render(content, "clinical")


@settings(max_examples=examples(200), deadline=None)
@given(ARTICLE, ARTICLE)
def test_render_links_every_citation_there_and_back(body: str, other: str) -> None:
    body, other = sanitise(body), sanitise(other)
    numbers = number([*cited(body), *cited(other)])
    content = contents(section("One", body), section("One", "<p>x</p>", other),
                       references=list(numbers))  # fmt: skip
    for audience in ("clinical", "plain"):
        html = render(content, audience)
        seen = see(html)
        ids = [value or "" for value in seen.values("id")]
        assert not seen.unbalanced
        assert len(ids) == len(set(ids))
        targets = [a["href"] or "" for a in seen.attributes("a")]
        assert {t[1:] for t in targets if t.startswith("#")} <= set(ids)
        places = {i for i in ids if i.startswith("cite-")}
        assert {t[1:] for t in targets if t.startswith("#cite-")} == places
        assert html == render(content, audience)


@settings(max_examples=examples(200), deadline=None)
@given(SOUP)
def test_render_lets_nothing_through_that_came_around_the_sanitiser(body: str) -> None:
    everything = [reference(pk, pk) for pk in range(1, 30)]
    html = render(contents(section(body, body), references=[]) | {"references": everything},
                  "clinical")  # fmt: skip
    seen = see(html)
    assert not seen.other
    assert not {tag for _, tag, _ in seen.tags} & {
        "script",
        "style",
        "svg",
        "img",
        "iframe",
        "form",
    }
    assert not {name for _, _, names in seen.tags for name in names if name.startswith("on")}
    assert all(re.match(r"#|https?:|mailto:", a["href"] or "") for a in seen.attributes("a"))
