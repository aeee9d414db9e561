"""Many at once: every change is answered once, and a submission does not slip past it."""

import threading
from functools import partial

import pytest
from django.db import connection, transaction

from articles.models import Article
from editorial import sources, standing_lock, submission, workflow
from editorial.exceptions import DraftNotReady, NotPossible
from editorial.models import AuditEvent, Notification, Review
from editorial.sources import react
from references.models import Reference, StandingChange
from tests.editorial.test_signing_together import together
from tests.editorial.test_sources import change, citing, events, live, open_review
from tests.factories.editorial import approved, managing_editor, submitted
from tests.factories.references import ReferenceFactory

pytestmark = pytest.mark.django_db(transaction=True)

ROUNDS = 5


def reacting() -> None:
    react()


def submitting(article: Article) -> None:
    submitted(article, kind="re-review")


def test_two_reactors_open_one_review_and_write_one_event() -> None:
    for _round in range(ROUNDS):
        source = ReferenceFactory.create()
        articles = [live(source), live(source)]
        change(source)
        together([reacting, reacting, reacting])
        for article in articles:
            assert len(events(article)) == 1
            assert Review.objects.filter(article=article, is_urgent=True).count() == 1
        rows = Notification.objects.filter(kind="source-notice", article__in=articles)
        recipients = list(rows.values_list("recipient", "article"))
        assert len(recipients) == len(set(recipients))


def test_without_the_claim_two_reactors_answer_twice(monkeypatch: pytest.MonkeyPatch) -> None:
    """So that the test above can fail."""
    source = ReferenceFactory.create()
    article = live(source)
    change(source)
    row = StandingChange.objects.select_related("reference").get(handled__isnull=True)
    given = threading.local()

    def claim(_failed: list[int]) -> StandingChange | None:
        first, given.once = not hasattr(given, "once"), True
        return row if first else None

    monkeypatch.setattr(sources, "_claim", claim)
    together([reacting, reacting])
    assert len(events(article)) == 2


def test_killed_in_the_middle_leaves_everything_to_the_next_one() -> None:
    source = ReferenceFactory.create()
    article = live(source)
    change(source)
    at_work, killed = threading.Event(), threading.Event()

    def dies() -> None:
        """Answers, and is gone before it can commit."""
        try:
            with transaction.atomic():
                assert react() == 1
                at_work.set()
                killed.wait(10)
                raise SystemExit
        except SystemExit:
            pass
        finally:
            connection.close()

    thread = threading.Thread(target=dies)
    thread.start()
    at_work.wait(10)
    assert events(article) == []
    killed.set()
    thread.join()
    assert events(article) == []
    assert react() == 1
    assert len(events(article)) == 1
    assert open_review(article) is not None


def _submit_while_retracted(
    monkeypatch: pytest.MonkeyPatch, source: Reference, article: Article
) -> list[str]:
    """A submission that has passed its gate, and a retraction that is recorded just then."""
    passed, recorded = threading.Event(), threading.Event()
    whole = submission.version_to_review
    said: list[str] = []

    def version_to_review(*arguments: object, **named: object) -> object:
        version = whole(*arguments, **named)  # type: ignore[arg-type]
        passed.set()
        recorded.wait(2)
        return version

    def submit() -> None:
        try:
            submitted(article)
            said.append("submitted")
        except (DraftNotReady, NotPossible):
            said.append("refused")

    def retract() -> None:
        passed.wait(10)
        change(source)
        threading.Timer(0.3, recorded.set).start()
        react()

    monkeypatch.setattr(submission, "version_to_review", version_to_review)
    together([submit, retract])
    return said


def test_retraction_during_a_submission_reaches_the_review(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    source = ReferenceFactory.create()
    article = citing(source)
    assert _submit_while_retracted(monkeypatch, source, article) == ["submitted"]
    assert [event.details["outcome"] for event in events(article)] == ["already-open"]


def test_without_the_lock_the_retraction_is_missed(monkeypatch: pytest.MonkeyPatch) -> None:
    """So that the test above can fail."""
    monkeypatch.setattr(standing_lock, "hold", lambda: None)
    source = ReferenceFactory.create()
    article = citing(source)
    assert _submit_while_retracted(monkeypatch, source, article) == ["submitted"]
    assert events(article) == []


def test_reactors_and_verbs_do_not_wait_for_each_other_for_ever() -> None:
    """Every verb on the same articles at once with news of their sources: no deadlock."""
    manager = managing_editor()
    failures: list[str] = []

    def safely(step: object) -> None:
        try:
            step()  # type: ignore[operator]
        except NotPossible:
            pass
        except Exception as error:
            failures.append(repr(error))

    for _round in range(ROUNDS):
        first, second = ReferenceFactory.create(), ReferenceFactory.create()
        articles = [live(first, second), live(second, first)]
        change(first)
        react()
        reviews = list(Review.objects.open().filter(article__in=articles))
        change(second)
        steps = [
            react,
            react,
            partial(workflow.accept_source, first, by=manager, reason="Kept."),
            *(partial(workflow.withdraw, r, by=manager, reason="Checked.") for r in reviews),
            *(partial(workflow.retire, a, by=manager, reason="Out of date.") for a in articles),
        ]
        together([partial(safely, step) for step in steps])
        react()
    assert failures == []
    assert not StandingChange.objects.filter(handled__isnull=True).exists()
    assert AuditEvent.objects.filter(action="source-accepted", chain=0).count() == ROUNDS


def test_approval_during_a_retraction_is_seen_as_live() -> None:
    source = ReferenceFactory.create()
    article = approved(citing(source)).article
    together([partial(change, source), partial(submitting, article)])
    react()
    assert Review.objects.open().filter(article=article).count() == 1
    assert len(events(article)) == 1
