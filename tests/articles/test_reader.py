"""The article's page: the live version as it was signed, and who signed it."""

import datetime
import json
import re

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pytest_django import Settings

from articles.models import Article
from articles.text.canonical import sha256
from editorial import workflow
from editorial.models import BoardMember
from references import bibliography
from references.models import Reference
from tests.factories.articles import ArticleFactory, SectionFactory, SpecialtyFactory, UserFactory
from tests.factories.editorial import (
    BoardMemberFactory,
    approved,
    managing_editor,
    sign,
    submitted,
    under_review,
)
from tests.factories.references import ReferenceFactory

pytestmark = pytest.mark.django_db

SUBMITTED = datetime.datetime(2026, 3, 1, 9, tzinfo=datetime.UTC)


def live(**fields: object) -> Article:
    article = approved(ArticleFactory.create(**fields)).article
    article.refresh_from_db()
    return article


def page_of(client: Client, article: Article, query: str = "") -> str:
    response = client.get(f"/articles/{article.slug}/{query}")
    assert response.status_code == 200
    return response.content.decode()


def words_of(html: str) -> str:
    return " ".join(re.sub(r"<[^>]*>", " ", html).split())


def signed_in_three_steps(*members: BoardMember) -> Article:
    with time_machine.travel(SUBMITTED, tick=False):
        review = submitted(ArticleFactory.create(literature_searched_on=datetime.date(2026, 2, 1)))
    with time_machine.travel(SUBMITTED + datetime.timedelta(days=2), tick=False):
        review = workflow.begin(review, by=managing_editor(), members=members)
        for member in members:
            workflow.answer_conflict(review, by=member.user, conflict="none")
    with time_machine.travel(SUBMITTED + datetime.timedelta(days=5), tick=False):
        for member in members:
            sign(review, member)
    return review.article


def test_serve_the_stored_rendering_byte_for_byte(client: Client) -> None:
    article = live()
    version = article.live_version
    assert version is not None
    for audience in ("clinical", "plain"):
        page = page_of(client, article, f"?audience={audience}")
        assert version.html(audience) in page
        assert sha256(version.html(audience)) == version.content["rendered"][audience]


def test_read_the_page_in_one_query_for_anybody(client: Client) -> None:
    article = live()
    with CaptureQueriesContext(connection) as queries:
        page_of(client, article)
    assert len(queries) == 1


def test_read_the_page_in_one_query_with_many_signers_and_sources(client: Client) -> None:
    citations = "".join(
        f'<p>Text<cite data-reference="{ReferenceFactory.create().pk}"></cite>.</p>'
        for _ in range(10)
    )
    members = [BoardMemberFactory.create() for _ in range(10)]
    review = under_review(ArticleFactory.create(text=citations), members=members)
    sign(review, members[0])
    sign(review, members[1])
    Reference.objects.update(retraction="retracted", retracted_on=datetime.date(2026, 1, 2))
    with CaptureQueriesContext(connection) as queries:
        page = page_of(client, review.article)
    assert page.count("A source cited here was retracted on 2 January 2026.") == 10
    assert len(queries) == 1


def test_look_up_the_account_only_of_those_who_bring_a_session(client: Client) -> None:
    article = live()
    client.force_login(UserFactory.create(group="Editors"))
    with CaptureQueriesContext(connection) as queries:
        page_of(client, article)
    assert len(queries) == 3  # session, account, page


def test_name_the_signers_with_credentials_and_the_day_of_each_step(client: Client) -> None:
    first = BoardMemberFactory.create(name="Dr. Sample Reviewer One", credentials="MD", slug="one")
    second = BoardMemberFactory.create(
        name="Dr. Sample Reviewer Two", credentials="PhD", slug="two"
    )
    page = page_of(client, signed_in_three_steps(first, second))
    assert '<a href="/board/one/">Dr. Sample Reviewer One</a>, MD' in page
    assert '<a href="/board/two/">Dr. Sample Reviewer Two</a>, PhD' in page
    words = words_of(page)
    assert "Reviewed by the Medical Advisory Board" in words
    assert (
        "Submitted on 1 March 2026 Under review on 3 March 2026 Approved on 6 March 2026" in words
    )
    assert (
        "Updated 6 March 2026 Reviewed in full 6 March 2026 "
        "Literature searched through 1 February 2026 Next review by 6 March 2028" in words
    )


def test_keep_the_names_as_they_were_signed(client: Client) -> None:
    first = BoardMemberFactory.create(name="Dr. Sample Maiden", slug="one")
    article = signed_in_three_steps(first, BoardMemberFactory.create())
    first.name = "Dr. Sample Married"
    first.save()
    page = page_of(client, article)
    assert "Dr. Sample Maiden" in page
    assert "Dr. Sample Married" not in page


def test_do_not_name_a_member_who_did_not_approve(client: Client) -> None:
    members = [BoardMemberFactory.create() for _ in range(3)]
    members[0].name = "Dr. Sample Recused"
    members[0].save()
    review = under_review(members=members)
    sign(review, members[0], "recuse")
    sign(review, members[1])
    sign(review, members[2])
    page = page_of(client, review.article)
    assert members[1].name in page
    assert "Dr. Sample Recused" not in page


def test_say_since_when_the_review_is_overdue(client: Client) -> None:
    article = signed_in_three_steps(BoardMemberFactory.create(), BoardMemberFactory.create())
    with time_machine.travel(datetime.datetime(2028, 3, 6, 23, 59, tzinfo=datetime.UTC)):
        assert "Review overdue" not in page_of(client, article)
    with time_machine.travel(datetime.datetime(2028, 3, 7, 0, 1, tzinfo=datetime.UTC)):
        assert "Review overdue since 6 March 2028" in page_of(client, article)


def test_say_that_a_revision_is_under_review_and_show_nothing_of_it(client: Client) -> None:
    article = live()
    assert "A revision is under review" not in page_of(client, article)
    SectionFactory.create(article=article, heading="Zanzibarium", body="<p>Quokkamycin.</p>")
    submitted(article)
    page = page_of(client, article)
    assert "A revision is under review" in page
    assert "Zanzibarium" not in page
    assert "Quokkamycin" not in page


def test_take_title_summary_and_specialty_from_the_live_version(client: Client) -> None:
    approved_in = SpecialtyFactory.create(name="Neurology", slug="neurology")
    article = live(title="What was approved?", summary="As approved.", specialty=approved_in)
    article.title, article.summary = "What is drafted?", "As drafted."
    article.specialty = SpecialtyFactory.create(name="Draftology")
    article.save()
    page = page_of(client, article)
    assert "<h1>What was approved?</h1>" in page
    assert "As approved." in page
    assert '<a href="/specialties/neurology/">Neurology</a>' in page
    assert "drafted" not in page
    assert "Draftology" not in page


def test_answer_an_article_without_approval_like_one_that_does_not_exist(client: Client) -> None:
    under_review(ArticleFactory.create(slug="not-approved"))
    for address in ("/", "/history/", "/v1/", "/draft/", "/references.ris"):
        hidden = client.get(f"/articles/not-approved{address}")
        absent = client.get(f"/articles/never-written{address}")
        assert hidden.status_code == absent.status_code == 404
        assert hidden.content == absent.content
        assert dict(hidden.headers) == dict(absent.headers)


def test_answer_people_without_permission_like_everybody(client: Client) -> None:
    under_review(ArticleFactory.create(slug="not-approved"))
    client.force_login(UserFactory.create())
    hidden, absent = client.get("/articles/not-approved/v1/"), client.get("/articles/absent/v1/")
    assert hidden.status_code == absent.status_code == 404
    assert hidden.content == absent.content
    assert dict(hidden.headers) == dict(absent.headers)


def test_say_410_and_nothing_of_the_text_once_retired(client: Client) -> None:
    article = live(title="Was this wrong?", text="<p>Quokkamycin helps.</p>")
    page_of(client, article)
    workflow.retire(article, by=managing_editor(), reason="Internal: zanzibarium.")
    for address in ("/", "/history/", "/v1/", "/references.ris", "/references.json"):
        response = client.get(f"/articles/{article.slug}{address}")
        assert response.status_code == 410
        page = response.content.decode()
        assert "This article was retired" in page
        assert "Quokkamycin" not in page
        assert "zanzibarium" not in page
        assert article.summary not in page
        assert "no-cache" in response["Cache-Control"]
    workflow.reinstate(article, by=managing_editor(), reason="It was right.")
    assert "Quokkamycin" in page_of(client, article)


def test_remember_the_audience_that_was_chosen(client: Client) -> None:
    article = ArticleFactory.create(text="")
    SectionFactory.create(
        article=article, body="<p>For doctors.</p>", plain_language="<p>For you.</p>"
    )
    approved(article)
    assert "For doctors." in page_of(client, article)
    assert "audience" not in client.cookies
    assert "For you." in page_of(client, article, "?audience=plain")
    assert "For you." in page_of(client, article)
    assert "For doctors." in page_of(client, article, "?audience=clinical")
    assert "For doctors." in page_of(client, article)


def test_take_an_unknown_audience_for_no_choice(client: Client) -> None:
    article = live()
    assert page_of(client, article, "?audience=%3Cscript%3E") == page_of(client, article)
    client.cookies["audience"] = "nobody"
    assert page_of(client, article) == page_of(client, article, "?audience=clinical")


def test_tell_search_engines_who_reviewed_and_end_no_script_early(client: Client) -> None:
    first = BoardMemberFactory.create(name="Dr. Sample </script><script>alert(1)</script>")
    article = signed_in_three_steps(first, BoardMemberFactory.create())
    page = page_of(client, article)
    found = re.search(r'<script type="application/ld\+json">(.*?)</script>', page, re.DOTALL)
    assert found is not None
    data = json.loads(found[1])
    assert data["@type"] == "MedicalWebPage"
    assert data["lastReviewed"] == "2026-03-06"
    assert data["reviewedBy"][0]["name"] == "Dr. Sample </script><script>alert(1)</script>"
    assert "<script>alert" not in page


def test_link_the_headings_from_the_contents(client: Client) -> None:
    article = ArticleFactory.create()
    for heading in ("Causes & effects", "Treatment"):
        SectionFactory.create(article=article, heading=heading)
    page = page_of(client, approved(article).article)
    assert '<a href="#s-causes-effects">Causes &amp; effects</a>' in page
    assert 'id="s-causes-effects"' in page
    assert '<a href="#references">References</a>' in page


def test_print_the_whole_digest_with_the_signers(client: Client) -> None:
    article = live()
    version = article.live_version
    assert version is not None
    page = page_of(client, article)
    colophon = page[page.index("colophon print-only") :]
    assert version.digest in colophon
    assert "Approved for the Medical Advisory Board by" in colophon


def test_give_the_references_of_the_live_version_to_reference_managers(client: Client) -> None:
    source = ReferenceFactory.create(kind="guideline")
    article = live(text=f'<p>One<cite data-reference="{source.pk}"></cite>.</p>')
    extra = ReferenceFactory.create(csl={"type": "book", "title": "Zanzibarium"})
    SectionFactory.create(
        article=article, body=f'<p>Two<cite data-reference="{extra.pk}"></cite>.</p>'
    )
    for suffix, sign_of_it in (("ris", "TY  - JOUR"), ("bib", "@article"), ("json", '"DOI"')):
        response = client.get(f"/articles/{article.slug}/references.{suffix}")
        assert response.status_code == 200
        assert sign_of_it in response.content.decode()
        assert source.title in response.content.decode()
        assert "Zanzibarium" not in response.content.decode()
        assert article.slug in response["Content-Disposition"]
        [again] = bibliography.read(response.content, f".{suffix}").items
        assert (again.kind, again.csl) == (source.kind, source.csl)
    assert client.get(f"/articles/{article.slug}/references.exe").status_code == 404


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_refuse_other_methods_than_reading(method: str) -> None:
    client = Client(enforce_csrf_checks=True)
    article = live()
    for address in ("/", f"/articles/{article.slug}/", "/search/", "/ask/", "/feed.atom"):
        assert getattr(client, method)(address).status_code == 405


def test_answer_head_like_get_without_a_body(client: Client) -> None:
    article = live()
    got, asked = (getattr(client, m)(f"/articles/{article.slug}/") for m in ("get", "head"))
    assert asked.status_code == 200
    assert asked.content == b""
    assert asked["ETag"] == got["ETag"]


def test_show_the_address_for_corrections_only_where_there_is_one(
    client: Client, settings: Settings
) -> None:
    article = live()
    assert "mailto:" not in page_of(client, article)
    settings.CORRECTIONS_EMAIL = "corrections@example.org"
    assert "mailto:corrections@example.org?subject=" in page_of(client, article)
