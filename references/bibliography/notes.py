"""Notes: the HTML of Zotero's, and identifiers that stand in them for want of a field."""

import html
import re

_HTML = re.compile(
    r"</?(?:p|br|div|span|em|strong|b|i|u|a|ul|ol|li|h[1-6]|blockquote)\b[^<>]{0,300}>",
    re.IGNORECASE,
)
_PAIR = re.compile(r"\b(PMID|PMCID|DOI)\s{0,3}:\s{0,3}(\S+)", re.IGNORECASE)


def with_identifiers_apart(note: str) -> str:
    """The words of a note, `PMID: 8300650 PMCID: PMC13` on two lines, where a line holds no more.

    From a line of its own, `references.csl` takes an identifier.
    """
    if "<" in note or "&" in note:
        note = html.unescape(_HTML.sub(" ", note))
    lines = (" ".join(line.split()) for line in note.split("\n"))
    return "\n".join(part for line in lines if line for part in _parts(line))


def _parts(line: str) -> list[str]:
    if _PAIR.sub("", line).strip(" ;,."):
        return [line]
    return [f"{name}: {value.rstrip(';,.')}" for name, value in _PAIR.findall(line)] or [line]
