"""Live articles whose re-review falls due when told so, by SQL (`bench.live_articles`).

Every owner has their own way of mail: some get every reminder by itself, the others several in one
mail. Nobody has quiet hours, so that nothing depends on the hour or the weekday of the run.
"""

import datetime
import random
import secrets
from collections import Counter
from dataclasses import dataclass

from django.contrib.auth.models import User
from django.db import connection
from django.utils import timezone

from articles.models import Article
from bench.live_articles import fill_up_to
from editorial.models import MailPreference, Notification
from tests.mail_server import MailServer

#: Before a due date so far ahead the rung of thirty days stands, today and in the week to come.
DAYS_AHEAD = 20
#: Reminders in one gathered mail.
TOGETHER = 4
ALONE, GATHERED = "alone-", "together-"
NOON = datetime.time(12)
EVERY_DAY = [1, 2, 3, 4, 5, 6, 7]
WORDS = 40

_NOT_YET = """
    UPDATE editorial_reviewschedule SET due_on = regular_due_on, planned_for = NULL
    WHERE article_id IN (SELECT id FROM articles_article WHERE slug LIKE 'bench-%%')
"""
_GIVE = """
    UPDATE articles_article AS article SET owner_id = given.owner
    FROM unnest(%(articles)s::bigint[], %(owners)s::int[]) AS given (article, owner)
    WHERE article.id = given.article
"""
_FALL_DUE = """
    UPDATE editorial_reviewschedule SET due_on = %(day)s WHERE article_id = ANY(%(articles)s)
"""


@dataclass
class DueItems:
    """Articles, in the order in which they fall due. One reminder is owed for each that did."""

    waiting: list[int]
    due: list[int]
    #: Of the addresses of all owners; of nobody else's, in any other run.
    domain: str
    planned: int = 0

    def fall_due(self, count: int) -> list[int]:
        """The next so many."""
        articles, self.waiting = self.waiting[:count], self.waiting[count:]
        self.due += articles
        day = timezone.now().date() + datetime.timedelta(days=DAYS_AHEAD)
        with connection.cursor() as cursor:
            cursor.execute(_FALL_DUE, {"day": day, "articles": articles})
        return articles

    @property
    def are_planned(self) -> bool:
        """Each of what is due has its row. What was seen once is not asked again."""
        if self.planned < len(self.due):
            self.planned = Notification.objects.filter(article__in=self.due).count()
        return self.planned >= len(self.due)

    @property
    def addresses(self) -> list[str]:
        """Of all owners."""
        people = User.objects.filter(email__endswith=self.domain)
        return list(people.order_by("pk").values_list("email", flat=True))

    def received(self, mails: MailServer) -> Counter[str]:
        """How often each mail to an owner arrived, by Message-ID."""
        return Counter(
            str(mail["Message-ID"])
            for mail in mails.accepted
            if str(mail["To"]).endswith(self.domain)
        )


def prepare(single: int, gathered: int) -> DueItems:
    """So many articles of either kind, mixed; none of them is due."""
    fill_up_to(single + gathered, words=WORDS, today=timezone.now().date())
    articles = list(
        Article.objects.filter(slug__startswith="bench-")
        .order_by("pk")
        .values_list("pk", flat=True)
    )
    domain = f"@{secrets.token_hex(4)}.example.org"
    alone = _people(ALONE + "%s" + domain, single, MailPreference.Rhythm.SINGLE)
    together = _people(
        GATHERED + "%s" + domain, -(-gathered // TOGETHER), MailPreference.Rhythm.GATHERED
    )
    shares = [[user.pk] for user in alone]
    shares += [
        [user.pk] * min(TOGETHER, gathered - place * TOGETHER)
        for place, user in enumerate(together)
    ]
    random.Random(1).shuffle(shares)  # noqa: S311 -- an order, not a secret
    owners = [owner for share in shares for owner in share]
    with connection.cursor() as cursor:
        cursor.execute(_NOT_YET)
        cursor.execute(_GIVE, {"articles": articles, "owners": owners})
    Notification.objects.all().delete()
    return DueItems(articles, [], domain)


def _people(address: str, count: int, rhythm: str) -> list[User]:
    people = User.objects.bulk_create(
        User(username=address % n, email=address % n) for n in range(count)
    )
    MailPreference.objects.bulk_create(
        MailPreference(
            user=person,
            rhythm=rhythm,
            quiet_from=NOON,
            quiet_until=NOON,
            working_days=EVERY_DAY,
        )
        for person in people
    )
    return people
