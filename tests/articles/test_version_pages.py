"""Versions at their own addresses, previews for staff, and the history of what was published."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from articles.models import Article
from editorial import workflow
from tests.factories.articles import ArticleFactory, SectionFactory, UserFactory
from tests.factories.editorial import approved, managing_editor, sign, submitted, under_review

pytestmark = pytest.mark.django_db

PENDING = "Educational purpose only. Exercise caution: this content is pending human review"


def approve_again(article: Article) -> None:
    review = under_review(article)
    for assignment in review.assignments.all():
        sign(review, assignment.member)
    article.refresh_from_db()


def article_with_versions(number: int) -> Article:
    article = approved(ArticleFactory.create(text="<p>Text number 1.</p>")).article
    article.refresh_from_db()
    for place in range(2, number + 1):
        article.sections.update(body=f"<p>Text number {place}.</p>")
        approve_again(article)
    return article


def test_keep_what_was_published_readable_and_say_it_is_superseded(client: Client) -> None:
    article = article_with_versions(2)
    old = client.get(f"/articles/{article.slug}/v1/").content.decode()
    assert "Text number 1." in old
    assert "Superseded by version 2" in old
    assert f'href="/articles/{article.slug}/"' in old
    assert '<meta name="robots" content="noindex">' in old
    assert PENDING not in old
    new = client.get(f"/articles/{article.slug}/v2/").content.decode()
    assert "Text number 2." in new
    assert "Superseded" not in new


def test_name_who_signed_that_version(client: Client) -> None:
    article = article_with_versions(2)
    first, second = (v.reviews.get() for v in article.versions.order_by("number"))
    page = client.get(f"/articles/{article.slug}/v1/").content.decode()
    assert first.sign_offs.count() == second.sign_offs.count() == 2
    for signature in first.sign_offs.all():
        assert signature.signer_name in page
    for signature in second.sign_offs.all():
        assert f"{signature.signer_name}<" not in page


@pytest.mark.parametrize("group", ["Editors", "Managing editors", "Auditors"])
def test_preview_an_unpublished_version_for_staff_under_the_banner(
    client: Client, group: str
) -> None:
    article = under_review(ArticleFactory.create(text="<p>Quokkamycin.</p>")).article
    client.force_login(UserFactory.create(group=group))
    page = client.get(f"/articles/{article.slug}/v1/").content.decode()
    assert PENDING in page
    assert "Quokkamycin" in page
    assert "Reviewed by" not in page


@pytest.mark.parametrize("group", [None, "Board"])
def test_hide_an_unpublished_version_from_everybody_else(client: Client, group: str | None) -> None:
    article = under_review(ArticleFactory.create(text="<p>Quokkamycin.</p>")).article
    if group:
        client.force_login(UserFactory.create(group=group))
    for address in ("v1/", "draft/"):
        response = client.get(f"/articles/{article.slug}/{address}")
        assert response.status_code == 404
        assert b"Quokkamycin" not in response.content


def test_preview_the_draft_as_it_stands_with_unresolved_citations_marked(client: Client) -> None:
    article = ArticleFactory.create(
        text='<p>Claim<cite data-unresolved="smith2020"></cite><script>alert(1)</script>.</p>'
    )
    client.force_login(UserFactory.create(group="Editors"))
    page = client.get(f"/articles/{article.slug}/draft/").content.decode()
    assert PENDING in page
    assert '<mark class="unresolved">[smith2020?]</mark>' in page
    assert "alert(1)" not in page


def test_let_auditors_read_versions_but_not_the_draft(client: Client) -> None:
    article = submitted().article
    client.force_login(UserFactory.create(group="Auditors"))
    assert client.get(f"/articles/{article.slug}/v1/").status_code == 200
    assert client.get(f"/articles/{article.slug}/draft/").status_code == 404


@pytest.mark.parametrize("number", ["0", "99", "-1", "1.0", "9" * 30, "9" * 5000])
def test_answer_numbers_that_no_version_has(client: Client, number: str) -> None:
    article = article_with_versions(1)
    assert client.get(f"/articles/{article.slug}/v{number}/").status_code == 404


def test_show_staff_a_retired_version_and_readers_the_notice(client: Client) -> None:
    article = article_with_versions(1)
    workflow.retire(article, by=managing_editor(), reason="Wrong.")
    assert client.get(f"/articles/{article.slug}/v1/").status_code == 410
    client.force_login(UserFactory.create(group="Editors"))
    assert "Text number 1." in client.get(f"/articles/{article.slug}/v1/").content.decode()


def test_list_published_versions_with_their_signers_and_nothing_else(client: Client) -> None:
    article = article_with_versions(2)
    article.sections.update(body="<p>Quokkamycin.</p>")
    under_review(article)
    page = client.get(f"/articles/{article.slug}/history/").content.decode()
    assert "Version 1" in page
    assert "Version 2" in page
    assert "Version 3" not in page
    assert "/v3/" not in page
    assert "Quokkamycin" not in page
    for version in article.versions.filter(number__lte=2):
        assert version.digest[:12] in page
        for signature in version.reviews.get().sign_offs.all():
            assert signature.signer_name in page


def test_show_what_changed_from_one_published_version_to_the_next(client: Client) -> None:
    article = article_with_versions(3)
    newest = client.get(f"/articles/{article.slug}/history/").content.decode()
    assert "From version 2 to version 3" in newest
    assert "<del>2</del>" in newest or "<del>2.</del>" in newest
    asked = client.get(f"/articles/{article.slug}/history/?changes=2").content.decode()
    assert "From version 1 to version 2" in asked


@pytest.mark.parametrize("asked", ["1", "4", "x", "", "-1", "9" * 40])
def test_answer_changes_that_there_are_not(client: Client, asked: str) -> None:
    article = article_with_versions(2)
    address = f"/articles/{article.slug}/history/?changes={asked}"
    assert client.get(address).status_code == 404


def test_skip_versions_that_were_never_published_in_the_comparison(client: Client) -> None:
    article = article_with_versions(1)
    article.sections.update(body="<p>Quokkamycin.</p>")
    review = submitted(article)
    workflow.withdraw(review, by=managing_editor(), reason="Not yet.")
    article.sections.update(body="<p>Text number 3.</p>")
    approve_again(article)
    page = client.get(f"/articles/{article.slug}/history/").content.decode()
    assert "From version 1 to version 3" in page
    assert "Quokkamycin" not in page


def test_mark_a_new_section_in_the_changes(client: Client) -> None:
    article = article_with_versions(1)
    SectionFactory.create(article=article, heading="Outlook", body="<p>Good.</p>")
    approve_again(article)
    page = client.get(f"/articles/{article.slug}/history/").content.decode()
    assert "New section" in page


def test_read_the_history_in_as_many_queries_for_eight_versions_as_for_two(
    client: Client,
) -> None:
    counts = []
    for number in (2, 8):
        article = article_with_versions(number)
        with CaptureQueriesContext(connection) as queries:
            client.get(f"/articles/{article.slug}/history/")
        counts.append(len(queries))
    assert counts == [4, 4]
