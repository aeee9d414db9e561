"""How much a version differs from an earlier one, in numbers and in words."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from articles.text.plain import text_of

Content = Mapping[str, Any]
PARTS = ("heading", "body", "plain_language")


@dataclass(frozen=True)
class Amount:
    """Words are counted wherever they stand: a paragraph that only moved adds and removes none."""

    words_added: int
    words_removed: int
    sources_added: int
    sources_removed: int
    differs: bool


def amount_between(old: Content, new: Content) -> Amount:
    """From one version's content to another's."""
    words_of_old, words_of_new = _changed_words(old, new)
    sources_of_old, sources_of_new = _sources(old), _sources(new)
    return Amount(
        words_added=(words_of_new - words_of_old).total(),
        words_removed=(words_of_old - words_of_new).total(),
        sources_added=len(sources_of_new - sources_of_old),
        sources_removed=len(sources_of_old - sources_of_new),
        differs=any(old[part] != new[part] for part in ("title", "summary", "sections")),
    )


def in_words(amount: Amount) -> str:
    """A phrase for a card: “34 words added, 12 words removed, 1 source added”."""
    phrases = [
        ngettext("%(count)d word added", "%(count)d words added", amount.words_added)
        % {"count": amount.words_added},
        ngettext("%(count)d word removed", "%(count)d words removed", amount.words_removed)
        % {"count": amount.words_removed},
        ngettext("%(count)d source added", "%(count)d sources added", amount.sources_added)
        % {"count": amount.sources_added},
        ngettext("%(count)d source removed", "%(count)d sources removed", amount.sources_removed)
        % {"count": amount.sources_removed},
    ]
    counts = (
        amount.words_added,
        amount.words_removed,
        amount.sources_added,
        amount.sources_removed,
    )
    said = [phrase for phrase, count in zip(phrases, counts, strict=True) if count]
    if said:
        return ", ".join(said)
    if amount.differs:
        return _("No words added or removed: order, citations or formatting changed")
    return _("The text is the same")


def _changed_words(old: Content, new: Content) -> tuple[Counter[str], Counter[str]]:
    """The words of every section that is not the same on both sides, of titles and summaries."""
    unchanged = {_key(section) for section in old["sections"]} & {
        _key(section) for section in new["sections"]
    }
    return _words(old, unchanged), _words(new, unchanged)


def _words(content: Content, without: set[tuple[str, ...]]) -> Counter[str]:
    words: Counter[str] = Counter()
    words.update(content["title"].split())
    words.update(content["summary"].split())
    for section in content["sections"]:
        if _key(section) not in without:
            words.update(section["heading"].split())
            words.update(text_of(section["body"]).split())
            words.update(text_of(section["plain_language"]).split())
    return words


def _key(section: Mapping[str, str]) -> tuple[str, ...]:
    return tuple(section[part] for part in PARTS)


def _sources(content: Content) -> set[int]:
    references: Sequence[Mapping[str, Any]] = content["references"]
    return {reference["id"] for reference in references}
