"""Constraints that many tables share."""

from django.db import models


def both_or_neither(at: str, by: str) -> models.CheckConstraint:
    """Every `…_at` has its `…_by`: a moment is recorded together with who caused it."""
    return models.CheckConstraint(
        condition=models.Q(**{f"{at}__isnull": True, f"{by}__isnull": True})
        | models.Q(**{f"{at}__isnull": False, f"{by}__isnull": False}),
        name=f"%(class)s_{at}_and_by",
    )


def reason_if(at: str, reason: str) -> models.CheckConstraint:
    """A moment that needs a reason has one, and there is no reason without it."""
    return models.CheckConstraint(
        condition=models.Q(**{f"{at}__isnull": True, reason: ""})
        | (models.Q(**{f"{at}__isnull": False}) & ~models.Q(**{reason: ""})),
        name=f"%(class)s_{at}_has_a_reason",
    )
