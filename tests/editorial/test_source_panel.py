"""The panel about sources above a draft: what it shows to whom, and what it links to."""

import datetime
import json
import re

import pytest
import time_machine
from django.contrib.auth.models import Permission, User
from django.db import connection
from django.test import Client, override_settings
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from articles.models import Article
from articles.own_publications import read
from editorial.models import Policy
from references.models import Reference, WantedCheck
from tests.factories.articles import ArticleFactory, SectionFactory, UserFactory
from tests.factories.references import ReferenceFactory

pytestmark = pytest.mark.django_db
NOW = datetime.datetime(2026, 11, 22, 12, tzinfo=datetime.UTC)


def _cite(*works: Reference) -> str:
    return "".join(f'<cite data-reference="{work.pk}"></cite>' for work in works)


def _page(client: Client, article: Article) -> str:
    answer = client.get(reverse("admin:articles_article_change", args=[article.pk]))
    assert answer.status_code == 200
    return re.sub(r"\s+", " ", answer.content.decode())


@pytest.fixture
def editor(client: Client) -> User:
    user: User = UserFactory.create(group="Editors")
    client.force_login(user)
    return user


@pytest.mark.usefixtures("editor")
@time_machine.travel(NOW, tick=False)
def test_panel_shows_figures_in_words_beside_the_rules(client: Client) -> None:
    newer = ReferenceFactory.create()
    sound = ReferenceFactory.create(kind="trial", last_checked=NOW)
    old = ReferenceFactory.create(
        kind="guideline",
        csl={"title": "Old guide", "issued": {"date-parts": [[1990]]}},
        valid_until=NOW.date() - datetime.timedelta(days=1),
        superseded_by=newer,
    )
    article = ArticleFactory.create(text=f"<p>Text{_cite(sound, old, sound)}.</p>")
    page = _page(client, article)
    for said in (
        "Quality of its 2 sources",
        "by the rules for Treatment",
        "0 of 3 citations (0%)",
        "2 of 3 citations (67%)",
        "1 of 3 citations (33%)",
        "1 of 2 sources (50%)",
        "1 cannot be checked: it has neither DOI nor PubMed number.",
        "2005 (21 years old)",
        "1990 (36 years old)",
        "Within the rule: at least 20%.",
        "the rule is at most 30 years old. Say why the sources below still hold",
        "Look for their successors.",
        "Cite the newer works.",
    ):
        assert said in page, said


@pytest.mark.usefixtures("editor")
def test_panel_leads_to_the_record_and_to_each_text_that_cites_it(client: Client) -> None:
    work = ReferenceFactory.create(csl={"title": "Nameless"})
    article = ArticleFactory.create(text=f"<p>Text{_cite(work, work)}.</p>")
    SectionFactory.create(
        article=article,
        position=10_000,
        heading="Treatment & care",
        plain_language=f"<p>Text{_cite(work)}.</p>",
    )
    page = _page(client, article)
    change = reverse("admin:references_reference_change", args=[work.pk])
    assert (
        f'1. <a href="{change}">Nameless</a> (cited in '
        '<a href="#id_sections-0-body" data-finding>Causes, 2 times</a>; '
        '<a href="#id_sections-1-plain_language" data-finding>Treatment &amp; care, plain language'
        "</a>)"
    ) in page
    assert 'id="id_sections-1-plain_language"' in page


@override_settings(OWN_PUBLICATIONS=read("10.5555"))
@pytest.mark.usefixtures("editor")
def test_panel_goes_by_the_policy_of_the_tier(client: Client) -> None:
    article = ArticleFactory.create(risk_tier="dosing")
    assert "More than that are of our own publications." in _page(client, article)
    Policy.objects.filter(tier="dosing").update(most_own_percent=100)
    assert "More than that are of our own publications." not in _page(client, article)


@pytest.mark.usefixtures("editor")
@pytest.mark.parametrize("text", ["", '<p>Text<cite data-unresolved="x"></cite>.</p>'])
def test_panel_of_no_sources_says_so(client: Client, text: str) -> None:
    article = ArticleFactory.create(text=text)
    page = _page(client, article)
    assert "Quality of its 0 sources" in page
    assert "no citations" in page
    assert "Export references" not in page


def test_panel_gives_no_link_to_records_that_one_may_not_see(client: Client) -> None:
    user = User.objects.create_user("reader-of-drafts", is_staff=True)
    user.user_permissions.add(Permission.objects.get(codename="view_article"))
    client.force_login(user)
    work = ReferenceFactory.create(csl={"title": "Nameless"})
    page = _page(client, ArticleFactory.create(text=f"<p>Text{_cite(work)}.</p>"))
    assert "1. Nameless (cited in" in page


@pytest.mark.usefixtures("editor")
def test_page_asks_as_often_for_10_citations_as_for_1000(client: Client) -> None:
    counts = []
    for size in (10, 1_000):
        works = Reference.objects.bulk_create(ReferenceFactory.build_batch(size))
        article = ArticleFactory.create(text=f"<p>Text{_cite(*works)}.</p>")
        _page(client, article)  # what is looked up once and kept
        with CaptureQueriesContext(connection) as queries:
            assert f"Quality of its {size} sources" in _page(client, article)
        counts.append(len(queries))
    assert counts[0] == counts[1]


# The check for retraction, at once.


def _check(article: Article) -> str:
    return reverse("admin:articles_article_check_sources", args=[article.pk])


def test_check_asks_about_the_sources_of_the_saved_draft(client: Client, editor: User) -> None:
    work, nameless = ReferenceFactory.create(), ReferenceFactory.create(csl={"title": "Nameless"})
    ReferenceFactory.create()
    article = ArticleFactory.create(text=f"<p>Text{_cite(work, nameless)}.</p>")
    assert f'action="{_check(article)}"' in _page(client, article)
    answer = client.post(_check(article), follow=True)
    assert "1 source is being checked. Reload this page in a minute" in answer.content.decode()
    assert "1 source is being checked for retraction." in _page(client, article)
    wanted = WantedCheck.objects.get()
    assert (wanted.reference, wanted.asked_by) == (work, editor)


@pytest.mark.usefixtures("editor")
def test_check_of_what_nobody_can_be_asked_about_says_so(client: Client) -> None:
    article = ArticleFactory.create(text="")
    answer = client.post(_check(article), follow=True)
    assert "so nobody can be asked" in answer.content.decode()
    assert not WantedCheck.objects.exists()


def test_check_is_for_whoever_may_change_the_draft(client: Client) -> None:
    user = User.objects.create_user("reader-of-drafts", is_staff=True)
    user.user_permissions.add(Permission.objects.get(codename="view_article"))
    client.force_login(user)
    article = ArticleFactory.create()
    assert "Check these sources" not in _page(client, article)
    assert client.post(_check(article)).status_code == 403
    assert not WantedCheck.objects.exists()
    user.user_permissions.add(Permission.objects.get(codename="change_article"))
    assert client.get(_check(article)).status_code == 405
    assert client.post(_check(article)).status_code == 302
    assert WantedCheck.objects.exists()


# The draft's references as a file.


@pytest.mark.usefixtures("editor")
@pytest.mark.parametrize("suffix", ["ris", "bib", "json"])
def test_export_gives_the_sources_of_the_draft_by_number(client: Client, suffix: str) -> None:
    first, second = ReferenceFactory.create_batch(2, kind="trial")
    article = ArticleFactory.create(text=f"<p>Text{_cite(second, first, second)}.</p>")
    address = reverse("admin:articles_article_references", args=[article.pk, suffix])
    assert address == f"/admin/articles/article/{article.pk}/references.{suffix}"
    assert f'href="{address}"' in _page(client, article)
    answer = client.get(address)
    assert answer.status_code == 200
    assert answer["Content-Disposition"] == f'attachment; filename="{article.slug}-draft.{suffix}"'
    text = answer.content.decode()
    assert text.count(second.doi) == text.count(first.doi) == 1
    assert text.index(second.doi) < text.index(first.doi)
    if suffix == "json":
        assert [item["kind"] for item in json.loads(text)] == ["trial", "trial"]


@pytest.mark.parametrize(
    ("permission", "status"), [("view_article", 200), ("view_reference", 403), (None, 403)]
)
def test_export_is_for_whoever_may_see_the_draft(
    client: Client, permission: str | None, status: int
) -> None:
    user = User.objects.create_user("somebody", is_staff=True)
    if permission:
        user.user_permissions.add(Permission.objects.get(codename=permission))
    client.force_login(user)
    address = reverse("admin:articles_article_references", args=[ArticleFactory.create().pk, "ris"])
    assert client.get(address).status_code == status
    assert client.post(address).status_code == 405


@pytest.mark.usefixtures("editor")
@pytest.mark.parametrize(
    "place", ["{pk}/references.xml", "0/references.ris", "9" * 18 + "/references.ris"]
)
def test_export_of_what_is_not_there_is_not_found(client: Client, place: str) -> None:
    article = ArticleFactory.create()
    answer = client.get("/admin/articles/article/" + place.format(pk=article.pk))
    assert answer.status_code == 404
