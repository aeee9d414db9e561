"""Text that looks like text: few words very often, most of them hardly ever."""

import random
from functools import cache
from itertools import product

#: What people look for, spread over the whole range from common to rare.
_SUBJECTS = (
    "spasm pain muscle neck jaw posture botulinum cyclobenzaprine dystonia tetanus magnesium"
    " migraine tremor thyroid calcium physiotherapy massage heat dose tablet"
)
SUBJECTS = _SUBJECTS.split()
SYLLABLES = ("ba", "ce", "di", "fo", "gu", "la", "me", "ni", "pro", "ru", "sta", "ter", "vi", "xo")
VOCABULARY = 3_000


@cache
def vocabulary() -> list[str]:
    """Commonest first."""
    made = ["".join(parts) for parts in product(SYLLABLES, repeat=3)][: VOCABULARY - len(SUBJECTS)]
    random.Random(1).shuffle(made)  # noqa: S311 -- text, not a secret
    step = len(made) // len(SUBJECTS)
    for place, word in enumerate(SUBJECTS):
        made.insert(40 + place * step, word)
    return made


def sentences(words: int, seed: int) -> str:
    """So many words of prose; the same for the same seed."""
    chance = random.Random(seed)  # noqa: S311 -- text, not a secret
    known = vocabulary()
    picked = [known[int(len(known) * chance.random() ** 3)] for _ in range(words)]
    return " ".join(
        f"{word.capitalize() if place % 12 == 0 else word}{'.' if place % 12 == 11 else ''}"  # noqa: PLR2004
        for place, word in enumerate(picked)
    )


def work(number: int) -> dict[str, object]:
    """A CSL item of a journal article."""
    return {
        "type": "article-journal",
        "title": f"Bench study {number} of {SUBJECTS[number % len(SUBJECTS)]}",
        "author": [{"family": f"Sample{place}", "given": "An Author"} for place in range(4)],
        "container-title": "Journal of Samples",
        "issued": {"date-parts": [[2000 + number % 25, 1 + number % 12]]},
        "volume": str(number % 80),
        "issue": str(number % 12),
        "page": f"{number}-{number + 9}",
        "DOI": f"10.5555/bench.{number}",
    }
