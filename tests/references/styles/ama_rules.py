"""Works and what chapter 3 of the AMA Manual (11th edition) makes of them, written by hand.

`<doi>`, `<pm>` and `<url>` stand for the links, so that the lines can be read.
"""

from tests.references.styles.ama_article_rules import ARTICLES, PEOPLE, Item, article

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
        "Ash S. <em>Sample&#x27;s Anatomy: A Handbook</em>. Rev ed. Example Press; 2021.",
    ),
    (
        "translator",
        {**BOOK, "author": PEOPLE[:1], "translator": PEOPLE[1:2]},
        "Ash S. <em>Sample&#x27;s Anatomy: A Handbook</em>. Birch S, trans. Example Press; 2021.",
    ),
    (
        "chapter by its number, in a book by one author",
        {
            "type": "chapter",
            "title": "The neck",
            "container-author": PEOPLE[:1],
            "container-title": "Textbook of pain",
            "chapter-number": "3",
            "issued": 2019,
        },
        "The neck. In: Ash S. <em>Textbook of pain</em>. 2019:chap 3.",
    ),
    (
        "poster",
        {
            "type": "speech",
            "title": "Neck pain",
            "author": PEOPLE[:1],
            "genre": "Poster",
            "event-title": "Sample Congress",
            "event-date": {"date-parts": [[2024, 4, 30], [2024, 5, 2]]},
        },
        "Ash S. Neck pain. Poster presented at: Sample Congress; April 30-May 2, 2024.",
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
        "Example Health Organization. <em>Guideline on neck pain</em>. "
        "Example Health Organization; April 2019. Accessed November 4, 2025. <url>",
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
        "Neck pain. Example Health. May 2, 2023. Accessed November 4, 2025. <url>",
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
        "Ash S. Neck pain. Example Health. 2020. Updated May 2, 2023. "
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
        "Neck pain. In press. Accessed November 4, 2025. <url>",
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
