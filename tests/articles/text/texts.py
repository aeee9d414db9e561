"""Texts for the properties: what people write, and what people break."""

from hypothesis import strategies as st

WORDS = st.text(
    alphabet=st.one_of(
        st.sampled_from("ab c\u00a0\u0301\u0338\u212b<>&\"'.,0.5é\u200b\u202e\ufeff\x0b\x85\u2028"),
        st.characters(exclude_categories=["Cs"], exclude_characters="\0"),
    ),
    max_size=12,
)

_TAGS = [
    "p",
    "div",
    "ul",
    "ol",
    "li",
    "table",
    "caption",
    "colgroup",
    "col",
    "thead",
    "tbody",
    "tfoot",
    "tr",
    "th",
    "td",
    "b",
    "strong",
    "i",
    "em",
    "u",
    "s",
    "del",
    "ins",
    "sub",
    "sup",
    "br",
    "a",
    "cite",
    "aside",
    "h1",
    "h3",
    "span",
    "font",
    "o:p",
    "hr",
    "img",
    "dl",
    "dt",
    "dd",
    "pre",
    "blockquote",
    "form",
    "button",
    "select",
    "option",
    "svg",
    "math",
    "mtext",
    "mglyph",
    "annotation-xml",
    "foreignObject",
    "desc",
    "title",
    "style",
    "script",
    "template",
    "iframe",
    "noscript",
    "textarea",
    "xmp",
    "plaintext",
    "frameset",
    "body",
    "html",
    "head",
    "base",
    "input",
    "details",
    "center",
]

_ATTRIBUTES = st.sampled_from(
    [
        'data-reference="12"',
        "data-reference='7'",
        'data-reference="012"',
        'data-reference="99999999999999999999"',
        'data-unresolved="smith2020"',
        'data-unresolved=""',
        'data-unresolved="a<b>&quot;"',
        'href="https://example.org/a?b=1&c=2"',
        'href="javascript:alert(1)"',
        'href="JaVa&#10;script:alert(1)"',
        'href="//example.org"',
        'href=" mailto:a@example.org"',
        'href="data:text/html,x"',
        'data-callout="note"',
        'data-callout="danger"',
        'data-callout="x"',
        "onclick=alert(1)",
        'style="font-weight:bold"',
        'style="mso-list:l0 level1 lfo1"',
        'style="mso-list:Ignore"',
        'colspan="2"',
        'colspan="0"',
        'rowspan="99999"',
        'scope="row"',
        'scope="x"',
        'class="c"',
        'id="references"',
        "rel=x",
    ]
)


@st.composite
def _tag(draw: st.DrawFn) -> str:
    name = draw(st.sampled_from(_TAGS))
    if draw(st.integers(0, 2)) == 0:
        return f"</{name}>"
    attributes = " ".join(draw(st.lists(_ATTRIBUTES, max_size=2)))
    return f"<{name} {attributes}>"


BROKEN = st.sampled_from(
    [
        "<",
        "<!--",
        "-->",
        "<![CDATA[",
        "]]>",
        "<!doctype html>",
        "<?xml ?>",
        "&#0;",
        "&#xD800;",
        "&lt;script&gt;",
        "&nbsp;",
        "</",
        "<a href='",
        '<cite data-reference="3"/>',
        "\r\n",
        "<p",
    ]
)

# Tag soup: any order of tags, closed or not, with words in between.
SOUP = st.lists(st.one_of(_tag(), WORDS, BROKEN), max_size=25).map("".join)

CITATION = st.one_of(
    st.integers(1, 9).map(lambda i: f'<cite data-reference="{i}"></cite>'),
    st.sampled_from(["smith2020", "x"]).map(lambda k: f'<cite data-unresolved="{k}"></cite>'),
)
_PLAIN_WORD = st.sampled_from(
    ["neck", "jaw", "muscle spasm", "5 mg", "0.5", "for 2 weeks.", "C5-C6", "R&amp;D", "é"]
)
_MARKED = st.tuples(st.sampled_from(["strong", "em", "sub", "sup"]), _PLAIN_WORD).map(
    lambda pair: f"<{pair[0]}>{pair[1]}</{pair[0]}>"
)
SENTENCE = st.lists(st.one_of(_PLAIN_WORD, _MARKED, CITATION), min_size=1, max_size=8).map(" ".join)
_PARAGRAPH = SENTENCE.map(lambda words: f"<p>{words}</p>")
_LIST = st.lists(SENTENCE, min_size=1, max_size=4).map(
    lambda items: "<ul>" + "".join(f"<li>{item}</li>" for item in items) + "</ul>"
)
_TABLE = st.lists(st.tuples(SENTENCE, SENTENCE), min_size=1, max_size=3).map(
    lambda rows: (
        "<table><tr><th>Drug</th><th>Dose</th></tr>"
        + "".join(f"<tr><td>{a}</td><td>{b}</td></tr>" for a, b in rows)
        + "</table>"
    )
)
_CALLOUT = st.tuples(st.sampled_from(["note", "danger"]), SENTENCE).map(
    lambda pair: f'<aside data-callout="{pair[0]}"><p>{pair[1]}</p></aside>'
)

# Well-formed articles, as an editor sends them.
ARTICLE = st.lists(st.one_of(_PARAGRAPH, _LIST, _TABLE, _CALLOUT), max_size=6).map("".join)
