"""Which sections of a published version are other than in the one that readers had before it.

Read out of the two signed contents by the database, in the query that reads the page, and kept
nowhere: what is said of a version always follows from the texts that were signed. Which words
changed is another question (`articles.text.difference`), answered on a page of its own.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import F, Func, JSONField, OuterRef, Subquery
from django.db.models.functions import JSONObject

from articles.models import Version


class SectionChanges(Func):
    """Of an earlier and a later list of sections: [["changed", "Treatment"], …] in their order.

    A section is known by its heading. Where the heading is another, one was removed and one added.
    """

    arity = 2
    output_field = JSONField()
    template = """(
        WITH given(old, new) AS (VALUES (%(expressions)s)),
        before AS (
            SELECT section, section ->> 'heading' AS heading
            FROM given, jsonb_array_elements(old) AS section
        ),
        after AS (
            SELECT section, section ->> 'heading' AS heading, place
            FROM given, jsonb_array_elements(new) WITH ORDINALITY AS each (section, place)
        ),
        found AS (
            SELECT place, heading, CASE
                WHEN heading IN (SELECT heading FROM before) THEN 'changed' ELSE 'added'
            END AS status
            FROM after WHERE section NOT IN (SELECT section FROM before)
            UNION ALL
            SELECT NULL, heading, 'removed'
            FROM before WHERE heading NOT IN (SELECT heading FROM after)
        )
        SELECT coalesce(
            jsonb_agg(jsonb_build_array(status, heading) ORDER BY place NULLS LAST, heading), '[]'
        ) FROM found
    )"""


@dataclass(frozen=True)
class PublishedChanges:
    """What became of the sections since version `since`, and how many sources came and went.

    `has_other_changes`: the question, the summary, a disclaimer, the order or a source's record.
    """

    since: int
    changed: list[str]
    added: list[str]
    removed: list[str]
    sources_added: int
    sources_removed: int

    @classmethod
    def of(cls, row: Mapping[str, Any] | None) -> "PublishedChanges | None":
        """From the column of `changes_before`; None for the first version readers were given."""
        if row is None:
            return None
        named: dict[str, list[str]] = {"changed": [], "added": [], "removed": []}
        for status, heading in row["sections"]:
            named[status].append(heading)
        old, new = set(row["old_sources"]), set(row["new_sources"])
        return cls(
            since=row["number"],
            sources_added=len(new - old),
            sources_removed=len(old - new),
            **named,
        )

    @property
    def are_in_sections(self) -> bool:
        return bool(self.changed or self.added or self.removed)


def changes_before(version: str = "") -> Subquery:
    """For a query of versions, or of rows that lead to one (`version` is "live_version__")."""
    earlier = (
        Version.objects.filter(
            article=OuterRef(f"{version}article"),
            number__lt=OuterRef(f"{version}number"),
            publication__isnull=False,
        )
        .order_by("-number")
        .values(
            json=JSONObject(
                number="number",
                sections=SectionChanges(
                    F("content__sections"), OuterRef(f"{version}content__sections")
                ),
                old_sources="cited_ids",
                new_sources=OuterRef(f"{version}cited_ids"),
            )
        )
    )
    return Subquery(earlier[:1], output_field=JSONField())
