"""What ends the silence of an article's reminders before its day."""

import pytest
import time_machine

from articles.models import Article
from editorial import due_causes, workflow
from editorial.models import AuditEvent, Notification
from editorial.planning import plan
from tests.factories.articles import UserFactory
from tests.reminders import DUE, at, live_article

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("kind", ["urgent", "source-retracted", "reader-reports"])
def test_urgent_cause_that_comes_up_meanwhile_ends_the_silence(
    kind: str,
) -> None:
    """Of an article that is overdue: its due date does not move."""
    owner, later = UserFactory.create(group="Editors"), at(8)
    article = Article.objects.get(pk=live_article(owner=owner).pk)
    with time_machine.travel(at(7), tick=False):
        made = workflow.snooze(
            article, by=owner, until=at(20).date(), reason="The guideline comes out next week."
        )
        plan(at(7))
    assert Notification.objects.get(recipient=owner).not_before.date() >= at(20).date()
    with time_machine.travel(later, tick=False):
        due_causes.raise_trigger(
            article, kind=kind, key="x", due_on=DUE, details={}, by=owner, at=later, reason="News."
        )
    made.refresh_from_db()
    is_urgent = kind != "reader-reports"
    assert (made.ended_at == later) is is_urgent
    row = Notification.objects.get(recipient=owner)
    assert (row.not_before == later) is is_urgent
    told = AuditEvent.objects.filter(article=article).order_by("-sequence")
    assert (told.values_list("action", flat=True)[0] == "end-snooze") is is_urgent
