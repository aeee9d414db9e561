"""`python -m tests.faults kills`, cut down; and each guard removed."""

from collections.abc import Iterator
from dataclasses import replace

import pytest

from tests.faults import kills
from tests.faults.journal import Point
from tests.faults.site import Site, site

pytestmark = [
    pytest.mark.slow,
    pytest.mark.xdist_group("kills"),
    pytest.mark.django_db(transaction=True),
]

TINY = kills.Sizes(single=6, gathered=0, at_points={}, at_random={}, seconds_to_finish=20)


@pytest.fixture(scope="module")
def warm(
    tmp_path_factory: pytest.TempPathFactory, database_environment: dict[str, str]
) -> Iterator[Site]:
    """One that has loaded Django for all of them: that takes longer than what they do."""
    with site(tmp_path_factory.mktemp("kills"), database_environment, with_beat=False) as warm:
        warm.mails.pause = 0.02
        yield warm


@pytest.fixture
def place(warm: Site, transactional_db: None) -> Iterator[Site]:
    """Nobody is at work any more when the tables are emptied."""
    with warm.at_work() as place:
        yield place


def test_kills_lose_and_repeat_nothing(place: Site) -> None:
    found = kills.run(place, kills.SMALL)
    print(f"\n{found.text}")
    assert not found.violations


@pytest.mark.parametrize(
    ("guard", "point", "rule"),
    [
        ("lease", None, "repeated without a kill after its 250"),
        ("lock", None, "repeated without a kill after its 250"),
        ("sent-first", Point.BEFORE_DATA, "lost"),
        ("message-id", Point.AFTER_250, "sent under another Message-ID"),
        ("gathered-id", Point.AFTER_250, "sent under another Message-ID"),
        ("mark", Point.AFTER_250, "repeated and not marked"),
        ("unique-key", Point.BEFORE_CLAIM, "second row"),
    ],
)
def test_kills_notice_that_a_guard_is_missing(
    place: Site, guard: str, point: Point | None, rule: str
) -> None:
    sizes = replace(TINY, sabotage=guard, at_points={point: 1} if point else {})
    if guard == "gathered-id":
        sizes = replace(sizes, single=0, gathered=8)
    assert kills.run(place, sizes).violations[rule]
