"""`python -m tests.faults smtp`, cut down; and each guard removed."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

from tests.faults import mail_faults
from tests.faults.site import Site, site

pytestmark = [
    pytest.mark.slow,
    pytest.mark.xdist_group("mail-faults"),
    pytest.mark.django_db(transaction=True),
]

TINY = replace(mail_faults.SMALL, mails=5, busy=0, unknown=0, hanging=0, dropped=0)


@pytest.fixture(scope="module")
def warm(
    tmp_path_factory: pytest.TempPathFactory, database_environment: dict[str, str]
) -> Iterator[Site]:
    """One that has loaded Django for all of them: that takes longer than what they do."""
    directory = tmp_path_factory.mktemp("mail")
    with site(directory, database_environment, with_beat=False, mail_timeout=1) as warm:
        warm.mails.hangs_for = 3
        yield warm


@pytest.fixture
def place(warm: Site, transactional_db: None) -> Iterator[Site]:
    """Nobody is at work any more when the tables are emptied."""
    with warm.at_work() as place:
        yield place


def test_mail_faults_keep_nothing_from_arriving(place: Site) -> None:
    found = mail_faults.run(place, mail_faults.SMALL)
    print(f"\n{found.text}")
    assert not found.violations


@pytest.mark.parametrize(
    ("guard", "fault", "rule"),
    [
        ("refused", {"unknown": 20}, "refused for good and not parked after one try"),
        ("postponed", {"busy": 20}, "deliverable and not arrived"),
        (
            "give-up",
            {"ever_busy": 20, "seconds_to_finish": 8},
            "refused for now again and again and not parked after the last try",
        ),
        ("timeout", {"hanging": 20}, "hang that cost too much"),
        ("relief", mail_faults.ALL_HANG, "mail to others held up by a hang"),
        ("message-id", {"dropped": 20}, "sent under another Message-ID"),
        ("mark", {"dropped": 20}, "possibly repeated and not marked"),
    ],
)
def test_mail_faults_notice_that_a_guard_is_missing(
    place: Site, guard: str, fault: dict[str, Any], rule: str
) -> None:
    sizes = replace(TINY, sabotage=guard, **fault)
    assert mail_faults.run(place, sizes).violations[rule]
