"""The same button pressed twice, different buttons pressed together, as browsers send them."""

import threading
from collections import Counter
from collections.abc import Callable, Mapping, Sequence

import pytest
from django.db import OperationalError, connection, transaction
from django.test import Client
from django.urls import reverse

from articles.models import Article
from editorial import audit, beats, signing, workflow
from editorial.exceptions import SigningLocked
from editorial.models import AuditEvent, Review, SigningLock
from editorial.verification import faults
from tests.factories.articles import PASSWORD, ArticleFactory
from tests.factories.editorial import managing_editor, submitted, under_review

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(presses: Sequence[Callable[[], int]]) -> Counter[int]:
    """The status of every answer; each press on a thread and a connection of its own."""
    start = threading.Barrier(len(presses))
    statuses: list[int] = []

    def press(button: Callable[[], int]) -> None:
        start.wait()
        try:
            statuses.append(button())
        finally:
            connection.close()

    threads = [threading.Thread(target=press, args=[button]) for button in presses]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return Counter(statuses)


def button(client: Client, address: str, data: Mapping[str, object]) -> Callable[[], int]:
    def press() -> int:
        return int(client.post(address, data).status_code)

    return press


def signing_button(review: Review, number: int, client: Client | None = None) -> Callable[[], int]:
    """The sign-off form of the member with this number, filled in to approve."""
    member = review.assignments.select_related("member__user").order_by("pk")[number].member
    browser = client or logged_in(member.user)
    form = {"verdict": "approve", "password": PASSWORD, "digest": review.version.digest}
    return button(browser, reverse("editorial:review-sign-off", args=[review.pk]), form)


def logged_in(user: object) -> Client:
    client = Client(raise_request_exception=False)
    client.force_login(user)  # type: ignore[arg-type] # an account
    return client


def step(model: str, name: str, pk: int, **data: object) -> Callable[[], int]:
    """A button of the admin, pressed by a managing editor."""
    app = "articles" if model == "article" else "editorial"
    address = reverse(f"admin:{app}_{model}_{name}", args=[pk])
    return button(logged_in(managing_editor()), address, {"reason": "A reason.", **data})


def test_sign_off_pressed_twice_signs_once() -> None:
    review = under_review()
    presses = [signing_button(review, 0) for _ in range(4)]
    assert at_once(presses) == {303: 1, 409: 3}
    assert review.sign_offs.count() == 1


def test_last_two_signatures_at_once_approve_once() -> None:
    review = under_review()
    assert at_once([signing_button(review, 0), signing_button(review, 1)]) == {303: 2}
    assert Review.objects.get(pk=review.pk).state == "approved"
    assert AuditEvent.objects.filter(action="approve").count() == 1


def test_submit_pressed_twice_submits_once() -> None:
    article = ArticleFactory.create()
    presses = [step("article", "submit", article.pk, kind="new", note="x") for _ in range(4)]
    assert at_once(presses) == {302: 1, 409: 3}
    assert article.versions.count() == 1


def test_begin_by_two_managing_editors_happens_once() -> None:
    review = submitted()
    members = [assignment.member_id for assignment in under_review().assignments.all()]
    presses = [step("review", "begin", review.pk, members=members) for _ in range(3)]
    assert at_once(presses) == {302: 1, 409: 2}
    assert review.assignments.count() == 2


@pytest.mark.parametrize("_run", range(3))
def test_withdraw_while_the_last_member_signs_has_one_outcome(_run: int) -> None:
    review = under_review()
    signing_button(review, 0)()
    statuses = at_once([signing_button(review, 1), step("review", "withdraw", review.pk)])
    state = Review.objects.get(pk=review.pk).state
    assert (state, statuses) in [
        ("approved", Counter({303: 1, 409: 1})),
        ("withdrawn", Counter({409: 1, 302: 1})),
    ]
    assert list(faults()) == []


@pytest.mark.parametrize("_run", range(5))
def test_retire_while_a_revision_is_signed_locks_nobody_out(_run: int) -> None:
    article = approved_twice_signed()
    review = under_review(article)
    signing_button(review, 0)()
    statuses = at_once([signing_button(review, 1), step("article", "retire", article.pk)])
    assert statuses == {303: 1, 302: 1}
    stored = Article.objects.get(pk=article.pk)
    assert stored.is_retired
    assert stored.live_version_id == review.version_id
    assert Client().get(article.get_absolute_url()).status_code == 410
    assert list(faults()) == []


def approved_twice_signed() -> Article:
    review = under_review()
    signing_button(review, 0)()
    signing_button(review, 1)()
    return Article.objects.get(pk=review.article_id)


def test_verbs_of_a_review_wait_for_whoever_holds_the_article() -> None:
    """Retiring holds the article and then wants its chain; so nobody may go the other way."""
    review = under_review()
    entered, waited = threading.Event(), []

    def withdraw() -> None:
        entered.set()
        workflow.withdraw(review, by=review.article.owner, reason="A reason.")
        waited.append("withdrawn")
        connection.close()

    thread = threading.Thread(target=withdraw)
    with transaction.atomic():
        Article.objects.select_for_update().get(pk=review.article_id)
        thread.start()
        entered.wait()
        thread.join(timeout=0.5)
        assert waited == []
        chain = AuditEvent.objects.filter(chain=review.article_id).count()
        retired = audit.record("sample", by=None, article=review.article)
        assert retired.sequence == chain + 1
    thread.join()
    assert waited == ["withdrawn"]


def test_taking_the_review_alone_locks_both_out(monkeypatch: pytest.MonkeyPatch) -> None:
    """The order removed: the database ends the quarrel by refusing one of the two."""

    def lock_the_review_only(review: Review) -> Review:
        held = Review.objects.select_for_update(of=("self",))
        return held.select_related("article__owner", "version").get(pk=review.pk)

    monkeypatch.setattr(beats, "lock", lock_the_review_only)
    review = under_review()
    held, statuses = threading.Event(), []

    def withdraw() -> None:
        held.wait()
        statuses.append(step("review", "withdraw", review.pk)())
        connection.close()

    thread = threading.Thread(target=withdraw)
    thread.start()
    try:
        with transaction.atomic():
            Article.objects.select_for_update().get(pk=review.article_id)
            held.set()
            thread.join(timeout=0.5)
            audit.record("sample", by=None, article=review.article)
        statuses.append(200)
    except OperationalError:  # "deadlock detected"
        statuses.append(503)
    thread.join()
    assert 503 in statuses


def test_right_password_guessed_beside_a_fifth_wrong_one_does_not_sign() -> None:
    """Guesses sent at once are judged one after the other, so five are five."""
    review = under_review()
    user = review.assignments.select_related("member__user")[0].member.user
    lock = SigningLock.objects.create(user=user, failures=signing.ATTEMPTS - 1)
    answers: list[str] = []

    def guess() -> None:
        try:
            signing.confirm_identity(user, PASSWORD)
            answers.append("signed")
        except SigningLocked:
            answers.append("locked")
        connection.close()

    thread = threading.Thread(target=guess)
    with transaction.atomic():
        held = SigningLock.objects.select_for_update().get(pk=lock.pk)
        thread.start()
        thread.join(timeout=0.5)
        assert answers == []
        signing._count_failure(held, review.submitted_at + signing.LOCKED_FOR)
    thread.join()
    assert answers == ["locked"]
