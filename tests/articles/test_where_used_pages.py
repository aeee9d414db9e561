"""The pages and the file that say where works are used."""

import csv
import io
from typing import Any

import pytest
from django.contrib.auth.models import Group, Permission
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from articles.versions import freeze
from references.models import Reference
from tests.factories.articles import ArticleFactory, UserFactory
from tests.factories.editorial import approved
from tests.factories.references import ReferenceFactory

pytestmark = pytest.mark.django_db
MANY = "admin:references_reference_where_many_are_used"
LIST = "admin:references_reference_changelist"


def citing(*works: Reference) -> str:
    cites = "".join(f'<cite data-reference="{work.pk}"></cite>' for work in works)
    return f"<p>Spasm follows strain{cites}.</p>"


def of_record(work: Reference) -> str:
    return reverse("admin:references_reference_where_used", args=[work.pk])


@pytest.fixture
def editor(client: Client) -> Client:
    client.force_login(UserFactory.create(group="Editors"))
    return client


def table(response: Any) -> list[dict[str, str]]:  # noqa: ANN401 # of the test client
    text = b"".join(response.streaming_content).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline="")))


def test_record_says_where_it_is_used(editor: Client) -> None:
    work = ReferenceFactory.create()
    article = ArticleFactory.create(text=citing(work))
    approved(article)
    page = editor.get(of_record(work)).content.decode()
    assert article.title in page
    assert reverse("articles:version", args=[article.slug, 1]) in page
    assert "Live version 1" in page
    assert "1. Causes" in page
    form = editor.get(reverse("admin:references_reference_change", args=[work.pk]))
    assert of_record(work) in form.content.decode()


def test_work_that_nobody_cites_is_said_to_be_unused(editor: Client) -> None:
    page = editor.get(of_record(ReferenceFactory.create())).content.decode()
    assert "Not used anywhere" in page


def test_selected_works_are_reported_on(editor: Client) -> None:
    used, unused, left_out = ReferenceFactory.create_batch(3)
    article = ArticleFactory.create(text=citing(used, left_out))
    data = {
        "action": "where_are_these_used",
        "_selected_action": [used.pk, unused.pk],
    }
    page = editor.post(reverse(LIST), data).content.decode()
    assert article.title in page
    assert str(unused) in page
    assert str(left_out) not in page
    assert "1 is used nowhere." in page


def test_pasted_list_is_reported_on_and_its_file_names_what_is_unknown(editor: Client) -> None:
    work = ReferenceFactory.create()
    article = ArticleFactory.create(text=citing(work))
    typed = f"{work.doi}\n10.5555/nobody\n=cmd|' /C calc'!A0"
    page = editor.post(reverse(MANY), {"identifiers": typed}).content.decode()
    assert article.title in page
    assert "<li>10.5555/nobody</li>" in page
    data = {"ids": str(work.pk), "identifiers": "10.5555/nobody\n=cmd|' /C calc'!A0", "csv": "1"}
    response = editor.post(reverse(MANY), data)
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    rows = table(response)
    assert [row["Where"] for row in rows] == ["Draft", "Not in the library", "Not in the library"]
    assert rows[0]["DOI"] == work.doi
    assert (rows[0]["Question"], rows[0]["Address"]) == (article.title, article.slug)
    assert (rows[0]["Section"], rows[0]["Heading"], rows[0]["Text"]) == (
        "1",
        "Causes",
        "Clinical text",
    )
    assert rows[2]["Reference"] == "'=cmd|' /C calc'!A0"


def test_list_that_the_page_hands_on_is_the_one_that_was_typed(editor: Client) -> None:
    """The file is asked for with what the page holds, and holds the same."""
    page = editor.post(reverse(MANY), {"identifiers": '10.5555/a\n"b" <c> &x'}).content.decode()
    assert 'name="identifiers" value="10.5555/a&#10;&quot;b&quot; &lt;c&gt; &amp;x"' in page


def test_formula_in_a_title_reaches_no_spreadsheet(editor: Client) -> None:
    work = ReferenceFactory.create(
        csl={"type": "article-journal", "title": "=1+1", "DOI": "10.5555/formula"}
    )
    ArticleFactory.create(title="@SUM(1)?", text=citing(work))
    (row,) = table(editor.get(reverse(MANY), {"ids": str(work.pk), "csv": "1"}))
    assert row["Reference"].startswith("'=")
    assert row["Question"] == "'@SUM(1)?"


def test_addresses_by_number_are_understood_and_nonsense_is_not_an_error(editor: Client) -> None:
    work = ReferenceFactory.create()
    page = editor.get(reverse(MANY), {"ids": f"{work.pk},0,x,{10**25},999999999"})
    assert page.status_code == 200
    assert str(work) in page.content.decode()
    assert editor.get(reverse(MANY), {"ids": "x"}).status_code == 400
    assert "Name one work at least." in editor.post(reverse(MANY), {}).content.decode()
    assert editor.get(of_record(ReferenceFactory.build(pk=10**12))).status_code == 404
    too_long = editor.post(reverse(MANY), {"identifiers": "x" * 300_000})
    assert too_long.status_code == 400


def test_long_report_is_cut_on_the_page_only(
    editor: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("articles.admin.where_used.MOST_ON_A_PAGE", 2)
    work, later = ReferenceFactory.create_batch(2)
    text = citing(work, later)
    titles = [ArticleFactory.create(slug=f"s-{n}", text=text).title for n in range(3)]
    page = editor.get(reverse(MANY), {"ids": f"{work.pk},{later.pk}"}).content.decode()
    assert [title in page for title in titles] == [True, True, False]
    assert "The first 2 uses are shown here" in page
    assert "Not used anywhere" not in page
    assert len(table(editor.get(reverse(MANY), {"ids": str(work.pk), "csv": ""}))) == 3


@pytest.mark.parametrize("missing", ["view_article", "view_reference"])
def test_neither_page_nor_file_nor_action_without_both_permissions(
    client: Client, missing: str
) -> None:
    work = ReferenceFactory.create()
    article = ArticleFactory.create(text=citing(work))
    user = UserFactory.create()
    known = Permission.objects.filter(
        codename__in={"view_article", "view_reference", "change_reference"} - {missing}
    )
    user.user_permissions.set(known)
    client.force_login(user)
    for address in (of_record(work), reverse(MANY), f"{reverse(MANY)}?ids={work.pk}&csv=1"):
        assert client.get(address).status_code == 403
    assert client.post(reverse(MANY), {"ids": str(work.pk)}).status_code == 403
    data = {"action": "where_are_these_used", "_selected_action": [work.pk]}
    assert article.title not in client.post(reverse(LIST), data, follow=True).content.decode()
    if missing == "view_article":
        assert (
            of_record(work)
            not in client.get(
                reverse("admin:references_reference_change", args=[work.pk])
            ).content.decode()
        )


def test_board_sees_no_drafts_through_the_library(client: Client) -> None:
    work = ReferenceFactory.create()
    ArticleFactory.create(text=citing(work))
    user = UserFactory.create()
    user.groups.add(Group.objects.get(name="Board"))
    client.force_login(user)
    assert client.get(of_record(work)).status_code == 403


def test_versions_are_linked_for_whoever_may_read_them(client: Client) -> None:
    work = ReferenceFactory.create()
    article = ArticleFactory.create(text=citing(work))
    freeze(article, by=article.owner)
    user = UserFactory.create()
    user.user_permissions.set(
        Permission.objects.filter(codename__in=["view_article", "view_reference"])
    )
    client.force_login(user)
    page = client.get(of_record(work)).content.decode()
    assert "Version 1" in page
    assert reverse("articles:version", args=[article.slug, 1]) not in page


def test_list_counts_articles_in_one_query_whatever_its_length(
    editor: Client,
) -> None:
    works = ReferenceFactory.create_batch(3)
    ArticleFactory.create_batch(2, text=citing(works[0]))
    page = editor.get(reverse(LIST)).content.decode()
    assert '<td class="field-articles_citing_it">2</td>' in page
    assert page.count('<td class="field-articles_citing_it">0</td>') == 2
    counted = _queries(editor)
    ReferenceFactory.create_batch(20)
    assert _queries(editor) == counted


def _queries(client: Client) -> int:
    with CaptureQueriesContext(connection) as queries:
        client.get(reverse(LIST))
    return len(queries)
