"""Files made by us in the shapes that Zotero, EndNote, PubMed, JabRef and Mendeley export."""

from typing import Any

XIE: dict[str, Any] = {
    "type": "article-journal",
    "title": "A comparison of muscle activity in using touchscreen smartphone",
    "author": [{"family": "Xie", "given": "Yanfei"}, {"family": "Szeto", "given": "Grace"}],
    "container-title": "Applied ergonomics",
    "container-title-short": "Appl Ergon",
    "volume": "59",
    "page": "132-142",
    "issued": {"date-parts": [[2017, 3]]},
    "DOI": "10.1016/j.apergo.2016.08.020",
    "ISSN": "1872-9126",
}

ZOTERO_RIS = """\
TY  - JOUR
TI  - A comparison of muscle activity in using touchscreen smartphone
AU  - Xie, Yanfei
AU  - Szeto, Grace
T2  - Applied ergonomics
J2  - Appl Ergon
PY  - 2017
DA  - 2017/03//
VL  - 59
SP  - 132
EP  - 142
DO  - https://doi.org/10.1016/j.apergo.2016.08.020
SN  - 1872-9126
ER  -





TY  - BOOK
TI  - Sample's Anatomy
A2  - Sample, Editor One
CY  - Example City
ET  - 42
PB  - Example Press
PY  - 2021
SN  - 978-0-306-40615-7 0306406152
ER  -
"""

ENDNOTE_RIS = """\
TY  - JOUR
AU  - Helliwell, P. S.
AU  - World Health Organization
DA  - Jan
PY  - 1994
TI  - The straight cervical spine: does it indicate muscle spasm?
T2  - J Bone Joint Surg Br
SP  - 103-6
VL  - 76
IS  - 1
SN  - 0301-620X (Print)
0301-620X
AN  - 8300650
DB  - Medline
C2  - some note
UR  - internal-pdf://1234/helliwell.pdf
UR  - https://example.org/a; https://example.org/b
L1  - internal-pdf://1234/helliwell.pdf
ID  - 17
ER  -
"""

BROKEN_RIS = """\
exported by nobody
TY  - JOUR
TI  - No end
TY  - JOUR
TI  - Ended,
over two lines
ER  -
TY  - JOUR
AU  - Sample, Nobody
ER  -
TY  - JOUR
TI  - Bad
DO  - nonsense
ER  -
TY  - JOUR
TI  - Last
"""

NBIB = """\
PMID- 27633253
OWN - NLM
DP  - 2017 Mar-Apr
TI  - A comparison of muscle activity in using touchscreen
      smartphone.
PG  - 132-42
LID - S0003-6870(16)30174-1 [pii]
LID - 10.1016/j.apergo.2016.08.020 [doi]
AB  - One line
      and another.
FAU - Xie, Yanfei
AU  - Xie Y
FAU - Szeto, Grace
AU  - Szeto G
CN  - Sample Study Group
LA  - eng
PT  - Journal Article
PT  - Randomized Controlled Trial
VI  - 59
JT  - Applied ergonomics
TA  - Appl Ergon
IS  - 1872-9126 (Electronic)
PMC - PMC5013361

PMID- x
TI  - foo

PMID- 31869124
PT  - Book
BTI - Necks
DP  - 2020 Jan 5
PB  - Example Press
"""

BIBTEX = r"""% exported by JabRef
@string{jb = "Journal of"}
@comment{jabref-meta: databaseType:biblatex;}
@Article{a1,
  author  = {van der Berg, Jan and {World Health Organization} and Zo{\"e} Q. Muster and others},
  title   = {The {Straight} c\"{o}rvical spine: 50% of {\textit{E. coli}}},
  journal = jb # " Bones",
  year    = 1994,
  month   = jan,
  day     = {5},
  number  = {2},
  pages   = {1--2},
  doi     = {10.1000/a\_b},
  note    = {PMID: 12},
}
@incollection{ch,
  title    = {Chapter},
  subtitle = {A beginning},
  author   = {A. Sample},
  crossref = {bk}
}
@book{bk,
  title     = {The Book},
  publisher = {Example Press},
  date      = {2001-05/2001-06},
  editor    = {Ed, One},
  isbn      = {978-0-306-40615-7 (hbk), 0306406152}}
@misc{w,
  title        = "A page",
  howpublished = {\url{https://example.org/x}},
}
@techreport{g,
  title = {Guide}, institution = {Example Agency}, number = {04-12},
  type = {Clinical guideline}, eprint = {77}, eprinttype = {pubmed},
  keywords = {a}, keywords = {b},
  urldate = {2025-11-04}, url = {https://example.org/g}
}
@article{broken, title={Broken, year=2
}

@article{twice, title={One}, title={Two}}
@book{comma title={None}}
junk between
@article{end, title={End
"""

BIBTEX_ITEMS: dict[str, dict[str, Any]] = {
    "a1": {
        "type": "article-journal",
        "title": "The Straight cörvical spine: 50% of <em>E. coli</em>",
        "author": [
            {"family": "van der Berg", "given": "Jan"},
            {"literal": "World Health Organization"},
            {"family": "Muster", "given": "Zoë Q."},
        ],
        "container-title": "Journal of Bones",
        "issued": {"date-parts": [[1994, 1, 5]]},
        "issue": "2",
        "page": "1-2",
        "DOI": "10.1000/a_b",
        "PMID": "12",
    },
    "ch": {
        "type": "chapter",
        "title": "Chapter: A beginning",
        "author": [{"family": "Sample", "given": "A."}],
        "editor": [{"family": "Ed", "given": "One"}],
        "container-title": "The Book",
        "publisher": "Example Press",
        "issued": {"date-parts": [[2001, 5]]},
        "ISBN": "9780306406157",
    },
    "bk": {
        "type": "book",
        "title": "The Book",
        "editor": [{"family": "Ed", "given": "One"}],
        "publisher": "Example Press",
        "issued": {"date-parts": [[2001, 5]]},
        "ISBN": "9780306406157",
    },
    "w": {"type": "webpage", "title": "A page", "URL": "https://example.org/x"},
    "g": {
        "type": "report",
        "title": "Guide",
        "publisher": "Example Agency",
        "number": "04-12",
        "genre": "Clinical guideline",
        "PMID": "77",
        "keyword": "a, b",
        "accessed": {"date-parts": [[2025, 11, 4]]},
        "URL": "https://example.org/g",
    },
}

CSL_JSON = """[
  {"id": "a", "type": "book", "title": "A"},
  {"id": "b", "title": tru,
   "note": "a } in a string",
   "x": [1]},
  {"id": 7, "title": "C", "kind": "guideline"},
  5,
  {"id": "d"},
  {"id": "e", "title": "E \\ud800"}
] x"""
