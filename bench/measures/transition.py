"""Every verb from submission to approval, against the least a verb could do.

A bare step locks a row, updates it and adds another, in a transaction of plain SQL. The same step
by Django's models is timed beside it, to tell what the framework costs from what the workflow does.
The password is hashed cheaply here; the real hash, which is slow on purpose, is timed apart.
"""

from collections.abc import Callable
from itertools import islice

from django.contrib.auth.hashers import check_password, make_password
from django.contrib.auth.models import User
from django.db import connection
from django.test import override_settings
from django.test.utils import CaptureQueriesContext

from articles.models import Article
from bench.bare_step import by_models, by_sql, create_tables
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
        create_tables()
        rounds = []
        for _ in range(sizes.rounds + 1):
            chosen = list(islice(queue, per_round))
            ours = seconds(lambda: approve_all(chosen, manager, members))  # noqa: B023 -- called at once
            bare = seconds(lambda: repeat(by_sql, VERBS * per_round))
            framework = seconds(lambda: repeat(by_models, VERBS * per_round))
            rounds.append([ours, bare, framework])
        last = ArticleFactory.create(owner=editor)
        with CaptureQueriesContext(connection) as captured:
            approve(last, manager, members)
    timed = timing([[ours, bare] for ours, bare, _ in rounds[1:]])
    against_models = timing([[ours, framework] for ours, _, framework in rounds[1:]])
    steps = VERBS * per_round
    return Measured(
        "transition",
        timed.ratio,
        "a bare transaction",
        {
            "verbs/s": steps / timed.ours,
            "bare/s": steps / timed.bare,
            "of the bare rate": 1 / timed.ratio,
            "x the same by models": against_models.ratio,
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


def repeat(step: Callable[[], None], times: int) -> None:
    for _ in range(times):
        step()
