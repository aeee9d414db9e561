"""Where works of the library are cited: in drafts, in every version, and in what readers get."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.db import connection, models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Place(models.TextChoices):
    """What cites. A live version is no other `VERSION`."""

    DRAFT = "draft", pgettext_lazy("where a work is used", "Draft")
    LIVE = "live", _("Live version")
    VERSION = "version", _("Version")
    AT_HAND = "at_hand", _("At hand, not cited by it")


class Part(models.TextChoices):
    """Which of a section's two texts cites."""

    BODY = "body", _("Clinical text")
    PLAIN_LANGUAGE = "plain_language", _("Plain-language text")


@dataclass(frozen=True, slots=True)
class Use:
    """One text of one section that cites a work, once however often it does.

    `title` is the draft's, or the version's own. `version_number` is None for a draft;
    `section_position` counts the sections from 1. What is only at hand has neither section nor
    part. `cited_id` differs from `reference_id` where the text still names a record that was
    merged into it, as versions do for ever.
    """

    reference_id: int
    article_id: int
    slug: str
    title: str
    place: Place
    version_number: int | None
    section_heading: str
    section_position: int | None
    part: str
    cited_id: int

    @property
    def place_label(self) -> str:
        return str(self.place.label)

    @property
    def part_label(self) -> str:
        return str(Part(self.part).label) if self.part else ""


#: The works asked for, each with the records that were merged into it.
_ASKED = """
    SELECT id AS reference_id, id AS cited_id FROM unnest(%(ids)s::bigint[]) AS id
    UNION
    SELECT merged_into_id, id FROM references_reference WHERE merged_into_id = ANY(%(ids)s)
"""
_USES = f"""
WITH asked AS MATERIALIZED ({_ASKED})
SELECT asked.reference_id, article.id, article.slug, article.title, 'draft', NULL,
    section.heading, (
        SELECT count(*) FROM articles_section AS other
        WHERE other.article_id = section.article_id
            AND (other.position, other.id) <= (section.position, section.id)
    ), part, asked.cited_id
FROM asked
JOIN articles_section AS section ON section.cited_ids @> ARRAY[asked.cited_id]
JOIN articles_article AS article ON article.id = section.article_id
CROSS JOIN LATERAL jsonb_array_elements_text(section.citations -> asked.cited_id::text) AS part
UNION ALL
SELECT asked.reference_id, article.id, article.slug, version.title,
    CASE WHEN version.id = article.live_version_id AND article.retired_at IS NULL
        THEN 'live' ELSE 'version' END,
    version.number, spot ->> 1, (spot ->> 0)::bigint, spot ->> 2, asked.cited_id
FROM asked
JOIN articles_version AS version ON version.cited_ids @> ARRAY[asked.cited_id]
JOIN articles_article AS article ON article.id = version.article_id
CROSS JOIN LATERAL jsonb_array_elements(version.citations -> asked.cited_id::text) AS spot
"""  # noqa: S608 -- nothing in it comes from outside
_AT_HAND = """
UNION ALL
SELECT asked.reference_id, article.id, article.slug, article.title, 'at_hand', NULL,
    '', NULL, '', asked.cited_id
FROM asked
JOIN articles_article_listed_references AS listed ON listed.reference_id = asked.cited_id
JOIN articles_article AS article ON article.id = listed.article_id
WHERE NOT EXISTS (
    SELECT FROM articles_section AS section
    WHERE section.article_id = article.id AND section.cited_ids @> ARRAY[asked.cited_id]
)
"""
_ARTICLES = f"""
WITH asked AS MATERIALIZED ({_ASKED})
SELECT reference_id, count(DISTINCT article_id) FROM (
    SELECT asked.reference_id, section.article_id
    FROM asked JOIN articles_section AS section ON section.cited_ids @> ARRAY[asked.cited_id]
    UNION ALL
    SELECT asked.reference_id, version.article_id
    FROM asked JOIN articles_version AS version ON version.cited_ids @> ARRAY[asked.cited_id]
) AS used GROUP BY reference_id
"""  # noqa: S608 -- nothing in it comes from outside
_ORDER = (Place.LIVE, Place.DRAFT, Place.VERSION, Place.AT_HAND)


def where_used(reference_ids: Collection[int], *, at_hand: bool = False) -> list[Use]:
    """Every use of these works, in one query: by work, as asked, then article, then place.

    What readers get comes first, then the draft, then the versions, newest first. With `at_hand`,
    articles that only list a work among their sources too.
    """
    ids = list(dict.fromkeys(reference_ids))
    with connection.cursor() as cursor:
        cursor.execute(_USES + _AT_HAND if at_hand else _USES, {"ids": ids})
        uses = [_use(*row) for row in cursor.fetchall()]
    asked = {pk: place for place, pk in enumerate(ids)}
    rank = {place: number for number, place in enumerate(_ORDER)}
    uses.sort(
        key=lambda use: (
            *(asked[use.reference_id], use.slug, rank[use.place]),
            *(-(use.version_number or 0), use.section_position or 0, use.part),
        )
    )
    return uses


def _use(*row: Any) -> Use:
    return Use(*(*row[:4], Place(row[4]), *row[5:]))


def articles_using(reference_ids: Collection[int]) -> dict[int, int]:
    """How many articles cite each of these works, in their draft or a version; in one query."""
    with connection.cursor() as cursor:
        cursor.execute(_ARTICLES, {"ids": list(reference_ids)})
        return dict(cursor.fetchall())
