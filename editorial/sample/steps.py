"""The steps that the sample's articles take, by the verbs that people use."""

from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

import pghistory
from django.contrib.auth.models import User

from articles.importing import import_article, resolved
from articles.models import Article
from editorial import workflow
from editorial.models import BoardMember, Review
from editorial.sample.people import Cast
from editorial.states import Conflict, Verdict
from references.library import find_or_create

ARTICLES = Path(__file__).parent / "articles"


def acting(user: User) -> AbstractContextManager[object]:
    """What is edited inside is on record as this person's work."""
    recording: AbstractContextManager[object] = pghistory.context(user=user.pk, source="sample")
    return recording


def imported(name: str, owner: User) -> Article:
    return import_article(ARTICLES / name, owner=owner).article


def resolve(article: Article, works: Mapping[str, Mapping[str, Any]], *, by: User) -> None:
    """Put these works in the place of the unresolved citations with their keys."""
    with acting(by):
        records = {key: find_or_create(work)[0] for key, work in works.items()}
        article.listed_references.add(*records.values())
        ids = {key: record.pk for key, record in records.items()}
        for section in article.sections.all():
            section.body = resolved(section.body, ids)
            section.plain_language = resolved(section.plain_language, ids)
            section.save(update_fields=["body", "plain_language"])


def begun(review: Review, cast: Cast, members: Sequence[BoardMember]) -> Review:
    """Under review by these members, none of whom has a conflict of interest."""
    review = workflow.begin(review, by=cast.managing_editor, members=members)
    for member in members:
        workflow.answer_conflict(review, by=member.user, conflict=Conflict.NONE)
    return review


def signed(
    review: Review,
    cast: Cast,
    member: BoardMember,
    verdict: str = Verdict.APPROVE,
    reason: str = "",
) -> Review:
    return workflow.sign_off(
        review,
        by=member.user,
        verdict=verdict,
        digest=review.version.digest,
        password=cast.password,
        reason=reason,
    )


def brought_live(article: Article, cast: Cast, members: Sequence[BoardMember], note: str) -> Review:
    """Submitted by its owner, begun, and approved by all of these members."""
    review = workflow.submit(article, by=article.owner, note=note)
    review = begun(review, cast, members)
    for member in members:
        review = signed(review, cast, member)
    return review
