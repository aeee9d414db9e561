"""Several sweeps meet the same page past its limit: one deals with it, once."""

import pytest

from articles.models import Article
from editorial import overdue
from editorial.models import AuditEvent, Notification, Policy
from tests.editorial.test_signing_together import together
from tests.reminders import at, live_article

pytestmark = pytest.mark.django_db(transaction=True)

PAST = at(31)


def enforce_four_times() -> int:
    """With how many articles something was done, by all of them."""
    done: list[int] = []
    together([lambda: done.append(overdue.enforce(PAST))] * 4)
    return sum(done)


def test_sweeps_at_once_withdraw_and_warn_once(caplog: pytest.LogCaptureFixture) -> None:
    articles = [live_article() for _ in range(2)]
    for consequence in ("warn", "withdraw"):
        Policy.objects.update(hard_limit_days=30, at_hard_limit=consequence)
        assert enforce_four_times() == len(articles)
    for article in articles:
        events = AuditEvent.objects.filter(article=article, action__startswith="overdue")
        assert list(events.order_by("sequence").values_list("action", flat=True)) == [
            "overdue-warned",
            "overdue-withdrawn",
        ]
        told = Notification.objects.filter(article=article, kind="page-withdrawn")
        assert told.count() == told.values("recipient").distinct().count() > 0
    assert "Nothing was done" not in caplog.text


def test_withdrawn_twice_where_nobody_asks_again(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """The guards removed: what was known before the article was held is believed."""
    live_article()
    Policy.objects.update(hard_limit_days=30, at_hard_limit="withdraw")
    known = overdue._past_limit(PAST)
    monkeypatch.setattr(overdue, "_past_limit", lambda *_now, **_article: known)
    monkeypatch.setattr(Article, "is_retired", False)
    done = enforce_four_times()
    assert done != 1 or "Nothing was done" in caplog.text
