"""Board members, and reviews brought to where a test needs them by the real verbs."""

import datetime
from collections.abc import Sequence
from typing import Any

import factory
from django.contrib.auth.models import User

from articles.models import Article
from editorial import workflow
from editorial.models import BoardMember, Review
from tests.factories.articles import PASSWORD, ArticleFactory, UserFactory


class BoardMemberFactory(factory.django.DjangoModelFactory[BoardMember]):
    class Meta:
        model = BoardMember

    user = factory.SubFactory(UserFactory, group="Board", is_staff=False)
    name = factory.Sequence(lambda n: f"Sample Reviewer {n}")
    slug = factory.Sequence(lambda n: f"sample-reviewer-{n}")
    credentials = "MD"
    term_from = datetime.date(2020, 1, 1)


def managing_editor() -> User:
    return UserFactory.create(group="Managing editors")


def submitted(article: Article | None = None, *, kind: str | None = None) -> Review:
    article = article or ArticleFactory.create()
    return workflow.submit(article, by=article.owner, note="Please read.", kind=kind)


def under_review(
    article: Article | None = None,
    *,
    members: Sequence[BoardMember] = (),
    answered: bool = True,
    kind: str | None = None,
) -> Review:
    """Two members asked unless given; their conflict questions answered unless told otherwise."""
    review = submitted(article, kind=kind)
    chosen = list(members) or [BoardMemberFactory.create(), BoardMemberFactory.create()]
    review = workflow.begin(review, by=managing_editor(), members=chosen)
    if answered:
        for member in chosen:
            workflow.answer_conflict(review, by=member.user, conflict="none")
    return review


def sign(review: Review, member: BoardMember, verdict: str = "approve", reason: str = "") -> Review:
    return workflow.sign_off(
        review,
        by=member.user,
        verdict=verdict,
        digest=review.version.digest,
        password=PASSWORD,
        reason=reason or ("" if verdict == "approve" else "For a reason."),
    )


def approved(article: Article | None = None, *, kind: str | None = None) -> Review:
    """Live, signed by as many of two members as its quorum needs."""
    review = under_review(article, kind=kind)
    for assignment in review.assignments.select_related("member__user"):
        if review.is_open:
            review = sign(review, assignment.member)
    return review


def sign_with(review: Review, by: User, **changed: Any) -> Review:
    arguments: dict[str, Any] = {
        "verdict": "approve",
        "digest": review.version.digest,
        "password": PASSWORD,
        "reason": "",
    }
    return workflow.sign_off(review, by=by, **(arguments | changed))


def first_signer(review: Review) -> User:
    assignment = review.assignments.select_related("member__user").first()
    assert assignment is not None
    return assignment.member.user
