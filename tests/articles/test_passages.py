"""Answers are passages of live versions, word for word, or the plain word that there are none."""

import datetime
import re

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from articles.models import Article
from articles.passages import passages_for
from editorial import workflow
from tests.factories.articles import ArticleFactory, SectionFactory
from tests.factories.editorial import approved, managing_editor

pytestmark = pytest.mark.django_db

DOSE = "<p>Cyclobenzaprine is indicated for up to three weeks.</p>"


def article_on_treatment(**fields: object) -> Article:
    article = ArticleFactory.create(title="What helps against neck spasm?", **fields)
    SectionFactory.create(
        article=article,
        heading="Treatment",
        body=f"{DOSE}<p>Rest helps, too.</p><p>It is unrelated to <em>a &lt; b</em>.</p>",
    )
    return approved(article).article


def quotes(question: str) -> list[str]:
    return [
        re.sub(r"</?mark>", "", quote)
        for passage in passages_for(question)
        for quote in passage.quotes
    ]


@pytest.mark.parametrize(
    "question",
    [
        "How long can cyclobenzaprine be taken?",
        "What is cyclobenzaprine used for?",
        "cyclobenzaprine",
        "Is CYCLOBENZAPRINE good for neck spasm",
    ],
)
def test_quote_the_paragraph_that_matches_word_for_word(question: str) -> None:
    article_on_treatment()
    assert "Cyclobenzaprine is indicated for up to three weeks." in quotes(question)


def test_lead_to_the_section_and_say_when_it_was_reviewed(client: Client) -> None:
    with time_machine.travel(datetime.datetime(2026, 3, 4, 9, tzinfo=datetime.UTC), tick=False):
        article = article_on_treatment()
    page = client.get("/ask/?q=cyclobenzaprine").content.decode()
    assert f'href="/articles/{article.slug}/#s-treatment"' in page
    assert 'id="s-treatment"' in client.get(f"/articles/{article.slug}/").content.decode()
    assert "What helps against neck spasm?" in page
    assert "Reviewed 4 March 2026" in page
    assert "no answer was written for you" in page
    assert "<mark>Cyclobenzaprine</mark>" in page


def test_lead_to_the_right_one_of_two_sections_of_the_same_name() -> None:
    article = ArticleFactory.create()
    for body in ("<p>First thing.</p>", "<p>Quokkamycin.</p>"):
        SectionFactory.create(article=article, heading="Dose", body=body)
    approved(article)
    assert [passage.anchor for passage in passages_for("quokkamycin")] == ["s-dose-2"]


@pytest.mark.parametrize(
    "question", ["What is the capital of France?", "the", "?", "'", "neck & ( | :*", "a" * 500]
)
def test_say_plainly_that_there_is_no_answer(client: Client, question: str) -> None:
    article_on_treatment()
    page = client.get("/ask/", {"q": question}).content.decode()
    assert "No reviewed article answers this. Nothing is made up in its place." in page
    assert "<blockquote" not in page


def test_take_one_common_word_for_no_answer() -> None:
    article_on_treatment()
    assert quotes("Which weeks are best for planting purple tomatoes outdoors?") == []


def test_quote_nothing_from_drafts_or_retired_articles() -> None:
    SectionFactory.create(article=ArticleFactory.create(), body="<p>Quokkamycin in a draft.</p>")
    article = article_on_treatment()
    SectionFactory.create(article=article, body="<p>Quokkamycin in a revision.</p>")
    assert quotes("quokkamycin") == []
    workflow.retire(article, by=managing_editor(), reason="Wrong.")
    assert quotes("cyclobenzaprine") == []


def test_escape_quotations() -> None:
    article_on_treatment()
    assert quotes("What is unrelated?") == ["It is unrelated to a &lt; b."]


def test_ask_as_many_queries_of_thirty_articles_as_of_one(client: Client) -> None:
    counts = []
    for more in (1, 29):
        for _ in range(more):
            article_on_treatment()
        with CaptureQueriesContext(connection) as queries:
            client.get("/ask/?q=cyclobenzaprine")
        counts.append(len(queries))
    assert counts == [3, 3]
