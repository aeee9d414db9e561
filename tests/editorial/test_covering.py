"""An editor is away: who may stand in, what is refused, and that the database says so too."""

import datetime
from collections.abc import Iterator
from functools import partial

import pytest
import time_machine
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, IntegrityError, transaction

from editorial import workflow
from editorial.exceptions import NotPossible, ReasonMissing, Unfit
from editorial.mail import compose
from editorial.models import AuditEvent, Cover, Notification, ReviewSchedule
from editorial.planning import plan_news
from editorial.relevance import why_cancelled
from tests.editorial.answers import press_together
from tests.factories.articles import ArticleFactory, UserFactory
from tests.factories.editorial import approved, managing_editor
from tests.raw_sql import guarded, run

pytestmark = pytest.mark.django_db
TODAY = datetime.date(2026, 3, 2)


@pytest.fixture(autouse=True)
def _noon() -> Iterator[None]:
    with time_machine.travel(datetime.datetime(2026, 3, 2, 12, tzinfo=datetime.UTC), tick=False):
        yield


def day(number: int) -> datetime.date:
    return TODAY + datetime.timedelta(days=number)


def editor() -> User:
    return UserFactory.create(group="Editors")


def away(
    owner: User,
    to: User,
    first: int = 0,
    last: int = 7,
    *,
    by: User | None = None,
    reason: str = "A congress.",
) -> Cover:
    return workflow.cover(
        owner, by=by or owner, to=to, begins_on=day(first), ends_on=day(last), reason=reason
    )


def test_cover_is_kept_and_recorded() -> None:
    owner, to = editor(), editor()
    made = away(owner, to)
    assert (made.owner, made.to, made.made_by, made.reason) == (owner, to, owner, "A congress.")
    event = AuditEvent.objects.get(action="cover")
    assert (event.chain, event.actor, event.reason) == (0, owner, "A congress.")
    assert event.details["to"] == {"id": to.pk, "name": to.get_full_name()}
    assert event.details["ends_on"] == "2026-03-09"


def test_cover_has_the_planner_look_again() -> None:
    article = approved().article
    ReviewSchedule.objects.update(planned_for=day(0))
    away(article.owner, editor())
    assert ReviewSchedule.objects.get().planned_for is None


def test_cover_of_another_is_for_managing_editors() -> None:
    owner, to = editor(), editor()
    with pytest.raises(PermissionDenied):
        away(owner, to, by=to)
    assert away(owner, to, by=managing_editor()).owner == owner


def test_cover_of_oneself_is_for_editors() -> None:
    """Whoever lost the part of an editor has no articles to be looked after by their wish."""
    reader = UserFactory.create()
    with pytest.raises(PermissionDenied):
        away(reader, editor())


def test_closed_account_is_covered_by_a_managing_editor_only() -> None:
    owner, to = UserFactory.create(group="Editors", is_active=False), editor()
    with pytest.raises(PermissionDenied):
        away(owner, to)
    away(owner, to, by=managing_editor())


@pytest.mark.parametrize(
    ("first", "last", "field", "text"),
    [
        (-1, 3, "begins_on", "has passed"),
        (3, 2, "ends_on", "before the first"),
        (0, 180, "ends_on", "longer than 180 days"),
        (366, 367, "begins_on", "within a year"),
    ],
)
def test_period_that_is_none_is_refused_at_its_field(
    first: int, last: int, field: str, text: str
) -> None:
    with pytest.raises(Unfit, match=text) as refusal:
        away(editor(), editor(), first, last)
    assert refusal.value.field == field
    assert not Cover.objects.exists()


def test_period_of_180_days_is_possible() -> None:
    assert away(editor(), editor(), 0, 179).ends_on == day(179)


def test_stand_in_who_is_no_active_editor_is_refused() -> None:
    owner = editor()
    closed = UserFactory.create(group="Editors", is_active=False)
    for other in (UserFactory.create(), UserFactory.create(group="Auditors"), closed):
        with pytest.raises(Unfit, match="not an active editor") as refusal:
            away(owner, other)
        assert refusal.value.field == "to"
    with pytest.raises(Unfit, match="for themselves"):
        away(owner, owner)


def test_absence_without_a_reason_is_refused() -> None:
    with pytest.raises(ReasonMissing):
        away(editor(), editor(), reason=" ")


@pytest.mark.parametrize(("first", "last"), [(0, 0), (3, 9), (7, 7)])
def test_overlapping_absence_is_refused(first: int, last: int) -> None:
    owner, to, other = editor(), editor(), editor()
    away(owner, to)
    with pytest.raises(Unfit, match="is away from") as refusal:
        away(owner, other, first, last)
    assert refusal.value.field == "begins_on"


def test_absence_after_another_or_in_place_of_an_ended_one_is_possible() -> None:
    owner, to, other = editor(), editor(), editor()
    made = away(owner, to)
    away(owner, other, 8, 9)
    workflow.end_cover(made, by=owner)
    away(owner, other)
    assert owner.covers.count() == 3


def test_nobody_stands_in_while_away() -> None:
    owner, to, other = editor(), editor(), editor()
    away(to, other, 5, 9)
    with pytest.raises(Unfit, match="is away from") as refusal:
        away(owner, to)
    assert refusal.value.field == "to"
    away(owner, to, 0, 4)
    with pytest.raises(Unfit, match="stands in for") as refusal:
        away(to, other, 2, 3)
    assert refusal.value.field == "begins_on"


def test_absence_ends_once_by_whoever_may() -> None:
    owner, to = editor(), editor()
    made = away(owner, to)
    with pytest.raises(PermissionDenied):
        workflow.end_cover(made, by=to)
    ended = workflow.end_cover(made, by=managing_editor())
    assert ended.ended_at is not None
    assert AuditEvent.objects.get(action="end-cover").details["cover"] == made.pk
    with pytest.raises(NotPossible, match="over already"):
        workflow.end_cover(made, by=owner)


def test_absence_that_is_over_is_not_ended() -> None:
    owner = editor()
    made = away(owner, editor(), 0, 1)
    with (
        time_machine.travel(datetime.datetime(2026, 3, 4, tzinfo=datetime.UTC)),
        pytest.raises(NotPossible, match="over already"),
    ):
        workflow.end_cover(made, by=owner)


# What is told.


def message(kind: str, to: User) -> Notification:
    rows = Notification.objects.filter(kind=kind, recipient=to)
    return rows.select_related("recipient", "article__owner", "event").latest("queued")


def test_letter_says_who_is_away_until_when_and_why() -> None:
    owner, to = editor(), editor()
    article = ArticleFactory.create(owner=owner)
    away(owner, to, by=managing_editor())
    mail = compose(message("standing-in", to))
    assert mail.subject == f"Standing in for {owner.get_full_name()}, 2 March to 9 March"
    assert "A congress." in mail.body
    assert f"/admin/articles/article/?owner__id__exact={owner.pk}" in mail.body
    told = compose(message("standing-in", owner))
    assert told.subject == f"{to.get_full_name()} stands in for you, 2 March to 9 March"
    assert message("standing-in", to).article == article


def test_message_of_an_absence_that_was_ended_is_not_sent() -> None:
    owner, to = ArticleFactory.create().owner, editor()
    made = away(owner, to)
    first = message("standing-in", to)
    assert why_cancelled(first) == ""
    with time_machine.travel(datetime.datetime(2026, 3, 10, tzinfo=datetime.UTC)):
        assert why_cancelled(first) == "The absence is over."
    workflow.end_cover(made, by=owner)
    assert why_cancelled(first) == "The absence was ended before."


def test_end_is_told_to_whoever_had_heard_of_the_absence() -> None:
    owner, to = ArticleFactory.create().owner, editor()
    made = away(owner, to)
    first = message("standing-in", to)
    workflow.end_cover(made, by=owner)
    last = Notification.objects.exclude(pk=first.pk).select_related("event").get()
    assert why_cancelled(last) == "The recipient had not heard of it before."
    Notification.objects.filter(pk=first.pk).update(state="sent")
    assert why_cancelled(last) == ""
    assert compose(last).subject == f"No longer standing in for {owner.get_full_name()}"


def test_whoever_owns_nothing_is_covered_without_a_message() -> None:
    away(editor(), editor())
    assert not Notification.objects.exists()


# What the database refuses.

INSERT = (
    "INSERT INTO editorial_cover"
    " (owner_id, to_id, begins_on, ends_on, reason, made_at, made_by_id)"
    " SELECT %s, %s, begins_on, ends_on, 'x', now(), made_by_id FROM editorial_cover LIMIT 1"
)


def test_stand_in_who_is_away_is_refused_by_the_database() -> None:
    owner, to, other = editor(), editor(), editor()
    away(owner, to)
    guarded("editorial_cover", "nobody_covers_while_away", INSERT, other.pk, owner.pk)


def test_circle_is_refused_by_the_database() -> None:
    owner, to = editor(), editor()
    away(owner, to)
    guarded("editorial_cover", "nobody_covers_while_away", INSERT, to.pk, owner.pk)


def test_end_of_an_absence_stays() -> None:
    owner = editor()
    made = workflow.end_cover(away(owner, editor()), by=owner)
    guarded(
        "editorial_cover",
        "nobody_covers_while_away",
        "UPDATE editorial_cover SET ended_at = NULL, ended_by_id = NULL WHERE id = %s",
        made.pk,
    )


def test_absence_is_neither_changed_nor_deleted() -> None:
    made = away(editor(), editor())
    change = "UPDATE editorial_cover SET ends_on = ends_on + 1 WHERE id = %s"
    guarded("editorial_cover", "cover_is_frozen", change, made.pk)
    guarded("editorial_cover", "permanent", "DELETE FROM editorial_cover WHERE id = %s", made.pk)


@pytest.mark.parametrize(
    ("is_own", "first", "last", "reason", "refusal"),
    [
        (True, "2027-01-01", "2027-01-02", "x", "cover_is_by_another"),
        (False, "2027-01-01", "2027-01-02", "", "cover_has_a_reason"),
        (False, "2027-01-02", "2027-01-01", "x", "cover_ends_after_it_begins|range lower bound"),
    ],
)
def test_absence_that_is_none_is_refused_by_the_database(
    *, is_own: bool, first: str, last: str, reason: str, refusal: str
) -> None:
    made = away(editor(), editor())
    to = made.owner_id if is_own else made.to_id
    with pytest.raises(DatabaseError, match=refusal), transaction.atomic():
        run(
            "INSERT INTO editorial_cover"
            " (owner_id, to_id, begins_on, ends_on, reason, made_at, made_by_id)"
            " SELECT owner_id, %s, %s::date, %s::date, %s, now(), made_by_id FROM editorial_cover",
            *(to, first, last, reason),
        )


def test_second_absence_is_refused_by_the_database() -> None:
    made = away(editor(), editor())
    made.pk = None
    made.to = editor()
    with pytest.raises(IntegrityError, match="one_cover_at_a_time"), transaction.atomic():
        made.save(force_insert=True)


@pytest.mark.django_db(transaction=True)
def test_two_editors_standing_in_for_each_other_at_once_are_one() -> None:
    one, two = editor(), editor()
    answers = press_together([partial(away, one, two), partial(away, two, one)] * 2)
    assert answers == {"done": 1, "told why not": 3}
    assert Cover.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_absences_that_overlap_at_once_are_one() -> None:
    owner, others = editor(), [editor() for _ in range(4)]
    answers = press_together([partial(away, owner, other) for other in others])
    assert answers == {"done": 1, "told why not": 3}


# What it is for.


def reminded(now: datetime.datetime) -> list[tuple[User, str]]:
    """Who has a reminder waiting, and why it would not be sent."""
    plan_news(now)
    rows = Notification.objects.filter(kind="review-due").order_by("queued", "recipient")
    return [
        (row.recipient, why_cancelled(row)) for row in rows.select_related("article", "recipient")
    ]


def test_reminders_follow_the_absence() -> None:
    article, to = approved().article, editor()
    due_on = ReviewSchedule.objects.get().due_on
    now = datetime.datetime.combine(due_on, datetime.time(12), tzinfo=datetime.UTC)
    with time_machine.travel(now, tick=False):
        assert reminded(now) == [(article.owner, "")]
        today = now.date()
        made = workflow.cover(
            article.owner, by=article.owner, to=to, begins_on=today, ends_on=today, reason="Ill."
        )
        (_owner, moot), (stand_in, wanted) = reminded(now)
        assert (bool(moot), stand_in, wanted) == (True, to, "")
        workflow.end_cover(made, by=article.owner)
        told = dict(reminded(now))
        assert told[to] != ""
