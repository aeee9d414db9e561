"""Which works the publisher of this site brought out itself."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

_DOI = re.compile(r"10\.[0-9]{4,9}(\.[0-9]+)*(/\S+)?")
_ISSN = re.compile(r"\b([0-9]{4})-([0-9]{3}[0-9X])\b")
_HOST = re.compile(r"([a-z0-9-]+\.)+[a-z][a-z0-9-]*", re.IGNORECASE)
_LETTERS = re.compile(r"[^\W\d_]")
LONGEST_NAME = 300


class Unreadable(ValueError):
    """A word that can be no own publication; its text says what one looks like."""


@dataclass(frozen=True)
class OwnPublications:
    """Prefixes of DOIs, hosts, ISSNs, and names of journals and publishers in lower case."""

    doi_prefixes: tuple[str, ...] = ()
    hosts: frozenset[str] = frozenset()
    issns: frozenset[str] = frozenset()
    names: frozenset[str] = frozenset()

    def include(self, csl: Mapping[str, Any]) -> bool:
        """Whether a work is one of them: by its DOI, its address, its journal or its publisher."""
        return (
            self._has_doi(csl.get("DOI", ""))
            or self._has_host(csl.get("URL", ""))
            or bool(self.issns & _issns(csl.get("ISSN", "")))
            or any(_plain(csl.get(key, "")) in self.names for key in NAMING)
        )

    def _has_doi(self, doi: str) -> bool:
        """“10.1234” is the registrant's; “10.1234/abc” all that begin so."""
        lower = doi.lower()
        return any(
            lower.startswith(prefix if "/" in prefix else f"{prefix}/")
            for prefix in self.doi_prefixes
        )

    def _has_host(self, url: str) -> bool:
        try:
            host = urlsplit(url).hostname or ""
        except ValueError:
            return False
        return any(host == own or host.endswith(f".{own}") for own in self.hosts)


#: Where an item names its journal and its publisher.
NAMING = ("container-title", "container-title-short", "publisher")


def read(text: str, *, host: str = "") -> OwnPublications:
    """From words separated by commas or semicolons; `host` is that of the site. Raises Unreadable.

    A word that begins as a DOI, an ISSN or an address does must be one. Any other is a name.
    """
    prefixes: list[str] = []
    hosts, issns, names = {host} - {""}, set(), set()
    for word in filter(None, (word.strip() for word in re.split("[,;]", text))):
        if word.startswith("10."):
            prefixes.append(_doi_prefix(word))
        elif re.fullmatch(r"[0-9]{4}-?[0-9]{3}[0-9Xx]", word):
            issns.add(_issn(word))
        elif _HOST.fullmatch(word):
            hosts.add(word.lower().removeprefix("www."))
        else:
            names.add(_name(word))
    return OwnPublications(tuple(prefixes), frozenset(hosts), frozenset(issns), frozenset(names))


def _doi_prefix(word: str) -> str:
    if not _DOI.fullmatch(word):
        raise Unreadable("a DOI or its prefix looks like 10.1234")
    return word.lower()


def _issn(word: str) -> str:
    """With its check digit, which is the sum of the weighted digits modulo 11 (ISO 3297)."""
    digits = word.replace("-", "").upper()
    values = [10 if digit == "X" else int(digit) for digit in digits]
    if sum(weight * value for weight, value in zip(range(8, 0, -1), values, strict=True)) % 11:
        raise Unreadable("an ISSN looks like 1234-5679 and has a right check digit")
    return f"{digits[:4]}-{digits[4:]}"


def _issns(text: str) -> set[str]:
    return {f"{first}-{last}" for first, last in _ISSN.findall(text.upper())}


def _name(word: str) -> str:
    if "://" in word or "@" in word or not _LETTERS.search(word) or len(word) > LONGEST_NAME:
        raise Unreadable("a host stands without scheme and path, and a name holds letters")
    return _plain(word)


def _plain(text: str) -> str:
    """One line in lower case without markup, so that equal names compare equal."""
    return " ".join(re.sub(r"</?(em|sub|sup)>", "", text).casefold().split())
