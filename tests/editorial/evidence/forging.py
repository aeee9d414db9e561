"""How the files of a bundle are made to say something else, with a manifest that fits them."""

import hashlib
import json
from collections.abc import Callable
from typing import Any

Files = dict[str, bytes]
Row = dict[str, Any]


def canonical(value: object) -> bytes:
    return json.dumps(
        value, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False
    ).encode()


def rows_of(files: Files, kind: str) -> list[Any]:
    rows: list[Any] = json.loads(files[f"{kind}.json"])
    return rows


def rewritten(files: Files, name: str, value: object) -> None:
    """The file says something else, and the manifest goes along with it."""
    files[name] = canonical(value)
    follow(files)


def follow(files: Files) -> None:
    """What somebody does who knows the form: a manifest that fits the files as they are."""
    manifest = json.loads(files["manifest.json"])
    hashed = {
        name: hashlib.sha256(data).hexdigest()
        for name, data in files.items()
        if name not in ("manifest.json", "manifest.seal.json")
    }
    events = json.loads(files["events.json"])
    last = events[-1]
    head = [last["chain"], last["sequence"], last["hash"]]
    files["manifest.json"] = canonical({**manifest, "files": hashed, "head": head})


def rechained(files: Files, events: list[Row]) -> None:
    """Every hash of the chain made anew, as only its owner could."""
    previous = "0" * 64
    for place, event in enumerate(events, start=1):
        event["sequence"], event["previous_hash"] = place, previous
        facts = {name: value for name, value in event.items() if name != "hash"}
        previous = event["hash"] = hashlib.sha256(canonical(facts)).hexdigest()
    rewritten(files, "events.json", events)


def changed(kind: str, place: int, /, **facts: object) -> Callable[[Files], None]:
    """One row says something else, and the manifest goes along."""

    def tamper(files: Files) -> None:
        rows = rows_of(files, kind)
        row = rows[place]
        inner = row["facts"] if kind == "signatures" else row
        for name, value in facts.items():
            assert (row if name in row else inner).get(name, ...) != value
            (row if name in row else inner)[name] = value
        rewritten(files, f"{kind}.json", rows)

    return tamper


def dropped(kind: str, place: int) -> Callable[[Files], None]:
    def tamper(files: Files) -> None:
        rows = rows_of(files, kind)
        del rows[place]
        rewritten(files, f"{kind}.json", rows)

    return tamper
