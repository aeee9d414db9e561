"""A bibliography read and added, against one statement that inserts the same works ready-made.

The statement has nothing to read, to check or to recognise; the table, its indexes and its history
are the same. Both are rolled back. Then the command takes the whole file, in a process of its own,
whose time and memory are told.
"""

import json
import os
import subprocess
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from django.db import connection, transaction

from bench.database import database_url
from bench.prose import sentences, work
from bench.sizes import Sizes
from bench.timing import Measured, interleaved
from references import bibliography, library
from references.batches import pieces
from references.bibliography import KeyedItem

#: The ratio is measured on a part of the file, for both are repeated.
PART = 5
ROUNDS = 3
WORDS_OF_AN_ABSTRACT = 120
ROOT = Path(__file__).resolve().parent.parent.parent
INSERT = """
    INSERT INTO references_reference (kind, csl, retraction, retraction_notice_url, created)
    SELECT 'research', item, 'unchecked', '', now()
    FROM jsonb_array_elements(%s::jsonb) AS item
    ON CONFLICT DO NOTHING
"""


def measure(sizes: Sizes) -> Measured:
    part = max(1, sizes.records // PART)
    data = written(part).encode()
    items = bibliography.read(data, ".ris").items
    timed = interleaved(lambda: add(data), lambda: insert(items), min(sizes.rounds, ROUNDS))
    with TemporaryDirectory() as directory:
        path = Path(directory) / "works.ris"
        path.write_text(written(sizes.records), encoding="utf-8")
        first, peak = command(path)
        again, _peak = command(path)
    return Measured(
        "import-references",
        timed.ratio,
        "one ready INSERT",
        {
            "records/s": part / timed.ours,
            "bare records/s": part / timed.bare,
            "whole file s": first,
            "again s": again,
            "peak MB": peak,
        },
        {"records": sizes.records, "of them timed": part},
    )


def add(data: bytes) -> None:
    """As the command does."""
    with transaction.atomic():
        for piece in pieces(bibliography.entries(data, ".ris")):
            works = [entry for entry in piece if isinstance(entry, KeyedItem)]
            library.add_many(works, complete=True)
        transaction.set_rollback(True)


def insert(items: list[KeyedItem]) -> None:
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute(INSERT, [json.dumps([item.csl for item in items])])
        transaction.set_rollback(True)


def command(path: Path) -> tuple[float, float]:
    """Seconds, with Python's start, and megabytes at the peak."""
    begun = time.perf_counter()
    process = subprocess.Popen(
        [sys.executable, "manage.py", "import_references", path],
        cwd=ROOT,
        env=os.environ | {"DATABASE_URL": database_url()},
        stdout=subprocess.DEVNULL,
    )
    _pid, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise RuntimeError("The command failed")
    unit = 1 if sys.platform == "darwin" else 1024  # what macOS calls bytes, Linux calls kilobytes
    return time.perf_counter() - begun, used.ru_maxrss * unit / 1_000_000


def written(count: int) -> str:
    """As PubMed's relatives export it."""
    return "".join(record(number) for number in range(count))


def record(number: int) -> str:
    item: dict[str, Any] = work(number)
    year, month = item["issued"]["date-parts"][0]
    first, _dash, last = item["page"].partition("-")
    lines = [
        "TY  - JOUR",
        *(f"AU  - {author['family']}, {author['given']}" for author in item["author"]),
        f"TI  - {item['title']}",
        f"T2  - {item['container-title']}",
        f"PY  - {year}/{month:02d}",
        *(f"VL  - {item['volume']}", f"IS  - {item['issue']}", f"SP  - {first}", f"EP  - {last}"),
        *(f"DO  - 10.5555/bench.imported.{number}", f"AN  - {number + 1}", "DB  - PubMed"),
        f"AB  - {sentences(WORDS_OF_AN_ABSTRACT, number)}",
        "ER  - ",
    ]
    return "\n".join(lines) + "\n\n"
