"""Items as files that other programs, and `references.bibliography`, read back.

An item may carry `id` (the key it gets in the file) and `kind`; both are optional.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from references.export.bibtex import as_bibtex
from references.export.csl_json import as_csl_json
from references.export.items import said_of
from references.export.ris import as_ris

__all__ = ["FORMATS", "Format", "as_bibtex", "as_csl_json", "as_ris", "said_of"]


@dataclass(frozen=True)
class Format:
    """`name` is what people call it, `suffix` how its files end, without the dot."""

    name: str
    suffix: str
    content_type: str
    write: Callable[[Iterable[Mapping[str, Any]]], str]


FORMATS = {
    one.suffix: one
    for one in (
        Format("RIS", "ris", "application/x-research-info-systems", as_ris),
        Format("BibTeX", "bib", "application/x-bibtex", as_bibtex),
        Format("CSL-JSON", "json", "application/vnd.citationstyles.csl+json", as_csl_json),
    )
}
