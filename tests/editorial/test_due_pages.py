"""Re-review at a glance: right figures, filters that hold, the same cost for any number."""

import csv
import datetime
import io
import re
import time
from collections.abc import Iterator
from http import HTTPStatus

import pytest
import time_machine
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.html import strip_tags

from articles.models import Article
from editorial import workflow
from editorial.models import Bounce, DueTrigger, Notification, ReviewSchedule, Sweep
from editorial.oversight.scheduled import Wanted, by_month
from tests.factories.articles import SpecialtyFactory, UserFactory
from tests.factories.editorial import managing_editor, under_review
from tests.flows.hostile import IN_ADDRESSES, refuse_echo
from tests.raw_sql import without
from tests.scheduled import DAY, NOW, TODAY, copies, due_article

pytestmark = pytest.mark.django_db

PAGE, LIST = "/desk/due/", "/desk/due/articles/"


@pytest.fixture(autouse=True)
def _january() -> Iterator[None]:
    with time_machine.travel(NOW):
        yield


def as_user(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def page(address: str = PAGE, *, by: User | None = None) -> str:
    """The text of the page, without its markup, on one line."""
    answer = as_user(by or managing_editor()).get(address)
    assert answer.status_code == HTTPStatus.OK
    text = strip_tags(re.sub(r"(?s)<head>.*?</head>|<svg.*?</svg>", "", answer.content.decode()))
    return " ".join(text.split())


def file(table: str, query: str = "") -> list[list[str]]:
    answer = as_user(managing_editor()).get(f"{PAGE}{table}.csv{query}")
    assert answer.status_code == HTTPStatus.OK
    text = b"".join(answer).decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text)))


def cause(article: Article, kind: str = "source-retracted") -> DueTrigger:
    return DueTrigger.objects.create(
        article=article,
        kind=kind,
        key=f"{kind}:1",
        due_on=TODAY - 3 * DAY,
        raised_at=NOW,
        raised_by=article.owner,
    )


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


# Filters


def test_filters_narrow_figures_list_and_file() -> None:
    owner = UserFactory.create(group="Editors")
    mine = due_article(TODAY + 40 * DAY, owner=owner, risk_tier="dosing")
    other = due_article(TODAY + 41 * DAY)
    assert mine.specialty is not None
    for query in (
        f"specialty={mine.specialty.slug}",
        "tier=dosing",
        f"owner={owner.username}",
        f"specialty={mine.specialty.slug}&tier=dosing&owner={owner.username}",
    ):
        assert "February 2027 1 due in" in page(f"{PAGE}?{query}")
        text = page(f"{LIST}?{query}")
        assert mine.title in text
        assert other.title not in text
        assert [row[0] for row in file("articles", f"?{query}")[1:]] == [mine.title]
    assert "February 2027 2 due in" in page()
    assert [row[0] for row in file("articles", "?month=2027-02")[1:]] == [mine.title, other.title]
    assert file("articles", "?month=2027-03")[1:] == []


def test_filters_go_on_to_the_next_page() -> None:
    due_article(TODAY + 40 * DAY, risk_tier="dosing")
    html = as_user(managing_editor()).get(f"{PAGE}?tier=dosing&owner=").content.decode()
    assert f'href="{LIST}?tier=dosing&amp;month=2027-02"' in html
    assert f'href="{PAGE}forecast/?tier=dosing"' in html
    assert f'href="{PAGE}months.csv?tier=dosing"' in html


BAD = {
    "specialty=nowhere": "There is no such specialty.",
    "tier=deadly": "Choose one of the risk tiers.",
    "owner=nobody": "Nobody of this name owns an article.",
}
BAD_IN_LISTS = {
    "month=2027-13": "Give a month like 2027-03.",
    "month=March": "Give a month like 2027-03.",
    "age=1-3": "Choose one of the ages.",
    "about=gossip": "Choose one of the lists.",
}


@pytest.mark.parametrize(("query", "why"), [*BAD.items(), *BAD_IN_LISTS.items()])
def test_filters_that_are_none_are_refused_in_words(query: str, why: str) -> None:
    client = as_user(managing_editor())
    places = [LIST, f"{PAGE}articles.csv", f"{PAGE}members.csv"]
    if query in BAD:
        places += [PAGE, f"{PAGE}forecast/", f"{PAGE}levelling/"]
    for place in places:
        answer = client.get(f"{place}?{query}")
        assert answer.status_code == HTTPStatus.BAD_REQUEST
        assert why in answer.content.decode()


def test_no_value_breaks_the_pages() -> None:
    due_article(TODAY - DAY)
    client = as_user(managing_editor())
    parameters = [
        *((PAGE, name) for name in ("specialty", "tier", "owner")),
        *((LIST, name) for name in ("month", "age", "about", "page", "owner")),
        *((f"{PAGE}forecast/", name) for name in ("full", "specialty")),
        *((f"{PAGE}levelling/", name) for name in ("tier", "owner")),
        (f"{PAGE}members.csv", "month"),
    ]
    for turn, (value, sent) in enumerate(IN_ADDRESSES.items()):
        for place, name in parameters[turn % 4 :: 4]:
            answer = client.get(place, QUERY_STRING=f"{name}={sent}")
            assert answer.status_code in (HTTPStatus.OK, HTTPStatus.BAD_REQUEST), (name, value)
            refuse_echo(answer.getvalue().decode(errors="replace"), f"{place} {name} {value}")


# Alerts


def test_alerts_name_what_needs_somebody() -> None:
    gone = UserFactory.create(group="Editors")
    ownerless = due_article(TODAY + 100 * DAY, owner=gone)
    caused = due_article(TODAY + 100 * DAY)
    cause(caused)
    User.objects.filter(pk=gone.pk).update(is_active=False)
    bounced = UserFactory.create(first_name="Bo", last_name="Unced")
    Bounce.objects.create(user=bounced, address=bounced.email, source="smtp")
    Bounce.objects.create(user=bounced, address="old@example.org", source="smtp")
    Notification.objects.filter(article=caused).update(state="failed")
    failed = Notification.objects.filter(article=caused).count()
    Sweep.objects.update_or_create(pk=1, defaults={"finished": NOW - datetime.timedelta(minutes=4)})
    for member in caused.reviews.get().assignments.all():
        member.member.term_to = TODAY - DAY
        member.member.save()
    text = page()
    assert "1 article has no active owner." in text
    assert "1 article is due earlier: a cited source was retracted." in text
    assert "Mail to Bo Unced does not arrive." in text
    assert f"{failed} messages of the last 30 days could not be sent." in text
    assert "Nothing is planned or sent: the last sweep was on" in text
    assert "1 live article has no signer in office." in text
    assert ownerless.title in page(f"{LIST}?about=without-owner")
    assert caused.title not in page(f"{LIST}?about=without-owner")
    assert "a cited source was retracted" in page(f"{LIST}?about=cause")
    assert ownerless.title not in page(f"{LIST}?about=cause")
    assert caused.title in page(f"{LIST}?about=overdue")


def test_alerts_lead_auditors_nowhere_they_may_not_go() -> None:
    article = due_article(TODAY + 100 * DAY)
    for each in article.reviews.get().assignments.all():
        each.member.term_to = TODAY - DAY
        each.member.save()
    client = as_user(UserFactory.create(group="Auditors"))
    html = client.get(PAGE).content.decode()
    assert "has no signer in office" in html
    addresses = set(re.findall(r'href="(/(?:desk/due|admin)/[^"]*)"', html))
    assert addresses
    for address in addresses:
        found = client.get(address.replace("&amp;", "&")).status_code
        assert found == HTTPStatus.OK, address


def test_alert_of_a_cause_goes_when_it_is_settled() -> None:
    trigger = cause(due_article(TODAY + 100 * DAY))
    DueTrigger.objects.filter(pk=trigger.pk).update(
        settlement="no-longer", settled_at=NOW, settled_by=trigger.raised_by
    )
    assert "due earlier" not in page()


# Messages


def test_sent_is_counted_by_kind_and_state() -> None:
    article = due_article(TODAY + 100 * DAY)
    Notification.objects.all().delete()
    for number, (state, sent, queued) in enumerate(
        [
            ("sent", NOW - 6 * DAY, NOW - 20 * DAY),
            ("sent", NOW - 8 * DAY, NOW - 20 * DAY),
            ("queued", None, NOW - DAY),
            ("cancelled", None, NOW - 6 * DAY),
            ("cancelled", None, NOW - 8 * DAY),
        ]
    ):
        Notification.objects.create(
            subject=f"article:{number}",
            kind="review-due",
            recipient=article.owner,
            article=article,
            due_on=TODAY,
            state=state,
            sent=sent,
            queued=queued,
        )
    client = as_user(managing_editor())
    html = client.get(PAGE).content.decode()
    row = re.search(r'<th scope="row">Re-review due</th>(.*?)</tr>', html, re.DOTALL)
    assert row is not None
    assert strip_tags(row[1]) == "101010"
    addresses = re.findall(r'href="([^"]+)"', row[1])
    assert len(addresses) == 3
    for address in addresses:
        answer = client.get(address.replace("&amp;", "&"))
        assert "1 notification" in strip_tags(answer.content.decode())


def test_tonight_shows_what_is_planned_and_writes_nothing() -> None:
    article = due_article(TODAY + 20 * DAY)
    Notification.objects.all().delete()
    text = page(f"{PAGE}tonight/")
    assert article.title in text
    assert article.owner.get_full_name() in text
    assert not Notification.objects.exists()
    assert ReviewSchedule.objects.get(article=article).planned_for is None


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
