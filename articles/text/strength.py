"""What a version says of a source's strength, beside the reference. Empty where nothing is stated.

The words are in the article's language and part of what is signed, so they depend on the version's
content alone; the scales are those of `references.models.evidence`.
"""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any, Final

from django.utils.dateformat import format as written

#: What a frozen reference carries of it, and only where the library states it.
FACTS: Final = ("evidence_level", "certainty", "issuing_body", "valid_from", "valid_until")
CERTAINTIES: Final[Mapping[str, str]] = {
    "high": "high",
    "moderate": "moderate",
    "low": "low",
    "very_low": "very low",
}


def strength(reference: Mapping[str, Any]) -> str:
    """“Evidence level 1 (Oxford CEBM). Certainty: high (GRADE). Valid until 4 November 2025.”"""
    return " ".join(f"{sentence}." for sentence in _sentences(reference))


def _sentences(reference: Mapping[str, Any]) -> Iterator[str]:
    if level := reference.get("evidence_level"):
        yield f"Evidence level {level} (Oxford CEBM)"
    if certainty := reference.get("certainty"):
        yield f"Certainty: {CERTAINTIES[certainty]} (GRADE)"
    body = reference.get("issuing_body", "")
    if body and not _is_named(body, reference["csl"]):
        yield f"Issued by {body}".removesuffix(".")
    if until := reference.get("valid_until"):
        yield f"Valid until {written(date.fromisoformat(until), 'j F Y')}"


def _is_named(body: str, csl: Mapping[str, Any]) -> bool:
    """Whether the reference itself names the body, as its author or publisher."""
    names = [csl.get("publisher", ""), *(name.get("literal", "") for name in csl.get("author", ()))]
    return body.casefold() in {name.casefold() for name in names}
