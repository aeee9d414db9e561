"""Which sections of a version somebody has signed before, word for word.

A help for whoever reads a version again. The signature is for the whole all the same: a sentence
can be unchanged and no longer true beside one that is new.
"""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from articles.models import Version
from articles.text.canonical import digest
from articles.text.citations import cited
from editorial.models import Review, SignOff
from editorial.states import Verdict

Content = Mapping[str, Any]
PARTS: Final = ("body", "plain_language")


@dataclass(frozen=True)
class Signer:
    """Who approved the earlier version, by the name at signing, and when (UTC)."""

    name: str
    signed_at: datetime.datetime


@dataclass(frozen=True)
class SignedBefore:
    """What was signed before. `places` counts the sections of the version under review from 0."""

    version_number: int
    signers: list[Signer]
    places: frozenset[int]
    is_whole: bool

    def on(self, place: int) -> "SignedBefore | None":
        """Itself for a section that is unchanged, else None."""
        return self if place in self.places else None


def signed_before(review: Review) -> SignedBefore | None:
    """From the newest version up to this one that somebody else's review has an approval of.

    A section is unchanged if its heading, its text for every audience and the sources it cites are
    those of a section there, wherever it stood. None if nothing was signed before. Two queries,
    however many sections, versions and signatures there are.
    """
    found = (
        SignOff.objects.standing()
        .filter(
            verdict=Verdict.APPROVE,
            review__article=review.article_id,
            review__version__number__lte=review.version.number,
        )
        .exclude(review=review)
        .order_by("-review__version__number", "signed_at", "pk")
        .values_list("review__version", "review__version__number", "signer_name", "signed_at")
    )
    signatures: list[tuple[int, int, str, datetime.datetime]] = list(found)
    if not signatures:
        return None
    newest, number, _name, _at = signatures[0]
    return SignedBefore(
        version_number=number,
        signers=[Signer(name, at) for version, _n, name, at in signatures if version == newest],
        places=_same(_content_of(newest, review.version), review.version.content),
        is_whole=newest == review.version_id,
    )


def _same(earlier: Content, now: Content) -> frozenset[int]:
    """The places of the sections now that say what a section of the earlier one said."""
    sources_then, sources = _sources(earlier), _sources(now)
    known = {_key(section, sources_then) for section in earlier["sections"]}
    return frozenset(
        place for place, section in enumerate(now["sections"]) if _key(section, sources) in known
    )


def _content_of(pk: int, at_hand: Version) -> Content:
    if pk == at_hand.pk:
        return dict(at_hand.content)
    content: Content = Version.objects.values_list("content", flat=True).get(pk=pk)
    return content


Key = tuple[tuple[str, ...], tuple[str, ...]]


def _key(section: Mapping[str, str], sources: Mapping[int, str]) -> Key:
    """Equal for sections that say the same and rest on the same sources."""
    texts = (section["heading"], *(section[part] for part in PARTS))
    ids = [citation.reference_id for part in PARTS for citation in cited(section[part])]
    return texts, tuple(sources.get(pk, "") for pk in ids if pk is not None)


def _sources(content: Content) -> dict[int, str]:
    """Each cited record as it stood, without its number, which another section can move."""
    return {
        reference["id"]: digest(
            {name: value for name, value in reference.items() if name != "number"}
        )
        for reference in content["references"]
    }
