"""One timeline per article: steps, edits of the draft, and messages, in one order."""

from http import HTTPStatus

import pghistory
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from articles.models import Article
from editorial.timeline import Entry, entries, moments
from tests.factories.articles import ArticleFactory, SectionFactory, UserFactory
from tests.factories.editorial import approved, submitted, under_review

pytestmark = pytest.mark.django_db


def timeline(article: Article) -> list[Entry]:
    return entries(list(moments(article)))


def told(article: Article, source: str) -> list[str]:
    return [entry.what for entry in timeline(article) if entry.source == source]


def test_timeline_tells_steps_newest_first() -> None:
    article = approved().article
    assert told(article, "audit") == [
        "Approved and live",
        "Signed",
        "Signed",
        "Conflict of interest answered",
        "Conflict of interest answered",
        "Review begun",
        "Submitted for review",
    ]
    every = timeline(article)
    assert every == sorted(every, key=lambda entry: entry.at, reverse=True)


def test_timeline_says_what_was_changed_and_by_whom() -> None:
    article = ArticleFactory.create(title="What was it?")
    editor = UserFactory.create(first_name="Sample", last_name="Writer")
    with pghistory.context(user=editor.pk):
        article.title = "What is it?"
        article.summary = "Much longer than before. " * 20
        article.save()
    edit = next(entry for entry in timeline(article) if entry.what == "Draft edited")
    assert edit.who == "Sample Writer"
    assert edit.details == ["Question: “What was it?” → “What is it?”", "Summary"]


def test_timeline_tells_of_sections_that_are_gone() -> None:
    article = ArticleFactory.create(text="")
    section = SectionFactory.create(article=article, heading="Signs")
    section.body = "<p>Other text</p>" * 20
    section.save()
    section.delete()
    assert told(article, "section")[::-1] == [
        "Section “Signs” added",
        "Section “Signs” edited",
        "Section “Signs” deleted",
    ]


def test_timeline_tells_of_messages() -> None:
    review = submitted()
    review = under_review(ArticleFactory.create())
    names = told(review.article, "message")
    assert any(what.endswith(": Sign-off asked") for what in names)


def test_timeline_leaves_other_articles_out() -> None:
    submitted()
    assert [entry.what for entry in timeline(ArticleFactory.create(text=""))] == ["Article created"]


def test_timeline_page_is_paged_and_asks_as_often_for_many() -> None:
    article = ArticleFactory.create()
    client = Client()
    client.force_login(UserFactory.create(group="Auditors"))
    address = reverse("admin:articles_article_timeline", args=[article.pk])

    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            answer = client.get(address)
        assert answer.status_code == HTTPStatus.OK
        return len(captured)

    section = article.sections.get()
    submitted(article)

    def edit(times: int) -> None:
        with pghistory.context(user=article.owner_id):
            for number in range(times):
                section.heading = f"Heading {times} {number}"
                section.save()

    edit(1)
    few = queries()
    edit(120)
    assert queries() <= few
    answer = client.get(address, {"page": 2})
    assert answer.context["page"].number == 2
    assert len(answer.context["entries"]) == 50
    assert client.get(address, {"page": "x"}).status_code == HTTPStatus.OK
