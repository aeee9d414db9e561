"""The works a file cites: recognised, taken from its bibliography, or refused."""

from collections.abc import Callable
from pathlib import Path

import pytest
from django.contrib.auth.models import User

from articles.importing import ImportFailed, import_article
from references.models import Reference
from tests.articles.importing.files import front
from tests.factories.references import ReferenceFactory

pytestmark = pytest.mark.django_db


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


def test_import_reports_a_broken_entry(editor: User, file: Callable[..., Path]) -> None:
    file("@book{a, title={One}}\n@book{b, year={2001}}", "refs.bib")
    text = front("bibliography: refs.bib", body="[@a; @b]")
    report = import_article(file(text), owner=editor)
    assert [use.key for use in report.unresolved] == ["b"]
    assert "refs.bib, line 2" in report.notes[0].message


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


def test_import_refuses_a_link_out_of_the_folder(editor: User, tmp_path: Path) -> None:
    inside = tmp_path / "articles"
    inside.mkdir()
    (tmp_path / "secret.bib").write_text("@book{a, title={Secret}}")
    (inside / "refs.bib").symlink_to(tmp_path / "secret.bib")
    (inside / "a.md").write_text(front("bibliography: refs.bib", body="[@a]"))
    with pytest.raises(ImportFailed, match="outside"):
        import_article(inside / "a.md", owner=editor)
