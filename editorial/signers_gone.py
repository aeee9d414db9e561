"""Live articles under which nobody stands any more who is in office.

What was signed stays valid, and readers keep the text. But nobody who answers for it is left to
ask, so managing editors are told, and find these articles in a list.
"""

import datetime
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, OuterRef, QuerySet
from django.db.models.functions import JSONObject
from django.utils.translation import gettext as _

from articles.models import Article
from articles.selectors import live_articles
from editorial.models import AuditEvent, BoardMember, ReviewSchedule, SignOff
from editorial.office import Absence, Standing
from editorial.states import State, Verdict


@dataclass(frozen=True)
class Signer:
    """Whoever signed the live version, by the name of then, and why they are gone by now."""

    member_id: int
    name: str
    slug: str
    signed_on: datetime.date
    absences: list[Absence]

    @property
    def words(self) -> str:
        return self.absences[0].words if self.absences else ""


@dataclass(frozen=True)
class Unsigned:
    """An article of the list."""

    article: Article
    day: datetime.date

    @cached_property
    def signers(self) -> list[Signer]:
        rows: list[dict[str, Any]] = getattr(self.article, "signers")  # noqa: B009 # annotated
        return [_signer(row, self.day) for row in rows]

    @property
    def title(self) -> str:
        return self.article.live_version.title if self.article.live_version else ""

    @property
    def version_number(self) -> int:
        return self.article.live_version.number if self.article.live_version else 0

    @property
    def digest(self) -> str:
        return self.article.live_version.digest if self.article.live_version else ""

    @property
    def due_on(self) -> datetime.date | None:
        schedule: ReviewSchedule | None = getattr(self.article, "review_schedule", None)
        return schedule.due_on if schedule else None

    def is_told_by(self, event: AuditEvent) -> bool:
        """Whether everything that holds now was told with this event, so that it is no news."""
        if event.details["version"] != self.version_number:
            return False
        told = {row["id"]: (row["cause"], row["on"]) for row in event.details["members"]}
        return all(
            told.get(signer.member_id) in {tuple(a.facts.values()) for a in signer.absences}
            for signer in self.signers
        )


def unsigned(day: datetime.date) -> QuerySet[Article]:
    """Live articles whose every valid signature is by a member who is out of office on this day.

    Counted are the approvals of the live version that were not withdrawn, in all its approved
    reviews: a re-review signs the same text anew. Each article has `signers`, and its schedule.
    """
    approvals = SignOff.objects.standing().filter(
        verdict=Verdict.APPROVE,
        review__state=State.APPROVED,
        review__article=OuterRef("pk"),
        review__version=OuterRef("live_version"),
    )
    in_office = BoardMember.objects.active_on(day)
    gone = SignOff.objects.exclude(member__in=in_office).values("review__article")
    return (
        live_articles()
        .filter(~Exists(approvals.filter(member__in=in_office)), pk__in=gone)
        .select_related("live_version__publication", "review_schedule")
        .annotate(signers=ArraySubquery(_as_json(approvals)))
    )


def report(day: datetime.date) -> list[Unsigned]:
    """The list, in one query."""
    return [Unsigned(article, day) for article in unsigned(day)]


def table(rows: list[Unsigned]) -> Iterator[list[object]]:
    """A row for each article and signer, for a spreadsheet; headings first."""
    yield [
        *(_("Question"), _("Address"), _("Version"), _("Next review by")),
        *(_("Signed by"), _("Signed"), _("Why no longer in office"), _("Since")),
    ]
    for row in rows:
        for signer in row.signers:
            first = signer.absences[0]
            yield [
                *(row.title, row.article.slug, row.version_number, row.due_on),
                *(signer.name, signer.signed_on, first.cause.label, first.on),
            ]


def _as_json(approvals: QuerySet[SignOff]) -> Any:  # noqa: ANN401 # of dictionaries
    return approvals.order_by("signed_at", "pk").values(
        json=JSONObject(
            id="member",
            name="signer_name",
            credentials="signer_credentials",
            slug="member__slug",
            signed_at="signed_at",
            term_from="member__term_from",
            term_to="member__term_to",
            deactivated_at="member__deactivated_at",
            is_open="member__user__is_active",
        )
    )


def _signer(row: dict[str, Any], day: datetime.date) -> Signer:
    standing = Standing(
        term_from=datetime.date.fromisoformat(row["term_from"]),
        term_to=datetime.date.fromisoformat(row["term_to"]) if row["term_to"] else None,
        deactivated_on=_day(row["deactivated_at"]) if row["deactivated_at"] else None,
        account_is_open=row["is_open"],
    )
    return Signer(
        member_id=row["id"],
        name=f"{row['name']}, {row['credentials']}",
        slug=row["slug"],
        signed_on=_day(row["signed_at"]),
        absences=standing.absences(day),
    )


def _day(moment: str) -> datetime.date:
    """The day (UTC) of a time as PostgreSQL's JSON has it, which carries its offset."""
    return datetime.datetime.fromisoformat(moment).astimezone(datetime.UTC).date()
