"""Every verb from submission to approval, against the least a verb could do.

A bare step locks a row, updates it and adds another, in a transaction. The password is hashed
cheaply here; what the real hash costs, which is slow on purpose, is told beside it.
"""

from collections.abc import Callable
from itertools import islice

from django.contrib.auth.hashers import check_password, make_password
from django.contrib.auth.models import User
from django.db import connection, transaction
from django.test import override_settings
from django.test.utils import CaptureQueriesContext

from articles.models import Article
from bench.sizes import Sizes
from bench.timing import Measured, seconds, timing
from editorial import workflow
from editorial.models import BoardMember
from tests.factories.articles import PASSWORD, ArticleFactory, UserFactory
from tests.factories.editorial import BoardMemberFactory, managing_editor

CHEAP = ["django.contrib.auth.hashers.MD5PasswordHasher"]
#: submit, begin, two answers about conflicts of interest, two signatures.
VERBS = 6


def measure(sizes: Sizes) -> Measured:
    hashed = seconds(lambda: check_password(PASSWORD, make_password(PASSWORD))) / 2
    per_round = max(1, sizes.reviews // sizes.rounds)
    with override_settings(PASSWORD_HASHERS=CHEAP):
        editor, manager = UserFactory.create(group="Editors"), managing_editor()
        members = [BoardMemberFactory.create(), BoardMemberFactory.create()]
        drafts = ArticleFactory.create_batch(per_round * (sizes.rounds + 1), owner=editor)
        queue = iter(drafts)
        step = bare_step()
        rounds = []
        for _ in range(sizes.rounds + 1):
            chosen = list(islice(queue, per_round))
            ours = seconds(lambda: approve_all(chosen, manager, members))  # noqa: B023 -- called at once
            bare = seconds(lambda: [step() for _ in range(VERBS * per_round)])
            rounds.append([ours, bare])
        last = ArticleFactory.create(owner=editor)
        with CaptureQueriesContext(connection) as captured:
            approve(last, manager, members)
    timed = timing(rounds[1:])
    steps = VERBS * per_round
    return Measured(
        "transition",
        timed.ratio,
        "a bare transaction",
        {
            "verbs/s": steps / timed.ours,
            "bare/s": steps / timed.bare,
            "reviews/s": per_round / timed.ours,
            "statements per review": len(captured),
            "real password hash ms": hashed * 1000,
        },
        {"reviews": per_round * sizes.rounds, "verbs each": VERBS},
        "doorbells ring in memory",
    )


def approve_all(drafts: list[Article], manager: User, members: list[BoardMember]) -> None:
    for article in drafts:
        approve(article, manager, members)


def approve(article: Article, manager: User, members: list[BoardMember]) -> None:
    review = workflow.submit(article, by=article.owner, note="Please read.")
    review = workflow.begin(review, by=manager, members=members)
    for member in members:
        workflow.answer_conflict(review, by=member.user, conflict="none")
    for member in members:
        review = workflow.sign_off(
            review,
            by=member.user,
            verdict="approve",
            digest=review.version.digest,
            password=PASSWORD,
        )
    if review.state != "approved":
        raise RuntimeError(f"The review is {review.state}, not approved.")


def bare_step() -> Callable[[], None]:
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE bench_thing (id int PRIMARY KEY, state text, steps int)")
        cursor.execute("CREATE TABLE bench_event (id bigserial PRIMARY KEY, thing int, what text)")
        cursor.execute("INSERT INTO bench_thing VALUES (1, 'submitted', 0)")

    def step() -> None:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT * FROM bench_thing WHERE id = 1 FOR UPDATE")
            cursor.execute("UPDATE bench_thing SET steps = steps + 1 WHERE id = 1")
            cursor.execute("INSERT INTO bench_event (thing, what) VALUES (1, 'step')")

    return step
