"""Files in the shapes that programs export, faults included, made for these tests.

The works are real or obviously made up; their abstracts are made up. Each file has beside it, under
`expected/`, what must come out of it, gone through by eye.
"""

import json
from pathlib import Path
from typing import Any

from references.bibliography import Bibliography, read

FOLDER = Path(__file__).resolve().parent.parent / "corpus"
FILES = sorted(path for path in FOLDER.iterdir() if path.is_file() and path.name[0] != ".")


def as_json(found: Bibliography) -> dict[str, Any]:
    return {
        "items": [
            {"line": item.line, "key": item.key, "kind": item.kind.value, "csl": item.csl}
            for item in found.items
        ],
        "problems": [[problem.line, problem.message] for problem in found.problems],
    }


def expected(path: Path) -> Any:  # noqa: ANN401 - JSON
    return json.loads((FOLDER / "expected" / f"{path.name}.json").read_text())


def read_file(path: Path) -> Bibliography:
    return read(path.read_bytes(), path.suffix)
