"""Reports about the work: right figures, safe files, the same cost for any number of rows."""

import csv
import datetime
import io
from http import HTTPStatus

import pytest
import time_machine
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from editorial import rounds, workflow
from editorial.models import BoardMember, Review, ReviewSchedule
from editorial.oversight.periods import Period
from editorial.views import reports
from tests.factories.articles import PASSWORD, ArticleFactory, UserFactory
from tests.factories.editorial import (
    BoardMemberFactory,
    approved,
    managing_editor,
    sign,
    submitted,
    under_review,
)
from tests.flows.hostile import IN_ADDRESSES, refuse_echo
from tests.raw_sql import run, without

pytestmark = pytest.mark.django_db

PAGE = "/desk/reports/"
NAMES = ("turnaround", "first-round", "overdue", "signatures")


def at(day: str, hour: int = 12) -> datetime.datetime:
    return datetime.datetime.fromisoformat(day).replace(hour=hour, tzinfo=datetime.UTC)


def as_user(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def report(name: str, since: str = "2025-01-01", until: str = "2025-03-31") -> list[list[str]]:
    """The rows of the file, without the one of the titles."""
    answer = as_user(managing_editor()).get(f"{PAGE}{name}.csv?since={since}&until={until}")
    assert answer.status_code == HTTPStatus.OK
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    assert f'filename="{name}-{since}-{until}.csv"' in answer["Content-Disposition"]
    text = b"".join(answer).decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text)))[1:]


def returned(submitted_on: str, closed_on: str, *, article: object = None) -> Review:
    with time_machine.travel(at(submitted_on)):
        review = under_review(article)  # type: ignore[arg-type]
    with time_machine.travel(at(closed_on)):
        return workflow.return_for_changes(review, by=managing_editor(), reason="Dose.")


def approved_on(submitted_on: str, closed_on: str, *, article: object = None) -> Review:
    with time_machine.travel(at(submitted_on)):
        review = under_review(article)  # type: ignore[arg-type]
    with time_machine.travel(at(closed_on)):
        for assignment in review.assignments.select_related("member__user"):
            review = sign(review, assignment.member)
    return review


def test_turnaround_counts_by_the_month_of_closing() -> None:
    returned("2025-01-01", "2025-01-03")
    returned("2025-01-01", "2025-01-05")
    approved_on("2025-01-01", "2025-01-31")
    returned("2025-01-30", "2025-03-01")
    with time_machine.travel(at("2025-01-02")):
        review = submitted()
        workflow.withdraw(review, by=managing_editor(), reason="Not yet.")
    returned("2025-03-01", "2025-04-01")  # after the period
    assert report("turnaround") == [
        ["2025-01", "3", "1", "2", "1", "4.0", "24.8"],
        ["2025-02", "0", "0", "0", "0", "", ""],
        ["2025-03", "1", "0", "1", "0", "30.0", "30.0"],
    ]


def test_months_are_those_of_utc() -> None:
    with time_machine.travel(at("2025-01-30")):
        first, second = under_review(), under_review()
    for review, moment in (
        (first, datetime.datetime(2025, 1, 31, 23, 59, 59, tzinfo=datetime.UTC)),
        (second, datetime.datetime(2025, 2, 1, tzinfo=datetime.UTC)),
    ):
        with time_machine.travel(moment, tick=False):
            workflow.return_for_changes(review, by=managing_editor(), reason="Dose.")
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL TIME ZONE 'Pacific/Auckland'")
    assert [row[:2] for row in report("turnaround")] == [
        ["2025-01", "1"],
        ["2025-02", "1"],
        ["2025-03", "0"],
    ]
    assert [row[:2] for row in report("first-round")] == [
        ["2025-01", "1"],
        ["2025-02", "1"],
        ["2025-03", "0"],
    ]
    assert report("turnaround", "2025-01-31", "2025-01-31")[0][1] == "1"


def test_first_round_counts_first_attempts_only() -> None:
    article = ArticleFactory.create()
    returned("2025-01-02", "2025-01-05", article=article)
    approved_on("2025-01-06", "2025-01-20", article=article)  # its second round
    approved_on("2025-01-02", "2025-01-25")
    approved_on("2025-01-02", "2025-01-26")
    assert report("first-round", until="2025-02-28") == [
        ["2025-01", "3", "2", "66.7"],
        ["2025-02", "0", "0", ""],
    ]


def test_first_round_is_the_one_that_rounds_count() -> None:
    article = ArticleFactory.create()
    for judge in (returned, returned, approved_on, returned, approved_on, approved_on):
        judge("2025-01-02", "2025-01-02", article=article)
        section = article.sections.get()
        section.body = section.body.replace("Spasm", "Spasm, then,")
        section.save()
    counted = [review.round for review in rounds.with_round(Review.objects.order_by("pk"))]  # type: ignore[attr-defined]
    assert counted == [1, 2, 3, 1, 2, 1]
    assert report("first-round", until="2025-01-31") == [["2025-01", "3", "1", "33.3"]]


def test_overdue_names_members_reviews_and_articles() -> None:
    with time_machine.travel(timezone.now() - datetime.timedelta(days=30)):
        late = under_review(answered=False)
        never_begun = submitted()
    in_time = under_review()
    live = approved()
    ReviewSchedule.objects.update(
        reviewed_on=datetime.date(2020, 1, 1), due_on=datetime.date(2024, 1, 1)
    )
    rows = report("overdue")
    assert rows[0][:4] == [
        "Re-review",
        live.article.title,
        live.article.owner.get_full_name(),
        "2024-01-01",
    ]
    nine_days_late = sorted(
        [
            *(["Signature", late.version.title, member.name] for member in late_members(late)),
            ["Review", late.version.title, "Advisory board"],
            ["Review", never_begun.version.title, "Managing editors"],
        ]
    )
    assert sorted(row[:3] for row in rows[1:]) == nine_days_late
    assert {row[4] for row in rows[1:]} == {"9"}
    assert in_time.version.title not in str(rows)


def late_members(review: Review) -> list[BoardMember]:
    return [each.member for each in review.assignments.select_related("member")]


def test_overdue_says_answer_before_the_signature_is_late() -> None:
    with time_machine.travel(timezone.now() - datetime.timedelta(days=8)):
        under_review(answered=False)
    assert [row[0] for row in report("overdue")] == ["Answer to being asked"] * 2


def test_overdue_leaves_retired_articles_out() -> None:
    live = approved()
    ReviewSchedule.objects.update(
        reviewed_on=datetime.date(2020, 1, 1), due_on=datetime.date(2024, 1, 1)
    )
    workflow.retire(live.article, by=managing_editor(), reason="Out of date.")
    assert report("overdue") == []


def test_signatures_are_counted_by_verdict_and_member() -> None:
    busy = BoardMemberFactory.create(name="Busy Sample")
    late = BoardMemberFactory.create(name="Late Sample")
    with time_machine.travel(at("2025-01-01")):
        reviews = [under_review(members=[busy, late]) for _ in range(3)]
    with time_machine.travel(at("2025-01-05")):
        for review, verdict in zip(reviews, ("approve", "request_changes", "recuse"), strict=True):
            sign(review, busy, verdict)
        signed = reviews[0].sign_offs.get()
        workflow.withdraw_sign_off(signed, by=busy.user, reason="Too soon.", password=PASSWORD)
    with time_machine.travel(at("2025-01-23")):
        sign(reviews[0], late)
    assert report("signatures") == [
        ["Busy Sample, MD", "3", "1", "1", "1", "1", "0", "0", "4.0"],
        ["Late Sample, MD", "1", "1", "0", "0", "0", "0", "1", "22.0"],
    ]
    assert report("signatures", "2025-02-01") == []


@pytest.mark.parametrize("name", ["=1+1", "+cmd", "-2", "@SUM(A1)", "\t=1"])
def test_file_makes_no_spreadsheet_compute(name: str) -> None:
    member = BoardMemberFactory.create(name=name)
    with time_machine.travel(at("2025-01-01")):
        sign(under_review(members=[member, BoardMemberFactory.create()]), member)
    assert report("signatures")[0][0] == f"'{name}, MD"


def test_page_shows_every_report_with_its_file() -> None:
    returned("2025-01-01", "2025-01-05")
    html = (
        as_user(managing_editor()).get(f"{PAGE}?since=2025-01-01&until=2025-01-31").content.decode()
    )
    assert "From 1 January 2025 to 31 January 2025" in html
    assert "those of UTC" in html
    assert '<th scope="row">January 2025</th><td class="is-number">1</td>' in html
    for name in NAMES:
        assert f'href="/desk/reports/{name}.csv?since=2025-01-01&amp;until=2025-01-31"' in html
    assert "Nothing is overdue." in html


def test_page_says_when_the_file_has_more_rows(monkeypatch: pytest.MonkeyPatch) -> None:
    with time_machine.travel(timezone.now() - datetime.timedelta(days=30)):
        under_review()
    monkeypatch.setattr(reports, "ROWS_SHOWN", 1)
    html = as_user(managing_editor()).get(PAGE).content.decode()
    assert "The first 1 of 3 rows. The file has all of them." in html
    assert len(report("overdue")) == 3


def test_page_without_days_is_about_the_last_year() -> None:
    with time_machine.travel(at("2025-03-15")):
        editor = as_user(managing_editor())
        assert "From 1 April 2024 to 15 March 2025" in editor.get(PAGE).content.decode()
        only_last = editor.get(f"{PAGE}?until=2024-12-31").content.decode()
    assert "From 1 April 2024 to 31 December 2024" in only_last


BAD_DAYS = {
    "since=yesterday": "Give the first day like 2025-11-04.",
    "until=2025-02-30": "Give the last day like 2025-11-04.",
    "since=2025-03-01&until=2025-02-01": "The first day lies after the last.",
    "since=2001-01-01&until=2025-01-01": "Choose at most 10 years at a time.",
    "since=0001-01-01": "Choose a day between 2000 and 2100.",
    "until=9999-12-31": "Choose a day between 2000 and 2100.",
    "since=2025-01-01%27%3B--": "Give the first day like 2025-11-04.",
}


@pytest.mark.parametrize(("query", "why"), BAD_DAYS.items())
@pytest.mark.parametrize("place", [PAGE, f"{PAGE}turnaround.csv"])
def test_days_that_are_none_are_refused_in_words(place: str, query: str, why: str) -> None:
    answer = as_user(managing_editor()).get(f"{place}?{query}")
    assert answer.status_code == HTTPStatus.BAD_REQUEST
    html = answer.content.decode()
    assert why in html
    assert "No report is shown" in html


#: Every third of them meets a value; the next value meets the next ones.
PARAMETERS = [
    *(("/desk/reviews/", name) for name in ("state", "specialty", "member", "late", "page")),
    *((place, name) for place in (PAGE, f"{PAGE}overdue.csv") for name in ("since", "until")),
]


def test_no_value_breaks_board_or_reports() -> None:
    submitted()
    client = as_user(managing_editor())
    for turn, (value, sent) in enumerate(IN_ADDRESSES.items()):
        for place, name in PARAMETERS[turn % 3 :: 3]:
            answer = client.get(place, QUERY_STRING=f"{name}={sent}")
            assert answer.status_code in (HTTPStatus.OK, HTTPStatus.BAD_REQUEST), (name, value)
            refuse_echo(answer.getvalue().decode(errors="replace"), f"{place} {name} {value}")


def test_report_that_does_not_exist_is_not_found() -> None:
    answer = as_user(managing_editor()).get(f"{PAGE}salaries.csv")
    assert answer.status_code == HTTPStatus.NOT_FOUND


def test_reports_are_for_managing_editors_and_auditors() -> None:
    places = [PAGE, *(f"{PAGE}{name}.csv" for name in NAMES)]
    for user, status in (
        (UserFactory.create(group="Auditors"), HTTPStatus.OK),
        (UserFactory.create(group="Editors"), HTTPStatus.FORBIDDEN),
        (BoardMemberFactory.create().user, HTTPStatus.FORBIDDEN),
    ):
        client = as_user(user)
        assert {client.get(place).status_code for place in places} == {status}
    assert {Client().get(place).status_code for place in places} == {HTTPStatus.FOUND}


def test_files_are_kept_out_of_caches() -> None:
    answer = as_user(managing_editor()).get(f"{PAGE}overdue.csv")
    assert answer["Cache-Control"] == "private, no-store"


@pytest.mark.parametrize(
    ("today", "since"),
    [("2025-12-31", "2025-01-01"), ("2025-01-01", "2024-02-01"), ("2024-02-29", "2023-03-01")],
)
def test_last_year_is_this_month_and_eleven_before(today: str, since: str) -> None:
    period = Period.of_the_last_year(today=datetime.date.fromisoformat(today))
    assert period.since.isoformat() == since


def test_reports_cost_the_same_for_a_thousand_reviews() -> None:
    returned("2025-01-01", "2025-01-05")
    client = as_user(managing_editor())
    address = f"{PAGE}?since=2025-01-01&until=2025-12-31"

    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            assert client.get(address).status_code == HTTPStatus.OK
        return len(captured)

    few = queries()
    with without("editorial_review", "starts_submitted"):
        run(
            "INSERT INTO editorial_review (article_id, version_id, kind, state, policy,"
            " approvals_needed, note, submitted_at, submitted_by_id, begun_at, begun_by_id,"
            " closed_at, closed_by_id, reason)"
            " SELECT article_id, version_id, kind, state, policy, approvals_needed, note,"
            " submitted_at, submitted_by_id, begun_at, begun_by_id,"
            " closed_at + day * interval '5 hours', closed_by_id, reason"
            " FROM editorial_review, generate_series(1, 1000) AS day"
        )
    assert queries() == few
    assert few <= 12
    judged = sum(int(row[1]) for row in report("turnaround", until="2025-12-31"))
    assert judged == 1001
