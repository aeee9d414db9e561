"""Made-up works for the rules of Vancouver that no real work among ours shows.

The lines are the HTML with every link as the text it shows.
"""

from typing import Any

from tests.references.styles.ama_article_rules import PEOPLE, article
from tests.references.styles.ama_rules import BOOK, PAGE

Case = tuple[str, str, dict[str, Any], str]

ARTICLES: list[Case] = [
    (
        "no date",
        "research",
        article(issued=None),
        "Ash S. Neck pain. Lancet. [date unknown];7(2):1-9.",
    ),
    (
        "season",
        "research",
        article(issued={"date-parts": [[2020]], "season": 3}),
        "Ash S. Neck pain. Lancet. 2020 Fall;7(2):1-9.",
    ),
    (
        "two months",
        "research",
        article(issued={"date-parts": [[2020, 7], [2020, 8]]}),
        "Ash S. Neck pain. Lancet. 2020 Jul-Aug;7(2):1-9.",
    ),
    (
        "over the turn of the year",
        "research",
        article(issued={"date-parts": [[2020, 12], [2021, 1]]}),
        "Ash S. Neck pain. Lancet. 2020 Dec-2021 Jan;7(2):1-9.",
    ),
    (
        "year alone, nothing else known",
        "research",
        article(volume=None, issue=None, page=None),
        "Ash S. Neck pain. Lancet. 2020.",
    ),
    (
        "supplement without number",
        "research",
        article(issue="Suppl"),
        "Ash S. Neck pain. Lancet. 2020;7 Suppl:1-9.",
    ),
    (
        "supplement as publishers write it",
        "research",
        article(issue="2_suppl"),
        "Ash S. Neck pain. Lancet. 2020;7(2 Suppl):1-9.",
    ),
    (
        "pages apart",
        "research",
        article(page="pp. 110\u2013118, 124-130,133"),
        "Ash S. Neck pain. Lancet. 2020;7(2):110-8, 124-30, 133.",
    ),
    (
        "one page written twice",
        "research",
        article(page="184-184"),
        "Ash S. Neck pain. Lancet. 2020;7(2):184.",
    ),
    (
        "longer last page",
        "research",
        article(page="98-102"),
        "Ash S. Neck pain. Lancet. 2020;7(2):98-102.",
    ),
    (
        "letters at the end of pages",
        "research",
        article(page="123A-125A"),
        "Ash S. Neck pain. Lancet. 2020;7(2):123A-125A.",
    ),
    (
        "ahead of print, online without a DOI",
        "research",
        article(
            volume=None,
            issue=None,
            page=None,
            issued="2025-03-05",
            URL="https://example.org/a?b=1&c=2",
            accessed="2025-11-04",
        ),
        "Ash S. Neck pain. Lancet [Internet]. 2025 Mar 5 [cited 2025 Nov 4] "
        "[Epub ahead of print]. Available from: https://example.org/a?b=1&amp;c=2",
    ),
    (
        "PMC alone",
        "research",
        article(PMCID="PMC5013361"),
        "Ash S. Neck pain. Lancet. 2020;7(2):1-9. PMCID: PMC5013361.",
    ),
    (
        "title that ends in markup",
        "research",
        article(title="Growth of <i>E coli?</i>"),
        "Ash S. Growth of <em>E coli?</em> Lancet. 2020;7(2):1-9.",
    ),
    (
        "title that ends in a question within quotation marks",
        "research",
        article(title="Who asks “Is it?”"),
        "Ash S. Who asks “Is it?” Lancet. 2020;7(2):1-9.",
    ),
    (
        "original title and its translation",
        "research",
        article(**{"original-title": "頸部痛。", "language": "ja-JP"}),
        "Ash S. 頸部痛。 [Neck pain]. Lancet. 2020;7(2):1-9. Japanese.",
    ),
    (
        "seven organisations",
        "research",
        article(author=[f"org: {name}" for name in "ABCDEFG"]),
        "A; B; C; D; E; F; et al. Neck pain. Lancet. 2020;7(2):1-9.",
    ),
    (
        "nickname, initials with hyphen, rank",
        "research",
        article(author=["Ash, Wil (Bill) J.-P., IV"]),
        "Ash WJ 4th. Neck pain. Lancet. 2020;7(2):1-9.",
    ),
    (
        "one name only",
        "research",
        article(author=[{"given": "Sukarno"}]),
        "Sukarno. Neck pain. Lancet. 2020;7(2):1-9.",
    ),
    (
        "Korean name",
        "research",
        article(author=["김, 철수"]),
        "김철수. Neck pain. Lancet. 2020;7(2):1-9.",
    ),
]

BOOKS: list[Case] = [
    (
        "one editor, first edition",
        "textbook",
        {**BOOK, "editor": PEOPLE[:1], "edition": "First edition"},
        "Ash S, editor. Sample&#x27;s Anatomy: A Handbook. Example Press; 2021.",
    ),
    (
        "translator, series",
        "textbook",
        {
            **BOOK,
            "author": PEOPLE[:1],
            "translator": PEOPLE[1:3],
            "collection-title": "Sample Texts",
            "collection-number": "4",
        },
        "Ash S. Sample&#x27;s Anatomy: A Handbook. Birch S, Cedar S, translators. "
        "Example Press; 2021. (Sample Texts; no. 4).",
    ),
    (
        "chapter of a book by one author, number in place of pages",
        "textbook",
        {
            "type": "chapter",
            "title": "The neck",
            "container-author": PEOPLE[:1],
            "container-title": "Textbook of pain",
            "chapter-number": "3",
            "issued": 2019,
        },
        "The neck. In: Ash S. Textbook of pain. 2019. Chapter 3.",
    ),
    (
        "chapter read online",
        "textbook",
        {
            "type": "chapter",
            "title": "The neck",
            "author": PEOPLE[:1],
            "container-title": "Textbook of pain",
            "issued": 2019,
            "accessed": "2025-11-04",
            "URL": "https://example.org/neck",
        },
        "Ash S. The neck. In: Textbook of pain [Internet]. 2019 [cited 2025 Nov 4]. "
        "Available from: https://example.org/neck",
    ),
    (
        "entry with an author",
        "textbook",
        {
            "type": "entry-encyclopedia",
            "title": "Torticollis",
            "author": PEOPLE[:1],
            "container-title": "Sample Lexicon",
            "publisher": "Example Press",
        },
        "Ash S. Torticollis. In: Sample Lexicon. Example Press; [date unknown].",
    ),
    (
        "thesis of another kind",
        "research",
        {**BOOK, "type": "thesis", "author": PEOPLE[:1], "genre": "Habilitation"},
        "Ash S. Sample&#x27;s Anatomy: A Handbook [habilitation]. Example Press; 2021.",
    ),
    (
        "poster",
        "research",
        {
            "type": "speech",
            "title": "Neck pain",
            "author": PEOPLE[:1],
            "genre": "Poster",
            "event-title": "Sample Congress",
            "event-place": "Example City",
            "issued": "2024-05-17",
        },
        "Ash S. Neck pain. Poster session presented at: Sample Congress; 2024 May 17; "
        "Example City.",
    ),
]

OTHERS: list[Case] = [
    (
        "site and publisher",
        "website",
        {**PAGE, "container-title": "Sample Health", "publisher": "Example Agency"},
        "Neck pain [Internet]. Sample Health. Example Agency; [date unknown] [cited 2025 Nov 4]. "
        "Available from: https://www.example.org/neck",
    ),
    (
        "website not in English",
        "website",
        {**PAGE, "title": "Nackenschmerzen", "language": "de", "issued": "2023"},
        "Nackenschmerzen [Internet]. 2023 [cited 2025 Nov 4]. German. "
        "Available from: https://www.example.org/neck",
    ),
    (
        "page about a trial elsewhere",
        "website",
        {**PAGE, "NCT": "NCT01234567", "issued": "2023"},
        "Neck pain [Internet]. 2023 [cited 2025 Nov 4]. "
        "Available from: https://www.example.org/neck",
    ),
    (
        "drug label that says so",
        "drug_label",
        {"type": "webpage", "title": "Samplin: package insert", "author": ["Example Pharma"]},
        "Samplin: package insert. Example Pharma; [date unknown].",
    ),
    (
        "bare number of a report",
        "guideline",
        {"type": "report", "title": "Neck pain", "issued": 2004, "number": "04-1234"},
        "Neck pain. 2004. Report No.: 04-1234.",
    ),
]

VANCOUVER = [*ARTICLES, *BOOKS, *OTHERS]
