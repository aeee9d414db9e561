"""Checks an evidence bundle with nothing but Python 3.9 or newer.

    python verify.py                        in the folder the bundle was unpacked to
    python verify.py BUNDLE.zip             a bundle as it was received
    python verify.py --key-file FILE        the seals too; FILE holds the signing key, and nothing
                                            else; may be given once for each key there was

Prints each check and each row that does not add up, and ends with 1 if there is one. Without a key
it finds whatever contradicts the digests, the chain of events or itself; with it, any change.
"""

from __future__ import annotations

import argparse
import hashlib
import hmac
import json
import sys
from collections.abc import Callable
from pathlib import Path

from editorial.evidence.verifier.history import chain, forms, manifest, steps, versions
from editorial.evidence.verifier.judging import (
    comments,
    notifications,
    references,
    reviews,
    standing,
    ticks,
)
from editorial.evidence.verifier.reading import (
    FORM,
    MANIFEST,
    SEAL,
    Bundle,
    Faults,
    canonical,
    files_of,
)
from editorial.evidence.verifier.signing import conflicts, proposals, signatures, withdrawals
from editorial.evidence.verifier.timing import clocks, due_causes, intervals

CHECKS: list[tuple[str, Callable[[Bundle], Faults]]] = [
    ("files are those of the manifest", manifest),
    ("files are in their one form", forms),
    ("versions have their digests and renderings", versions),
    ("events form one chain", chain),
    ("every step has its event", steps),
    ("signatures agree with events and versions", signatures),
    ("withdrawn signatures agree with events", withdrawals),
    ("conflicts of interest and waivers agree with events", conflicts),
    ("proposals agree with events", proposals),
    ("reviews agree with events, policies and quorum", reviews),
    ("readers get what was approved", standing),
    ("the due date is the one that events give", clocks),
    ("intervals agree with events", intervals),
    ("causes to be due earlier agree with events", due_causes),
    ("comments agree with events", comments),
    ("ticks are of those who were asked", ticks),
    ("every citation has its record", references),
    ("messages are about what is here", notifications),
]


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description="Checks an evidence bundle.")
    parser.add_argument("bundle", nargs="?", type=Path, default=Path(__file__).resolve().parent)
    parser.add_argument("--key-file", type=Path, action="append", default=[])
    given = parser.parse_args(arguments)
    try:
        keys = dict(read_key(path) for path in given.key_file)
        files = files_of(given.bundle)
        bundle = Bundle(files)
    except Exception as error:
        say(f"FAULT  the bundle cannot be read: {type(error).__name__}: {error}")
        return 1
    count = sum(report(name, check, bundle) for name, check in CHECKS)
    count += (
        report("seals", lambda read: seals(read, keys), bundle) if keys else without_key(bundle)
    )
    say(f"{count} faults found." if count else f"No fault found in {len(files)} files.")
    return 1 if count else 0


def report(name: str, check: Callable[[Bundle], Faults], bundle: Bundle) -> int:
    """What cannot even be checked is a fault, not the end of the program."""
    try:
        found = list(check(bundle))
    except Exception as error:
        found = [(name, f"cannot be checked: {type(error).__name__}: {error}")]
    say(f"{'FAULT' if found else 'ok   '}  {name}")
    for row, problem in found:
        say(f"       {row}: {problem}")
    return len(found)


def without_key(bundle: Bundle) -> int:
    say(f"       seals of {len(bundle.rows['signatures'])} signatures: not checked, no --key-file")
    return 0


def read_key(path: Path) -> tuple[str, bytes]:
    key = path.read_bytes().strip()
    return hashlib.sha256(key).hexdigest()[:16], key


def seals(bundle: Bundle, keys: dict[str, bytes]) -> Faults:
    """The keyed hash over each signature, and the one over the manifest."""
    for row in bundle.rows["signatures"]:
        name = f"signature {row['id']}"
        if not row["seal"]:
            yield name, "has no seal"
        elif row["sealed_with"] not in keys:
            yield name, f"was sealed with another key: {row['sealed_with']}"
        elif not fits(row["seal"], keys[row["sealed_with"]], canonical(row["facts"])):
            yield name, "does not have its seal: it was altered, moved or made up"
    seal = json.loads(bundle.files[SEAL])
    covered = FORM.encode() + b"\n" + bundle.files[MANIFEST]
    if seal["sealed_with"] not in keys:
        yield SEAL, f"was sealed with another key: {seal['sealed_with']}"
    elif not fits(seal["seal"], keys[seal["sealed_with"]], covered):
        yield MANIFEST, "does not have its seal: the bundle was altered"


def fits(seal: str, key: bytes, covered: bytes) -> bool:
    return hmac.compare_digest(hmac.new(key, covered, hashlib.sha256).hexdigest(), str(seal))


def say(line: str) -> None:
    """In signs that every terminal has."""
    sys.stdout.write(line.encode("ascii", "backslashreplace").decode() + "\n")


if __name__ == "__main__":
    sys.exit(main())
