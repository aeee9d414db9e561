"""Live articles with their next review on a given day, one by the real verbs or many by SQL."""

import datetime

from django.db import connection

from articles.models import Article
from editorial.models import ReviewSchedule
from editorial.schedule import due_after
from tests.factories.articles import ArticleFactory
from tests.factories.editorial import approved
from tests.flushing import triggers_lifted

TODAY = datetime.date(2027, 1, 15)
NOW = datetime.datetime(2027, 1, 15, 9, 41, tzinfo=datetime.UTC)
DAY = datetime.timedelta(days=1)

#: Where the ids of copies begin, so that the database gives them to nobody else.
FAR = 1_000_000

_COPY = (
    """
    INSERT INTO articles_article (
        id, title, slug, summary, specialty_id, risk_tier, disclaimer_id, owner_id,
        retirement_reason, created
    )
    SELECT n, 'Copy ' || n, slug || '-' || n, summary, specialty_id,
        risk_tier, disclaimer_id, owner_id, '', created
    FROM articles_article, generate_series(%(first)s::int, %(last)s::int) AS n WHERE id = %(id)s
    """,
    """
    INSERT INTO articles_version (
        id, article_id, number, digest, content, clinical_html, plain_html, words,
        frozen_at, frozen_by_id
    )
    SELECT n, n, 1, digest, content, clinical_html, plain_html, words, frozen_at, frozen_by_id
    FROM articles_version, generate_series(%(first)s::int, %(last)s::int) AS n
    WHERE id = (SELECT live_version_id FROM articles_article WHERE id = %(id)s)
    """,
    """
    UPDATE articles_article SET live_version_id = id
    WHERE id BETWEEN %(first)s AND %(last)s
    """,
    """
    INSERT INTO editorial_reviewschedule (
        article_id, review_id, reviewed_on, interval_months, regular_due_on, due_on, planned_for
    )
    SELECT n, review_id, reviewed_on, interval_months, regular_due_on, due_on, due_on
    FROM editorial_reviewschedule, generate_series(%(first)s::int, %(last)s::int) AS n
    WHERE article_id = %(id)s
    """,
)


def due_article(due_on: datetime.date, *, months: int = 24, **facts: object) -> Article:
    """Approved by the verbs; its clocks are set so that its interval makes it due on this day."""
    article = approved(ArticleFactory.create(**facts)).article
    set_due(article, due_on, months=months)
    article.refresh_from_db()
    return article


def set_due(article: Article, due_on: datetime.date, *, months: int = 24) -> None:
    reviewed_on = due_after(due_on, -months)
    ReviewSchedule.objects.filter(article=article).update(
        reviewed_on=reviewed_on,
        interval_months=months,
        regular_due_on=due_after(reviewed_on, months),
        due_on=due_after(reviewed_on, months),
    )


def copies(article: Article, count: int) -> list[int]:
    """So many more live articles like this one, past every trigger. Gives their ids."""
    with triggers_lifted(), connection.cursor() as cursor:
        cursor.execute("SELECT GREATEST(max(id), %s) + 1 FROM articles_article", [FAR])
        first = cursor.fetchone()[0]
        last = first + count - 1
        for statement in _COPY:
            cursor.execute(statement, {"id": article.pk, "first": first, "last": last})
    return list(range(first, last + 1))
