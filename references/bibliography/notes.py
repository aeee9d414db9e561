"""Identifiers that programs put into notes, for want of a field: `PMID: 8300650 PMCID: PMC13`."""

import re

_PAIR = re.compile(r"\b(PMID|PMCID|DOI)\s{0,3}:\s{0,3}(\S+)", re.IGNORECASE)


def with_identifiers_apart(note: str) -> str:
    """Each identifier on a line of its own, where a line holds nothing else."""
    return "\n".join(part for line in note.split("\n") for part in _parts(line.strip()))


def _parts(line: str) -> list[str]:
    if _PAIR.sub("", line).strip(" ;,."):
        return [line]
    return [f"{name}: {value.rstrip(';,.')}" for name, value in _PAIR.findall(line)] or [line]
