"""Words for what has become of a work since it appeared."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Retraction(models.TextChoices):
    """What is known of a source's standing. Never asked is not the same as clean."""

    UNCHECKED = "unchecked", _("Not checked")
    NONE = "none", _("No notice found")
    RETRACTED = "retracted", _("Retracted")
    EXPRESSION_OF_CONCERN = "expression_of_concern", _("Expression of concern")
    CORRECTED = "corrected", _("Corrected")
    REINSTATED = "reinstated", _("Reinstated after a retraction")


class Nature(models.TextChoices):
    """What a notice says."""

    RETRACTION = "retraction", _("Retraction")
    EXPRESSION_OF_CONCERN = "expression_of_concern", _("Expression of concern")
    CORRECTION = "correction", _("Correction")
    REINSTATEMENT = "reinstatement", _("Reinstatement")


class Teller(models.TextChoices):
    """Who told us of a notice."""

    CROSSREF = "crossref", "Crossref"
    PUBMED = "pubmed", "PubMed"
    RETRACTION_WATCH = "retraction_watch", "Retraction Watch"
    EDITOR = "editor", _("An editor")
    #: A standing that was written into the record itself, by hand or before notices were kept.
    RECORD = "record", _("The record itself")
