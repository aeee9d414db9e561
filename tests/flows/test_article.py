"""One article, from the file it came in to its second review two years later."""

import datetime
from collections.abc import Iterator
from contextlib import contextmanager
from http import HTTPStatus
from io import StringIO
from pathlib import Path

import pytest
import time_machine
from django.contrib.auth.models import User
from django.core.mail import EmailMessage
from django.core.management import call_command

from articles.models import Article
from editorial.models import BoardMember, MailPreference, Notification, Review, ReviewSchedule
from tests.factories.articles import UserFactory
from tests.factories.editorial import BoardMemberFactory
from tests.factories.references import ReferenceFactory
from tests.flows.steps import begin, read, rewrite, sign, submit, take

pytestmark = pytest.mark.django_db

FILE = """---
title: What causes neck spasm?
specialty: Neurology
summary: Mostly strain of the muscles.
references:
  - id: strain
    type: article-journal
    title: Strain and spasm
    author: [{family: Sample, given: Author}]
    issued: {date-parts: [[2019]]}
    container-title: Journal of Samples
    DOI: 10.5555/strain
---
Spasm follows strain [@strain], and posture adds to it [@posture].

## Outlook

It mostly goes by itself [@strain].
"""
ADDRESS = "/articles/what-causes-neck-spasm/"
EVERYONE_IS_TOLD = [("one", "Approved"), ("owner", "Approved"), ("two", "Approved")]
#: Days from the due date, and who is told what on that day.
LADDER: list[tuple[int, list[tuple[str, str]]]] = [
    (-61, []),
    (-60, [("owner", "Re-review due")]),
    (-59, []),
    (-30, [("owner", "Re-review due")]),
    (-7, [("owner", "Re-review due")]),
    (0, [("owner", "Re-review due")]),
    (6, []),
    (7, [("owner", "Re-review overdue")]),
    (14, [("manager", "Escalated, re-review overdue"), ("owner", "Re-review overdue")]),
]


def who_works_every_day(username: str, group: str) -> User:
    user = UserFactory.create(username=username, group=group)
    MailPreference.objects.create(user=user, working_days=[1, 2, 3, 4, 5, 6, 7])
    return user


@pytest.fixture
def owner() -> User:
    return who_works_every_day("owner", "Editors")


@pytest.fixture
def manager() -> User:
    return who_works_every_day("manager", "Managing editors")


@pytest.fixture
def members() -> list[BoardMember]:
    return [
        BoardMemberFactory.create(name=f"Dr. Sample {name}", user__username=name.lower())
        for name in ("One", "Two")
    ]


@contextmanager
def on(day: datetime.date) -> Iterator[None]:
    """The clock stands at an odd time of that day."""
    moment = datetime.datetime.combine(day, datetime.time(9, 41), tzinfo=datetime.UTC)
    with time_machine.travel(moment, tick=False):
        yield


def delivered(mailoutbox: list[EmailMessage]) -> list[tuple[str, str]]:
    """Plan and send; who then got what, as account and first words of the subject."""
    mailoutbox.clear()
    call_command("remind", stdout=StringIO())
    return sorted((mail.to[0].split("@")[0], mail.subject.split(":")[0]) for mail in mailoutbox)


def said_by_audit() -> str:
    out = StringIO()
    call_command("audit", "verify", stdout=out)
    return out.getvalue()


def imported(owner: User, folder: Path) -> Article:
    file = folder / "spasm.md"
    file.write_text(FILE)
    call_command("import_article", str(file), owner=owner.username, stdout=StringIO())
    return Article.objects.get()


def test_an_article_goes_from_its_file_to_its_second_review(
    owner: User,
    manager: User,
    members: list[BoardMember],
    mailoutbox: list[EmailMessage],
    tmp_path: Path,
) -> None:
    article = imported(owner, tmp_path)

    # The gate: a citation without its source stops it, and is never numbered.
    status, page = take("submit", article, by=owner, kind="new", note="Please read.")
    assert status == HTTPStatus.CONFLICT
    assert "The citation “posture” has no reference." in page
    assert "Please read." in page
    assert not Review.objects.exists()
    posture = ReferenceFactory.create()
    rewrite(article, 'data-unresolved="posture"', f'data-reference="{posture.pk}"', by=owner)

    review = submit(article, by=owner, note="Please read.")
    assert delivered(mailoutbox) == [("manager", "Review to begin")]
    begin(review, by=manager, members=members)
    assert delivered(mailoutbox) == [("one", "Sign-off asked"), ("two", "Sign-off asked")]
    sign(review, by=members[0])
    assert read(ADDRESS)[0] == HTTPStatus.NOT_FOUND
    sign(review, by=members[1])

    status, page = read(ADDRESS)
    assert status == HTTPStatus.OK
    assert "Dr. Sample One" in page
    assert "Dr. Sample Two" in page
    assert "Spasm follows strain" in page
    assert page.count('<li id="reference-') == 2
    assert delivered(mailoutbox) == EVERYONE_IS_TOLD

    due_on = ReviewSchedule.objects.get(article=article).due_on
    for days, told in LADDER:
        with on(due_on + datetime.timedelta(days=days)):
            assert delivered(mailoutbox) == told, days
            assert delivered(mailoutbox) == [], "the same day again"
            assert ("Review overdue since" in read(ADDRESS)[1]) is (days > 0), days

    digest = review.version.digest
    with on(due_on + datetime.timedelta(days=15)):
        again = submit(article, by=owner, kind="re-review", note="It still stands.")
        begin(again, by=manager, members=members)
        for member in members:
            sign(again, by=member)
        page = read(ADDRESS)[1]
        assert "Review overdue" not in page
        article.refresh_from_db()
        assert article.live_version is not None
        assert article.live_version.digest == digest
        schedule = ReviewSchedule.objects.get(article=article)
        assert schedule.due_on.year == due_on.year + 2
        assert delivered(mailoutbox) == EVERYONE_IS_TOLD
    with on(due_on + datetime.timedelta(days=100)):
        assert delivered(mailoutbox) == []

    assert not Notification.objects.filter(state__in=["queued", "failed"]).exists()
    assert said_by_audit().startswith("Nothing was tampered with")
