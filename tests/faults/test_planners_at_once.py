"""What changes while a plan is made is planned next: whoever changes it waits for the plan."""

import datetime
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.contrib.auth.models import User
from django.db import connection, transaction

from articles.models import Article
from editorial.models import Notification
from editorial.planning import articles, look_at_everything, plan_news
from tests.factories.articles import UserFactory
from tests.faults import sabotage
from tests.reminders import at, live_article

#: Enough for the other to be done, if nobody kept it out.
SECONDS_OF_HESITATION = 0.5


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("guard", ["", "planner-lock"])
def test_change_during_a_plan_is_planned(monkeypatch: pytest.MonkeyPatch, guard: str) -> None:
    """Without the planner's lock it is overlooked: the plan says that it has seen everything."""
    article, successor = live_article(), UserFactory.create(group="Editors")
    Notification.objects.all().delete()
    is_planning, owe = threading.Event(), articles.owe

    def owe_slowly(now: datetime.datetime, *, horizon: datetime.date, everything: bool) -> int:
        added = owe(now, horizon=horizon, everything=everything)
        is_planning.set()
        connection.cursor().execute("SELECT pg_sleep(%s)", [SECONDS_OF_HESITATION])
        return added

    with monkeypatch.context() as patched, sabotage.removed_here(guard):
        patched.setattr(articles, "owe", owe_slowly)
        with ThreadPoolExecutor(1) as pool:
            planning = pool.submit(_plan)
            assert is_planning.wait(30)
            _hand_over(article, successor)
            planning.result()
    assert _told() == {article.owner_id}
    plan_news(at(0))
    assert _told() == ({article.owner_id} if guard else {article.owner_id, successor.pk})


def _plan() -> None:
    try:
        plan_news(at(0))
    finally:
        connection.close()


@transaction.atomic
def _hand_over(article: Article, to: User) -> None:
    look_at_everything()
    Article.objects.filter(pk=article.pk).update(owner=to)


def _told() -> set[int]:
    return set(Notification.objects.values_list("recipient", flat=True))
