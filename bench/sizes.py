"""How much of everything: small enough for a few minutes, and larger where the environment asks."""

import os
from dataclasses import dataclass, fields

FIRST_SCALE = 10_000


@dataclass(frozen=True)
class Sizes:
    """Each may be set: BENCH_ARTICLES=1000000 make bench."""

    #: Timed rounds of each measure, after one that is not counted.
    rounds: int = 5
    #: Articles with a due date, for `plan` and `idle-sweep`: at 10,000, 100,000 … up to so many.
    articles: int = 10_000
    #: Messages for `deliver`, of those that are due.
    mails: int = 100
    #: Live articles with full text, for `search` and `ask`; words of each.
    live: int = 3_000
    words: int = 600
    #: Files for `import`.
    files: int = 300
    #: Records of the file for `import-references`.
    records: int = 10_000
    #: Reviews carried through every verb, for `transition`.
    reviews: int = 30
    #: Audit events for `verify`.
    events: int = 20_000
    #: Rows of the article list, against ten.
    rows: int = 1_000
    #: References for `format`.
    references: int = 100
    #: Citations, in drafts and versions, for `where-used`.
    citations: int = 100_000
    #: Words of the text that `compare` reads.
    compared: int = 10_000
    #: Tenths of a second of each turn at a web server, for `reader`.
    turn: int = 15

    @property
    def scales(self) -> list[int]:
        """Each ten times the one before; the last is what was asked for."""
        steps = [FIRST_SCALE]
        while steps[-1] < self.articles:
            steps.append(steps[-1] * 10)
        return [step for step in steps if step < self.articles] + [self.articles]

    @classmethod
    def from_environment(cls) -> "Sizes":
        names = [field.name for field in fields(cls)]
        asked = {name: os.environ.get(f"BENCH_{name.upper()}") for name in names}
        return cls(**{name: _number(name, text) for name, text in asked.items() if text})


def _number(name: str, text: str) -> int:
    if not text.isascii() or not text.isdigit() or int(text) < 1:
        raise SystemExit(f"BENCH_{name.upper()} must be a whole number of at least 1.")
    return int(text)
