"""The forecast from the database: who is on the board, what they wrote, what waits for them."""

import datetime
import re
from collections.abc import Iterator
from fractions import Fraction
from http import HTTPStatus

import pytest
import time_machine
from django.test import Client
from django.utils.html import strip_tags

from articles.models import Article, Specialty
from editorial import workflow
from editorial.models import BoardMember, Policy
from editorial.oversight.scheduled import Wanted
from editorial.oversight.workload import Workload, workload
from tests.factories.articles import ArticleFactory, SpecialtyFactory
from tests.factories.editorial import BoardMemberFactory, managing_editor, sign, under_review
from tests.scheduled import DAY, NOW, TODAY, due_article, set_due

pytestmark = pytest.mark.django_db

PAGE = "/desk/due/forecast/"


@pytest.fixture(autouse=True)
def _january() -> Iterator[None]:
    with time_machine.travel(NOW):
        yield


def page(query: str = "") -> str:
    client = Client()
    client.force_login(managing_editor())
    answer = client.get(f"{PAGE}{query}")
    assert answer.status_code == HTTPStatus.OK
    return " ".join(strip_tags(answer.content.decode()).split())


def member(*specialties: Specialty, name: str = "Sample Reader") -> BoardMember:
    made = BoardMemberFactory.create(name=name)
    made.specialties.set(specialties)
    return made


def load(wanted: Wanted | None = None, *, full: int = 10) -> Workload:
    return workload(wanted or Wanted(), today=TODAY, full=full)


def share(member: BoardMember, *, month: int, found: Workload | None = None) -> Fraction:
    row = next(row for row in (found or load()).members if row.member == member)
    return row.shares[month]


def out_of_office(article: Article) -> None:
    """Those who signed it, so that only the members of a test are left."""
    BoardMember.objects.filter(assignments__review__article=article).update(term_to=TODAY - DAY)


def test_signatures_of_a_month_are_shared_by_its_specialty() -> None:
    article = due_article(TODAY + 40 * DAY)
    out_of_office(article)
    assert article.specialty is not None
    anna, bert = member(article.specialty), member(article.specialty)
    other = member()
    found = load()
    assert [share(anna, month=month, found=found) for month in range(3)] == [0, 1, 0]
    assert share(bert, month=1, found=found) == 1
    assert share(other, month=1, found=found) == 0
    (row,) = (row for row in found.specialties if row.name == str(article.specialty))
    assert (row.in_office, row.free, row.reviews, row.signatures[:3]) == (2, 2, 1, [0, 2, 0])


def test_overdue_counts_in_this_month_and_what_is_far_ahead_does_not() -> None:
    for on in (TODAY - 200 * DAY, TODAY, datetime.date(2027, 12, 31), datetime.date(2028, 1, 1)):
        due_article(on)
    found = load()
    sums = [sum(row.signatures[n] for row in found.specialties) for n in range(12)]
    assert sums == [4, *[0] * 10, 2]


def test_needed_is_what_the_policy_of_today_says() -> None:
    article = due_article(TODAY + 40 * DAY, risk_tier="dosing")
    Policy.objects.filter(tier="dosing").update(approvals_needed=3)
    out_of_office(article)
    found = load()
    assert [row.total for row in found.specialties] == [3]
    assert found.specialties[0].is_short
    assert "too few to sign" in page()


def test_authors_of_the_live_text_are_left_out() -> None:
    author, other, third = (BoardMemberFactory.create() for _ in range(3))
    article = ArticleFactory.create(owner=author.user)
    author.user.groups.add(*managing_editor().groups.all())
    review = under_review(article, members=[other, third])
    for each in (other, third):
        review = sign(review, each)
    set_due(article, TODAY + 40 * DAY)
    found = load()
    assert share(author, month=1, found=found) == 0
    assert share(other, month=1, found=found) == share(third, month=1, found=found) == 1


def test_what_is_under_review_waits_and_is_not_counted_again() -> None:
    article = due_article(TODAY + 10 * DAY)
    section = article.sections.get()
    section.body = section.body.replace("Spasm", "A spasm")
    section.save()
    review = under_review(article)
    found = load()
    assert sum(row.total for row in found.specialties) == 0
    asked = review.assignments.get(member=review.assignments.earliest("pk").member).member
    (row,) = (row for row in found.members if row.member == asked)
    assert (row.waiting, row.total) == (1, Fraction(0))


def test_what_is_submitted_only_is_still_counted() -> None:
    article = due_article(TODAY + 10 * DAY)
    section = article.sections.get()
    section.body = section.body.replace("Spasm", "A spasm")
    section.save()
    workflow.submit(article, by=article.owner)
    assert sum(row.total for row in load().specialties) == 2


def test_members_near_their_load_are_marked_and_not_free() -> None:
    specialty = SpecialtyFactory.create()
    busy = member(specialty, name="Busy Sample")
    for _ in range(4):
        out_of_office(due_article(TODAY + 40 * DAY, specialty=specialty))
    found = load(full=5)
    (row,) = found.members
    assert row.member == busy
    assert row.fullest == (1, Fraction(4))
    assert row.is_nearly_full
    assert found.specialties[0].free == 0
    assert not load(full=6).members[0].is_nearly_full
    assert "Busy Sample, MD nearly full" in page("?full=5")
    assert "Busy Sample, MD nearly full" not in page("?full=6")


def test_who_is_away_is_not_free() -> None:
    specialty = SpecialtyFactory.create()
    absent, other = member(specialty, name="Absent Sample"), member(specialty)
    workflow.delegate(
        absent,
        by=absent.user,
        to=other,
        begins_on=TODAY,
        ends_on=TODAY + 7 * DAY,
        reason="A congress.",
    )
    row = load().specialties[0]
    assert (row.in_office, row.free) == (2, 1)
    assert "Absent Sample, MD away" in page()


def test_forecast_is_filtered() -> None:
    article = due_article(TODAY + 40 * DAY, risk_tier="dosing")
    due_article(TODAY + 40 * DAY)
    assert sum(row.total for row in load(Wanted(specialty=article.specialty)).specialties) == 2
    assert sum(row.total for row in load(Wanted(tier="dosing")).specialties) == 2
    assert sum(row.total for row in load().specialties) == 4


def test_sum_over_members_and_what_is_missing_is_the_sum_needed() -> None:
    specialty = SpecialtyFactory.create()
    member(specialty), member(), member(specialty)
    for days in (10, 40, 70, 70):
        out_of_office(due_article(TODAY + days * DAY, specialty=specialty))
    due_article(TODAY + 90 * DAY)
    Policy.objects.update(approvals_needed=3)
    found = load()
    needed = sum(row.total for row in found.specialties)
    missing = sum(sum(row.missing, Fraction(0)) for row in found.specialties)
    assert needed == 15
    assert sum(row.total for row in found.members) + missing == needed


def test_page_says_how_it_is_reckoned_and_when_there_is_nothing() -> None:
    text = page()
    assert "They are shared evenly among the members of its specialty" in text
    assert "Nothing is due in the next 12 months, and no member has a specialty." in text
    assert "Nobody is on the board yet." in text
    due_article(TODAY + 40 * DAY)
    Article.objects.update(specialty=None)
    assert "without specialty" in page()


@pytest.mark.parametrize(
    ("given", "why"),
    [
        ("0", "Give at least 1."),
        ("many", "Give a number of signatures."),
        ("9999", "Give at most 1000."),
    ],
)
def test_load_that_is_none_is_refused_in_words(given: str, why: str) -> None:
    client = Client()
    client.force_login(managing_editor())
    answer = client.get(f"{PAGE}?full={given}")
    assert answer.status_code == HTTPStatus.BAD_REQUEST
    assert why in answer.content.decode()
    assert re.search(r'name="full"[^>]*value="' + given, answer.content.decode())
