"""Which attempt at an approval a review is."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from articles.models import Article
from editorial import rounds, workflow
from editorial.models import Review
from tests.factories.articles import ArticleFactory
from tests.factories.editorial import approved, managing_editor, submitted, under_review

pytestmark = pytest.mark.django_db


def returned(article: Article, *, kind: str | None = None) -> Review:
    review = under_review(article, kind=kind)
    return workflow.return_for_changes(review, by=managing_editor(), reason="The dose.")


def rounds_of(article: Article) -> list[int]:
    numbers = rounds.rounds_of(Review.objects.filter(article=article).values_list("pk", flat=True))
    return [numbers[pk] for pk in sorted(numbers)]


def test_round_counts_what_was_sent_back_since_the_last_approval() -> None:
    article = ArticleFactory.create()
    returned(article)
    returned(article)
    approved(article)
    returned(article, kind="revision")
    last = submitted(article, kind="revision")
    assert rounds_of(article) == [1, 2, 3, 1, 2]
    assert rounds.round_of(last) == 2


def test_round_does_not_count_what_was_withdrawn_nor_other_articles() -> None:
    article = ArticleFactory.create()
    returned(ArticleFactory.create())
    first = submitted(article)
    workflow.withdraw(first, by=article.owner, reason="Not yet.")
    assert rounds.round_of(submitted(article)) == 1


def test_round_in_words_is_silent_about_the_first() -> None:
    assert [rounds.in_words(number) for number in (1, 2, 5, 6)] == [
        "",
        "second round",
        "fifth round",
        "round 6",
    ]


def test_round_of_many_is_one_query() -> None:
    for _each in range(3):
        returned(ArticleFactory.create())
    with CaptureQueriesContext(connection) as queries:
        found = [rounds.round_of(review) for review in rounds.with_round(Review.objects.all())]
    assert found == [1, 1, 1]
    assert len(queries) == 1
