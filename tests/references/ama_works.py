"""Works and what chapter 3 of the AMA Manual (11th edition) makes of them, written by hand.

`<doi>`, `<pm>` and `<url …>` stand for the links, so that the lines can be read.
"""

from typing import Any

Item = dict[str, Any]
XIE: Item = {
    "type": "article-journal",
    "title": "A comparison of muscle activity in using touchscreen smartphone among young people",
    "author": ["Xie, Yanfei", "Szeto, Grace", "Dai, Jie"],
    "container-title": "Applied Ergonomics",
    "container-title-short": "Appl Ergon",
    "issued": "2017-03",
    "volume": "59",
    "page": "132-142",
    "DOI": "10.1016/j.apergo.2016.08.020",
}
XIE_TITLE = "A comparison of muscle activity in using touchscreen smartphone among young people."
PEOPLE = [f"{name}, Sample" for name in ("Ash", "Birch", "Cedar", "Elm", "Fir", "Gum", "Hazel")]
BOOK: Item = {
    "type": "book",
    "title": "Sample's Anatomy: A Handbook",
    "publisher": "Example Press",
    "issued": 2021,
}
PAGE: Item = {
    "type": "webpage",
    "title": "Neck pain",
    "URL": "https://www.example.org/neck",
    "accessed": "2025-11-04",
}


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
        "Ash S, Sample Study Group. Neck pain. <em>Lancet</em>. 2020;7(2):1-9.",
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
        "Ash S. Neck pain. <em>Appl. Ergon</em>. 2020;7(2):1-9.",
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

BOOKS: list[tuple[str, Item, str]] = [
    (
        "authors",
        {**BOOK, "author": PEOPLE[:2], "edition": "2"},
        "Ash S, Birch S. <em>Sample&#x27;s Anatomy: A Handbook</em>. 2nd ed. Example Press; 2021.",
    ),
    (
        "one editor, first edition",
        {**BOOK, "editor": PEOPLE[:1], "edition": "1"},
        "Ash S, ed. <em>Sample&#x27;s Anatomy: A Handbook</em>. Example Press; 2021.",
    ),
    (
        "authors and editors",
        {**BOOK, "author": PEOPLE[:1], "editor": PEOPLE[1:3]},
        "Ash S. <em>Sample&#x27;s Anatomy: A Handbook</em>. Birch S, Cedar S, eds. "
        "Example Press; 2021.",
    ),
    (
        "volume and edition",
        {**BOOK, "author": PEOPLE[:1], "volume": "2", "edition": "12"},
        "Ash S. <em>Sample&#x27;s Anatomy: A Handbook</em>. Vol 2. 12th ed. Example Press; 2021.",
    ),
    (
        "edition in words",
        {**BOOK, "author": PEOPLE[:1], "edition": "rev ed"},
        "Ash S. <em>Sample&#x27;s Anatomy: A Handbook</em>. rev ed. Example Press; 2021.",
    ),
    (
        "chapter",
        {
            "type": "chapter",
            "title": "The neck",
            "author": PEOPLE[:1],
            "editor": PEOPLE[1:3],
            "container-title": "Textbook of pain",
            "edition": "3",
            "publisher": "Example Press",
            "issued": 2019,
            "page": "12\u201319",
        },
        "Ash S. The neck. In: Birch S, Cedar S, eds. <em>Textbook of pain</em>. 3rd ed. "
        "Example Press; 2019:12-19.",
    ),
    (
        "entry without people",
        {"type": "entry-encyclopedia", "title": "Torticollis", "container-title": "Sample Lexicon"},
        "Torticollis. In: <em>Sample Lexicon</em>.",
    ),
    (
        "thesis",
        {**BOOK, "type": "thesis", "author": PEOPLE[:1], "publisher": "Example University"},
        "Ash S. <em>Sample&#x27;s Anatomy: A Handbook</em>. Dissertation. "
        "Example University; 2021.",
    ),
    (
        "paper at a conference",
        {
            "type": "paper-conference",
            "title": "Neck pain",
            "author": PEOPLE[:1],
            "event-title": "Sample Congress",
            "event-place": "Example City",
            "event-date": "2024-05-17",
        },
        "Ash S. Neck pain. Paper presented at: Sample Congress; May 17, 2024; Example City.",
    ),
    (
        "paper in proceedings",
        {
            "type": "paper-conference",
            "title": "Neck pain",
            "author": PEOPLE[:1],
            "container-title": "Proceedings of the Sample Congress",
            "issued": 2024,
            "page": "3-4",
        },
        "Ash S. Neck pain. In: <em>Proceedings of the Sample Congress</em>. 2024:3-4.",
    ),
]

OTHERS: list[tuple[str, str, Item, str]] = [
    (
        "guideline, author is publisher",
        "guideline",
        {
            "type": "report",
            "title": "Guideline on neck pain",
            "author": [{"literal": "Example Health Organization"}],
            "publisher": "Example Health Organization",
            "issued": "2019-04",
            "URL": "https://example.org/g",
            "accessed": "2025-11-04",
        },
        "Example Health Organization. <em>Guideline on neck pain</em>. April 2019. "
        "Accessed November 4, 2025. <url>",
    ),
    (
        "guideline with number",
        "guideline",
        {
            "type": "report",
            "title": "Neck pain",
            "author": [{"literal": "Example Agency"}],
            "publisher": "Government Example Office",
            "issued": 2004,
            "number": "04-1234",
        },
        "Example Agency. <em>Neck pain</em>. Government Example Office; 2004. Publication 04-1234.",
    ),
    (
        "guideline in a journal",
        "guideline",
        article(author=[{"literal": "Example Society"}]),
        "Example Society. Neck pain. <em>Lancet</em>. 2020;7(2):1-9.",
    ),
    (
        "drug label",
        "drug_label",
        {
            "type": "document",
            "title": "Cyclobenzaprine hydrochloride tablet",
            "publisher": "Example Pharma",
            "issued": 2021,
            "URL": "https://dailymed.nlm.nih.gov/x",
            "accessed": "2025-11-04",
        },
        "Cyclobenzaprine hydrochloride tablet. Prescribing information. Example Pharma; 2021. "
        "Accessed November 4, 2025. <url>",
    ),
    (
        "drug label that says so",
        "drug_label",
        {"type": "webpage", "title": "Samplin: package insert", "author": ["Example Pharma"]},
        "Samplin: package insert. Example Pharma.",
    ),
    (
        "website",
        "website",
        {**PAGE, "publisher": "Example Health", "issued": "2023-05-02"},
        "Neck pain. Example Health. Published May 2, 2023. Accessed November 4, 2025. <url>",
    ),
    (
        "website updated",
        "website",
        {
            **PAGE,
            "author": ["Ash, Sample"],
            "container-title": "Example Health",
            "original-date": "2020",
            "issued": "2023-05-02",
        },
        "Ash S. Neck pain. Example Health. Published 2020. Updated May 2, 2023. "
        "Accessed November 4, 2025. <url>",
    ),
    (
        "website, author is site",
        "website",
        {**PAGE, "author": [{"literal": "Example Health"}], "publisher": "Example Health"},
        "Example Health. Neck pain. Accessed November 4, 2025. <url>",
    ),
    (
        "document on the web",
        "website",
        {**PAGE, "type": "document", "issued": "in press"},
        "Neck pain. Published in press. Accessed November 4, 2025. <url>",
    ),
    (
        "dataset",
        "research",
        {
            "type": "dataset",
            "title": "Necks",
            "author": PEOPLE[:1],
            "publisher": "Example",
            "issued": 2022,
        },
        "Ash S. <em>Necks</em>. Example; 2022.",
    ),
    ("title alone", "research", {"type": "document", "title": "Necks"}, "<em>Necks</em>."),
]

WORKS = [
    *((f"article: {name}", "research", item, ama) for name, item, ama in ARTICLES),
    *((f"book: {name}", "textbook", item, ama) for name, item, ama in BOOKS),
    *OTHERS,
]
