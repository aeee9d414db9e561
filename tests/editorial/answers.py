"""What the tests of members' answers begin with."""

import datetime
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from functools import partial

import pytest
import time_machine

from editorial.exceptions import WorkflowError
from editorial.models import Assignment, Notification, Review
from tests.editorial.test_signing_together import together
from tests.factories.editorial import (
    under_review,
)

TODAY = datetime.date(2026, 3, 2)
NEXT_MONTH = datetime.date(2026, 4, 2)


@pytest.fixture
def noon() -> Iterator[None]:
    with time_machine.travel(datetime.datetime(2026, 3, 2, 12, tzinfo=datetime.UTC), tick=False):
        yield


def asked(review: Review | None = None, *, answered: bool = False) -> Assignment:
    """The first of those asked."""
    review = review or under_review(answered=answered)
    return review.assignments.select_related("member__user").earliest("pk")


def told(kind: Notification.Kind) -> list[str]:
    rows = Notification.objects.filter(kind=kind).select_related("recipient").order_by("queued")
    return [row.recipient.username for row in rows]


def press_together(buttons: Sequence[Callable[[], object]]) -> Counter[str]:
    answers: list[str] = []

    def press(button: Callable[[], object]) -> None:
        try:
            button()
            answers.append("done")
        except WorkflowError:
            answers.append("told why not")

    together([partial(press, button) for button in buttons])
    return Counter(answers)
