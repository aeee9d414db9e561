"""Files into the library by command."""

from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from references.models import Reference
from tests.references import bibliography_files as files

pytestmark = pytest.mark.django_db


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


def test_import_goes_on_after_an_unreadable_file_and_fails(ris: Path, tmp_path: Path) -> None:
    missing, wrong = tmp_path / "missing.bib", tmp_path / "wrong.docx"
    wrong.write_bytes(b"PK\x03\x04")
    out, err = _run(missing, wrong, ris)
    assert out.splitlines()[-1] == f"{ris}: 2 new, 0 already there, 0 broken"
    assert "No such file or directory" in err
    assert err.endswith(f"Nothing was read from: {missing}, {wrong}.")
    with pytest.raises(CommandError):
        call_command("import_references", missing, stdout=StringIO(), stderr=StringIO())
