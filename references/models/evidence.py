"""How strong a source is, on the two scales that medicine uses."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class EvidenceLevel(models.IntegerChoices):
    """The steps of the Oxford CEBM 2011 table of evidence; 1 is the strongest."""

    ONE = 1, _("1: systematic review of trials, or of the best studies for the question")
    TWO = 2, _("2: randomised trial, or observational study with dramatic effect")
    THREE = 3, _("3: controlled cohort or follow-up study without randomisation")
    FOUR = 4, _("4: case series, case-control or historically controlled study")
    FIVE = 5, _("5: reasoning from mechanism, or expert opinion")


class Certainty(models.TextChoices):
    """How certain the evidence is, in the four grades of GRADE."""

    HIGH = "high", _("High")
    MODERATE = "moderate", _("Moderate")
    LOW = "low", _("Low")
    VERY_LOW = "very_low", _("Very low")
