"""Re-review at a glance: right figures, for those who may, at the same cost for any number."""

import datetime
import re
import time
from http import HTTPStatus

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from articles.models import Article
from editorial import workflow
from editorial.models import Sweep
from editorial.oversight.scheduled import Wanted, by_month
from tests.editorial.due_pages import LIST, PAGE, as_user, cause, file, january, page
from tests.factories.articles import SpecialtyFactory, UserFactory
from tests.factories.editorial import managing_editor, under_review
from tests.raw_sql import without
from tests.scheduled import DAY, NOW, TODAY, copies, due_article

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("january")]
__all__ = ["january"]


# What is due


def test_months_count_from_today_for_two_years() -> None:
    for day in ("2027-01-14", "2027-01-15", "2027-01-31", "2027-02-01", "2028-12-31", "2029-01-01"):
        due_article(datetime.date.fromisoformat(day))
    bars = by_month(Wanted(), today=TODAY)
    assert len(bars) == 25
    assert {bar.name: bar.count for bar in bars if bar.count} == {
        "2027-01": 2,
        "2027-02": 1,
        "2028-12": 1,
        "": 1,
    }
    assert bars[0].percent == 100
    assert bars[1].percent == 50
    text = page()
    assert "January 2027 2 due in January 2027" in text
    assert "later 1" in text


@pytest.mark.parametrize(
    ("days", "age"),
    [(1, "1-7"), (7, "1-7"), (8, "8-30"), (30, "8-30"), (31, "31-90"), (90, "31-90"), (91, "91-")],
)
def test_overdue_is_counted_by_its_age(days: int, age: str) -> None:
    article = due_article(TODAY - days * DAY)
    html = as_user(managing_editor()).get(PAGE).content.decode()
    assert re.findall(r"age=([\d-]+)", html) == [age]
    assert article.title in page(f"{LIST}?age={age}")
    for other in {"1-7", "8-30", "31-90", "91-"} - {age}:
        assert article.title not in page(f"{LIST}?age={other}")


def test_what_is_retired_is_due_for_nothing_and_what_was_withdrawn_is() -> None:
    retired, withdrawn = due_article(TODAY - DAY), due_article(TODAY - 100 * DAY)
    for article in (retired, withdrawn):
        workflow.retire(article, by=managing_editor(), reason="Out of date.")
    with without("articles_article", ""):
        Article.objects.filter(pk=withdrawn.pk).update(returns_when_reviewed=True)
    text = page(LIST)
    assert retired.title not in text
    assert withdrawn.title in text
    assert "Withdrawn from readers" in text
    assert "1 page is withdrawn from readers until it is reviewed." in page()


def test_pages_say_when_there_is_nothing() -> None:
    Sweep.objects.update_or_create(pk=1, defaults={"finished": NOW})
    text = page()
    assert "Nothing. Articles without an owner" in text
    assert "Nothing is overdue." in text
    assert "Nothing is due yet." in text
    assert "No message was written or sent in the last 7 days." in text
    assert "No article is due for a review yet." in page(LIST)
    assert "Nothing goes out in the next 24 hours" in page(f"{PAGE}tonight/")
    other = SpecialtyFactory.create()
    due_article(TODAY + 40 * DAY)
    text = page(f"{PAGE}?specialty={other.slug}")
    assert "Nothing of what you chose is overdue." in text
    assert "Nothing of what you chose is due from today on." in text
    assert "No article is like this." in page(f"{LIST}?specialty={other.slug}")


# List and files


def test_list_says_what_is_under_review_and_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    article = due_article(TODAY + 10 * DAY)
    section = article.sections.get()
    section.body = section.body.replace("Spasm", "A spasm")
    section.save()
    under_review(article)
    assert "Under review" in page(LIST)
    copies(article, 3)
    monkeypatch.setattr("editorial.views.due.ROWS_PER_PAGE", 2)
    assert "Page 2 of 2" in page(f"{LIST}?page=2&tier=treatment")
    assert f'href="{PAGE}articles.csv?tier=treatment"' in (
        as_user(managing_editor()).get(f"{LIST}?page=2&tier=treatment").content.decode()
    )


def test_files_hold_every_row() -> None:
    article = due_article(TODAY - 10 * DAY)
    cause(article)
    assert file("articles")[1] == [
        article.title,
        article.slug,
        str(article.specialty),
        "Treatment",
        article.owner.get_full_name(),
        "2025-01-05",
        "2027-01-05",
        "10",
        "a cited source was retracted",
        "",
        "",
    ]
    months = file("months")
    assert months[1:4] == [
        ["overdue for more than 90 days", "0"],
        ["overdue for 31 to 90 days", "0"],
        ["overdue for 8 to 30 days", "1"],
    ]
    assert len(months) == 1 + 4 + 24 + 1
    assert file("specialties")[1][:5] == [str(article.specialty), "0", "0", "1", "2"]
    assert [row[1:4] for row in file("members")[1:]] == [["0", "1.0", "1.0"]] * 2
    client = as_user(managing_editor())
    assert client.get(f"{PAGE}salaries.csv").status_code == HTTPStatus.NOT_FOUND


# Who may, and what it costs


def test_pages_are_for_managing_editors_and_auditors() -> None:
    places = [
        *(PAGE, LIST, f"{PAGE}tonight/", f"{PAGE}forecast/", f"{PAGE}levelling/"),
        *(f"{PAGE}{table}.csv" for table in ("articles", "months", "specialties", "members")),
    ]
    for group, status in (
        ("Auditors", HTTPStatus.OK),
        ("Managing editors", HTTPStatus.OK),
        ("Editors", HTTPStatus.FORBIDDEN),
        ("Board", HTTPStatus.FORBIDDEN),
    ):
        client = as_user(UserFactory.create(group=group))
        assert {client.get(place).status_code for place in places} == {status}


def test_pages_cost_the_same_for_ten_thousand_articles() -> None:
    article = due_article(TODAY + 100 * DAY)
    cause(article)
    client = as_user(managing_editor())
    places = [PAGE, LIST, f"{PAGE}forecast/"]

    def queries(place: str) -> int:
        with CaptureQueriesContext(connection) as captured:
            assert client.get(place).status_code == HTTPStatus.OK
        return len(captured)

    few = [queries(place) for place in places]
    spread(copies(article, 10_000))
    assert [queries(place) for place in places] == few
    assert few[0] <= 25
    assert fastest(client, PAGE) < 1.5
    assert sum(int(row[1]) for row in file("months")[1:]) == 10_001


def spread(ids: list[int]) -> None:
    """Over two and a half years from a hundred days before today on."""
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE editorial_reviewschedule SET regular_due_on = %s::date + 900,"
            " due_on = %s::date - 100 + (article_id %% 900)::int WHERE article_id = ANY(%s)",
            [TODAY, TODAY, ids],
        )
        cursor.execute("ANALYZE editorial_reviewschedule, articles_article")


def fastest(client: Client, place: str) -> float:
    taken = []
    for _ in range(3):
        begun = time.perf_counter()
        client.get(place)
        taken.append(time.perf_counter() - begun)
    return min(taken)
