import datetime

import pytest

from editorial.due import Due

TODAY = datetime.date(2026, 3, 1)


@pytest.mark.parametrize(
    ("days", "words"),
    [
        (-30, "30 days late"),
        (-1, "1 day late"),
        (0, "today"),
        (1, "tomorrow"),
        (2, "in 2 days"),
        (21, "in 21 days"),
    ],
)
def test_say_when_as_people_do(days: int, words: str) -> None:
    assert str(Due.seen_from(TODAY, TODAY + datetime.timedelta(days=days))) == words


@pytest.mark.parametrize(
    ("days", "late", "soon"),
    [(-1, True, False), (0, False, True), (3, False, True), (4, False, False)],
)
def test_tell_late_from_soon_from_later(days: int, late: bool, soon: bool) -> None:
    due = Due.seen_from(TODAY, TODAY + datetime.timedelta(days=days))
    assert (due.is_late, due.is_soon) == (late, soon)
