"""`python -m tests.faults broker`, cut down; and each guard removed."""

from collections.abc import Iterator
from dataclasses import replace

import pytest

from tests.faults import broker_faults
from tests.faults.broker_faults import KILLED, STOPPED
from tests.faults.site import Site, site

pytestmark = [
    pytest.mark.slow,
    pytest.mark.xdist_group("broker-faults"),
    pytest.mark.django_db(transaction=True),
]

TINY = replace(broker_faults.SMALL, items=2, seconds_to_recover=2.5)


@pytest.fixture(scope="module")
def warm(
    tmp_path_factory: pytest.TempPathFactory, database_environment: dict[str, str]
) -> Iterator[Site]:
    """One that has loaded Django for all of them: that takes longer than what they do."""
    directory = tmp_path_factory.mktemp("broker")
    with site(directory, database_environment, beat="tests.faults.hurried") as warm:
        yield warm


@pytest.fixture
def place(warm: Site, transactional_db: None) -> Iterator[Site]:
    """Nobody is at work any more when the tables are emptied."""
    with warm.at_work() as place:
        yield place


def test_broker_faults_delay_mail_and_lose_none(place: Site) -> None:
    found = broker_faults.run(place, broker_faults.SMALL)
    print(f"\n{found.text}")
    assert not found.violations


@pytest.mark.parametrize(
    ("guard", "harm", "rule"),
    [
        ("patience", STOPPED, "step that waited for the broker"),
        ("sweep", KILLED, "not recovered in time"),
    ],
)
def test_broker_faults_notice_that_a_guard_is_missing(
    place: Site, guard: str, harm: str, rule: str
) -> None:
    sizes = replace(TINY, sabotage=guard)
    assert broker_faults.run(place, sizes, (harm,)).violations[rule]
