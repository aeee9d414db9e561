"""Articles, and how the AMA Manual (11th edition, 3.11) sets them."""

from typing import Any

Item = dict[str, Any]
XIE: Item = {
    "type": "article-journal",
    "title": "Prevalence and risk factors associated with musculoskeletal complaints among users "
    "of mobile handheld devices: A systematic review",
    "author": ["Xie, Yanfei", "Szeto, Grace", "Dai, Jie"],
    "container-title": "Applied Ergonomics",
    "container-title-short": "Appl Ergon",
    "issued": "2017-03",
    "volume": "59",
    "page": "132-142",
    "DOI": "10.1016/j.apergo.2016.08.020",
}
XIE_TITLE = f"{XIE['title']}."
PEOPLE = [f"{name}, Sample" for name in ("Ash", "Birch", "Cedar", "Elm", "Fir", "Gum", "Hazel")]


def article(**changes: object) -> Item:
    """A short journal article with the given entries (`_` for `-`)."""
    item: Item = {
        "type": "article-journal",
        "title": "Neck pain",
        "author": ["Ash, Sample"],
        "container-title": "Lancet",
        "issued": 2020,
        "volume": "7",
        "issue": "2",
        "page": "1-9",
    }
    named = {key.replace("_", "-"): value for key, value in changes.items()}
    return {key: value for key, value in {**item, **named}.items() if value is not None}


ARTICLES: list[tuple[str, Item, str]] = [
    (
        "three authors",
        XIE,
        f"Xie Y, Szeto G, Dai J. {XIE_TITLE} <em>Appl Ergon</em>. 2017;59:132-142. <doi>",
    ),
    ("no abbreviation", article(), "Ash S. Neck pain. <em>Lancet</em>. 2020;7(2):1-9."),
    (
        "six authors",
        article(author=PEOPLE[:6]),
        "Ash S, Birch S, Cedar S, Elm S, Fir S, Gum S. Neck pain. <em>Lancet</em>. 2020;7(2):1-9.",
    ),
    (
        "seven authors",
        article(author=PEOPLE),
        "Ash S, Birch S, Cedar S, et al. Neck pain. <em>Lancet</em>. 2020;7(2):1-9.",
    ),
    (
        "thirty authors",
        article(author=PEOPLE * 4 + PEOPLE[:2]),
        "Ash S, Birch S, Cedar S, et al. Neck pain. <em>Lancet</em>. 2020;7(2):1-9.",
    ),
    (
        "group as author",
        article(author=["Ash, Sample", {"literal": "Sample Study Group"}]),
        "Ash S; Sample Study Group. Neck pain. <em>Lancet</em>. 2020;7(2):1-9.",
    ),
    ("no author", article(author=None), "Neck pain. <em>Lancet</em>. 2020;7(2):1-9."),
    ("no year", article(issued=None), "Ash S. Neck pain. <em>Lancet</em>. 7(2):1-9."),
    (
        "suffix and particle",
        article(author=["van der Berg, Jan-Willem, Jr.", "O'Sample, P. S."]),
        "van der Berg JW Jr, O&#x27;Sample PS. Neck pain. <em>Lancet</em>. 2020;7(2):1-9.",
    ),
    (
        "initials as PubMed writes them",
        article(author=["Helliwell, PS"]),
        "Helliwell PS. Neck pain. <em>Lancet</em>. 2020;7(2):1-9.",
    ),
    (
        "accent",
        article(author=["Šample, Émile Łukasz"]),
        "Šample ÉŁ. Neck pain. <em>Lancet</em>. 2020;7(2):1-9.",
    ),
    (
        "names without capitals",
        article(author=["王, 小明", "Ash, Sample"]),
        "王小明, Ash S. Neck pain. <em>Lancet</em>. 2020;7(2):1-9.",
    ),
    (
        "question in the title",
        article(title="Does it indicate muscle spasm?"),
        "Ash S. Does it indicate muscle spasm? <em>Lancet</em>. 2020;7(2):1-9.",
    ),
    (
        "markup in the title",
        article(title="<i>E coli</i> and CO<sub>2</sub>: p < 0.05"),
        "Ash S. <em>E coli</em> and CO<sub>2</sub>: p &lt; 0.05. <em>Lancet</em>. 2020;7(2):1-9.",
    ),
    (
        "title that ends in markup",
        article(title="Growth of <i>E coli?</i>"),
        "Ash S. Growth of <em>E coli?</em> <em>Lancet</em>. 2020;7(2):1-9.",
    ),
    (
        "abbreviation with full stops",
        article(container_title_short="Appl. Ergon."),
        "Ash S. Neck pain. <em>Appl Ergon</em>. 2020;7(2):1-9.",
    ),
    (
        "short page range",
        article(page="132-42"),
        "Ash S. Neck pain. <em>Lancet</em>. 2020;7(2):132-142.",
    ),
    (
        "dash in pages",
        article(page="S12\u2013S19"),
        "Ash S. Neck pain. <em>Lancet</em>. 2020;7(2):S12-S19.",
    ),
    (
        "pages of a letter",
        article(page="S12-9"),
        "Ash S. Neck pain. <em>Lancet</em>. 2020;7(2):S12-S19.",
    ),
    (
        "pages apart",
        article(page="1-9, 14"),
        "Ash S. Neck pain. <em>Lancet</em>. 2020;7(2):1-9,14.",
    ),
    (
        "article number",
        article(page=None, number="e0212345"),
        "Ash S. Neck pain. <em>Lancet</em>. 2020;7(2):e0212345.",
    ),
    ("no issue", article(issue=None), "Ash S. Neck pain. <em>Lancet</em>. 2020;7:1-9."),
    ("no volume", article(volume=None), "Ash S. Neck pain. <em>Lancet</em>. 2020;(2):1-9."),
    ("no pages", article(page=None), "Ash S. Neck pain. <em>Lancet</em>. 2020;7(2)."),
    (
        "pages alone",
        article(volume=None, issue=None),
        "Ash S. Neck pain. <em>Lancet</em>. 2020:1-9.",
    ),
    (
        "supplement of a volume",
        article(issue="Suppl 1"),
        "Ash S. Neck pain. <em>Lancet</em>. 2020;7(suppl 1):1-9.",
    ),
    (
        "supplement of an issue",
        article(issue="2 Supplement_3"),
        "Ash S. Neck pain. <em>Lancet</em>. 2020;7(2)(suppl 3):1-9.",
    ),
    (
        "supplement without number",
        article(issue="Suppl"),
        "Ash S. Neck pain. <em>Lancet</em>. 2020;7(suppl):1-9.",
    ),
    (
        "double issue",
        article(issue="2\u20133"),
        "Ash S. Neck pain. <em>Lancet</em>. 2020;7(2-3):1-9.",
    ),
    (
        "online first",
        article(volume=None, issue=None, page=None, issued="2025-03-05", DOI="10.1000/182"),
        "Ash S. Neck pain. <em>Lancet</em>. Published online March 5, 2025. <doi>",
    ),
    (
        "both identifiers",
        article(DOI="10.1000/182", PMID="8300650"),
        "Ash S. Neck pain. <em>Lancet</em>. 2020;7(2):1-9. <doi> <pm>",
    ),
    (
        "PubMed alone",
        article(PMID="8300650"),
        "Ash S. Neck pain. <em>Lancet</em>. 2020;7(2):1-9. <pm>",
    ),
    (
        "address alone",
        article(URL="https://example.org/a?b=1&c=2", accessed="2025-11-04"),
        "Ash S. Neck pain. <em>Lancet</em>. 2020;7(2):1-9. Accessed November 4, 2025. <url>",
    ),
    (
        "original title and its translation",
        article(**{"original-title": "頸部痛。", "title": "[Neck pain]"}),
        "Ash S. 頸部痛。 [Neck pain]. <em>Lancet</em>. 2020;7(2):1-9.",
    ),
    (
        "seven organisations",
        article(author=[f"org: {name}" for name in "ABCDEFG"]),
        "A; B; C; et al. Neck pain. <em>Lancet</em>. 2020;7(2):1-9.",
    ),
    (
        "newspaper",
        {
            "type": "article-newspaper",
            "title": "Neck pain rises",
            "author": ["Ash, Sample"],
            "container-title": "Example Times",
            "issued": "2024-05-17",
            "page": "A1",
        },
        "Ash S. Neck pain rises. <em>Example Times</em>. May 17, 2024:A1.",
    ),
    (
        "preprint",
        {
            "type": "article",
            "title": "Neck pain",
            "author": ["Ash, Sample"],
            "publisher": "medRxiv",
            "issued": "2024-05-17",
            "DOI": "10.1101/2024.05.17.1",
        },
        "Ash S. Neck pain. <em>medRxiv</em>. Preprint posted online May 17, 2024. <doi>",
    ),
]
