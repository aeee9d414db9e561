"""Names of CSL-JSON: people with family and given name, organisations as one literal."""

import re
from collections.abc import Mapping, Sequence

from django.utils.translation import gettext as _

from references import markup
from references.exceptions import InvalidItem

ROLES = (
    *("author", "editor", "translator", "collection-editor", "container-author", "contributor"),
    *("director", "editorial-director", "composer", "illustrator", "interviewer", "recipient"),
    *("original-author", "reviewed-author", "chair", "compiler", "curator", "organizer"),
)
PARTS = ("family", "given", "literal", "suffix", "ORCID")
PARTICLES = ("dropping-particle", "non-dropping-particle")
MOST = 5000
LONGEST = 500
_SUFFIX = re.compile(r"^(?:jr|sr|[2-9](?:nd|rd|th))\.?$", re.IGNORECASE)
#: A number, or an initial: "Wright, V." and "Ivanov, IV" are people without a suffix.
_NUMBER = re.compile(r"^[ivx]{1,4}\.?$", re.IGNORECASE)
_ORGANISATION = re.compile(r"^\s*(?:org(?:anisation|anization)?\s*:\s*(?P<a>.+)|\{(?P<b>.+)\})\s*$")


def parse(text: str) -> dict[str, str]:
    """A name as one writes it: "Family, Given", "Family, Given, Jr", "{Organisation}", "org: …"."""
    text = " ".join(text.split())
    if found := _ORGANISATION.match(text):
        return {"literal": (found["a"] or found["b"]).strip()}
    family, *given = (part.strip() for part in text.split(","))
    if not given:
        return {"literal": family}
    suffix = _suffix(given)
    rest = ", ".join(part for part in given if part and part != suffix)
    name = {"family": family, "given": rest, "suffix": suffix}
    return {part: value for part, value in name.items() if value}


def _suffix(given: Sequence[str]) -> str:
    """Which of the parts after the family name is one: a number only beside a given name."""
    numbers = [part for part in given if _NUMBER.match(part)] if len(given) > 1 else []
    likely = (part for part in numbers if len(part.strip(".")) > 1 or part == given[-1])
    return next((part for part in given if _SUFFIX.match(part)), next(likely, ""))


def written(name: Mapping[str, str]) -> str:
    """The name as `parse` reads it back."""
    if literal := name.get("literal"):
        return f"org: {literal}"
    family, given = name.get("family"), name.get("given", "")
    if not family:
        return f"org: {given}"
    return ", ".join(filter(None, (family, given, name.get("suffix")))) + ("" if given else ",")


def _one(name: object, role: str) -> dict[str, str]:
    if isinstance(name, str):
        name = parse(name)
    if not isinstance(name, Mapping):
        raise InvalidItem(role, _("“%(role)s” holds something that is no name.") % {"role": role})
    if "name" in name and not name.get("literal"):
        name = {**name, "literal": name["name"]}
    parts = {part: _part(name.get(part), role) for part in (*PARTS, *PARTICLES)}
    particles = [parts.pop(particle) for particle in PARTICLES]
    if parts["family"]:
        parts["family"] = " ".join(filter(None, (*particles, parts["family"])))
    if parts["family"] or parts["given"]:
        parts.pop("literal")
    known = {part: value for part, value in parts.items() if value}
    return known if known.keys() & {"family", "given", "literal"} else {}


def _part(value: object, role: str) -> str:
    if value is None:
        return ""
    if not isinstance(value, str) or len(value) > LONGEST:
        raise InvalidItem(role, _("“%(role)s” holds something that is no name.") % {"role": role})
    return markup.plain(value)


def normalise(value: object, role: str) -> list[dict[str, str]]:
    """Names with text in at least one part, in their order.

    Particles ("van der") become part of the family name, as PubMed writes them: they are printed
    with it, and the same person must not sort in two places.
    """
    if isinstance(value, str | Mapping):
        value = [value]
    if not isinstance(value, list) or len(value) > MOST:
        raise InvalidItem(role, _("“%(role)s” must be a list of names.") % {"role": role})
    return [name for name in (_one(entry, role) for entry in value) if name]
