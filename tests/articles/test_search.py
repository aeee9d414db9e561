"""Search over live versions: what is found, how it is shown, what cannot be asked."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from articles.models import Article
from articles.search import highlighted, search, snippet_of
from editorial import workflow
from tests.factories.articles import ArticleFactory, SectionFactory
from tests.factories.editorial import approved, managing_editor

pytestmark = pytest.mark.django_db


def live(**fields: object) -> Article:
    return approved(ArticleFactory.create(**fields)).article


def titles(text: str) -> list[str]:
    return [article.live_version.title for article in search(text) if article.live_version]


def test_find_words_in_title_summary_and_text_the_title_first() -> None:
    live(title="Why?", text="<p>Dystonia is a spasm.</p>")
    live(title="What?", summary="It is dystonia.")
    live(title="What is dystonia?")
    live(title="Unrelated?")
    assert titles("dystonia") == ["What is dystonia?", "What?", "Why?"]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("spasms", ["Jaw spasm?", "Neck spasm?"]),
        ("neck spasm", ["Neck spasm?"]),
        ('"spasm neck"', []),
        ("jaw or neck", ["Jaw spasm?", "Neck spasm?"]),
        ("spasm -jaw", ["Neck spasm?"]),
        ("the", []),
        ("", []),
        ("'&|!:*()\\<->", []),
        ("neck'; DROP TABLE articles_article; --", []),
    ],
)
def test_read_what_people_type(text: str, found: list[str]) -> None:
    live(title="Neck spasm?")
    live(title="Jaw spasm?")
    assert sorted(titles(text)) == found


def test_find_nothing_in_retired_articles() -> None:
    article = live(title="What is dystonia?")
    workflow.retire(article, by=managing_editor(), reason="Wrong.")
    assert titles("dystonia") == []


def test_show_where_it_was_found_without_headings_numbers_or_markup(client: Client) -> None:
    article = ArticleFactory.create(summary="About numbers.")
    SectionFactory.create(
        article=article,
        heading="Secondheading",
        body="<p>Values of a &lt; 5 &amp; <strong>bold</strong> quokkamycin are normal.</p>",
    )
    approved(article)
    page = client.get("/search/?q=quokkamycin").content.decode()
    assert "Values of a &lt; 5 &amp; bold <mark>quokkamycin</mark> are normal" in page
    assert "Secondheading" not in page
    assert "strain1" not in page


def test_escape_what_was_found() -> None:
    assert highlighted("a<b>\x02c\x03") == "a&lt;b&gt;<mark>c</mark>"


def test_show_dots_where_a_snippet_was_cut() -> None:
    assert snippet_of("of  the\x02neck\x03 and") == "… of the<mark>neck</mark> and …"
    assert snippet_of("\x02Neck\x03 pain.") == "<mark>Neck</mark> pain."


def test_say_what_will_appear_before_a_search(client: Client) -> None:
    page = client.get("/search/").content.decode()
    assert "Articles that the board has approved appear here" in page


def test_say_that_nothing_was_found_and_what_to_do(client: Client) -> None:
    page = client.get("/search/?q=%3Cb%3Exyz").content.decode()
    assert "No reviewed article has all of these words." in page
    assert 'href="/ask/?q=%3Cb%3Exyz"' in page
    assert 'value="&lt;b&gt;xyz"' in page


@pytest.mark.parametrize("address", ["/search/", "/ask/"])
def test_refuse_an_endless_text_at_its_field_and_keep_it(client: Client, address: str) -> None:
    response = client.get(address, {"q": "x" * 10_000})
    assert response.status_code == 400
    page = response.content.decode()
    assert "You sent 10000." in page
    assert "x" * 10_000 in page
    assert 'aria-invalid="true"' in page


@pytest.mark.parametrize("address", ["/search/", "/ask/"])
@pytest.mark.parametrize(
    "text", ["%00", "a%00b", "%FF%FE", "%ED%A0%80", "%F0%9F%A6%98", "%22", "-"]
)
def test_answer_odd_bytes_clearly(client: Client, address: str, text: str) -> None:
    response = client.get(f"{address}?q={text}")
    assert response.status_code == (400 if "%00" in text else 200)


def test_page_through_many_results_in_a_flat_number_of_queries(client: Client) -> None:
    live(title="Spasm?")
    counts = []
    for more in (0, 24):
        for number in range(more):
            live(title=f"Spasm {number}?")
        with CaptureQueriesContext(connection) as queries:
            page = client.get("/search/?q=spasm").content.decode()
        counts.append(len(queries))
    assert counts[0] == counts[1] == 2
    assert "25 articles" in page
    assert page.count('class="entry"') == 20
    assert 'href="?q=spasm&amp;page=2"' in page
    assert client.get("/search/?q=spasm&page=2").content.count(b'class="entry"') == 5


@pytest.mark.parametrize("page", ["0", "-1", "2", "x", "", "9" * 40])
def test_answer_pages_that_there_are_not(client: Client, page: str) -> None:
    live(title="Spasm?")
    assert client.get(f"/search/?q=spasm&page={page}").status_code == 404
