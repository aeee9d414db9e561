"""What a bundle holds, and how it is read."""

from __future__ import annotations

import hashlib
import json
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

FORM = "editorial evidence bundle 2"
MANIFEST, SEAL = "manifest.json", "manifest.seal.json"
KINDS = (
    *("article", "publications", "reviews", "policies", "assignments", "proposals", "signatures"),
    *("withdrawals", "comments", "read_marks", "events", "references", "checks", "waivers"),
    *("clocks", "intervals", "due_causes", "notifications", "people"),
)
Row = dict[str, Any]
Faults = Iterator[tuple[str, str]]


def canonical(value: object) -> bytes:
    """The one JSON form: sorted keys, no spaces, UTF-8."""
    return json.dumps(
        value, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False
    ).encode()


def sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def wrong(row: str, *found: tuple[bool, str]) -> Faults:
    """The problems of this row whose condition holds."""
    for is_so, problem in found:
        if is_so:
            yield row, problem


class Bundle:
    """The files as bytes and as rows."""

    def __init__(self, files: dict[str, bytes]) -> None:
        self.files = files
        self.manifest: Row = self._read(MANIFEST)
        self.rows: dict[str, list[Row]] = {kind: self._read(f"{kind}.json") for kind in KINDS}
        texts = [self._read(name) for name in sorted(files) if name.startswith("versions/")]
        self.versions: dict[int, Row] = {version["id"]: version for version in texts}
        self.reviews = {row["id"]: row for row in self.rows["reviews"]}
        self.assignments = {row["id"]: row for row in self.rows["assignments"]}
        self.events = self.rows["events"]
        #: Member → account.
        self.accounts = {r["id"]: r["user"] for r in self.rows["people"] if r["kind"] == "member"}

    def _read(self, name: str) -> Any:  # noqa: ANN401 - whatever the file says
        """A file that is missing is empty here; that it is missing, the manifest tells."""
        try:
            return json.loads(self.files.get(name, b"[]"))
        except ValueError as error:
            raise ValueError(f"{name} is not JSON: {error}") from error

    def told(self, review: int | None, *actions: str) -> list[Row]:
        return [e for e in self.events if e["review"] == review and e["action"] in actions]

    def digest(self, review: int) -> str:
        return str(self.versions[self.reviews[review]["version"]]["digest"])


def files_of(path: Path) -> dict[str, bytes]:
    """A zip, or the folder it was unpacked to; in a folder, only what looks like a bundle's."""
    if path.is_dir():
        found = [*path.glob("*.json"), *path.glob("*.pdf"), *path.glob("versions/*")]
        program = path / "verify.py"
        found += [program] if program.is_file() else []
        return {file.relative_to(path).as_posix(): file.read_bytes() for file in found}
    with zipfile.ZipFile(path) as archive:
        names = archive.namelist()
        if len(names) != len(set(names)):
            raise ValueError("a name stands in it twice")
        return {name: archive.read(name) for name in names}
