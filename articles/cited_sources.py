"""What has become of the sources that a version cites, as the library knows it now.

A version keeps its references as they stood when it was frozen. What happened to them since is told
beside its text, never in it.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import BooleanField, Func, JSONField, OuterRef, Q, Value
from django.db.models.functions import JSONObject
from django.utils.dateparse import parse_date

from articles.source_words import CitedSource
from references.models import Reference, Retraction

#: Standings that a reader is told of.
TOLD = (
    Retraction.RETRACTED,
    Retraction.EXPRESSION_OF_CONCERN,
    Retraction.CORRECTED,
    Retraction.REINSTATED,
)
#: What a row says of the record itself, and with `lead_` of the one it was merged into.
COLUMNS = {
    "standing": "retraction",
    "on": "retracted_on",
    "notice": "retraction_notice_url",
    "kept_because": "accepted_because",
}


@dataclass(frozen=True)
class ChangedSources:
    """The sources of one version that have a notice, in the order of their numbers."""

    all: list[CitedSource]

    @classmethod
    def of(
        cls, rows: Iterable[Mapping[str, Any]], *, is_under_review: bool = False
    ) -> "ChangedSources":
        """From the rows of `changed_sources`."""
        return cls([_source(row, is_under_review=is_under_review) for row in rows])

    def __bool__(self) -> bool:
        return bool(self.all)

    @property
    def retracted(self) -> list[CitedSource]:
        return [source for source in self.all if source.is_retracted and not source.is_kept]

    @property
    def doubted(self) -> list[CitedSource]:
        """Under an expression of concern."""
        doubtful = [source for source in self.all if source.is_doubtful and not source.is_kept]
        return [source for source in doubtful if not source.is_retracted]

    @property
    def kept(self) -> list[CitedSource]:
        return [source for source in self.all if source.is_kept]

    @property
    def are_in_doubt(self) -> bool:
        """Whether more is said above the text than that the editors keep a source."""
        return bool(self.retracted or self.doubted)

    @property
    def doubtful(self) -> list[CitedSource]:
        """Kept by the editors or not."""
        return [source for source in self.all if source.is_doubtful]

    @property
    def told_below(self) -> list[CitedSource]:
        """What no reader has to know before reading."""
        return [source for source in self.all if not source.is_doubtful]

    def among(self, reference_ids: Iterable[int | None]) -> list[CitedSource]:
        """The doubtful ones of these references."""
        cited = set(reference_ids)
        return [source for source in self.doubtful if source.reference_id in cited]


def _source(row: Mapping[str, Any], *, is_under_review: bool) -> CitedSource:
    """A record that was merged into another stands as that one does."""
    whose = "" if row["lead"] is None else "lead_"
    on, notice = row[f"{whose}on"], row[f"{whose}notice"]
    return CitedSource(
        reference_id=row["id"],
        number=row["number"],
        standing=Retraction(row[f"{whose}standing"]),
        on=parse_date(on) if on else None,
        notice=notice if notice.startswith(("https://", "http://")) else "",
        kept_because=row[f"{whose}kept_because"],
        is_under_review=is_under_review,
    )


def changed_sources(version: str = "live_version__") -> ArraySubquery:
    """The sources of that version whose standing has changed, as rows for `ChangedSources.of`.

    `version` leads from the outer query to a version's columns; empty for versions themselves. It
    starts from the few records that are cited, not from all that were ever retracted.
    """
    number = Func(
        OuterRef(f"{version}content"),
        Value("$.references[*] ? (@.id == $id).number"),
        JSONObject(id="pk"),
        function="jsonb_path_query_first",
        output_field=JSONField(),
    )
    return ArraySubquery(
        Reference.objects.filter(
            _IsAmong("pk", OuterRef(f"{version}cited_ids")),
            Q(merged_into__isnull=True, retraction__in=TOLD) | Q(merged_into__retraction__in=TOLD),
        )
        .annotate(number=number)
        .order_by("number")
        .values(
            json=JSONObject(
                id="pk",
                number="number",
                lead="merged_into_id",
                **COLUMNS,
                **{f"lead_{name}": f"merged_into__{column}" for name, column in COLUMNS.items()},
            )
        )
    )


class _IsAmong(Func):
    """A value is one of an array's: found by the index on the value."""

    template = "%(expressions)s)"
    arg_joiner = " = ANY("
    output_field = BooleanField()
