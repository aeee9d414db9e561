"""People in BibTeX: `First von Last`, `von Last, First`, `von Last, Jr, First`, `{Body}`."""

import re
from collections.abc import Iterator

from bibtexparser.middlewares.names import (
    InvalidNameError,
    parse_single_name_into_parts,
    split_multiple_persons_names,
)

from references.bibliography.latex import decoded

_EXTENDED = re.compile(r"^(?:family|given|prefix|suffix)\s?=")


def _is_braced(name: str) -> bool:
    """Whether one pair of braces holds the whole name."""
    if not (name.startswith("{") and name.endswith("}")):
        return False
    depth = 0
    for at, character in enumerate(name):
        depth += (character == "{") - (character == "}")
        if depth == 0:
            return at == len(name) - 1
    return False


def _person(name: str) -> dict[str, str]:
    name = " ".join(name.split())
    if _EXTENDED.match(name):
        return _extended(name)
    if _is_braced(name):
        return {"literal": decoded(name)}
    try:
        parts = parse_single_name_into_parts(name, strict=False)
    except InvalidNameError:
        return {"literal": decoded(name)}
    family = decoded(" ".join((*parts.von, *parts.last)))
    given, suffix = decoded(" ".join(parts.first)), decoded(" ".join(parts.jr))
    if not given and not parts.von and " " in family:
        return {"literal": family}
    named = {"family": family, "given": given, "suffix": suffix}
    return {part: value for part, value in named.items() if value}


def _extended(name: str) -> dict[str, str]:
    """BibLaTeX's `family=Berg, given=Jan, prefix=van der`."""
    parts = dict(part.strip().split("=", 1) for part in name.split(",") if "=" in part)
    known = {key.strip(): decoded(value).strip('" ') for key, value in parts.items()}
    family = " ".join(filter(None, (known.get("prefix"), known.get("family"))))
    named = {"family": family, "given": known.get("given"), "suffix": known.get("suffix")}
    return {part: value for part, value in named.items() if value}


def _people(value: str) -> Iterator[dict[str, str]]:
    for name in split_multiple_persons_names(value):
        if name.strip().lower() not in ("others", ""):
            yield _person(name)


def people(value: str) -> list[dict[str, str]]:
    """The names in a field; `and others` is nobody."""
    return list(_people(value))
