"""verify.py, alone with Python, and what it says of a bundle that is whole, or hardly there."""

from pathlib import Path

import pytest

from tests.editorial.evidence.forging import Files
from tests.editorial.evidence.scenario import signing_key
from tests.editorial.evidence.verifier import pythons, verified

#: The database is set up for tests that say so; the bundle is made from it once (conftest).
pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("python", pythons())
def test_verify_finds_nothing_in_a_bundle_nobody_touched(
    files: Files, tmp_path: Path, python: str
) -> None:
    found = verified(files, tmp_path, python=python)
    assert found.stderr == ""
    assert found.returncode == 0
    assert "FAULT" not in found.stdout
    assert found.stdout.count("ok  ") == 18
    assert "seals of 6 signatures: not checked" in found.stdout
    assert f"No fault found in {len(files)} files." in found.stdout


@pytest.mark.parametrize("given", ["manifest.json", "manifest.seal.json", "events.json"])
def test_verify_says_what_is_wrong_where_hardly_anything_is_left(
    files: Files, tmp_path: Path, given: str
) -> None:
    (tmp_path / "key").write_text(signing_key())
    found = verified(
        {"verify.py": files["verify.py"], given: files[given]}, tmp_path, "--key-file", "key"
    )
    assert found.returncode == 1
    assert "FAULT" in found.stdout
    assert "Traceback" not in found.stderr


def test_verify_leaves_other_files_of_the_folder_alone(files: Files, tmp_path: Path) -> None:
    (tmp_path / "received.zip").write_bytes(b"x")
    (tmp_path / "notes.txt").write_bytes(b"x")
    assert verified(files, tmp_path).returncode == 0


def test_verify_says_so_where_there_is_no_bundle(files: Files, tmp_path: Path) -> None:
    found = verified({"verify.py": files["verify.py"]}, tmp_path, "nowhere.zip")
    assert found.returncode == 1
    assert "cannot be read" in found.stdout
