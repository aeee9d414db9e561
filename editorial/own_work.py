"""Whether a member wrote a source that an article cites: a tie to know of before asking (ICMJE).

Names are all there is to go by. A family name and the first initial must agree, and the other
initials must not contradict each other, so “Ruiz Soto M” is found for “Maria del Carmen Ruiz Soto”,
and so is a namesake: a person looks before anything follows from it.
"""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Self

Words = tuple[str, ...]
TITLES = {"dr", "prof", "professor", "sir", "dame"}
#: “JQ” is two initials; “Jo” is a name.
INITIALS = re.compile(r"[A-Z]{2,3}")
PARTICLES = ("non-dropping-particle", "dropping-particle")
APOSTROPHES = re.compile("['\N{RIGHT SINGLE QUOTATION MARK}.]")


@dataclass(frozen=True)
class Author:
    """One author of one cited source."""

    family: Words
    initials: list[str]
    title: str


@dataclass(frozen=True)
class CitedAuthors:
    """Who wrote the cited sources, by the last word of the family name."""

    by_last_word: Mapping[str, list[Author]]

    @classmethod
    def of(cls, content: Mapping[str, Any]) -> Self:
        """From the content of a version."""
        found: defaultdict[str, list[Author]] = defaultdict(list)
        for reference in content["references"]:
            title = str(reference["csl"].get("title") or reference["number"])
            for author in reference["csl"].get("author") or []:
                initials = _initials(str(author.get("given") or ""))
                for family in _families(author) if initials else ():
                    found[family[-1]].append(Author(family, initials, title))
        return cls(found)

    def works_of(self, name: str) -> list[str]:
        """Titles of the sources that somebody of this name wrote, each once."""
        own = [word for word in _words(name) if word not in TITLES]
        authors = self.by_last_word.get(own[-1], []) if own else []
        return list(dict.fromkeys(author.title for author in authors if _is_same(own, author)))


def _is_same(own: list[str], author: Author) -> bool:
    length = len(author.family)
    given = own[:-length]
    return (
        bool(given)
        and tuple(own[-length:]) == author.family
        and _agree([word[0] for word in given], author.initials)
    )


def _families(author: Mapping[str, Any]) -> Iterator[Words]:
    """The family name as written, and with what may stand before it: “van der Berg”."""
    family = str(author.get("family") or "")
    particles = " ".join(str(author[name]) for name in PARTICLES if author.get(name))
    for written in {tuple(_words(family)), tuple(_words(f"{particles} {family}"))}:
        if written:
            yield written


def _agree(own: list[str], given: list[str]) -> bool:
    """The first initials are the same, and the shorter list leaves out some of the longer."""
    shorter, longer = sorted((own, given), key=len)
    rest = iter(longer)
    return own[0] == given[0] and all(initial in rest for initial in shorter)


def _initials(given: str) -> list[str]:
    found: list[str] = []
    for word in re.findall(r"[^\W_]+", given):
        parts = list(word.casefold()) if INITIALS.fullmatch(word) else _words(word)[:1]
        found += [part[0] for part in parts]
    return found


def _words(name: str) -> list[str]:
    """Without accents, capitals and signs; apostrophes join, hyphens part."""
    plain = "".join(
        sign for sign in unicodedata.normalize("NFKD", name) if not unicodedata.combining(sign)
    )
    return re.findall(r"[^\W_]+", APOSTROPHES.sub("", plain).casefold())
