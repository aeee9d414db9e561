"""Home, specialties, feed, sitemap and robots."""

import datetime
from xml.etree import ElementTree

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from articles.models import Article
from editorial import workflow
from tests.factories.articles import ArticleFactory, SpecialtyFactory
from tests.factories.editorial import approved, managing_editor

pytestmark = pytest.mark.django_db

ATOM = "{http://www.w3.org/2005/Atom}"
SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"


def live(**fields: object) -> Article:
    return approved(ArticleFactory.create(**fields)).article


def test_say_what_will_appear_while_nothing_is_approved(client: Client) -> None:
    for address in ("/", "/specialties/"):
        page = client.get(address)
        assert page.status_code == 200
        assert "appears here" in page.content.decode()


def test_show_the_newest_approval_first(client: Client) -> None:
    for day, title in ((2, "Second?"), (1, "First?"), (3, "Third?")):
        with time_machine.travel(datetime.datetime(2026, 3, day, 9, tzinfo=datetime.UTC)):
            live(title=title)
    page = client.get("/").content.decode()
    assert page.index("Third?") < page.index("Second?") < page.index("First?")


def test_count_the_live_articles_of_each_specialty(client: Client) -> None:
    neurology = SpecialtyFactory.create(name="Neurology", slug="neurology")
    live(specialty=neurology)
    live(specialty=neurology)
    ArticleFactory.create(specialty=neurology)
    SpecialtyFactory.create(name="Emptyology")
    page = " ".join(client.get("/specialties/").content.decode().split())
    assert '<a href="/specialties/neurology/">Neurology</a>' in page
    assert "2 articles" in page
    assert "Emptyology" not in page


def test_list_only_the_live_articles_of_a_specialty(client: Client) -> None:
    neurology = SpecialtyFactory.create(name="Neurology", slug="neurology")
    live(title="Of neurology?", specialty=neurology)
    live(title="Of another?")
    page = client.get("/specialties/neurology/").content.decode()
    assert "Of neurology?" in page
    assert "Of another?" not in page


def test_answer_a_specialty_without_live_articles_like_one_that_does_not_exist(
    client: Client,
) -> None:
    ArticleFactory.create(specialty=SpecialtyFactory.create(slug="drafts-only"))
    hidden, absent = (client.get(f"/specialties/{slug}/") for slug in ("drafts-only", "absent"))
    assert hidden.status_code == absent.status_code == 404
    assert hidden.content == absent.content
    assert dict(hidden.headers) == dict(absent.headers)


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("/", 3),
        ("/specialties/", 2),
        ("/specialties/s/", 3),
        ("/feed.atom", 1),
        ("/sitemap.xml", 3),
    ],
)
def test_read_a_page_in_as_many_queries_for_ten_articles_as_for_one(
    client: Client, address: str, expected: int
) -> None:
    specialty = SpecialtyFactory.create(slug="s")
    counts = []
    for more in (1, 9):
        for _ in range(more):
            live(specialty=specialty)
        with CaptureQueriesContext(connection) as queries:
            client.get(address)
        counts.append(len(queries))
    assert counts == [expected, expected]


def test_give_feed_readers_what_was_approved(client: Client) -> None:
    with time_machine.travel(datetime.datetime(2026, 3, 4, 9, tzinfo=datetime.UTC), tick=False):
        article = live(title="Is 1 < 2 & 3?", summary="Yes: 1 < 2.")
    response = client.get("/feed.atom")
    assert response["Content-Type"] == "application/atom+xml; charset=utf-8"
    assert "Last-Modified" not in response
    entry = ElementTree.fromstring(response.content).find(f"{ATOM}entry")  # noqa: S314 - our own
    assert entry is not None
    assert entry.findtext(f"{ATOM}title") == "Is 1 < 2 & 3?"
    assert entry.findtext(f"{ATOM}summary") == "Yes: 1 &lt; 2."
    assert entry.findtext(f"{ATOM}updated") == "2026-03-04T09:00:00+00:00"
    assert entry.findtext(f"{ATOM}id") == f"http://testserver/articles/{article.slug}/"


def test_list_live_articles_in_the_sitemap_and_no_others(client: Client) -> None:
    shown, retired = live(), live()
    workflow.retire(retired, by=managing_editor(), reason="Wrong.")
    draft = ArticleFactory.create()
    tree = ElementTree.fromstring(client.get("/sitemap.xml").content)  # noqa: S314 - our own
    places = [place.text for place in tree.iter(f"{SITEMAP}loc")]
    assert f"http://testserver/articles/{shown.slug}/" in places
    for hidden in (retired, draft):
        assert f"http://testserver/articles/{hidden.slug}/" not in places


def test_tell_robots_where_the_sitemap_is_and_what_to_leave_alone(client: Client) -> None:
    page = client.get("/robots.txt").content.decode()
    assert "Sitemap: http://testserver/sitemap.xml" in page
    assert "Disallow: /desk/" in page
    assert "Disallow: /articles" not in page
