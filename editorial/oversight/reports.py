"""Tables about the board's work: one statement each, however many reviews there were.

Days and months are those of UTC. A review counts in the month in which it was closed, a signature
on the day on which it was given.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from editorial.oversight import figures, lateness
from editorial.oversight.figures import Row
from editorial.oversight.periods import Period

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

    Text = str | _StrPromise


@dataclass(frozen=True)
class Report:
    """A table: `rows` come in the order of `columns`, empty cells as None."""

    name: str
    title: "Text"
    explanation: "Text"
    columns: "Sequence[Text]"
    rows: Callable[[Period], list[Row]]
    empty: "Text"


REPORTS: Sequence[Report] = [
    Report(
        name="turnaround",
        title=_("Turnaround by month"),
        explanation=_(
            "Days from submission to the verdict, of the reviews that were approved or returned "
            "in the month. Nine in ten took no longer than the last column says. Withdrawn "
            "reviews were not judged: they are counted, and their days are not."
        ),
        columns=[
            _("Month"),
            _("Judged"),
            _("Approved"),
            _("Returned for changes"),
            _("Withdrawn"),
            _("Median days"),
            _("Days, 90th percentile"),
        ],
        rows=figures.turnaround_by_month,
        empty=_("No month lies between these days."),
    ),
    Report(
        name="first-round",
        title=_("Approved at first round, by month"),
        explanation=_(
            "Of the reviews judged in the month that were the first since the article's last "
            "approval: how many the board approved without sending them back."
        ),
        columns=[_("Month"), _("Judged at first round"), _("Approved"), _("Percent")],
        rows=figures.first_round_by_month,
        empty=_("No month lies between these days."),
    ),
    Report(
        name="overdue",
        title=_("Overdue"),
        explanation=_(
            "As things stand now; the days above change nothing here. Members who are late, open "
            "reviews past the day that the policy gives from the submission, and live articles "
            "past the day of their next review."
        ),
        columns=[_("What"), _("Article"), _("Who"), _("Due"), _("Days late")],
        rows=lateness.overdue,
        empty=_("Nothing is overdue."),
    ),
    Report(
        name="signatures",
        title=_("Signatures per member"),
        explanation=_(
            "By the name of the member today. A withdrawn signature is counted under its verdict "
            "and once more as withdrawn. Late is a signature after the date to sign by, as it "
            "stood last."
        ),
        columns=[
            _("Member"),
            _("Signatures"),
            _("Approve"),
            _("Request changes"),
            _("Recuse"),
            _("Withdrawn"),
            _("In place of others"),
            _("Late"),
            _("Median days from being asked"),
        ],
        rows=figures.signatures_per_member,
        empty=_("Nobody signed between these days."),
    ),
]


def report_named(name: str) -> Report | None:
    return next((report for report in REPORTS if report.name == name), None)
