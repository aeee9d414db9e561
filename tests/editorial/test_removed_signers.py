"""A member is removed for cause: every article whose live version they approved is due now."""

import datetime
import logging
from http import HTTPStatus

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles.models import Article
from editorial import due_causes, removed_signers, workflow
from editorial.exceptions import NotPossible, ReasonMissing
from editorial.membership import deactivate_member, find_cause
from editorial.models import AuditEvent, BoardMember, DueTrigger, Review, ReviewSchedule
from editorial.removed_signers import follow_up
from editorial.sweeping import sweep
from editorial.verification import faults
from tests.factories.articles import PASSWORD, SectionFactory
from tests.factories.editorial import (
    BoardMemberFactory,
    managing_editor,
    sign,
    under_review,
)

pytestmark = pytest.mark.django_db


def live(*members: BoardMember, article: Article | None = None) -> Review:
    review = under_review(article, members=members)
    for member in members:
        review = sign(review, member)
    return review


@pytest.fixture
def members() -> list[BoardMember]:
    return BoardMemberFactory.create_batch(3)


def remove(member: BoardMember, *, for_cause: bool = True) -> None:
    deactivate_member(member, by=managing_editor(), reason="Made up results.", for_cause=for_cause)


def triggers() -> list[tuple[int, str]]:
    rows = DueTrigger.objects.filter(kind="signer-removed").order_by("article")
    return list(rows.values_list("article", "key"))


def today() -> datetime.date:
    return timezone.now().date()


def test_everything_the_member_approved_is_due_now(members: list[BoardMember]) -> None:
    removed, other, third = members
    mine, others = live(removed, other), live(other, third)
    remove(removed)
    follow_up()
    assert triggers() == [(mine.article_id, f"member:{removed.pk}:{today().isoformat()}")]
    assert ReviewSchedule.objects.get(article=mine.article_id).due_on == today()
    assert ReviewSchedule.objects.get(article=others.article_id).due_on > today()
    [trigger] = DueTrigger.objects.all()
    assert trigger.reason == "Made up results."
    assert trigger.details == {"member": removed.pk, "name": removed.printed_name}
    event = AuditEvent.objects.get(action="deactivate-member")
    assert event.details["for_cause"] is True
    assert trigger.raised_by == event.actor
    assert list(faults()) == []


def test_member_who_leaves_without_a_cause_leaves_the_dates_alone(
    members: list[BoardMember],
) -> None:
    live(*members[:2])
    remove(members[0], for_cause=False)
    assert follow_up() == 0
    assert triggers() == []


def test_only_standing_approvals_of_the_live_version_count(members: list[BoardMember]) -> None:
    removed, other, third = members
    wished = under_review(members=members)
    sign(wished, removed, "request_changes")
    for member in (other, third):
        sign(wished, member)
    taken_back = under_review(members=members)
    sign(taken_back, removed)
    workflow.withdraw_sign_off(
        taken_back.sign_offs.get(), by=removed.user, reason="A doubt.", password=PASSWORD
    )
    for member in (other, third):
        sign(taken_back, member)
    earlier = live(removed, other).article
    SectionFactory.create(article=earlier)
    live(other, third, article=Article.objects.get(pk=earlier.pk))
    remove(removed)
    assert follow_up() == 0
    assert triggers() == []


def test_retired_article_is_due_when_it_comes_back(members: list[BoardMember]) -> None:
    article = live(*members[:2]).article
    workflow.retire(Article.objects.get(pk=article.pk), by=managing_editor(), reason="Doubts.")
    remove(members[0])
    follow_up()
    assert [pk for pk, _key in triggers()] == [article.pk]


def test_removal_is_followed_up_once(members: list[BoardMember]) -> None:
    live(*members[:2])
    remove(members[0])
    assert [follow_up(), follow_up()] == [1, 0]
    [done] = AuditEvent.objects.filter(action="removal-followed-up")
    assert (done.chain, done.details["count"]) == (0, 1)
    late = live(*members[1:])
    assert follow_up() == 0
    assert late.article_id not in dict(triggers())


def test_removal_of_somebody_who_signed_nothing_is_followed_up(
    members: list[BoardMember],
) -> None:
    remove(members[0])
    assert follow_up() == 0
    assert AuditEvent.objects.get(action="removal-followed-up").details["count"] == 0


def test_what_takes_too_long_is_left_for_the_next_sweep(members: list[BoardMember]) -> None:
    for _ in range(2):
        live(*members[:2])
    remove(members[0])
    assert follow_up(within=-1) == 0
    assert not AuditEvent.objects.filter(action="removal-followed-up").exists()
    sweep(timezone.now())
    assert len(triggers()) == 2


def test_settled_cause_is_not_raised_again(
    members: list[BoardMember], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Even if it was never written down that the removal was followed up."""
    article = live(*members[:2]).article_id
    remove(members[0])
    with monkeypatch.context() as broken:
        broken.setattr(removed_signers, "_settle", lambda *_: None)
        assert follow_up() == 1
    again = under_review(Article.objects.get(pk=article), members=members[1:], kind="re-review")
    for member in members[1:]:
        sign(again, member)
    assert DueTrigger.objects.get().settlement == "reviewed"
    assert follow_up() == 0
    assert DueTrigger.objects.count() == 1


def test_one_article_that_fails_keeps_no_other_and_is_tried_again(
    members: list[BoardMember], monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    first, second = live(*members[:2]).article_id, live(*members[:2]).article_id
    remove(members[0])
    whole = due_causes.raise_trigger

    def breaks(article: Article, **facts: object) -> DueTrigger | None:
        if article.pk == first:
            raise OSError
        return whole(article, **facts)  # type: ignore[arg-type]

    with monkeypatch.context() as broken, caplog.at_level(logging.CRITICAL):
        broken.setattr(due_causes, "raise_trigger", breaks)
        assert follow_up() == 1
    assert [pk for pk, _key in triggers()] == [second]
    assert follow_up() == 1
    assert [pk for pk, _key in triggers()] == [first, second]


def test_review_under_way_is_left_to_the_others(members: list[BoardMember]) -> None:
    """They complete the quorum without the removed member, and know of it."""
    review = under_review(members=members)
    sign(review, members[0])
    remove(members[0])
    assert follow_up() == 0
    for member in members[1:]:
        review = sign(review, member)
    assert review.state == "approved"
    assert follow_up() == 0
    assert triggers() == []


def test_idle_sweep_asks_one_question() -> None:
    with CaptureQueriesContext(connection) as queries:
        follow_up()
    assert len(queries) == 1


@pytest.mark.django_db(transaction=True)
def test_box_in_the_admin_makes_due_at_once(members: list[BoardMember]) -> None:
    article = live(*members[:2]).article
    client = Client()
    client.force_login(managing_editor())
    address = f"/admin/editorial/boardmember/{members[0].pk}/deactivate/"
    assert "becomes due now" in client.get(address).content.decode()
    answer = client.post(address, {"reason": "Made up results.", "for_cause": "on"})
    assert answer.status_code == HTTPStatus.FOUND
    assert [pk for pk, _key in triggers()] == [article.pk]


@pytest.mark.django_db(transaction=True)
def test_cause_found_out_later_makes_due_once_from_that_day(members: list[BoardMember]) -> None:
    article, left = live(*members[:2]).article, members[0]
    client, manager = Client(), managing_editor()
    client.force_login(manager)
    page = f"/admin/editorial/boardmember/{left.pk}/change/"
    address = f"/admin/editorial/boardmember/{left.pk}/find-cause/"
    assert address not in client.get(page).content.decode()
    assert client.post(address, {"reason": "So."}).status_code == HTTPStatus.CONFLICT
    remove(left, for_cause=False)
    assert triggers() == []
    with pytest.raises(ReasonMissing):
        find_cause(left, by=manager, reason=" ")
    assert address in client.get(page).content.decode()
    with time_machine.travel(timezone.now() + datetime.timedelta(days=40), tick=False):
        client.force_login(manager)
        answer = client.post(address, {"reason": "Results made up."})
        assert answer.status_code == HTTPStatus.FOUND
        assert triggers() == [(article.pk, f"member:{left.pk}:{today().isoformat()}")]
        assert DueTrigger.objects.get().raised_by == manager
        assert ReviewSchedule.objects.get(article=article).due_on == today()
        assert AuditEvent.objects.filter(action="removal-followed-up").count() == 1
        with pytest.raises(NotPossible, match="already"):
            find_cause(left, by=manager, reason="Again.")
        assert address not in client.get(page).content.decode()
    assert list(faults()) == []


def test_day_is_that_of_the_removal(members: list[BoardMember]) -> None:
    article = live(*members[:2]).article
    with time_machine.travel(timezone.now() + datetime.timedelta(days=40), tick=False):
        remove(members[0])
        day = today()
    with time_machine.travel(timezone.now() + datetime.timedelta(days=42), tick=False):
        follow_up()
    assert triggers() == [(article.pk, f"member:{members[0].pk}:{day.isoformat()}")]
