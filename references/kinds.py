"""What kinds of source there are, and what a reader calls them."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from django.db import models
from django.utils.translation import gettext as translated
from django.utils.translation import gettext_lazy as _

from references.exceptions import InvalidItem


class Kind(models.TextChoices):
    """In the order of the weight that a reader gives them."""

    GUIDELINE = "guideline", _("Guideline")
    SYSTEMATIC_REVIEW = "systematic_review", _("Systematic review")
    TRIAL = "trial", _("Trial")
    RESEARCH = "research", _("Research")
    DRUG_LABEL = "drug_label", _("Drug label")
    TEXTBOOK = "textbook", _("Textbook")
    WEBSITE = "website", _("Website")


def label(kind: str) -> str:
    """What a reader calls this kind, in the active language."""
    return str(Kind(kind).label)


#: What the words of CSL's `genre` say, tried in this order: a guideline may rest on a trial.
GENRES = (
    (Kind.DRUG_LABEL, ("label", "prescribing information", "package insert", "product character")),
    (Kind.GUIDELINE, ("guideline", "guidance", "consensus", "recommendation", "standard")),
    (Kind.SYSTEMATIC_REVIEW, ("systematic", "meta-analysis", "meta analysis", "scoping review")),
    (Kind.TRIAL, ("trial", "randomized controlled", "randomised controlled", "rct")),
    (Kind.TEXTBOOK, ("textbook", "handbook", "reference book")),
)
TYPES = {
    "standard": Kind.GUIDELINE,
    "book": Kind.TEXTBOOK,
    "chapter": Kind.TEXTBOOK,
    "collection": Kind.TEXTBOOK,
    "entry": Kind.TEXTBOOK,
    "entry-dictionary": Kind.TEXTBOOK,
    "entry-encyclopedia": Kind.TEXTBOOK,
    "webpage": Kind.WEBSITE,
    "post": Kind.WEBSITE,
    "post-weblog": Kind.WEBSITE,
}
LABEL_SITES = ("dailymed.nlm.nih.gov", "www.accessdata.fda.gov", "labels.fda.gov")


def named(text: str) -> Kind:
    """The kind that a person or a file names. Raises `InvalidItem`."""
    value = "_".join(text.strip().lower().replace("-", " ").replace("_", " ").split())
    if value not in Kind.values:
        raise InvalidItem(
            "kind",
            translated("“%(kind)s” is not a kind of reference. The kinds are: %(kinds)s.")
            % {"kind": text[:40], "kinds": ", ".join(Kind.values)},
        )
    return Kind(value)


def kind_of(item: Mapping[str, Any]) -> Kind:
    """The kind from `kind`, else from CSL's `genre`, else from its `type`."""
    if item.get("kind"):
        return named(str(item["kind"]))
    genre = item.get("genre")
    words = genre.lower() if isinstance(genre, str) else ""
    for kind, signs in GENRES:
        if any(sign in words for sign in signs):
            return kind
    if _is_at_label_site(item.get("URL")):
        return Kind.DRUG_LABEL
    type_ = item.get("type")
    if type_ == "document" and item.get("URL"):
        return Kind.WEBSITE
    return TYPES.get(type_, Kind.RESEARCH) if isinstance(type_, str) else Kind.RESEARCH


def _is_at_label_site(url: object) -> bool:
    try:
        return isinstance(url, str) and urlsplit(url).hostname in LABEL_SITES
    except ValueError:
        return False
