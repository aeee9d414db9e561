"""Corrections of words chosen by chance: whatever somebody could act on is refused."""

import re
from copy import deepcopy
from importlib.resources import files

from hypothesis import given, settings
from hypothesis import strategies as st

from articles.corrections import compare
from articles.text.clinical_tokens import layout, tokens
from articles.text.slips import is_same
from tests.articles.correction_samples import DOSES, PROSE, live
from tests.fuzz import examples

# Every protected token of the live text, and what could become of it.

TEXT = layout(DOSES).texts
PLACES = [
    (line, match)
    for line, text in enumerate(TEXT)
    for match in re.finditer(r"[\w.½\u2013µ]+|[<%]|\x00cite \d\x00", text)
    if any(token.meaning is not None for token in tokens(match[0]))
]


AMOUNTS = ["1", "50", "0.5", "1,000", "½", "mg", "Mg", "µg", "mL", "IU", "%", "<", "≥"]
WORDS = ["not", "never", "should", "may", "stop", "ibuprofen", "twice", "oral", "rest", "blue"]
OTHERS = [*AMOUNTS, *WORDS, "before", "\0cite 1\0"]


@settings(deadline=None, max_examples=examples(300))
@given(
    place=st.sampled_from(PLACES),
    how=st.sampled_from(["drop", "repeat", "swap", "replace", "case", "negate"]),
    other=st.sampled_from(OTHERS),
)
def test_compare_refuses_every_mutation_of_a_protected_token(
    place: tuple[int, re.Match[str]], how: str, other: str
) -> None:
    line, match = place
    old, word = TEXT[line], match[0]
    new = {
        "drop": "",
        "repeat": f"{word} {word}",
        "swap": word[::-1] if word[::-1] != word else f"{word}{word}",
        "replace": other,
        "case": word.swapcase() if tokens(word.swapcase()) != tokens(word) else f"x{word}",
        "negate": f"not {word}",
    }[how]
    changed = f"{old[: match.start()]}{new}{old[match.end() :]}"
    if [t.key for t in tokens(changed)] == [t.key for t in tokens(old)]:
        return
    before, after = live(), live()
    before["sections"][1]["plain_language"] = f"<p>{_html(old)}</p>"
    after["sections"][1]["plain_language"] = f"<p>{_html(changed)}</p>"
    assert compare(before, after) != []


def _html(text: str) -> str:
    text = text.replace("<", "&lt;")
    text = re.sub(r"\x00cite (\d)\x00", r'<cite data-reference="\1"></cite>', text)
    return re.sub(r"\x00[^\x00]*\x00", "", text)


def test_mutations_are_of_many_tokens() -> None:
    assert len(PLACES) > 50


EVERYDAY = sorted(
    word
    for word in files("articles.text.lexicon").joinpath("real_words.txt").read_text().split()
    if word.isalpha() and len(word) > 2
)
IN_PROSE = list(re.finditer(r"[a-z]{3,}", layout(PROSE).texts[0]))


@settings(deadline=None, max_examples=examples(300))
@given(place=st.sampled_from(IN_PROSE), how=st.sampled_from("irx"), other=st.sampled_from(EVERYDAY))
def test_compare_refuses_another_word_one_more_and_one_less(
    place: re.Match[str], how: str, other: str
) -> None:
    """Whatever the word: what is allowed is listed, not what is forbidden."""
    old, word = layout(PROSE).texts[0], place[0]
    new = {"i": f"{word} {other}", "r": other, "x": ""}[how]
    if is_small(word) or is_small(other) or other == word or is_same(word, other):
        return
    before, after = live(), live()
    changed = f"{old[: place.start()]}{new}{old[place.end() :]}"
    before["summary"], after["summary"] = old, changed
    assert compare(before, after) != []


def is_small(word: str) -> bool:
    return word in {"a", "an", "the", "that", "is", "are", "of", "also", "both", "it"}


@settings(deadline=None)
@given(st.text(max_size=200), st.text(max_size=200))
def test_compare_reads_any_text(one: str, other: str) -> None:
    old, new = live(), live()
    old["summary"], new["summary"] = one, other
    compare(old, new)
    assert compare(old, deepcopy(old)) == []
