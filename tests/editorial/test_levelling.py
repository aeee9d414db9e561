"""Level months: every move within bounds, no month higher than the highest, nothing left to do."""

import datetime
import random
import time
from collections import Counter
from dataclasses import replace
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from editorial.levelling import DAY, Dated, Move, by_month, first_day, level, month_of
from tests.fuzz import examples

TODAY = datetime.date(2027, 1, 10)


def due(article: int, day: str, *, within: int = 0, specialty: int | None = 1) -> Dated:
    """Due on this day of 2027 ("03-15"), or so many days earlier or later."""
    on = datetime.date.fromisoformat(f"2027-{day}")
    return Dated(article, specialty, on, on - within * DAY, on + within * DAY)


def after(reviews: list[Dated], moves: list[Move]) -> list[Dated]:
    to = {move.article: move.to for move in moves}
    return [replace(each, due_on=to.get(each.article, each.due_on)) for each in reviews]


def heights(reviews: list[Dated]) -> list[int]:
    counted = by_month(each.due_on for each in reviews)
    return [counted[month] for month in range(min(counted), max(counted) + 1)] if counted else []


def test_level_spreads_a_full_month_over_those_in_reach() -> None:
    reviews = [due(n, "06-15", within=36) for n in range(1, 10)]
    moves = level(reviews)
    assert heights(after(reviews, moves)) == [3, 3, 3]
    assert len(moves) == 6


def test_level_leaves_what_is_level() -> None:
    reviews = [due(n, f"{n:02}-15", within=36) for n in range(1, 7)]
    assert level(reviews) == []
    assert level([]) == []


def test_level_leaves_what_has_no_other_month() -> None:
    assert level([due(n, "06-15", within=10) for n in range(1, 10)]) == []


def test_level_counts_what_stays() -> None:
    """The neighbour is as full as the month: only the third has room."""
    reviews = [
        *(due(n, "06-15", within=45) for n in range(1, 5)),
        *(due(n, "07-15") for n in range(11, 15)),
    ]
    moves = level(reviews)
    assert {move.article for move in moves} == {1, 2}
    assert {f"{move.to:%m}" for move in moves} == {"05"}


def test_level_levels_each_specialty() -> None:
    """May and July are equally empty; but in May all that is due is of the same specialty."""
    reviews = [
        *(due(n, "06-15", within=20) for n in range(1, 5)),
        *(due(n, "05-15") for n in (11, 12)),
        *(due(n, "07-15", specialty=2) for n in (21, 22)),
    ]
    assert [f"{move.to:%m}" for move in level(reviews)] == ["07"]


def test_level_raises_no_specialty_to_relieve_a_month() -> None:
    """May has room, but it holds one of the same specialty, which had one a month at most."""
    reviews = [
        due(1, "06-15", within=20, specialty=1),
        *(due(n, "06-15", specialty=n) for n in range(2, 8)),
        due(8, "05-15", specialty=1),
        due(9, "07-02", specialty=1),
    ]
    assert level(reviews) == []


def test_level_moves_a_chain_where_no_single_move_helps() -> None:
    """March has three, April two and May one; each can go on by one month only."""
    reviews = [
        *(due(n, "03-20", within=19) for n in (1, 2, 3)),
        *(due(n, "04-20", within=19) for n in (4, 5)),
        due(6, "05-20", within=11),
    ]
    assert all(each.reach[1] - each.month <= 1 for each in reviews)
    found = after(reviews, level(reviews))
    assert heights(found) == [2, 2, 2]
    assert len(level(reviews)) == 2


def test_level_chooses_the_day_on_which_least_is_due() -> None:
    busy = [due(n, "07-01", specialty=n) for n in range(10, 12)]
    reviews = [*(due(n, "06-30", within=2) for n in range(1, 6)), *busy]
    assert {move.to for move in level(reviews)} == {datetime.date(2027, 7, 2)}


def test_level_relieves_the_fullest_month_first() -> None:
    reviews = [
        *(due(n, "03-15", within=36) for n in range(1, 6)),
        *(due(n, "09-15", within=36) for n in range(11, 21)),
    ]
    assert all(move.article > 10 for move in level(reviews, most=3))


def test_level_does_not_hang_on_the_order_of_reviews() -> None:
    reviews = some(200, seed=3)
    shuffled = random.Random(4).sample(reviews, len(reviews))  # noqa: S311 - no secret
    assert level(reviews) == level(shuffled)


def test_months_count_on() -> None:
    day = datetime.date(2027, 12, 31)
    assert first_day(month_of(day)) == datetime.date(2027, 12, 1)
    assert first_day(month_of(day) + 1) == datetime.date(2028, 1, 1)


def some(count: int, *, seed: int, specialties: int = 12) -> list[Dated]:
    """Half of them about the same time, as after a large import."""
    chance = random.Random(seed)  # noqa: S311 - no secret
    reviews = []
    for article in range(1, count + 1):
        ahead = chance.choice([chance.randrange(1, 900), int(chance.gauss(250, 25))])
        on = TODAY + max(ahead, 1) * DAY
        slack = chance.choice([36, 73, 109]) * DAY
        earliest = max(on - slack, min(on, TODAY + 30 * DAY))
        specialty = chance.randrange(1, specialties + 1)
        reviews.append(Dated(article, specialty, on, earliest, on + slack))
    return reviews


DAYS = st.integers(1, 400).map(lambda ahead: TODAY + ahead * DAY)
SLACK = st.integers(0, 120).map(lambda days: days * DAY)


@st.composite
def libraries(draw: st.DrawFn) -> list[Dated]:
    """Some may move, some may not, some only one way; some have no specialty."""
    rows = draw(
        st.lists(
            st.tuples(st.sampled_from([None, 1, 2, 3]), DAYS, SLACK, SLACK, st.booleans()),
            max_size=60,
        )
    )
    return [
        Dated(n, specialty, on, max(on - before, TODAY), on + later)
        if is_free
        else Dated(n, specialty, on, on, on)
        for n, (specialty, on, before, later, is_free) in enumerate(rows, 1)
    ]


@settings(max_examples=examples(60), deadline=None)
@given(libraries(), st.sampled_from([None, 1, 4]))
def test_level_keeps_every_bound(reviews: list[Dated], most: int | None) -> None:
    """Also when it is cut short: what is accepted together holds together."""
    by_article = {each.article: each for each in reviews}
    moves = level(reviews, most=most)
    found = after(reviews, moves)
    assert most is None or len(moves) < most + 13  # a chain leads through every month at most
    for move in moves:
        review = by_article[move.article]
        assert review.earliest <= move.to <= review.latest
        assert (move.due_on, move.specialty) == (review.due_on, review.specialty)
        assert month_of(move.to) != review.month
    assert max(heights(found), default=0) <= max(heights(reviews), default=0)
    for specialty in {each.specialty for each in reviews}:
        kin = [each for each in found if each.specialty == specialty]
        before = [each for each in reviews if each.specialty == specialty]
        assert max(heights(kin)) <= max(heights(before))


@settings(max_examples=examples(60), deadline=None)
@given(libraries())
def test_level_again_proposes_nothing(reviews: list[Dated]) -> None:
    assert level(after(reviews, level(reviews))) == []


@settings(max_examples=examples(60), deadline=None)
@given(libraries())
def test_level_leaves_no_single_move_that_helps(reviews: list[Dated]) -> None:
    """Tried one by one: no review could still leave a month for one with two fewer."""
    found = after(reviews, level(reviews))
    total = by_month(each.due_on for each in found)
    of_kind = Counter((each.specialty, each.month) for each in found)
    for each in found:
        if not each.is_movable:
            continue
        for month in range(each.reach[0], each.reach[1] + 1):
            fewer = total[month] <= total[each.month] - 2
            of_its_kind = of_kind[each.specialty, month] < of_kind[each.specialty, each.month]
            assert not (fewer and of_its_kind)


ONE_KIND = st.lists(st.tuples(st.integers(0, 4), st.integers(0, 2), st.integers(0, 2)), max_size=6)


@settings(max_examples=examples(200), deadline=None)
@given(ONE_KIND)
def test_level_is_the_best_there_is_in_one_specialty(rows: list[tuple[int, int, int]]) -> None:
    """Every way to put up to six reviews into months is tried."""
    first = month_of(TODAY) + 5
    reviews = [
        Dated(
            n,
            1,
            first_day(first + month),
            first_day(first + month - before),
            first_day(first + month + later),
        )
        for n, (month, before, later) in enumerate(rows, 1)
    ]
    ways = product(*(range(each.reach[0], each.reach[1] + 1) for each in reviews))
    least = min(sum(count**2 for count in Counter(way).values()) for way in ways)
    found = by_month(each.due_on for each in after(reviews, level(reviews)))
    assert sum(count**2 for count in found.values()) == least


@pytest.mark.parametrize("specialties", [12, 40])
def test_level_takes_ten_thousand_articles_in_two_seconds(specialties: int) -> None:
    """The least of three runs, in the time of this process: others may be at work beside it."""
    reviews = some(10_000, seed=1, specialties=specialties)
    taken = []
    for _ in range(3):
        begun = time.process_time()
        moves = level(reviews)
        taken.append(time.process_time() - begun)
        if taken[-1] < 2:
            break
    assert min(taken) < 2
    assert max(heights(after(reviews, moves))) < max(heights(reviews)) / 3
