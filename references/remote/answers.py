"""What Crossref and PubMed say of a work, in our own words."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from references.models.standing import Nature, Teller


@dataclass(frozen=True)
class FoundNotice:
    """One notice about a work.

    `identifier` is the notice's own DOI or PubMed number ("doi:10.…", "pmid:…"), empty where the
    teller names none; `url` is where to read it, perhaps empty.
    """

    nature: Nature
    on: date | None
    identifier: str
    url: str


@dataclass(frozen=True)
class Answer:
    """A work as `teller` describes it. `csl` is normalised; `kind` is a value of `Kind`."""

    teller: Teller
    csl: dict[str, Any]
    kind: str
    notices: list[FoundNotice] = field(default_factory=list)
