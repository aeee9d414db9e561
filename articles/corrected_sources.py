"""Whether a source of a draft is described as it was in the live version, or more fully."""

from collections.abc import Callable, Mapping
from typing import Any, Final

from articles.text import clinical_tokens
from references.kinds import Kind

Reference = Mapping[str, Any]
#: What the library states of a source's strength; readers see it beside the source.
STRENGTH: Final = (
    *("kind", "evidence_level", "certainty", "issuing_body", "valid_from", "valid_until"),
)
#: Facts of a record that no reader sees.
UNSEEN: Final = frozenset({"id", "accessed"})


def changed_fact(old: Reference, new: Reference, is_same: Callable[[str, str], bool]) -> str:
    """The name of the first fact that is another one; "" if none is. What was missing may come.

    `is_same` tells whether one text only spells another one differently.
    """
    for name in STRENGTH:
        if old.get(name) != new.get(name):
            return name.replace("_", " ")
    for name, value in old["csl"].items():
        now = new["csl"].get(name)
        if value == now or name in UNSEEN:
            continue
        are_texts = isinstance(value, str) and isinstance(now, str)
        if not are_texts or not is_same(clinical_tokens.plain(value), clinical_tokens.plain(now)):
            return str(name)
    return ""


def brand_names(reference: Reference) -> frozenset[str]:
    """The words of a drug label's title that are likely to be the drug's, folded."""
    if reference["kind"] != Kind.DRUG_LABEL:
        return frozenset()
    return frozenset(
        token.key
        for token in clinical_tokens.tokens(str(reference["csl"].get("title", "")))
        if len(token.key) >= SHORTEST_BRAND and token.meaning is None and token.has_capital
    )


SHORTEST_BRAND: Final = 5
