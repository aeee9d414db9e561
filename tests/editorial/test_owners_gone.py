"""Live articles whose owner is not reached: told once for each owner and cause, and anew."""

import datetime
import logging
from collections.abc import Callable

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles.models import Article
from editorial import audit, source_watch, workflow
from editorial.mail import compose
from editorial.models import AuditEvent, Bounce, Notification, ReviewSchedule
from editorial.owners_gone import report, tell
from editorial.relevance import why_cancelled
from editorial.sweeping import sweep
from editorial.verification import faults
from tests.editorial.test_signing_together import together
from tests.factories.articles import ArticleFactory, UserFactory
from tests.factories.editorial import approved, managing_editor
from tests.raw_sql import without

pytestmark = pytest.mark.django_db

DAY = datetime.timedelta(days=1)


@pytest.fixture
def article() -> Article:
    """Live, of an editor who is reached."""
    managing_editor()
    return approved().article


def close(owner: User) -> None:
    User.objects.filter(pk=owner.pk).update(is_active=False)


def lose_address(owner: User) -> None:
    User.objects.filter(pk=owner.pk).update(email="")


def bounce(owner: User) -> None:
    Bounce.objects.create(user=owner, address=owner.email, source="smtp")


def cover(owner: User, to: User, days: int = 3) -> None:
    today = timezone.now().date()
    by = managing_editor()
    workflow.cover(owner, by=by, to=to, begins_on=today, ends_on=today + days * DAY, reason="Left.")


def events() -> list[str]:
    rows = AuditEvent.objects.filter(chain=0, action__startswith="owner-").order_by("sequence")
    return [f"{row.action}: {row.details['cause']}" for row in rows]


def messages() -> list[Notification]:
    rows = Notification.objects.filter(kind="owner-gone").order_by("queued", "recipient")
    return list(rows.select_related("recipient", "article", "event"))


@pytest.mark.parametrize(
    ("act", "cause"), [(close, "closed"), (lose_address, "no-address"), (bounce, "bounces")]
)
def test_owner_who_is_not_reached_is_told_of_once(
    article: Article, act: Callable[[User], None], cause: str
) -> None:
    assert tell() == 0
    act(article.owner)
    assert tell() == 1
    assert tell() == 0
    [event] = AuditEvent.objects.filter(action="owner-gone")
    assert (event.chain, event.actor) == (0, source_watch.account())
    assert event.details == {
        "account": article.owner_id,
        "name": article.owner.get_full_name(),
        "cause": cause,
        "count": 1,
        "titles": [article.title],
    }
    managers = set(User.objects.filter(groups__name="Managing editors"))
    assert {row.recipient for row in messages()} == managers
    assert {row.article for row in messages()} == {article}
    assert list(faults()) == []


def test_bounce_of_another_address_or_one_that_was_cleared_is_none(article: Article) -> None:
    owner, now = article.owner, timezone.now()
    Bounce.objects.create(user=owner, address="old@example.org", source="smtp")
    Bounce.objects.create(
        user=owner, address=owner.email, source="smtp", cleared_at=now, cleared_by=owner
    )
    assert tell() == 0


def test_many_articles_of_one_owner_are_one_message(article: Article) -> None:
    approved(ArticleFactory.create(owner=article.owner))
    close(article.owner)
    assert tell() == 1
    row = messages()[0]
    mail = compose(row)
    name = article.owner.get_full_name()
    assert mail.subject == f"2 articles without an owner who can be reached: {name}"
    assert f"“{article.title}”" in mail.body
    assert "the account is closed" in mail.body
    assert f"/desk/due/owners/{article.owner_id}/" in mail.body


def test_owner_of_drafts_and_retired_articles_only_is_no_alert(article: Article) -> None:
    workflow.retire(article, by=managing_editor(), reason="Out of date.")
    ArticleFactory.create(owner=article.owner)
    close(article.owner)
    assert tell() == 0
    assert report() == []


def test_article_withdrawn_until_it_is_reviewed_needs_an_owner(article: Article) -> None:
    workflow.retire(article, by=managing_editor(), reason="Overdue.")
    with without("articles_article", "withdrawn_until_reviewed"):
        Article.objects.filter(pk=article.pk).update(returns_when_reviewed=True)
    close(article.owner)
    assert tell() == 1


def test_stand_in_who_is_reached_is_enough(article: Article) -> None:
    to = UserFactory.create(group="Editors")
    cover(article.owner, to)
    close(article.owner)
    assert tell() == 0
    close(to)
    assert tell() == 1


def test_absence_that_ends_is_told_anew(article: Article) -> None:
    close(article.owner)
    tell()
    cover(article.owner, UserFactory.create(group="Editors"))
    assert tell() == 0
    assert tell(timezone.now() + 5 * DAY) == 1
    assert events() == ["owner-gone: closed", "owner-back: closed", "owner-gone: closed"]
    assert len({row.event_id for row in messages()}) == 2


def test_what_happens_anew_is_told_anew(article: Article) -> None:
    for _twice in range(2):
        close(article.owner)
        assert tell() == 1
        User.objects.filter(pk=article.owner_id).update(is_active=True)
        assert tell() == 0
    assert events() == ["owner-gone: closed", "owner-back: closed"] * 2


def test_another_cause_is_told(article: Article) -> None:
    bounce(article.owner)
    tell()
    close(article.owner)
    assert tell() == 1
    assert events() == ["owner-gone: bounces", "owner-gone: closed"]


def test_articles_that_were_handed_over_end_the_alert(article: Article) -> None:
    close(article.owner)
    tell()
    [row, *_] = messages()
    assert why_cancelled(row) == ""
    workflow.hand_over_articles(
        article.owner, to=UserFactory.create(group="Editors"), by=managing_editor(), reason="Left."
    )
    assert why_cancelled(row) == "Somebody looks after these articles again."
    tell()
    assert events() == ["owner-gone: closed", "owner-back: closed"]


def test_managing_editor_whose_own_mail_bounces_is_not_written_to(article: Article) -> None:
    manager = managing_editor()
    Article.objects.update(owner=manager)
    bounce(manager)
    tell()
    recipients = {row.recipient for row in messages()}
    assert recipients
    assert manager not in recipients


def test_planner_looks_again_when_the_owner_is_gone(article: Article) -> None:
    ReviewSchedule.objects.update(planned_for=timezone.now().date())
    close(article.owner)
    tell()
    assert ReviewSchedule.objects.get().planned_for is None


def test_report_lists_whoever_owns_most_first(article: Article) -> None:
    other = approved().article.owner
    approved(ArticleFactory.create(owner=other))
    for owner in (article.owner, other):
        close(owner)
    rows = report()
    assert [(row.owner, row.articles) for row in rows] == [(other, 2), (article.owner, 1)]
    assert rows[0].words == "the account is closed"


def test_sweep_tells(article: Article) -> None:
    close(article.owner)
    sweep(timezone.now())
    assert events() == ["owner-gone: closed"]


def test_idle_sweep_asks_two_questions_however_many_articles(article: Article) -> None:
    counts = []
    for _again in range(2):
        with CaptureQueriesContext(connection) as queries:
            tell()
        counts.append(len(queries))
        approved()
    assert counts == [2, 2]


def test_one_account_that_fails_keeps_no_other(
    article: Article, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    other = approved().article.owner
    for owner in (article.owner, other):
        close(owner)
    whole = audit.record

    def breaks(action: str, **facts: object) -> AuditEvent:
        if facts["details"]["account"] == article.owner_id:  # type: ignore[index]
            raise OSError
        return whole(action, **facts)  # type: ignore[arg-type]

    monkeypatch.setattr(audit, "record", breaks)
    with caplog.at_level(logging.CRITICAL):
        assert tell() == 1
    monkeypatch.undo()
    assert tell() == 1


@pytest.mark.django_db(transaction=True)
def test_two_sweeps_tell_once() -> None:
    managing_editor()
    close(approved().article.owner)

    def telling() -> None:
        tell()

    together([telling] * 4)
    assert events() == ["owner-gone: closed"]


def test_first_managing_editor_who_comes_is_told(article: Article) -> None:
    """Where there was nobody to tell, nothing counts as told."""
    User.objects.filter(groups__name="Managing editors").update(is_active=False)
    close(article.owner)
    assert tell() == 0
    assert not AuditEvent.objects.filter(action="owner-gone").exists()
    editor = managing_editor()
    assert (tell(), tell()) == (1, 0)
    assert Notification.objects.get(kind="owner-gone").recipient == editor
