"""What caches may keep: every copy is asked after, and staff pages are kept nowhere."""

import pytest
from django.test import Client

from editorial import workflow
from tests.factories.articles import ArticleFactory, SectionFactory, UserFactory
from tests.factories.editorial import approved, managing_editor, sign, under_review

pytestmark = pytest.mark.django_db


def test_let_caches_keep_a_page_but_ask_each_time(client: Client) -> None:
    address = f"/articles/{approved().article.slug}/"
    first = client.get(address)
    assert first["Cache-Control"] == "no-cache, public"
    assert "Cookie" in first["Vary"]
    again = client.get(address, headers={"if-none-match": first["ETag"]})
    assert again.status_code == 304
    assert again.content == b""
    assert again["Vary"] == first["Vary"]


def test_withdraw_a_page_from_caches_at_once(client: Client) -> None:
    article = approved().article
    tag = client.get(f"/articles/{article.slug}/")["ETag"]
    workflow.retire(article, by=managing_editor(), reason="Wrong.")
    answer = client.get(f"/articles/{article.slug}/", headers={"if-none-match": tag})
    assert answer.status_code == 410


def test_renew_a_page_in_caches_with_the_approval(client: Client) -> None:
    article = approved().article
    address = f"/articles/{article.slug}/"
    SectionFactory.create(article=article, body="<p>Quokkamycin.</p>")
    review = under_review(article)
    tag = client.get(address)["ETag"]
    assert client.get(address, headers={"if-none-match": tag}).status_code == 304
    for assignment in review.assignments.all():
        sign(review, assignment.member)
    answer = client.get(address, headers={"if-none-match": tag})
    assert answer.status_code == 200
    assert "Quokkamycin" in answer.content.decode()


def test_keep_what_a_signed_in_person_sees_from_shared_caches(client: Client) -> None:
    address = f"/articles/{approved().article.slug}/"
    tag = client.get(address)["ETag"]
    client.force_login(UserFactory.create(group="Editors"))
    answer = client.get(address, headers={"if-none-match": tag})
    assert answer.status_code == 200
    assert answer["Cache-Control"] == "no-cache, private"
    assert "Admin" in answer.content.decode()


def test_keep_the_answer_that_sets_a_cookie_from_shared_caches(client: Client) -> None:
    address = f"/articles/{approved().article.slug}/"
    chosen = client.get(f"{address}?audience=plain")
    assert chosen.cookies["audience"].value == "plain"
    assert "private" in chosen["Cache-Control"]
    afterwards = client.get(f"{address}?audience=plain")
    assert "audience" not in afterwards.cookies
    assert "public" in afterwards["Cache-Control"]


def test_send_no_cookie_to_who_only_reads(client: Client) -> None:
    article = approved().article
    for address in ("/", f"/articles/{article.slug}/", "/search/?q=spasm", "/ask/?q=spasm"):
        assert not client.get(address).cookies


@pytest.mark.parametrize("address", ["v1/", "draft/"])
def test_keep_staff_pages_out_of_every_cache_and_index(client: Client, address: str) -> None:
    article = under_review(ArticleFactory.create()).article
    client.force_login(UserFactory.create(group="Editors"))
    answer = client.get(f"/articles/{article.slug}/{address}")
    assert answer.status_code == 200
    assert answer["Cache-Control"] == "private, no-store"
    assert answer["X-Robots-Tag"] == "noindex, nofollow"
    assert '<meta name="robots" content="noindex, nofollow">' in answer.content.decode()
    assert "ETag" not in answer
