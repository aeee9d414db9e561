"""The page on which two records become one, and what the library shows of a merged one."""

import re
from typing import Any

import pytest
from django.contrib.auth.models import Permission, User
from django.test import Client
from django.urls import reverse

from articles.merging import merge
from articles.versions import freeze
from references.duplicates import possible_duplicates, possible_pairs
from references.merging import Side
from references.models import Reference
from tests.admin_forms import posted
from tests.factories.articles import ArticleFactory, UserFactory
from tests.factories.references import ReferenceFactory

pytestmark = pytest.mark.django_db
LIST = "/admin/references/reference/"
SEARCH = "/admin-tools/references/search"


def citing(*works: Reference) -> str:
    cites = "".join(f'<cite data-reference="{work.pk}"></cite>' for work in works)
    return f"<p>Spasm follows strain{cites}.</p>"


def work(columns: dict[str, Any] | None = None, **entries: Any) -> Reference:
    item = {"type": "article-journal", "title": "Sample study of the neck", **entries}
    return ReferenceFactory.create(csl=item, **(columns or {}))


def address(record: Reference, other: Reference | None = None, **query: object) -> str:
    given = {"with": other.pk, **query} if other else query
    asked = "&".join(f"{name}={value}" for name, value in given.items())
    return reverse("admin:references_reference_merge", args=[record.pk]) + (asked and f"?{asked}")


def seen(page: str) -> str:
    found = re.search(r'name="seen" value="([0-9a-f]{64})"', page)
    assert found
    return found[1]


def change_page(record: Reference) -> str:
    return f"{LIST}{record.pk}/change/"


@pytest.fixture
def user() -> User:
    return UserFactory.create(group="Editors")


@pytest.fixture
def editor(client: Client, user: User) -> Client:
    client.force_login(user)
    return client


def test_record_leads_to_its_likely_duplicates_and_takes_any_other(editor: Client) -> None:
    record = work(DOI="10.5555/a", issued={"date-parts": [[2020]]})
    likely = work(PMID="1", title="Sample study of the necks")
    unlike = ReferenceFactory.create(csl={"type": "book", "title": "Quite another thing"})
    assert address(record) in editor.get(change_page(record)).content.decode()
    page = editor.get(address(record)).content.decode()
    assert f'href="?with={likely.pk}"' in page
    assert f'href="?with={unlike.pk}"' not in page
    answer = editor.post(address(record), {"other": "PMID: 1"})
    assert (answer.status_code, answer["Location"]) == (302, f"?with={likely.pk}")
    for typed in ("", "nobody knows", str(record.pk), str(10**30)):
        assert editor.post(address(record), {"other": typed}).status_code == 400


def test_page_shows_both_and_what_will_happen_and_does_it(editor: Client, user: User) -> None:
    kept = work({"issuing_body": "Sample body"}, DOI="10.5555/a", volume="7")
    duplicate = work(PMID="1", volume="8")
    article = ArticleFactory.create(text=citing(duplicate))
    freeze(article, by=article.owner)
    where = address(kept, duplicate, keep=kept.pk)
    page = editor.get(where).content.decode()
    assert "The draft of 1 article that cites the other record will cite this one." in page
    assert "1 version stays as it was signed" in page
    assert 'name="choice-volume"' in page
    assert 'name="choice-title"' not in page
    assert "There is no way back." in page
    answer = editor.post(where, {"seen": seen(page), "choice-volume": "duplicate"}, follow=True)
    assert answer.redirect_chain == [(change_page(kept), 302)]
    assert "1 section now cites this one in its place." in answer.content.decode()
    kept.refresh_from_db()
    duplicate.refresh_from_db()
    assert (kept.csl["volume"], kept.pmid) == ("8", "1")
    assert (duplicate.merged_into, duplicate.merged_by) == (kept, user)
    assert article.sections.get().body == citing(kept)


def test_what_more_articles_cite_is_kept_unless_one_says_otherwise(editor: Client) -> None:
    older, cited = work(DOI="10.5555/a"), work(PMID="1")
    ArticleFactory.create(text=citing(cited))
    page = editor.get(address(older, cited)).content.decode()
    assert f"Kept: “{cited}” ({cited.pk})." in page
    swapped = editor.get(address(older, cited, keep=older.pk)).content.decode()
    assert f"Kept: “{older}” ({older.pk})." in swapped
    assert f"?with={cited.pk}&amp;keep={cited.pk}" in swapped
    assert f"?with={cited.pk}&amp;keep={older.pk}" in page
    from_the_other = editor.get(address(cited, older)).content.decode()
    assert f"?with={older.pk}&amp;keep={older.pk}" in from_the_other


def test_identifiers_that_differ_are_chosen_expressly(editor: Client) -> None:
    kept, duplicate = work(DOI="10.5555/a"), work(DOI="10.5555/b")
    where = address(kept, duplicate, keep=kept.pk)
    page = editor.get(where).content.decode()
    assert "these may be two works" in page
    assert not re.search(r"<input[^>]* checked", page)
    answer = editor.post(where, {"seen": seen(page)})
    assert answer.status_code == 400
    assert "Choose which of the two is right." in answer.content.decode()
    duplicate.refresh_from_db()
    assert duplicate.merged_into is None
    assert editor.post(where, {"seen": seen(page), "choice-DOI": "both"}).status_code == 400


def test_record_that_changed_since_it_was_looked_at_is_looked_at_again(editor: Client) -> None:
    kept, duplicate = work(DOI="10.5555/a"), work(PMID="1")
    where = address(kept, duplicate)
    page = editor.get(where).content.decode()
    Reference.objects.filter(pk=duplicate.pk).update(
        csl={**duplicate.csl, "title": "Sample study of the jaw"}
    )
    answer = editor.post(where, {"seen": seen(page)})
    assert answer.status_code == 400, "there is something to choose now"
    choice = {"choice-title": "kept"}
    answer = editor.post(where, {"seen": seen(page), **choice})
    assert answer.status_code == 409
    again = answer.content.decode()
    assert "was changed meanwhile" in again
    assert re.search(r'<input[^>]*name="choice-title" value="kept"[^>]* checked', again)
    assert editor.post(where, {"seen": seen(again), **choice}).status_code == 302


def test_refusal_says_why_and_merges_nothing(editor: Client) -> None:
    newer, older = work(DOI="10.5555/a"), work(PMID="1")
    Reference.objects.filter(pk=older.pk).update(superseded_by=newer)
    where = address(newer, older, keep=newer.pk)
    page = editor.get(where).content.decode()
    answer = editor.post(where, {"seen": seen(page)})
    assert answer.status_code == 409
    assert "superseded by the other" in answer.content.decode()


def test_addresses_of_no_two_records_are_not_found(editor: Client, user: User) -> None:
    kept, duplicate, other = work(DOI="10.5555/a"), work(PMID="1"), work(PMCID="PMC1")
    merge(duplicate, into=kept, by=user)
    for query in ("?with=", "?with=x", f"?with={10**20}", f"?with={kept.pk}", "?with=²"):
        assert editor.get(address(kept) + query).status_code == 404
    assert editor.get(address(duplicate, other)).status_code == 404
    assert editor.get(address(other, duplicate)).status_code == 404
    assert editor.get(address(other, kept, keep="x")).status_code == 200


@pytest.mark.parametrize("missing", ["merge_reference", "change_reference"])
def test_nobody_merges_without_the_permissions(client: Client, missing: str) -> None:
    kept, duplicate = work(DOI="10.5555/a"), work(PMID="1")
    person = UserFactory.create()
    held = {"view_reference", "merge_reference", "change_reference"} - {missing}
    person.user_permissions.set(Permission.objects.filter(codename__in=held))
    client.force_login(person)
    assert client.get(address(kept, duplicate)).status_code == 403
    assert client.post(address(kept, duplicate), {}).status_code == 403
    assert client.get(reverse("admin:references_reference_duplicates")).status_code == 403
    data = {"action": "merge_these", "_selected_action": [kept.pk, duplicate.pk]}
    assert address(kept) not in client.post(LIST, data).headers.get("Location", "")


def test_two_selected_records_are_taken_to_the_page(editor: Client) -> None:
    one, two, three = work(DOI="10.5555/a"), work(PMID="1"), work(PMCID="PMC1")
    data = {"action": "merge_these", "_selected_action": [one.pk, two.pk]}
    assert editor.post(LIST, data)["Location"] == address(one, two)
    data["_selected_action"] = [one.pk, two.pk, three.pk]
    assert "Choose two records" in editor.post(LIST, data, follow=True).content.decode()


@pytest.fixture
def merged(user: User) -> tuple[Reference, Reference]:
    kept, duplicate = work(DOI="10.5555/a"), work(PMID="1")
    merge(duplicate, into=kept, by=user)
    duplicate.refresh_from_db()
    return kept, duplicate


def test_merged_record_says_so_and_is_not_edited(
    editor: Client, merged: tuple[Reference, Reference]
) -> None:
    kept, duplicate = merged
    page = editor.get(change_page(duplicate)).content.decode()
    assert "This record was merged into" in page
    assert change_page(kept) in page
    assert 'name="title"' not in page
    assert address(duplicate) not in page
    assert reverse("admin:references_reference_where_used", args=[duplicate.pk]) in page
    assert "This record was merged" not in editor.get(change_page(kept)).content.decode()


def test_form_that_was_opened_before_the_merge_keeps_what_was_typed(
    editor: Client, user: User
) -> None:
    kept, duplicate = work(DOI="10.5555/a"), work(PMID="1")
    data = posted(editor.get(change_page(duplicate)), title="Typed meanwhile")
    merge(duplicate, into=kept, by=user)
    answer = editor.post(change_page(duplicate), data)
    assert answer.status_code == 400
    page = answer.content.decode()
    assert "was merged into" in page
    assert "Typed meanwhile" in page
    duplicate.refresh_from_db()
    assert duplicate.title == "Sample study of the neck"


def test_merged_record_is_in_no_list_search_or_choice(
    editor: Client, merged: tuple[Reference, Reference]
) -> None:
    kept, duplicate = merged
    rows = editor.get(LIST).content.decode()
    assert change_page(kept) in rows
    assert change_page(duplicate) not in rows
    assert change_page(duplicate) in editor.get(LIST, {"merged": "yes"}).content.decode()
    found = editor.get(SEARCH, {"q": "Sample study"}).json()["results"]
    assert [each["id"] for each in found] == [kept.pk]
    field = {"app_label": "articles", "model_name": "article", "field_name": "listed_references"}
    offered = editor.get("/admin/autocomplete/", {**field, "term": "Sample study"}).json()
    assert [each["id"] for each in offered["results"]] == [str(kept.pk)]


def test_dialog_shows_the_kept_record_for_a_citation_of_the_merged_one(
    editor: Client, merged: tuple[Reference, Reference]
) -> None:
    kept, duplicate = merged
    Reference.objects.filter(pk=kept.pk).update(kind="guideline")
    (result,) = editor.get(SEARCH, {"ids": str(duplicate.pk)}).json()["results"]
    assert (result["id"], result["kind"], result["label"]) == (duplicate.pk, "guideline", str(kept))


def test_stale_draft_that_is_saved_cites_and_lists_the_kept_record(
    editor: Client, user: User
) -> None:
    kept, duplicate = work(DOI="10.5555/a"), work(PMID="1")
    article = ArticleFactory.create(text="<p>None.</p>", owner=user)
    page = f"/admin/articles/article/{article.pk}/change/"
    data = posted(
        editor.get(page), sections__0__body=citing(duplicate), listed_references=[duplicate.pk]
    )
    merge(duplicate, into=kept, by=user)
    answer = editor.post(page, {**data, "_save": "Save"})
    assert answer.status_code == 302, answer.content.decode()
    assert article.sections.get().body == citing(kept)
    assert list(article.listed_references.all()) == [kept]


def test_draft_that_the_merge_changed_is_not_overwritten_unawares(
    editor: Client, user: User
) -> None:
    kept, duplicate = work(DOI="10.5555/a"), work(PMID="1")
    article = ArticleFactory.create(text=citing(duplicate), owner=user)
    page = f"/admin/articles/article/{article.pk}/change/"
    data = posted(editor.get(page))
    merge(duplicate, into=kept, by=user)
    answer = editor.post(page, data)
    assert answer.status_code == 400
    again = posted(answer)
    assert duplicate.pk != kept.pk
    assert editor.post(page, {**again, "_save": "Save"}).status_code == 302
    assert article.sections.get().body == citing(kept)


def test_where_used_of_a_merged_record_leads_to_the_kept_one(editor: Client, user: User) -> None:
    kept, duplicate = work(DOI="10.5555/a"), work(PMID="1")
    article = ArticleFactory.create(text=citing(duplicate))
    freeze(article, by=article.owner)
    merge(duplicate, into=kept, by=user)
    where = reverse("admin:references_reference_where_used", args=[kept.pk])
    assert f"as record {duplicate.pk}, merged since" in editor.get(where).content.decode()
    of_merged = reverse("admin:references_reference_where_used", args=[duplicate.pk])
    assert where in editor.get(of_merged).content.decode()


def test_pairs_that_look_alike_are_listed_and_merged_ones_are_not(
    editor: Client, user: User
) -> None:
    facts: dict[str, Any] = {"author": [{"family": "Sample"}], "issued": {"date-parts": [[2020]]}}
    one = work(DOI="10.5555/a", **facts)
    near = work(PMID="1", **{**facts, "title": "Sample study of the necks"})
    by_address = work(title="Quite another", URL="https://doi.org/10.5555/a")
    two_works = work(DOI="10.5555/other", **{**facts, "title": "Sample study of the neck."})
    work(PMID="9", **{**facts, "title": "Quite another title of the same year"})
    work(PMID="10", title="Sample study of the neck", author=[{"family": "Other"}])
    found = [(pair.one.pk, pair.two.pk) for pair in possible_pairs().pairs if not pair.contradicts]
    assert sorted(found) == [(one.pk, near.pk), (one.pk, by_address.pk), (near.pk, two_works.pk)]
    told_apart = [(pair.one.pk, pair.two.pk) for pair in possible_pairs().pairs if pair.contradicts]
    assert told_apart == [(one.pk, two_works.pk)]
    assert {each.pk for each in possible_duplicates(one)} == {near.pk, by_address.pk, two_works.pk}
    pairs = reverse("admin:references_reference_duplicates")
    page = editor.get(pairs).content.decode()
    assert f"{address(one)}?with={near.pk}" in page
    merge(near, into=one, by=user, choices={"title": Side.KEPT})
    assert f"?with={near.pk}" not in editor.get(pairs).content.decode()


def test_large_library_is_compared_as_far_as_a_page_can_wait(
    editor: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = work(DOI="10.5555/a")
    by_address = work(title="Quite another", URL="https://doi.org/10.5555/a")
    monkeypatch.setattr("references.duplicates.LONGEST", 100)
    monkeypatch.setattr("references.duplicates._NEAR", "SELECT id, 0 FROM work, pg_sleep(5)")
    page = editor.get(reverse("admin:references_reference_duplicates")).content.decode()
    assert "too large to compare all titles" in page
    assert f"{address(one)}?with={by_address.pk}" in page
