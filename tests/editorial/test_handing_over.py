"""Articles get another owner: whose, by whom, what is told, and that nobody becomes an author."""

from functools import partial

import pytest
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles.authorship import authors_of
from articles.models import Article
from editorial import handing_over, workflow
from editorial.exceptions import NotPossible, ReasonMissing, Unfit
from editorial.mail import compose
from editorial.models import AuditEvent, Notification, ReviewSchedule
from editorial.relevance import why_cancelled
from editorial.timeline import entries, moments
from editorial.verification import faults
from tests.admin_forms import posted
from tests.editorial.answers import press_together
from tests.factories.articles import ArticleFactory, UserFactory
from tests.factories.editorial import approved, managing_editor

pytestmark = pytest.mark.django_db


def editor(**facts: str) -> User:
    return UserFactory.create(group="Editors", **facts)


def owned(owner: User, count: int = 3) -> list[Article]:
    return ArticleFactory.create_batch(count, owner=owner, text="")


def give(
    owner: User, to: User, *, by: User | None = None, articles: list[Article] | None = None
) -> list[Article]:
    return workflow.hand_over_articles(
        owner, to=to, by=by or managing_editor(), reason="Left the house.", articles=articles
    )


def owners() -> dict[int, int]:
    return dict(Article.objects.values_list("pk", "owner"))


def messages() -> list[Notification]:
    rows = Notification.objects.filter(kind="handed-over")
    return list(rows.select_related("recipient", "article", "event").order_by("recipient"))


def test_all_articles_of_somebody_move_at_once() -> None:
    owner, to, other = editor(), editor(), editor()
    mine, [kept] = owned(owner), owned(other, 1)
    by = managing_editor()
    assert give(owner, to, by=by) == mine
    assert owners() == {**{article.pk: to.pk for article in mine}, kept.pk: other.pk}
    for article in mine:
        event = AuditEvent.objects.get(chain=article.pk, action="change-owner")
        assert (event.actor, event.reason) == (by, "Left the house.")
        assert event.details["before"]["id"] == owner.pk
        assert event.details["owner"] == {"id": to.pk, "name": to.get_full_name()}
    together = AuditEvent.objects.get(chain=0, action="hand-over-articles")
    assert together.details["articles"] == [article.pk for article in mine]
    assert list(faults()) == []


def test_chosen_articles_move_and_the_others_stay() -> None:
    owner, to = editor(), editor()
    first, second, third = owned(owner)
    give(owner, to, articles=[first, third])
    assert owners() == {first.pk: to.pk, second.pk: owner.pk, third.pk: to.pk}


def test_owners_give_away_what_is_theirs() -> None:
    owner, to = editor(), editor()
    owned(owner, 1)
    give(owner, to, by=owner)
    with pytest.raises(PermissionDenied):
        give(to, owner, by=owner)


def test_whoever_is_no_editor_any_more_gives_nothing_away() -> None:
    owner = UserFactory.create()
    owned(owner, 1)
    with pytest.raises(PermissionDenied):
        give(owner, editor(), by=owner)


def test_whoever_is_no_active_editor_gets_nothing() -> None:
    owner = editor()
    owned(owner, 1)
    closed = UserFactory.create(group="Editors", is_active=False)
    for to in (closed, UserFactory.create()):
        with pytest.raises(Unfit, match="not an active editor") as refusal:
            give(owner, to)
        assert refusal.value.field == "to"
    with pytest.raises(Unfit, match="owns them already"):
        give(owner, owner)


def test_hand_over_without_a_reason_is_refused() -> None:
    owner = editor()
    owned(owner, 1)
    with pytest.raises(ReasonMissing):
        workflow.hand_over_articles(owner, to=editor(), by=managing_editor(), reason=" ")


def test_article_of_another_is_not_handed_over_with_the_rest() -> None:
    owner, to, other = editor(), editor(), editor()
    [mine], [gone] = owned(owner, 1), owned(other, 1)
    with pytest.raises(NotPossible, match="1 of these articles has another owner"):
        give(owner, to, articles=[mine, gone])
    assert owners() == {mine.pk: owner.pk, gone.pk: other.pk}


def test_nothing_to_hand_over_is_told() -> None:
    nothing: list[list[Article] | None] = [None, []]
    for articles in nothing:
        with pytest.raises(NotPossible, match="no article to hand over"):
            give(editor(), editor(), articles=articles)


def test_more_than_one_step_holds_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(handing_over, "MOST_AT_ONCE", 2)
    owner = editor()
    owned(owner)
    with pytest.raises(NotPossible, match="at most 2 articles"):
        give(owner, editor())
    assert set(owners().values()) == {owner.pk}


def test_no_article_moves_if_one_event_cannot_be_written(monkeypatch: pytest.MonkeyPatch) -> None:
    owner = editor()
    owned(owner)

    def broken(*_arguments: object, **_named: object) -> None:
        raise OSError

    monkeypatch.setattr(handing_over, "_tell", broken)
    with pytest.raises(OSError):  # noqa: PT011 # our own
        give(owner, editor())
    assert set(owners().values()) == {owner.pk}
    assert not AuditEvent.objects.exists()


def test_manager_who_hands_over_does_not_become_an_author() -> None:
    """Else a member of the board who also manages could not sign what they handed over."""
    by, owner = managing_editor(), editor()
    [article] = owned(owner, 1)
    client = Client()
    client.force_login(by)
    data = {"to": str(editor().pk), "reason": "Left."}
    client.post(f"/admin/articles/article/{article.pk}/hand-over/", data)
    article.refresh_from_db()
    assert article.owner != owner
    authors = {author["id"] for author in authors_of(article, submitter=article.owner)}
    assert by.pk not in authors


def test_planner_looks_again_at_what_was_handed_over() -> None:
    article = approved().article
    ReviewSchedule.objects.update(planned_for=timezone.now().date())
    give(article.owner, editor())
    assert ReviewSchedule.objects.get().planned_for is None


# What is told.


def test_new_owner_is_told_once_of_how_many_and_which() -> None:
    owner, to = editor(), editor()
    articles = owned(owner, 22)
    give(owner, to)
    mails = {row.recipient: compose(row) for row in messages()}
    assert set(mails) == {owner, to}
    assert mails[to].subject == "22 articles handed over to you"
    assert mails[to].body.count("What does sample") == 20
    assert f"“{articles[0].title}”" in mails[to].body
    assert "And 2 more." in mails[to].body
    assert "Left the house." in mails[to].body
    assert f"?owner__id__exact={to.pk}" in mails[to].body
    assert mails[owner].subject == f"22 of your articles handed over to {to.get_full_name()}"


def test_letter_of_one_article_names_and_opens_it() -> None:
    owner, to = editor(), editor()
    [article] = owned(owner, 1)
    give(owner, to, by=owner)
    [row] = messages()
    mail = compose(row)
    assert mail.subject == f"Handed over to you: {article.title}"
    assert f"/admin/articles/article/{article.pk}/change/" in mail.body


def test_message_is_not_sent_once_somebody_else_owns_them_again() -> None:
    owner, to = editor(), editor()
    articles = owned(owner, 2)
    give(owner, to)
    rows = messages()
    give(to, editor(), articles=articles[:1])
    assert [why_cancelled(row) for row in rows] == ["", ""]
    give(to, owner)
    assert {why_cancelled(row) for row in rows} == {"The articles have another owner again."}


def test_reminder_of_the_owner_before_is_not_sent() -> None:
    article = approved().article
    before = article.owner
    schedule = ReviewSchedule.objects.get(article=article)
    reminder = Notification.objects.create(
        subject=f"article:{article.pk}",
        kind="review-due",
        recipient=before,
        due_on=schedule.due_on,
        article=article,
    )
    give(before, editor())
    row = Notification.objects.select_related("article", "recipient").get(pk=reminder.pk)
    assert why_cancelled(row) == "The article has another owner."


def test_timeline_says_from_whom_to_whom() -> None:
    owner, to = editor(), editor()
    [article] = owned(owner, 1)
    give(owner, to)
    [told] = [entry for entry in entries(moments(article)[:9]) if entry.what == "Owner changed"]
    assert told.details == [
        f"{owner.get_full_name()} → {to.get_full_name()}",
        "Left the house.",
    ]


# The form of the draft.


def saved(article: Article, by: User, **changed: object) -> int:
    client = Client()
    client.force_login(by)
    address = f"/admin/articles/article/{article.pk}/change/"
    return client.post(address, posted(client.get(address), **changed)).status_code


def test_other_owner_in_the_form_is_written_down_and_told() -> None:
    owner, to, by = editor(), editor(), editor()
    article = ArticleFactory.create(owner=owner)
    assert saved(article, by, owner=str(to.pk)) == 302
    event = AuditEvent.objects.get(chain=article.pk)
    assert (event.action, event.actor, event.reason) == ("change-owner", by, "")
    assert [row.recipient for row in messages()] == [owner, to]


def test_form_with_the_same_owner_writes_nothing() -> None:
    article = ArticleFactory.create()
    assert saved(article, editor(), summary="Another one.") == 302
    assert not AuditEvent.objects.exists()
    assert messages() == []


# At the same time, and many.


@pytest.mark.django_db(transaction=True)
def test_handed_to_two_at_once_goes_to_one() -> None:
    owner, by = editor(), managing_editor()
    articles = owned(owner)
    buttons = [partial(give, owner, editor(), by=by, articles=articles) for _ in range(4)]
    assert press_together(buttons) == {"done": 1, "told why not": 3}
    assert len(set(owners().values()) - {owner.pk}) == 1
    assert AuditEvent.objects.filter(action="change-owner").count() == len(articles)


def test_queries_for_each_article_are_those_of_its_event() -> None:
    counts = []
    for count in (1, 11):
        owner, to, by = editor(), editor(), managing_editor()
        owned(owner, count)
        with CaptureQueriesContext(connection) as queries:
            give(owner, to, by=by)
        counts.append(len(queries))
    assert counts[1] - counts[0] == 10 * 2
