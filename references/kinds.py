"""What kinds of source there are, and what a reader calls them."""

from django.db import models
from django.utils.translation import gettext_lazy as _


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
