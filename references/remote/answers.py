"""What Crossref and PubMed say of a work, in our own words."""

from dataclasses import dataclass, field
from datetime import date, datetime
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
    """A work as `teller` described it when it was `asked`; a remembered answer is older than now.

    `csl` is normalised; it is empty where not even a title could be read, and then the notices
    count all the same. `kind` is a value of `Kind`.
    """

    teller: Teller
    csl: dict[str, Any]
    kind: str
    asked: datetime
    notices: list[FoundNotice] = field(default_factory=list)
