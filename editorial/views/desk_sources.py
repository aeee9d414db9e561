"""How good the sources of the version under review are, by the rules it was submitted under."""

import datetime

from django.conf import settings

from articles.judged_sources import of_version
from articles.source_quality import measure
from editorial.models import Review
from editorial.source_warnings import Figure, Thresholds, figures


def figures_of(review: Review, now: datetime.datetime) -> list[Figure]:
    """What the version says of its sources, and what the library knows of them at this moment."""
    quality = measure(of_version(review.version), now=now, own=settings.OWN_PUBLICATIONS)
    return figures(quality, Thresholds.of(review.policy), today=now.date())
