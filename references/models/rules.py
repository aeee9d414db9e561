"""What must hold for every row of the library."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from references.constraints import both_or_neither
from references.kinds import Kind
from references.models.evidence import Certainty, EvidenceLevel
from references.models.standing import Retraction

#: One record per work: what was merged into another record no longer counts.
CURRENT = Q(merged_into__isnull=True)
WITHOUT_NUMBER = Q(doi="", pmid="", pmcid="", isbn="", set_id="", nct="")


def _unique(name: str) -> models.UniqueConstraint:
    return models.UniqueConstraint(
        fields=(name,), condition=CURRENT & ~Q(**{name: ""}), name=f"reference_{name}_is_unique"
    )


CONSTRAINTS = (
    models.CheckConstraint(condition=Q(title__regex=r"\S"), name="reference_has_a_title"),
    models.CheckConstraint(condition=Q(kind__in=Kind.values), name="reference_kind_is_known"),
    models.CheckConstraint(
        condition=Q(retraction__in=Retraction.values), name="reference_retraction_is_known"
    ),
    *(_unique(name) for name in ("doi", "pmid", "pmcid", "isbn", "set_id")),
    models.UniqueConstraint(
        fields=("nct",),
        condition=CURRENT & Q(doi="", pmid="", pmcid="") & ~Q(nct=""),
        name="reference_nct_alone_is_unique",
    ),
    models.UniqueConstraint(
        fields=("url",),
        condition=CURRENT & WITHOUT_NUMBER & ~Q(url=""),
        name="reference_url_alone_is_unique",
    ),
    models.UniqueConstraint(
        fields=("fingerprint",),
        condition=CURRENT & WITHOUT_NUMBER & Q(url=""),
        name="reference_work_is_unique",
    ),
    models.CheckConstraint(
        condition=Q(evidence_level__isnull=True) | Q(evidence_level__in=EvidenceLevel.values),
        name="reference_evidence_level_is_known",
    ),
    models.CheckConstraint(
        condition=Q(certainty__in=["", *Certainty.values]),
        name="reference_certainty_is_known",
    ),
    models.CheckConstraint(
        condition=Q(valid_from__isnull=True)
        | Q(valid_until__isnull=True)
        | Q(valid_until__gte=F("valid_from")),
        name="reference_is_valid_forwards",
        violation_error_message=_("It must be valid until the day it begins, or later."),
    ),
    models.CheckConstraint(
        condition=Q(superseded_by__isnull=True) | ~Q(superseded_by=F("id")),
        name="reference_does_not_supersede_itself",
        violation_error_message=_("A source cannot supersede itself."),
    ),
    models.CheckConstraint(
        condition=Q(merged_into__isnull=True, merged_at__isnull=True)
        | (Q(merged_into__isnull=False, merged_at__isnull=False) & ~Q(merged_into=F("id"))),
        name="reference_merged_into_another",
    ),
    both_or_neither("merged_at", "merged_by"),
    both_or_neither("accepted_at", "accepted_by"),
    models.CheckConstraint(
        condition=Q(accepted_at__isnull=True, accepted_because="")
        | (Q(accepted_at__isnull=False) & ~Q(accepted_because="")),
        name="reference_accepted_with_a_reason",
    ),
    models.CheckConstraint(
        condition=~Q(retraction=Retraction.NONE) | Q(unchecked_since__isnull=True),
        name="reference_unchecked_is_not_clean",
    ),
)
