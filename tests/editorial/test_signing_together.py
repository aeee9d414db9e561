"""Many people signing at once: no approval twice, none too many, no signature lost.

SIGNING_ATTEMPTS sets how many attempts are made (2,000 in the full run).
"""

import os
import random
import threading
from collections import Counter
from collections.abc import Callable, Sequence
from functools import partial

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.db.models import Count

from articles.models import Article
from editorial import beats, workflow
from editorial.exceptions import NotPossible
from editorial.models import AuditEvent, BoardMember, Review, SignOff
from tests.factories.articles import PASSWORD, ArticleFactory
from tests.factories.editorial import BoardMemberFactory, managing_editor, under_review

ATTEMPTS = int(os.environ.get("SIGNING_ATTEMPTS", "320"))
THREADS = 16
MEMBERS = 4
ATTEMPTS_PER_REVIEW = 10


def _sign_on_many_threads(work: list[tuple[int, User]]) -> list[str]:
    """Make the attempts on 16 threads, which all start at once."""
    shares = [work[n::THREADS] for n in range(THREADS)]
    answers: list[str] = []

    def sign_share(share: list[tuple[int, User]]) -> None:
        answers.extend(_attempt(pk, user) for pk, user in share)

    together([partial(sign_share, share) for share in shares])
    return answers


def together(steps: Sequence[Callable[[], None]]) -> None:
    """Run the steps at the same moment, each on a thread and a connection of its own."""
    start = threading.Barrier(len(steps))

    def run(step: Callable[[], None]) -> None:
        start.wait()
        try:
            step()
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=[step]) for step in steps]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def _attempt(pk: int, user: User) -> str:
    """One attempt, as a request makes it: everything is read anew."""
    review = Review.objects.select_related("version").get(pk=pk)
    try:
        workflow.sign_off(
            review,
            by=User.objects.get(pk=user.pk),
            verdict="approve",
            digest=review.version.digest,
            password=PASSWORD,
            reason="",
        )
    except NotPossible:
        return "told why not"
    except Exception as error:
        return f"failed: {error!r}"
    return "signed"


def _reviews(members: list[BoardMember]) -> list[Review]:
    return [
        under_review(ArticleFactory.create(), members=members)
        for _ in range(max(ATTEMPTS // ATTEMPTS_PER_REVIEW, 1))
    ]


def _race() -> tuple[list[Review], Counter[str]]:
    members = [BoardMemberFactory.create() for _ in range(MEMBERS)]
    reviews = _reviews(members)
    work = [
        (review.pk, members[n % MEMBERS].user)
        for review in reviews
        for n in range(ATTEMPTS_PER_REVIEW)
    ]
    random.shuffle(work)
    # Attempts on the same review come close together, so that they meet.
    work.sort(key=lambda attempt: attempt[0])
    answers = _sign_on_many_threads(work)
    return [Review.objects.get(pk=review.pk) for review in reviews], Counter(answers)


@pytest.mark.django_db(transaction=True)
def test_sign_off_from_many_threads_loses_and_doubles_nothing() -> None:
    reviews, answers = _race()

    assert set(answers) == {"signed", "told why not"}
    assert sum(answers.values()) == len(reviews) * ATTEMPTS_PER_REVIEW
    assert answers["signed"] == SignOff.objects.count()
    for review in reviews:
        assert review.state == "approved"
        assert review.sign_offs.count() == review.approvals_needed
        events = Counter(review.audit_events.values_list("action", flat=True))
        assert events["approve"] == 1
        assert events["sign-off"] == review.approvals_needed
        assert Article.objects.get(pk=review.article_id).live_version_id == review.version_id
    places = AuditEvent.objects.values("chain").annotate(events=Count("pk"))
    for place in places:
        last = AuditEvent.objects.filter(chain=place["chain"]).latest("sequence")
        assert last.sequence == place["events"]


@pytest.mark.django_db(transaction=True)
def test_sign_off_without_the_lock_goes_wrong(monkeypatch: pytest.MonkeyPatch) -> None:
    """The guard removed: two signers each see only their own signature, and nobody approves."""

    def read_without_locking(review: Review) -> Review:
        return Review.objects.select_related("article__owner", "version").get(pk=review.pk)

    monkeypatch.setattr(beats, "lock", read_without_locking)
    reviews, answers = _race()

    as_it_should_be = set(answers) == {"signed", "told why not"} and all(
        review.state == "approved" and review.sign_offs.count() == review.approvals_needed
        for review in reviews
    )
    assert not as_it_should_be


@pytest.mark.django_db(transaction=True)
def test_begin_by_several_at_once_happens_once() -> None:
    members = [BoardMemberFactory.create() for _ in range(2)]
    article = ArticleFactory.create()
    review = workflow.submit(article, by=article.owner)
    editors = [managing_editor() for _ in range(4)]

    answers = _press_together(
        [partial(workflow.begin, review, by=editor, members=members) for editor in editors]
    )

    assert answers == {"done": 1, "told why not": 3}


@pytest.mark.django_db(transaction=True)
def test_submit_by_several_at_once_happens_once() -> None:
    article = ArticleFactory.create()

    answers = _press_together([partial(workflow.submit, article, by=article.owner)] * 4)

    assert answers == {"done": 1, "told why not": 3}
    assert article.versions.count() == 1


def _press_together(buttons: Sequence[Callable[[], object]]) -> Counter[str]:
    answers: list[str] = []

    def press(button: Callable[[], object]) -> None:
        try:
            button()
            answers.append("done")
        except NotPossible:
            answers.append("told why not")

    together([partial(press, button) for button in buttons])
    return Counter(answers)
