"""Bibliography files in the shapes that programs write, faults included."""

import pytest

from references.bibliography import Bibliography, read
from references.bibliography.latex import decoded
from references.kinds import Kind
from tests.references import bibliography_files as files


def _read(text: str, suffix: str) -> Bibliography:
    return read(text.encode(), suffix)


def _faults(found: Bibliography) -> list[tuple[int, str]]:
    return [(problem.line, problem.message) for problem in found.problems]


def test_read_ris_as_zotero_writes_it() -> None:
    found = _read(files.ZOTERO_RIS, ".ris")
    assert _faults(found) == []
    assert [(item.line, item.csl) for item in found.items] == [
        (1, files.XIE),
        (
            20,
            {
                "type": "book",
                "title": "Sample's Anatomy",
                "publisher": "Example Press",
                "publisher-place": "Example City",
                "edition": "42",
                "editor": [{"family": "Sample", "given": "Editor One"}],
                "issued": {"date-parts": [[2021]]},
                "ISBN": "9780306406157",
            },
        ),
    ]


def test_read_ris_as_endnote_writes_it() -> None:
    found = _read(files.ENDNOTE_RIS, ".ris")
    assert _faults(found) == []
    [item] = found.items
    assert item.csl["PMID"] == "8300650"
    assert item.csl["URL"] == "https://example.org/a"
    assert item.csl["page"] == "103-6"
    assert item.csl["author"] == [
        {"family": "Helliwell", "given": "P. S."},
        {"literal": "World Health Organization"},
    ]


def test_read_ris_keeps_records_without_end_and_reports_the_rest() -> None:
    found = _read(files.BROKEN_RIS, ".ris")
    assert [(item.line, item.csl["title"]) for item in found.items] == [
        (2, "No end"),
        (4, "Ended, over two lines"),
        (15, "Last"),
    ]
    assert _faults(found) == [
        (1, "This line belongs to no record: each begins with “TY  - ”."),
        (8, "The reference has no title."),
        (
            11,
            "“nonsense” is not a DOI. A DOI looks like 10.1016/j.apergo.2016.08.020.",
        ),
    ]


def test_read_nbib() -> None:
    found = _read(files.NBIB, ".nbib")
    assert _faults(found) == [(25, "x: “x” is not a PubMed number. It looks like 8300650.")]
    trial, book = found.items
    assert (trial.key, trial.kind, trial.line) == ("27633253", Kind.TRIAL, 1)
    assert trial.csl == {
        **files.XIE,
        "PMID": "27633253",
        "PMCID": "PMC5013361",
        "page": "132-42",
        "genre": "Randomized Controlled Trial",
        "language": "eng",
        "abstract": "One line and another.",
        "author": [*files.XIE["author"], {"literal": "Sample Study Group"}],
    }
    assert (book.csl["type"], book.csl["title"], book.csl["issued"]) == (
        "book",
        "Necks",
        {"date-parts": [[2020, 1, 5]]},
    )


def test_read_nbib_takes_the_electronic_date_of_online_first() -> None:
    text = "PMID- 5\nTI  - T\nDP  - 2021\nDEP - 20200105\nAU  - Sample AB\nLID - e12 [pii]\n"
    [item] = _read(text, ".nbib").items
    assert item.csl["issued"] == {"date-parts": [[2020, 1, 5]]}
    assert item.csl["author"] == [{"family": "Sample", "given": "AB"}]
    assert item.csl["number"] == "e12"


def test_read_bibtex() -> None:
    found = _read(files.BIBTEX, ".bib")
    assert {item.key: item.csl for item in found.items} == files.BIBTEX_ITEMS
    assert [item.line for item in found.items] == [4, 16, 22, 28, 32]
    assert _faults(found) == [
        (38, "This entry cannot be read: a brace or a comma is missing."),
        (41, "twice: “title” occurs twice and says two things."),
        (42, "This entry cannot be read: a brace or a comma is missing."),
        (44, "This entry cannot be read: a brace or a comma is missing."),
    ]


def test_read_csl_json_costs_only_the_broken_item() -> None:
    found = _read(files.CSL_JSON, ".json")
    assert [(item.key, item.line, item.kind) for item in found.items] == [
        ("a", 2, Kind.TEXTBOOK),
        ("7", 6, Kind.GUIDELINE),
    ]
    assert _faults(found) == [
        (3, "This is not JSON: Expecting value."),
        (7, "This is not a reference: it must be an object."),
        (8, "d: The reference has no title."),
        (9, "e: “title” holds a character that is not text."),
        (10, "What follows the end of the list was not read."),
    ]


@pytest.mark.parametrize(
    "text",
    [
        '{"title": "T"}',
        '[{"title": "T"}]',
        '{"items": [{"title": "T"}]}',
        '{"references":[{"title":"T"}]}',
    ],
)
def test_read_csl_json_of_one_item_or_of_a_list(text: str) -> None:
    assert [item.csl["title"] for item in _read(text, ".JSON").items] == ["T"]


@pytest.mark.parametrize(
    ("data", "suffix", "message"),
    [
        (b"", ".bib", "The file is empty."),
        (b"\xef\xbb\xbf \r\n", ".ris", "The file is empty."),
        (
            b"x",
            ".docx",
            "“.docx” files cannot be read. These can: .bib, .ris, .nbib, .json, .xml, .txt.",
        ),
        (b"only a comment", ".bib", "The file holds no reference."),
        (b"x" * 1_000_001, ".ris", "This line is too long for a bibliography."),
        (b"[", ".json", "The file ends before its list does."),
        (b"null", ".json", "The file must hold a list of references."),
        (b"[" * 100_000, ".json", "This is nested too deeply."),
        (b'{"a":' * 100_000, ".json", "This is nested too deeply."),
        (b"[" + b"1" * 5000 + b"]", ".json", "This holds a number that is too long."),
    ],
)
def test_read_says_why_nothing_was_read(data: bytes, suffix: str, message: str) -> None:
    found = read(data, suffix)
    assert found.items == []
    assert found.problems[0].message == message
    assert found.problems[0].line == 1


def test_read_refuses_a_huge_file_unread(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("references.bibliography.content.LARGEST_FILE", 10)
    [problem] = read(b"x" * 11, ".ris").problems
    assert problem.message == "The file is larger than 100 MB. Split it."


@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize(
    "encoding",
    ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252", "latin-1"],
)
def test_read_understands_encodings(encoding: str, line_end: str) -> None:
    text = "TY  - JOUR\nTI  - Über Rückenschmerz\nAU  - Muster, Zoë\nER  - \n"
    [item] = read(text.replace("\n", line_end).encode(encoding), ".ris").items
    assert item.csl["title"] == "Über Rückenschmerz"
    assert item.csl["author"] == [{"family": "Muster", "given": "Zoë"}]


def test_read_takes_a_key_that_names_two_works_for_none() -> None:
    found = _read("@book{a, title={A}}\n@book{a, title={B}}\n@book{c, title={C}}", ".bib")
    assert [item.csl["title"] for item in found.items] == ["A", "B", "C"]
    assert {key: item.csl["title"] for key, item in found.by_key().items()} == {"c": "C"}


@pytest.mark.parametrize(
    ("latex", "text"),
    [
        (r"c\"{o}rvical {\'e} \'{e} {\O}st M{\"u}ller", "cörvical é é Øst Müller"),
        (r"\v{S}im\'{\i}k {\c c} na\"\i ve \L{}\'od\'z", "Šimík ç naïve Łódź"),
        (r"$\alpha$ H$_2$O Na$^{+}$", "\u03b1 H<sub>2</sub>O Na<sup>+</sup>"),
        (r"\textit{E. coli} {\em foo} \emph{bar}", "<em>E. coli</em> <em>foo</em> <em>bar</em>"),
        (r"50\% or 50% of A\&B cost $5", "50% or 50% of A&B cost $5"),
        (r"{The} {DNA} of {{X}}", "The DNA of X"),
        (r"a -- b --- c ``q'' don't", "a \u2013 b \u2014 c \u201cq\u201d don't"),
        (r"\url{http://x.y/a_b} \href{http://a}{b} \unknown{c}", "http://x.y/a_b b c"),
        ("}}{{{", ""),
        ("\\", ""),
        ("{\\'", ""),
    ],
)
def test_decoded_resolves_latex(latex: str, text: str) -> None:
    assert decoded(latex) == text


@pytest.mark.parametrize(
    ("written", "named"),
    [
        ('"ISBN": "978-0-306-40615-7 0-306-40615-2"', {"ISBN": "9780306406157"}),
        ('"URL": "https://pubmed.ncbi.nlm.nih.gov/123/?from=a"', {"PMID": "123"}),
        ('"URL": "https://pmc.ncbi.nlm.nih.gov/articles/PMC12/pdf/"', {"PMCID": "PMC12"}),
        ('"URL": "https://doi.org/10.1000/A?x=1"', {"DOI": "10.1000/a"}),
        ('"URL": "https://clinicaltrials.gov/study/NCT01234567"', {"NCT": "NCT01234567"}),
        ('"URL": "https://www.example.org/pubmed/123", "PMID": "5"', {"PMID": "5"}),
    ],
)
def test_read_csl_json_of_zotero_takes_identifiers_where_they_are(
    written: str, named: dict[str, str]
) -> None:
    [item] = _read(f'[{{"type": "book", "title": "A", {written}}}]', ".json").items
    names = ("DOI", "PMID", "PMCID", "NCT", "ISBN")
    assert {key: item.csl[key] for key in names if key in item.csl} == named
