"""Many people signing at once: no approval twice, none too many, no signature lost.

SIGNING_ATTEMPTS sets how many attempts are made; the full run makes 10,000 on 200 reviews. Half of
the reviews need one approval, half need two. In every fourth review one member has signed before,
and takes the signature back in the race.
"""

import os
import random
import threading
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.db.models import Count

from articles.models import Article
from editorial import beats, verification, workflow
from editorial.exceptions import NotPossible
from editorial.models import AuditEvent, Review, SignOff, SignOffWithdrawal
from tests.factories.articles import PASSWORD, ArticleFactory
from tests.factories.editorial import BoardMemberFactory, managing_editor, sign, under_review

ATTEMPTS = int(os.environ.get("SIGNING_ATTEMPTS", "160"))
REVIEWS = min(200, max(ATTEMPTS // 10, 2))
THREADS = 16
MEMBERS = 4
#: Of these reviews, which need two approvals.
HAS_ONE = 4
TIERS = {1: "background", 2: "dosing"}
SIGNED, TAKEN, TOLD = "signed", "taken back", "told why not"


@dataclass(frozen=True)
class Attempt:
    """One request: to sign, or to take back what this account has signed."""

    review: int
    user: int
    takes_back: bool


def _on_many_threads(work: list[Attempt]) -> list[str]:
    """Make the attempts on 16 threads, which all start at once."""
    shares = [work[n::THREADS] for n in range(THREADS)]
    answers: list[str] = []

    def take_share(share: list[Attempt]) -> None:
        answers.extend(map(_make, share))

    together([partial(take_share, share) for share in shares])
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


def _make(attempt: Attempt) -> str:
    """As a request makes it: everything is read anew."""
    review = Review.objects.select_related("version").get(pk=attempt.review)
    try:
        step = _take_back if attempt.takes_back else _sign
        return step(review, User.objects.get(pk=attempt.user))
    except NotPossible:
        return TOLD
    except Exception as error:
        return f"failed: {error!r}"


def _sign(review: Review, user: User) -> str:
    workflow.sign_off(
        review,
        by=user,
        verdict="approve",
        digest=review.version.digest,
        password=PASSWORD,
        reason="",
    )
    return SIGNED


def _take_back(review: Review, user: User) -> str:
    signed = review.sign_offs.filter(signed_by=user).first()
    if signed is None:
        return TOLD
    workflow.withdraw_sign_off(signed, by=user, reason="Misread.", password=PASSWORD)
    return TAKEN


def _race() -> tuple[list[Review], Counter[str]]:
    members = [BoardMemberFactory.create() for _ in range(MEMBERS)]
    reviews = [
        under_review(ArticleFactory.create(risk_tier=TIERS[1 + n % 2]), members=members)
        for n in range(REVIEWS)
    ]
    begun_well = {review.pk for review in reviews[1::HAS_ONE]}
    for review in reviews[1::HAS_ONE]:
        sign(review, members[0])
    work = []
    for n in range(ATTEMPTS):
        review, member = reviews[n % REVIEWS], members[n // REVIEWS % MEMBERS]
        takes_back = review.pk in begun_well and member == members[0]
        work.append(Attempt(review.pk, member.user_id, takes_back=takes_back))
    random.shuffle(work)
    # Attempts on the same review come close together, so that they meet.
    work.sort(key=lambda attempt: (attempt.review, not attempt.takes_back))
    begun = time.monotonic()
    answers = Counter(_on_many_threads(work))
    print(f"{len(work)} attempts on {REVIEWS} reviews: {time.monotonic() - begun:.1f} s, {answers}")
    return [Review.objects.get(pk=review.pk) for review in reviews], answers


def _faults_of(review: Review) -> list[str]:
    """What is wrong with a review after the race."""
    standing = review.sign_offs.filter(withdrawal__isnull=True).count()
    events = Counter(review.audit_events.values_list("action", flat=True))
    is_approved = review.state == "approved"
    live = Article.objects.values_list("live_version", flat=True).get(pk=review.article_id)
    checks = {
        "too many or too few signatures": standing == review.approvals_needed
        if is_approved
        else standing < review.approvals_needed,
        "approved otherwise than once": events["approve"] == int(is_approved),
        "signatures without their events": events["sign-off"] == review.sign_offs.count(),
        "another text is live": live == (review.version_id if is_approved else None),
        "left in another state": is_approved or review.state == "under_review",
    }
    return [fault for fault, is_sound in checks.items() if not is_sound]


def _is_as_it_should_be(reviews: list[Review], answers: Counter[str]) -> bool:
    return set(answers) <= {SIGNED, TAKEN, TOLD} and not any(map(_faults_of, reviews))


@pytest.mark.django_db(transaction=True)
def test_sign_off_from_many_threads_loses_and_doubles_nothing() -> None:
    reviews, answers = _race()

    assert set(answers) <= {SIGNED, TAKEN, TOLD}
    assert sum(answers.values()) == ATTEMPTS
    assert answers[SIGNED] + len(reviews[1::HAS_ONE]) == SignOff.objects.count()
    assert answers[TAKEN] == SignOffWithdrawal.objects.count()
    assert {review.pk: faults for review in reviews if (faults := _faults_of(review))} == {}
    assert {review.approvals_needed for review in reviews} == {1, 2}
    assert list(verification.faults()) == []
    places = AuditEvent.objects.values("chain").annotate(events=Count("pk"))
    for place in places:
        last = AuditEvent.objects.filter(chain=place["chain"]).latest("sequence")
        assert last.sequence == place["events"]


@pytest.mark.django_db(transaction=True)
def test_sign_off_without_the_lock_goes_wrong(monkeypatch: pytest.MonkeyPatch) -> None:
    """The guard removed: signers judge by a state that has passed, and by too few signatures."""

    def read_without_locking(review: Review) -> Review:
        return Review.objects.select_related("article__owner", "version").get(pk=review.pk)

    monkeypatch.setattr(beats, "lock", read_without_locking)
    assert not _is_as_it_should_be(*_race())


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
