"""The headers of a mail, its two bodies, and that no title gets out of its place."""

import datetime

import pytest
import time_machine
from pytest_django import Settings

from articles.models import Article
from editorial.mail import LONGEST_SUBJECT, one_line
from editorial.models import Notification
from tests.editorial.every_kind import EVERY_KIND
from tests.editorial.letters import TITLE, Kind, article_of_sample_owner, mail, only, text
from tests.factories.articles import ArticleFactory, UserFactory
from tests.factories.editorial import under_review

pytestmark = pytest.mark.django_db


@pytest.fixture
def article() -> Article:
    return article_of_sample_owner()


def test_mail_asks_for_a_sign_off_by_a_day(article: Article, settings: Settings) -> None:
    settings.SITE_URL = "https://articles.example.org"
    settings.MAIL_HOST_NAME = "articles.example.org"
    with time_machine.travel(datetime.datetime(2027, 11, 21, 12, tzinfo=datetime.UTC)):
        review = under_review(article)
        row = only(Kind.SIGN_OFF_ASKED)
        message = mail(row)
    assert message["Subject"] == f"Sign-off asked: {TITLE}, version 1, by 12 December"
    assert message["Message-ID"] == f"<{row.pk}@articles.example.org>"
    assert message["Auto-Submitted"] == "auto-generated"
    assert message["To"] == row.recipient.email
    plain, html = text(message, "plain"), text(message, "html")
    url = f"https://articles.example.org/desk/reviews/{review.pk}/"
    for body in (plain, html):
        assert f"version 1 of “{TITLE}”" in " ".join(body.split())
        assert "28 November 2027" in body
        assert "12 December 2027" in body
        assert "Please read." in body
        assert "because you were asked to review this version" in " ".join(body.split())
        assert body.count(url) == 1
    assert html.count("<a ") == 1


def test_mail_says_the_year_when_it_is_another(article: Article) -> None:
    with time_machine.travel(datetime.datetime(2027, 12, 21, 12, tzinfo=datetime.UTC)):
        under_review(article)
        message = mail(only(Kind.SIGN_OFF_ASKED))
    assert str(message["Subject"]).endswith("by 11 January 2028")


@pytest.mark.parametrize("kind", Kind)
def test_mail_of_every_kind_keeps_a_hostile_title_out_of_its_header(kind: Kind) -> None:
    owner = UserFactory.create(first_name="Sample", last_name="Owner", group="Editors")
    title = "\u202eWhat\r\nBcc: everyone@example.org\r\n\r\n<script>?" + "o" * 250
    EVERY_KIND[kind][0](ArticleFactory.create(title=title, owner=owner))
    message = mail(only(kind))
    assert message["Bcc"] is None
    assert message.get_content_type() == "multipart/alternative"
    assert not set(str(message["Subject"])) & set("\r\n\u202e")
    assert len(str(message["Subject"]).strip()) <= LONGEST_SUBJECT  # where it is folded is no text
    assert "<script" not in text(message, "html")


TITLES = [
    "What?\r\nBcc: everyone@example.org",
    "What?\nContent-Type: text/html\n\n<script>alert(1)</script>",
    "What\u2028is\x0bthis\x85?",
    "<script>alert('x')</script> & “what”?",
    "Miért fáj a nyakam? 頸部痙攣",
    "Why " * 74 + "so?",
]


@pytest.mark.parametrize("title", TITLES)
def test_mail_of_a_hostile_title_has_no_header_and_no_tag_of_it(title: str) -> None:
    under_review(ArticleFactory.create(title=title))
    message = mail(only(Kind.SIGN_OFF_ASKED))
    assert message["Bcc"] is None
    assert message.get_content_type() == "multipart/alternative"
    assert message.get_all("Subject") is not None
    assert len(message.get_all("Subject") or []) == 1
    assert len(str(message["Subject"])) <= LONGEST_SUBJECT
    assert ", version 1, by " in str(message["Subject"])
    assert not set(str(message["Subject"])) & set("\r\n\x0b\x85\u2028")
    assert "<script" not in text(message, "html")


def test_compose_is_the_same_every_time(article: Article) -> None:
    under_review(article)
    row = only(Kind.SIGN_OFF_ASKED)
    first, second = mail(row), mail(Notification.objects.get(pk=row.pk))
    assert first["Message-ID"] == second["Message-ID"]
    assert text(first, "plain") == text(second, "plain")


def test_one_line_shortens_and_keeps_the_end_visible() -> None:
    assert one_line(" a\tb \n c ") == "a b c"
    assert one_line("x" * 500) == "x" * (LONGEST_SUBJECT - 1) + "…"
