"""Whether one word is another one mistyped, or the same one spelled after another custom.

Meant for what a correction may do without anybody looking at the meaning, so in doubt the answer is
no. A word that is known to be one is never a slip: “ileum” is not a mistyped “ilium”.
"""

from itertools import pairwise
from typing import Final

from articles.text.lexicon import is_real, meaning_of

_VOWELS: Final = frozenset("aeiouy")
_KEYBOARD: Final = ("qwertyuiop", "asdfghjkl", "zxcvbnm")
_NEIGHBOURS: Final = frozenset(frozenset(pair) for row in _KEYBOARD for pair in pairwise(row))
#: Prefixes and endings of one family say different things, however alike they look.
_PREFIXES: Final = (
    ("hyper", "hypo"),
    ("inter", "intra", "intro", "infra"),
    ("ante", "anti"),
    ("pre", "pro", "per", "peri", "para", "post"),
    ("ab", "ad"),
    ("sub", "supra", "super", "sur"),
    ("macro", "micro"),
    ("endo", "ento", "ecto", "exo", "epi"),
    ("poly", "oligo"),
    ("brady", "tachy"),
    ("dys", "dis"),
    ("en", "em", "in", "un", "im"),
)
_ENDINGS: Final = (
    ("tomy", "stomy", "ectomy", "scopy"),
    ("ite", "ate", "ide", "ine", "ane", "ene", "one", "ole", "ol", "al", "yl", "in", "on", "an"),
    ("itis", "osis", "oma", "asis", "esis"),
    ("gram", "graph", "graphy"),
    ("emia", "uria", "aemia"),
    ("ful", "less"),
)
#: Before a word, they say that something is not so.
_TURNING: Final = ("un", "in", "im", "non", "an", "anti", "de", "dis")
#: British and American custom, the same word either way.
_CUSTOMS: Final = (
    *(("ae", "e"), ("oe", "e"), ("our", "or"), ("isation", "ization"), ("ising", "izing")),
    *(("ised", "ized"), ("ise", "ize"), ("yse", "yze"), ("ysing", "yzing"), ("ll", "l")),
    *(("centre", "center"), ("fibre", "fiber"), ("ogue", "og"), ("sulph", "sulf")),
)
#: Words that may stand for each other without a sentence saying anything else.
_SAME: Final = tuple(
    frozenset(group.split())
    for group in (
        *("a an", "is are", "was were", "has have", "do does", "this these", "that which"),
        *("who whom", "among amongst", "while whilst", "toward towards", "also too"),
        *("therefore thus hence", "called termed named", "besides moreover"),
    )
)
#: Words that end so, and are not known to be everyday ones, may each be a substance of its own.
_SUBSTANCES: Final = ("ine", "in", "ase", "ose", "ole", "ol", "ide", "ite")
SHORTEST: Final = 3
SHORTEST_OF_CUSTOM: Final = 5
SHORTEST_TO_REPLACE_IN: Final = 7
SHORTEST_TO_MISS_TWO_IN: Final = 7


def is_same(old: str, new: str) -> bool:
    """Whether the sentence says the same with either: a custom of spelling, or an agreement.

    Both folded, letters only, and not equal.
    """
    if any({old, new} <= group for group in _SAME):
        return True
    if meaning_of(old) is not None or meaning_of(new) is not None:
        return False
    return _is_by_custom(old, new) or _is_other_number(old, new)


def is_slip(old: str, new: str) -> bool:
    """Whether `new` is what `old` was meant to be."""
    if meaning_of(old) is not None or meaning_of(new) is not None:
        return False
    if is_real(old) or min(len(old), len(new)) < SHORTEST or _may_be_substance(new):
        return False
    return not _changes_an_affix(old, new) and not _turns_round(old, new) and _is_one_slip(old, new)


def _turns_round(old: str, new: str) -> bool:
    """“unusually” has the first letter of “usually”, and says the opposite."""
    short, long = sorted((old, new), key=len)
    return long in {f"{prefix}{short}" for prefix in _TURNING}


def _is_by_custom(old: str, new: str) -> bool:
    """“our” and “or” are too short to be one word spelled in two ways."""
    return min(len(old), len(new)) >= SHORTEST_OF_CUSTOM and _by_custom(old) == _by_custom(new)


def _may_be_substance(word: str) -> bool:
    """“cystine” and “cysteine” are two, and nobody can list them all."""
    return len(word) > SHORTEST_OF_CUSTOM and word.endswith(_SUBSTANCES) and not is_real(word)


def _by_custom(word: str) -> str:
    for one, other in _CUSTOMS:
        word = word.replace(one, other)
    return word


def _is_other_number(old: str, new: str) -> bool:
    """Singular for plural or the other way, as verbs and nouns are made to agree."""
    short, long = sorted((old, new), key=len)
    return len(short) > SHORTEST and long == f"{short}s"


def _changes_an_affix(old: str, new: str) -> bool:
    return any(
        _affix(old, family, at_start) != _affix(new, family, at_start)
        for families, at_start in ((_PREFIXES, True), (_ENDINGS, False))
        for family in families
        if _affix(old, family, at_start) and _affix(new, family, at_start)
    )


def _affix(word: str, family: tuple[str, ...], at_start: bool) -> str:  # noqa: FBT001
    found = [part for part in family if (word.startswith if at_start else word.endswith)(part)]
    return max(found, key=len, default="")


def _is_one_slip(old: str, new: str) -> bool:
    """Two letters swapped, one or two left out or typed too much, or one taken for its neighbour.

    The first letter is right: few people miss it, and it makes “typical” of “atypical”.
    """
    start = _common(old, new)
    end = _common(old[start:][::-1], new[start:][::-1])
    before, after = old[start : len(old) - end], new[start : len(new) - end]
    if len(before) == len(after) == 2:  # noqa: PLR2004 # a pair of letters
        return before == after[::-1]
    if start == 0:
        return False
    if len(before) == len(after) == 1:
        return len(old) >= SHORTEST_TO_REPLACE_IN and _are_alike(before, after)
    short, long = sorted((old, new), key=len)
    missing = len(long) - len(short)
    return _is_within(short, long) and (
        missing == 1 or (missing == 2 and len(short) >= SHORTEST_TO_MISS_TWO_IN)  # noqa: PLR2004
    )


def _common(one: str, other: str) -> int:
    pairs = enumerate(zip(one, other, strict=False))
    return next((i for i, (a, b) in pairs if a != b), min(len(one), len(other)))


def _are_alike(one: str, other: str) -> bool:
    """Vowels are mistaken for each other by ear, consonants for their neighbours by the hand."""
    if one in _VOWELS or other in _VOWELS:
        return one in _VOWELS and other in _VOWELS
    return frozenset((one, other)) in _NEIGHBOURS


def _is_within(short: str, long: str) -> bool:
    """Whether the letters of one stand in the other, in their order."""
    letters = iter(long)
    return all(letter in letters for letter in short)
