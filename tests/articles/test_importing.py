"""Files into drafts: what is created, what is updated, what is refused and by which line."""

import codecs
import datetime
import os
from collections.abc import Callable
from pathlib import Path

import pytest
from django.apps import apps
from django.contrib.auth.models import User
from django.db import connection
from django.test.utils import CaptureQueriesContext

from articles.authorship import authors_of
from articles.findings import check
from articles.importing import ImportFailed, import_article
from articles.importing.files import LARGEST_FILE
from articles.models import Article, Section, Specialty
from references.models import Reference
from tests.factories.articles import UserFactory
from tests.factories.editorial import approved
from tests.factories.references import ReferenceFactory

pytestmark = pytest.mark.django_db

ARTICLE = """\
---
title: What causes spasm of the neck?
specialty: Neurology
summary: >
  Several things,
  most of them harmless.
literature_searched_on: 2025-11-01
risk_tier: background
references:
  - {id: xie, type: article-journal, title: Handheld devices, doi: 10.1016/j.apergo.2016.08.020}
  - {id: label, type: document, title: A label, kind: drug_label, issued: 2020-06}
---
Opening [@xie].

## Treatment
Short courses only [@label; @missing].

::: plain-language
Only for a short time [@label].
:::
"""


@pytest.fixture
def editor() -> User:
    return UserFactory.create(group="Editors")


@pytest.fixture
def file(tmp_path: Path) -> Callable[..., Path]:
    def write(text: str | bytes = ARTICLE, name: str = "article.md") -> Path:
        path = tmp_path / name
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return path

    return write


def front(*lines: str, body: str = "Text") -> str:
    return "\n".join(["---", "title: What is it?", *lines, "---", body])


def rows(article: Article) -> list[tuple[int, str, str]]:
    return [(row.pk, row.heading, row.body) for row in article.sections.all()]


def test_import_new_article(editor: User, file: Callable[..., Path]) -> None:
    report = import_article(file(), owner=editor)
    article = Article.objects.get()
    xie, label = Reference.objects.get(kind="research"), Reference.objects.get(kind="drug_label")
    assert report.created
    assert (report.sections, report.citations) == (2, 4)
    assert [(use.key, use.line) for use in report.unresolved] == [("missing", 16)]
    assert report.notes == []
    assert (article.slug, article.owner) == ("what-causes-spasm-of-the-neck", editor)
    assert article.specialty == Specialty.objects.get(name="Neurology", slug="neurology")
    assert article.summary == "Several things, most of them harmless."
    assert article.literature_searched_on == datetime.date(2025, 11, 1)
    assert article.risk_tier == "background"
    assert article.disclaimer is not None
    assert article.disclaimer.is_default
    assert set(article.listed_references.all()) == {xie, label}
    assert [(s.position, s.heading, s.body, s.plain_language) for s in article.sections.all()] == [
        (0, "", f'<p>Opening<cite data-reference="{xie.pk}"></cite>.</p>', ""),
        (
            1,
            "Treatment",
            f'<p>Short courses only<cite data-reference="{label.pk}"></cite>'
            '<cite data-unresolved="missing"></cite>.</p>',
            f'<p>Only for a short time<cite data-reference="{label.pk}"></cite>.</p>',
        ),
    ]
    assert [finding.code for finding in check(article) if finding.blocks] == ["unresolved-citation"]


def test_import_again_changes_nothing(editor: User, file: Callable[..., Path]) -> None:
    path = file()
    before = rows(import_article(path, owner=editor).article)
    history = apps.get_model("articles", "SectionEvent")._default_manager
    events = history.count()
    with CaptureQueriesContext(connection) as queries:
        report = import_article(path, owner=editor)
    assert not report.created
    assert rows(report.article) == before
    assert history.count() == events
    assert Article.objects.count() == 1
    verbs = ("INSERT INTO", 'UPDATE "', "DELETE FROM")
    assert [q["sql"] for q in queries if any(verb in q["sql"] for verb in verbs)] == []


def test_import_update_matches_sections(editor: User, file: Callable[..., Path]) -> None:
    """By heading first, then by place; the rest is added or deleted."""
    article = import_article(
        file(front(body="## A\na\n\n## B\nb\n\n## C\nc")), owner=editor
    ).article
    a, b, _c = rows(article)
    text = front(body="## B\nnew\n\n## New\nx")
    report = import_article(file(text), owner=UserFactory.create(group="Editors"))
    assert rows(report.article) == [
        (b[0], "B", "<p>new</p>"),
        (rows(article)[1][0], "New", "<p>x</p>"),
    ]
    assert report.article.owner == editor
    assert Section.objects.filter(pk=a[0]).exists() is False


def test_import_keeps_what_the_file_leaves_out(editor: User, file: Callable[..., Path]) -> None:
    import_article(file(), owner=editor)
    slug = "slug: what-causes-spasm-of-the-neck"
    article = import_article(file(front(slug, "summary: ''")), owner=editor).article
    article.refresh_from_db()
    assert article.title == "What is it?"
    assert article.specialty is not None
    assert article.risk_tier == "background"
    assert article.summary == ""
    assert not article.listed_references.exists()


def test_import_records_the_author(editor: User, file: Callable[..., Path]) -> None:
    writer = UserFactory.create(group="Editors")
    article = import_article(file(front("slug: x", body="a")), owner=editor).article
    import_article(file(front("slug: x", body="b")), owner=writer)
    other = UserFactory.create(group="Editors")
    assert {author["id"] for author in authors_of(article, submitter=other)} == {
        editor.pk,
        writer.pk,
        other.pk,
    }


def test_import_leaves_the_live_version(file: Callable[..., Path]) -> None:
    review = approved()
    live, article = review.version, review.article
    path = file(front(f"slug: {article.slug}", body="Other words."))
    import_article(path, owner=article.owner)
    article.refresh_from_db()
    live.refresh_from_db()
    assert article.live_version == live
    assert "Other words" not in live.clinical_html
    assert article.sections.get().body == "<p>Other words.</p>"


def test_import_recognises_a_work(editor: User, file: Callable[..., Path]) -> None:
    """By its DOI, whatever the file calls it, and without changing the record."""
    known = ReferenceFactory.create(csl={"type": "book", "title": "Ours", "DOI": "10.1000/same"})
    text = front("references:", "  - {id: k, title: Theirs, DOI: 'https://doi.org/10.1000/SAME'}")
    article = import_article(file(text), owner=editor).article
    assert list(article.listed_references.all()) == [known]
    known.refresh_from_db()
    assert known.csl["title"] == "Ours"


def test_import_same_key_in_two_files(editor: User, file: Callable[..., Path]) -> None:
    """Keys mean nothing outside of their file."""
    cited = []
    for name in ("one", "two"):
        text = front(f"slug: {name}", f"references: [{{id: k, title: Work {name}}}]", body="[@k]")
        cited.append(import_article(file(text), owner=editor).article.listed_references.get())
    assert [reference.title for reference in cited] == ["Work one", "Work two"]


def test_import_bibliography(editor: User, file: Callable[..., Path]) -> None:
    """What is cited is taken, from any of the files; what is not cited stays where it is."""
    file("@book{b1, title={First}, year=2001}\n@book{b2, title={Second}}", "refs.bib")
    file('[{"id": "j1", "type": "book", "title": "Third"}]', "more.json")
    text = front("bibliography: [refs.bib, more.json]", body="[@b1; @j1; @b3]")
    report = import_article(file(text), owner=editor)
    titles = {reference.title for reference in report.article.listed_references.all()}
    assert titles == {"First", "Third"}
    assert [use.key for use in report.unresolved] == ["b3"]
    assert Reference.objects.count() == 2


def test_import_same_title_in_one_run(editor: User, file: Callable[..., Path]) -> None:
    """Two files are two articles; in the next run each finds its own again."""
    for _run in range(2):
        became: list[int] = []
        for name in ("a.md", "b.md"):
            path = file(front(body=name), name)
            became.append(import_article(path, owner=editor, but=became).article.pk)
        found = Article.objects.order_by("pk").values_list("slug", "sections__body")
        assert list(found) == [("what-is-it", "<p>a.md</p>"), ("what-is-it-2", "<p>b.md</p>")]


def test_import_another_title_with_the_same_slug(editor: User, file: Callable[..., Path]) -> None:
    import_article(file(front()), owner=editor)
    other = import_article(file(front().replace("is it?", "is it!")), owner=editor)
    assert other.created
    assert other.article.slug == "what-is-it-2"


def test_import_title_without_latin_letters(editor: User, file: Callable[..., Path]) -> None:
    text = "---\ntitle: 首の痙攣の原因は何ですか\n---\n本文"
    assert import_article(file(text), owner=editor).article.slug == "article"


def test_import_specialty_in_other_case(editor: User, file: Callable[..., Path]) -> None:
    import_article(file(front("specialty: Neurology")), owner=editor)
    import_article(file(front("slug: b", "specialty: neurology")), owner=editor)
    import_article(file(front("slug: c", "specialty: Neurology!")), owner=editor)
    assert [s.slug for s in Specialty.objects.order_by("pk")] == ["neurology", "neurology-2"]


@pytest.mark.parametrize(
    "data",
    [
        codecs.BOM_UTF8 + front(body="Müller").encode(),
        front(body="Müller").encode("utf-16"),
        codecs.BOM_UTF16_BE + front(body="Müller").encode("utf-16-be"),
        front(body="Müller").replace("\n", "\r\n").encode(),
        front(body="Müller").replace("\n", "\r").encode(),
        front(body="Mu\u0308ller").encode(),
    ],
    ids=["utf-8 mark", "utf-16", "utf-16-be", "crlf", "cr", "decomposed"],
)
def test_import_encodings(data: bytes, editor: User, file: Callable[..., Path]) -> None:
    article = import_article(file(data), owner=editor).article
    assert article.sections.get().body == "<p>Müller</p>"


def test_import_values_are_words(editor: User, file: Callable[..., Path]) -> None:
    """`no` is Norwegian for nothing here: YAML's guesses at types are not taken."""
    item = "  - {id: no, type: book, title: Yes, volume: 010, issued: {date-parts: [[1996, 8]]}}"
    text = front("references:", item, body="[@no]")
    csl = import_article(file(text), owner=editor).article.listed_references.get().csl
    assert csl == {
        "type": "book",
        "title": "Yes",
        "volume": "010",
        "issued": {"date-parts": [[1996, 8]]},
    }


def test_import_notes_what_it_leaves_out(editor: User, file: Callable[..., Path]) -> None:
    text = front("colour: red", "references: [{title: No key}]", "summary: Says [@a].")
    notes = import_article(file(text), owner=editor).notes
    assert [note.line for note in notes] == [3, 4, 5]


REFUSED = [
    ("Text", 1, "must begin with front matter"),
    ("", 1, "must begin with front matter"),
    ("---\ntitle: x", 1, "has no end"),
    ("---\nsummary: x\n---\n", 1, "no title"),
    ("---\nsummary: x\ntitle:\n---\n", 3, "no title"),
    ("---\n- a\n---\n", 2, "name: value"),
    ("---\ntitle: a\n b: c: d\n---\n", 3, "YAML cannot be read"),
    ("---\ntitle: [a]\n---\n", 2, "must be text"),
    ("---\ntitle: a\ntitle: b\n---\n", 3, "given twice"),
    ("---\ntitle: " + "x" * 301 + "\n---\n", 2, "301 characters"),
    ('---\ntitle: "a\\0b"\n---\n', 2, "NUL"),
    ('---\ntitle: "a\\ud800b"\n---\n', 2, "YAML cannot be read"),
    ("---\ntitle: a\x07b\n---\n", 2, "control characters"),
    ("---\ntitle: &a x\nsummary: *a\n---\n", 3, "repeats another value"),
    (front("a: &a [x, x]", "b: &b [*a, *a]", "c: [*b, *b]"), 4, "repeats another value"),
    (front("a: " + "[" * 50_000), 3, "nested too deeply"),
    (front("? [x]", ": y"), 3, "YAML cannot be read"),
    (front("slug: a b"), 3, "“slug”"),
    (front("slug: é"), 3, "“slug”"),
    (front("risk_tier: high"), 3, "not a risk tier"),
    (front("disclaimer: Nobody's"), 3, "no disclaimer"),
    (front("literature_searched_on: 2025-02-30"), 3, "not a day"),
    (front("literature_searched_on: yesterday"), 3, "not a day"),
    (front("specialty: " + "x" * 101), 3, "101 characters"),
    (front("references: some"), 3, "must be a list"),
    (front("references:", "  a: {title: x}"), 3, "must be a list"),
    (front("references:", "  - a"), 4, "must have entries"),
    (front("references:", "  - id: a", "    type: book"), 4, "no title"),
    (front("references:", "  - id: [a]", "    title: x"), 4, "“id”"),
    (front("references:", "  - id: a", "    title: x", "    DOI: none"), 6, "not a DOI"),
    (
        front("references:", "  - {id: a, title: x}", "  - id: a", "    title: y"),
        5,
        "defined twice",
    ),
    (front("references:", "  - id: a", "    title: x", "    issued: 2020-13"), 6, "not a date"),
    (front("references:", "  - id: a", "    title: x", "    kind: blog"), 6, "not a kind"),
    (front("references:", "  - id: a", "    title: x", "    type: blog"), 6, "not a type"),
    (front("references:", "  - id: a", '    title: "x\\0"'), 5, "not text"),
    (front("bibliography: ../refs.bib"), 3, "outside"),
    (front("bibliography: /etc/passwd"), 3, "outside"),
    (front("bibliography: [a.bib, ../../b.bib]"), 3, "no such file"),
    (front("bibliography: refs.docx"), 3, "not a bibliography"),
    (front("bibliography: {a: b}"), 3, "beside this one"),
    (front('bibliography: "a\\0.bib"'), 3, "not the name of a file"),
    (front("bibliography: " + "x" * 5000 + ".bib"), 3, "x.bib: |cannot be read|not the name"),
    (front(body="a\n\n::: note\nb"), 6, "no end"),
    (front(body="a\0b"), 4, "NUL"),
]


@pytest.mark.parametrize(("text", "line", "words"), REFUSED)
def test_import_refuses(
    text: str, line: int, words: str, editor: User, file: Callable[..., Path]
) -> None:
    path = file(text)
    with pytest.raises(ImportFailed, match=words) as refused:
        import_article(path, owner=editor)
    assert refused.value.line == line
    assert str(refused.value).startswith(f"{path}:{line}: ")
    assert not Article.objects.exists()
    assert not Reference.objects.exists()


@pytest.mark.parametrize(
    ("data", "name", "words"),
    [
        (b"PK\x03\x04", "a.docx", "not a Markdown file"),
        (b"---\ntitle: caf\xe9\n---\n", "a.md", r"2: Byte 15 \(0xE9\) is not UTF-8"),
        (codecs.BOM_UTF16_LE + b"\x00\xd8x", "a.md", "is not UTF-16"),
        (b"\xff\xfe\x00", "a.md", "is not UTF-16"),
        (b"x" * (LARGEST_FILE + 1), "a.md", "larger than 5 MB"),
    ],
)
def test_import_refuses_bytes(
    data: bytes, name: str, words: str, editor: User, file: Callable[..., Path]
) -> None:
    with pytest.raises(ImportFailed, match=words):
        import_article(file(data, name), owner=editor)


def test_import_refuses_what_is_no_file(editor: User, tmp_path: Path) -> None:
    (tmp_path / "folder.md").mkdir()
    os.mkfifo(tmp_path / "pipe.md")
    for name, words in (
        ("none.md", "no such"),
        ("folder.md", "folders"),
        ("pipe.md", "not a file"),
    ):
        with pytest.raises(ImportFailed, match=words):
            import_article(tmp_path / name, owner=editor)


def test_import_refuses_a_link_out_of_the_folder(editor: User, tmp_path: Path) -> None:
    inside = tmp_path / "articles"
    inside.mkdir()
    (tmp_path / "secret.bib").write_text("@book{a, title={Secret}}")
    (inside / "refs.bib").symlink_to(tmp_path / "secret.bib")
    (inside / "a.md").write_text(front("bibliography: refs.bib", body="[@a]"))
    with pytest.raises(ImportFailed, match="outside"):
        import_article(inside / "a.md", owner=editor)


@pytest.mark.parametrize(
    ("bibliography", "words"),
    [
        ("", "empty"),
        ("nothing here", "refs.bib, line 1"),
        ("@book{a, title={One}}\n@book{a, title={Two}}", "defined twice"),
    ],
)
def test_import_refuses_a_bibliography(
    bibliography: str, words: str, editor: User, file: Callable[..., Path]
) -> None:
    file(bibliography, "refs.bib")
    text = front("bibliography: refs.bib", body="[@a]")
    with pytest.raises(ImportFailed, match=words) as refused:
        import_article(file(text), owner=editor)
    assert refused.value.line == 3


def test_import_refuses_a_key_of_two_places(editor: User, file: Callable[..., Path]) -> None:
    """The front matter and the bibliography call two works the same: which one is meant?"""
    file("@book{a, title={One}}", "refs.bib")
    lines = ("bibliography: refs.bib", "references: [{id: a, title: Two}]")
    with pytest.raises(ImportFailed, match="defined twice"):
        import_article(file(front(*lines, body="[@a]")), owner=editor)
    assert import_article(file(front(*lines, body="Not cited")), owner=editor).created


def test_import_reports_a_broken_entry(editor: User, file: Callable[..., Path]) -> None:
    file("@book{a, title={One}}\n@book{b, year={2001}}", "refs.bib")
    text = front("bibliography: refs.bib", body="[@a; @b]")
    report = import_article(file(text), owner=editor)
    assert [use.key for use in report.unresolved] == ["b"]
    assert "refs.bib, line 2" in report.notes[0].message


@pytest.mark.slow
def test_import_many_files_steadily(editor: User, file: Callable[..., Path]) -> None:
    """The 200th file takes as many queries as the 10th."""
    counts = []
    for number in range(200):
        text = ARTICLE.replace("neck?", f"neck {number}?").replace("A label", f"Label {number}")
        path = file(text, f"{number}.md")
        with CaptureQueriesContext(connection) as queries:
            import_article(path, owner=editor)
        counts.append(len(queries))
    assert len(set(counts[1:])) == 1
    assert counts[-1] < 40
