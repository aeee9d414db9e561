"""Files into the library by command."""

import json
import subprocess
import sys
from collections.abc import Iterable, Iterator
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from pghistory.models import Context

from references.batches import pieces
from references.models import Reference
from tests.factories.references import ReferenceFactory
from tests.references import bibliography_files as files

pytestmark = pytest.mark.django_db
ROOT = Path(__file__).resolve().parent.parent.parent


def _run(*paths: Path) -> tuple[str, str]:
    out, err = StringIO(), StringIO()
    try:
        call_command("import_references", *paths, stdout=out, stderr=err)
    except CommandError as failed:
        err.write(str(failed))
    return out.getvalue(), err.getvalue()


@pytest.fixture
def ris(tmp_path: Path) -> Path:
    path = tmp_path / "zotero.ris"
    path.write_text(files.ZOTERO_RIS)
    return path


def test_import_adds_and_reports(ris: Path) -> None:
    out, err = _run(ris)
    assert (out, err) == (f"{ris}: 2 new, 0 already there, 0 broken\n", "")
    assert set(Reference.objects.values_list("kind", "year")) == {
        ("research", 2017),
        ("textbook", 2021),
    }


def test_import_twice_adds_nothing(ris: Path) -> None:
    _run(ris)
    out, _ = _run(ris, ris)
    assert out == f"{ris}: 0 new, 2 already there, 0 broken\n" * 2
    assert Reference.objects.count() == 2


def test_import_reports_each_broken_record_and_adds_the_rest(tmp_path: Path) -> None:
    path = tmp_path / "broken.ris"
    path.write_text(files.BROKEN_RIS)
    out, err = _run(path)
    assert out == f"{path}: 3 new, 0 already there, 3 broken\n"
    assert [line.split(": ")[0].strip() for line in err.splitlines()] == [
        f"{path}, line {line}" for line in (1, 8, 11)
    ]


def test_import_tells_repeats_from_what_was_there(tmp_path: Path) -> None:
    path = tmp_path / "twice.ris"
    path.write_text(files.ZOTERO_RIS * 2)
    assert _run(path)[0] == f"{path}: 2 new, 0 already there, 2 repeated, 0 broken\n"
    assert _run(path)[0] == f"{path}: 0 new, 2 already there, 2 repeated, 0 broken\n"


def test_import_tells_repeats_across_the_pieces_it_works_in(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("references.management.commands.import_references.pieces", _one_by_one)
    path = tmp_path / "twice.ris"
    path.write_text(files.ZOTERO_RIS * 2)
    assert _run(path)[0] == f"{path}: 2 new, 0 already there, 2 repeated, 0 broken\n"


def _one_by_one(entries: Iterable[Any]) -> Iterator[list[Any]]:
    return pieces(entries, 1)


def test_import_says_how_many_records_gained_an_identifier(tmp_path: Path) -> None:
    known = ReferenceFactory.create(csl={**files.XIE})
    path = tmp_path / "more.json"
    path.write_text(json.dumps([files.XIE | {"PMID": "27890122"}] * 2))
    assert _run(path)[0] == (
        f"{path}: 0 new, 1 already there, 1 repeated, 0 broken\n"
        "  1 record that was there gained an identifier.\n"
    )
    known.refresh_from_db()
    assert known.csl == files.XIE | {"PMID": "27890122"}
    assert "gained" not in _run(path)[0]


@pytest.mark.django_db(transaction=True)
def test_import_exits_with_one_when_something_was_broken(
    ris: Path, tmp_path: Path, command_environment: dict[str, str]
) -> None:
    """And with nothing but the records' own lines: the summary names the file already."""
    broken = tmp_path / "broken.ris"
    broken.write_text(files.BROKEN_RIS)
    codes = {}
    for path in (ris, broken):
        done = subprocess.run(
            [sys.executable, "manage.py", "import_references", path],
            cwd=ROOT,
            env=command_environment,
            capture_output=True,
            text=True,
            check=False,
            timeout=120,
        )
        codes[path] = (done.returncode, len(done.stderr.splitlines()))
    assert codes == {ris: (0, 0), broken: (1, 3)}
    assert Reference.objects.count() == 5


def test_import_says_in_the_history_where_records_came_from(ris: Path) -> None:
    _run(ris)
    (context,) = Context.objects.all()
    assert context.metadata == {"source": "import", "file": "zotero.ris"}


def test_import_goes_on_after_an_unreadable_file_and_fails(ris: Path, tmp_path: Path) -> None:
    missing, wrong = tmp_path / "missing.bib", tmp_path / "wrong.docx"
    wrong.write_bytes(b"PK\x03\x04")
    out, err = _run(missing, wrong, ris)
    assert out.splitlines()[-1] == f"{ris}: 2 new, 0 already there, 0 broken"
    assert "No such file or directory" in err
    assert err.endswith(f"Nothing was read from: {missing}, {wrong}.")
    with pytest.raises(CommandError):
        call_command("import_references", missing, stdout=StringIO(), stderr=StringIO())
