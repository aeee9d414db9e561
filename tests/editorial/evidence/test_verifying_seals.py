"""What verify.py finds with the key of the seals, and only with it."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.editorial.evidence.forging import Files, canonical, changed, rechained, rows_of
from tests.editorial.evidence.scenario import signing_key
from tests.editorial.evidence.verifier import verified

#: The database is set up for tests that say so; the bundle is made from it once (conftest).
pytestmark = pytest.mark.django_db


def test_verify_with_the_key_checks_the_seals(files: Files, tmp_path: Path) -> None:
    key = tmp_path / "key"
    key.write_text(signing_key() + "\n")
    found = verified(files, tmp_path, "--key-file", str(key))
    assert found.returncode == 0
    assert "ok     seals" in found.stdout


def made_up(files: Files) -> None:
    """A verdict changed everywhere, the chain and the manifest made anew: only the seal knows."""
    signatures, events = rows_of(files, "signatures"), rows_of(files, "events")
    wish = next(row for row in signatures if row["facts"]["verdict"] == "request_changes")
    wish["facts"]["reason"] = "A dose is much too high."
    event = next(e for e in events if e["details"].get("sign_off") == wish["id"])
    event["reason"] = wish["facts"]["reason"]
    files["signatures.json"] = canonical(signatures)
    rechained(files, events)


@pytest.mark.parametrize(
    ("tamper", "named"),
    [
        (made_up, "does not have its seal: it was altered, moved or made up"),
        (
            changed("notifications", 0, state="cancelled"),
            "manifest.json: does not have its seal: the bundle was altered",
        ),
        (
            changed("signatures", 0, sealed_with="0" * 16),
            "was sealed with another key: 0000000000000000",
        ),
    ],
    ids=["a signature made up", "what nothing else covers", "another key named"],
)
def test_verify_with_the_key_finds_what_nothing_else_shows(
    files: Files, tmp_path: Path, tamper: Callable[[Files], None], named: str
) -> None:
    tamper(files)
    assert verified(files, tmp_path).returncode == 0
    (tmp_path / "key").write_text(signing_key())
    found = verified(files, tmp_path, "--key-file", "key")
    assert found.returncode == 1
    assert named in found.stdout


def test_verify_with_another_key_vouches_for_nothing(files: Files, tmp_path: Path) -> None:
    (tmp_path / "key").write_text("another key")
    found = verified(files, tmp_path, "--key-file", "key")
    assert found.returncode == 1
    assert "was sealed with another key" in found.stdout
