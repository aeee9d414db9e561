"""What in a text changed beyond its spelling and punctuation.

Everything is refused that is not known to be harmless: mistyped words set right, words joined or
parted, capitals, marks of emphasis, punctuation, and a few small words that say nothing by
themselves. What is refused is sorted by what it changes, so that an editor reads why.
"""

import enum
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

from articles.text.alignment import Span, align
from articles.text.clinical_tokens import Token, ends_as_a_question, tokens
from articles.text.lexicon import Meaning, is_real
from articles.text.slips import is_same, is_slip


class Beyond(enum.StrEnum):
    """What a change changes, the gravest first."""

    DOSE = "dose"
    NUMBER = "number"
    UNIT = "unit"
    DRUG = "drug"
    CITATION = "citation"
    RECOMMENDATION = "recommendation"
    LINK = "link"
    WORDING = "wording"


class Change(NamedTuple):
    """What stood there and what stands there now; either may be empty."""

    beyond: Beyond
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """The changes that are no correction, and how many words were mended by those that are."""

    changes: list[Change]
    mended: int = 0


#: Whether a word, folded, still stands somewhere in the new text: then it was not misspelled.
StillUsed = Callable[[str], bool]

_OF_MEANING: Final = {
    Meaning.COURSE: Beyond.DOSE,
    Meaning.NUMBER: Beyond.NUMBER,
    Meaning.COMPARATOR: Beyond.NUMBER,
    Meaning.UNIT: Beyond.UNIT,
    Meaning.DRUG: Beyond.DRUG,
    Meaning.CITATION: Beyond.CITATION,
    Meaning.NEGATION: Beyond.RECOMMENDATION,
    Meaning.ADVICE: Beyond.RECOMMENDATION,
    Meaning.LINK: Beyond.LINK,
    Meaning.SIGN: Beyond.NUMBER,
}
_SIGNS_OF_UNITS: Final = frozenset("%\u2030\xb0/")
#: Words that may come and go: nothing is claimed by them alone.
_SMALL: Final = frozenset({"a", "an", "the", "that", "is", "are", "of", "also", "both", "it"})
#: Not beside a number or unit: “the half of 5 mg”.
_NOT_BESIDE_AMOUNTS: Final = frozenset({"of", "is", "are", "it", "both"})
#: “A few” are some, “few” are hardly any.
_NOT_AFTER_ARTICLE: Final = frozenset({"few", "little", "number", "lot", "most"})
#: Joined to a word, they turn it round: “a typical” is not “atypical”.
_TURNING: Final = frozenset(
    {"a", "an", "in", "un", "im", "ir", "il", "ab", "de", "dis", "non", "no", "not", "anti"}
)
_LONGEST_SHOWN: Final = 120
LONGEST_UNKNOWN_UNIT: Final = 6


def difference(
    old: str, new: str, *, still_used: StillUsed, drugs: frozenset[str] = frozenset()
) -> Outcome:
    """Between two lines of `articles.text.clinical_tokens`; `drugs` are further names of drugs."""
    if old == new:
        return Outcome([])
    before, after = _read(old, drugs), _read(new, drugs)
    spans = align([token.key for token in before], [token.key for token in after])
    moved = _moved(before, after, spans)
    changes: list[Change] = []
    mended = 0
    for span in spans:
        if span.equal:
            changes.extend(_of_punctuation(before, after, span))
        elif not _is_any(moved, before, after, span) and _is_harmless(
            before, after, span, still_used
        ):
            mended += max(span.b - span.a, span.d - span.c)
        else:
            changes.extend(_of_words(before, after, span))
    if ends_as_a_question(old) != ends_as_a_question(new):
        changes.append(Change(Beyond.WORDING, old[-_LONGEST_SHOWN:], new[-_LONGEST_SHOWN:]))
    return Outcome(changes, mended)


def _moved(before: Sequence[Token], after: Sequence[Token], spans: Iterable[Span]) -> set[str]:
    """Words that went in one place and came in another: “it is” became “is it”."""
    changed = [span for span in spans if not span.equal]
    gone = {token.key for span in changed for token in before[span.a : span.b]}
    come = {token.key for span in changed for token in after[span.c : span.d]}
    return gone & come


def _is_any(keys: set[str], before: Sequence[Token], after: Sequence[Token], span: Span) -> bool:
    return any(token.key in keys for token in (*before[span.a : span.b], *after[span.c : span.d]))


def all_of(text: str, *, drugs: frozenset[str] = frozenset()) -> list[Beyond]:
    """What a text that came or went as a whole says, the gravest first."""
    found = _read(text, drugs)
    return _sorted(_kinds(found, 0, len(found))) or [Beyond.WORDING]


def _read(text: str, drugs: frozenset[str]) -> list[Token]:
    """The tokens, with what is a drug or a unit as far as lists, labels and neighbours tell."""
    found = tokens(text)
    capitals = sum(token.has_capital for token in found)
    is_title = capitals > len(found) / 2
    for place, token in enumerate(found):
        if token.meaning is not None:
            continue
        if token.key in drugs or (not is_title and _may_be_name(token, is_first=place == 0)):
            found[place] = token._replace(meaning=Meaning.DRUG)
        elif place and _may_be_unit(token, after=found[place - 1]):
            found[place] = token._replace(meaning=Meaning.UNIT)
    return found


def _may_be_name(token: Token, *, is_first: bool) -> bool:
    """A word with a capital within a sentence, unless it is a known word that was stressed."""
    begins = is_first or not {*token.before}.isdisjoint(".?;")
    return token.has_capital and not begins and not is_real(token.text.casefold())


def _may_be_unit(token: Token, *, after: Token) -> bool:
    """A short word that nobody knows and that follows a number: “25 mcgram”."""
    return (
        after.meaning is Meaning.NUMBER
        and len(token.key) <= LONGEST_UNKNOWN_UNIT
        and not is_real(token.key)
    )


def _of_words(before: Sequence[Token], after: Sequence[Token], span: Span) -> Iterator[Change]:
    kinds = {*_kinds(before, span.a, span.b), *_kinds(after, span.c, span.d)}
    old, new = _shown(before, span.a, span.b), _shown(after, span.c, span.d)
    for beyond in _sorted(kinds) or [Beyond.WORDING]:
        yield Change(beyond, old, new)


def _of_punctuation(
    before: Sequence[Token], after: Sequence[Token], span: Span
) -> Iterator[Change]:
    """Where a sentence now begins or ends beside a word that its sentence gives its sense."""
    for i, j in zip(range(span.a, span.b), range(span.c, span.d), strict=True):
        old, new = before[i].before, after[j].before
        if i == 0 or j == 0 or old == new:
            continue
        beside = {before[i].meaning, before[i - 1].meaning} - {None}
        is_mere_comma = not {*old, *new} - {","}
        if Meaning.NEGATION in beside or ("?" in old + new) or (beside and not is_mere_comma):
            kinds = _sorted({_OF_MEANING[each] for each in beside if each is not None})
            said = _shown(before, i, i + 1, old), _shown(after, j, j + 1, new)
            yield Change(kinds[-1] if kinds else Beyond.WORDING, *said)


def _kinds(text: Sequence[Token], start: int, end: int) -> set[Beyond]:
    return {
        _kind(text, place, meaning)
        for place in range(start, end)
        if (meaning := text[place].meaning) is not None
    }


def _kind(text: Sequence[Token], place: int, meaning: Meaning) -> Beyond:
    """A number before a unit or an interval is a dose."""
    if meaning is Meaning.SIGN and text[place].text in _SIGNS_OF_UNITS:
        return Beyond.UNIT
    if meaning in {Meaning.NUMBER, Meaning.COMPARATOR}:
        following = {token.meaning for token in text[place + 1 : place + 3]}
        before = {token.meaning for token in text[max(place - 1, 0) : place]}
        if Meaning.UNIT in following or Meaning.COURSE in following | before:
            return Beyond.DOSE
    return _OF_MEANING[meaning]


def _sorted(kinds: Iterable[Beyond]) -> list[Beyond]:
    return [beyond for beyond in Beyond if beyond in set(kinds)]


def _shown(text: Sequence[Token], start: int, end: int, stop: str = "") -> str:
    """The words with a neighbour on either side, so that one finds the place."""
    if start == end:
        return ""
    parts = text[max(start - 1, 0) : end + 1]
    words = [token.text for token in parts if token.text]
    if stop and len(parts) > 1 and start > 0:
        words[0] += stop
    shown = " ".join(words)
    return shown if len(shown) <= _LONGEST_SHOWN else f"{shown[:_LONGEST_SHOWN]} …"


def _is_harmless(
    before: Sequence[Token], after: Sequence[Token], span: Span, still_used: StillUsed
) -> bool:
    gone, come = before[span.a : span.b], after[span.c : span.d]
    if any(token.meaning is not None for token in (*gone, *come)):
        return False
    if _is_joined(gone, come) or _is_joined(come, gone):
        return True
    return _are_mended(gone, come, still_used) or _are_mended(
        _without_small(before, span.a, span.b),
        _without_small(after, span.c, span.d),
        still_used,
    )


def _are_mended(gone: Sequence[Token], come: Sequence[Token], still_used: StillUsed) -> bool:
    """Word by word."""
    return len(gone) == len(come) and all(
        _is_mended(old.key, new.key, still_used) for old, new in zip(gone, come, strict=True)
    )


def _is_joined(parts: Sequence[Token], whole: Sequence[Token]) -> bool:
    """“follow up” and “followup”, unless the first part turns the word round."""
    return (
        len(parts) > len(whole) == 1
        and "".join(token.key for token in parts) == whole[0].key
        and (parts[0].key not in _TURNING or parts[1].hyphened)
    )


def _without_small(text: Sequence[Token], start: int, end: int) -> list[Token]:
    return [text[place] for place in range(start, end) if not _may_go(text, place)]


def _may_go(text: Sequence[Token], place: int) -> bool:
    """A small word, or one that only repeats the word beside it."""
    word = text[place]
    previous = text[place - 1] if place else None
    following = text[place + 1] if place + 1 < len(text) else None
    if previous is not None and previous.key == word.key:
        return True
    if word.key not in _SMALL:
        return False
    amounts = {Meaning.NUMBER, Meaning.UNIT, Meaning.COMPARATOR, Meaning.SIGN}
    beside = {token.meaning for token in (previous, following) if token is not None}
    if word.key in _NOT_BESIDE_AMOUNTS and beside & amounts:
        return False
    return following is None or following.key not in _NOT_AFTER_ARTICLE


def _is_mended(old: str, new: str, still_used: StillUsed) -> bool:
    return old == new or is_same(old, new) or (is_slip(old, new) and not still_used(old))
