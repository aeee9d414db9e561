"""What readers are told when a cited source comes under a notice, around the signed text."""

import datetime
import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles.models import Article
from articles.text.canonical import sha256
from articles.views.standing import quoted
from editorial import workflow
from references.models import Reference
from tests.factories.articles import ArticleFactory, SectionFactory, UserFactory
from tests.factories.editorial import approved, managing_editor, submitted, under_review
from tests.factories.references import ReferenceFactory

pytestmark = pytest.mark.django_db

DAY = datetime.date(2026, 5, 4)
#: Standing, and what readers hear of it above the text and beside the source.
WORDS = [
    (
        "retracted",
        "A source cited here was retracted on 4 May 2026.",
        "Retracted on 4 May 2026.",
    ),
    (
        "expression_of_concern",
        "An expression of concern about a source cited here was published on 4 May 2026.",
        "Under an expression of concern since 4 May 2026.",
    ),
    ("corrected", "", "Corrected on 4 May 2026."),
    ("reinstated", "", "Reinstated on 4 May 2026 after a retraction."),
]


def text_citing(*sources: Reference) -> str:
    return "".join(
        f'<p>Sentence<cite data-reference="{source.pk}"></cite>.</p>' for source in sources
    )


def live(*sources: Reference) -> Article:
    article = approved(ArticleFactory.create(text=text_citing(*sources))).article
    article.refresh_from_db()
    return article


def change(source: Reference, retraction: str = "retracted", **fields: object) -> None:
    """By SQL, as anything may change it."""
    values = {"retraction": retraction, "retracted_on": DAY} | fields
    Reference.objects.filter(pk=source.pk).update(**values)


def accept(source: Reference, reason: str) -> None:
    Reference.objects.filter(pk=source.pk).update(
        accepted_at=timezone.now(), accepted_by=UserFactory.create(), accepted_because=reason
    )


def words_of(html: str) -> str:
    return " ".join(re.sub(r"<[^>]*>", " ", html).split())


def page(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200
    return response.content.decode()


def beside(client: Client, article: Article, number: int) -> str:
    """What the sheet puts beside a source, as a browser reads it."""
    sheet = page(client, f"/articles/{article.slug}/v1/sources.css")
    found = re.search(rf'^#reference-{number} {{ --standing: "(.*?)";', sheet, re.MULTILINE)
    assert found is not None
    return re.sub(r"\\([0-9a-f]+) ", lambda code: chr(int(code[1], 16)), found[1])


@pytest.mark.parametrize(("standing", "above", "by_it"), WORDS)
def test_tell_of_a_notice_above_the_text_and_beside_the_source(
    client: Client, standing: str, above: str, by_it: str
) -> None:
    first, second = ReferenceFactory.create(), ReferenceFactory.create()
    article = live(first, second)
    untouched = page(client, article.get_absolute_url())
    assert "sources.css" not in untouched
    assert "4 May 2026" not in untouched
    change(second, standing, retraction_notice_url="https://example.org/notice")
    for audience in ("clinical", "plain"):
        told = page(client, f"{article.get_absolute_url()}?audience={audience}")
        assert article.live_version is not None
        html = article.live_version.html(audience)
        assert html in told
        assert sha256(html) == article.live_version.content["rendered"][audience]
        before, after = told.split(html)
        assert above in words_of(before)
        assert ("4 May 2026" in before) is bool(above)
        said = before if above else after
        assert 'href="#reference-2">Reference 2</a>' in said
        assert 'href="https://example.org/notice"' in said
        assert "sources.css" in before
        assert (by_it in words_of(after)) is not bool(above)
    assert beside(client, article, 2) == by_it


@pytest.mark.parametrize(
    ("standing", "above"),
    [
        ("retracted", "A source cited here was retracted. "),
        ("expression_of_concern", "An expression of concern stands against a source cited here."),
    ],
)
def test_tell_of_a_notice_without_a_day(client: Client, standing: str, above: str) -> None:
    source = ReferenceFactory.create()
    article = live(source)
    change(source, standing, retracted_on=None)
    assert above in words_of(page(client, article.get_absolute_url()))


def test_say_that_it_is_re_reviewed_only_while_it_is(client: Client) -> None:
    source = ReferenceFactory.create()
    article = live(source)
    change(source)
    address = article.get_absolute_url()
    promise = "retracted on 4 May 2026; this article is being re-reviewed."
    assert promise not in page(client, address)
    review = submitted(article, kind="re-review")
    assert promise in page(client, address)
    assert "A revision is under review" not in page(client, address)
    workflow.withdraw(review, by=managing_editor(), reason="A mistake.")
    assert promise not in page(client, address)
    assert "retracted on 4 May 2026." in page(client, address)


def test_say_that_an_unchanged_text_is_read_again(client: Client) -> None:
    article = live(ReferenceFactory.create())
    submitted(article, kind="re-review")
    told = page(client, article.get_absolute_url())
    assert "The board is reading this text again." in told
    assert "A revision is under review" not in told


@pytest.mark.parametrize("standing", ["retracted", "expression_of_concern"])
def test_say_why_the_editors_keep_a_source_and_what_it_is(client: Client, standing: str) -> None:
    source = ReferenceFactory.create()
    article = live(source)
    change(source, standing)
    submitted(article, kind="re-review")
    accept(source, 'Republished as "new" <b>work</b>')
    told = page(client, article.get_absolute_url())
    assert "is-alarm" not in told
    assert "4 May 2026; kept by the editors: Republished as" in words_of(told)
    assert "Republished as &quot;new&quot; &lt;b&gt;work&lt;/b&gt;" in told
    by_it = beside(client, article, 1)
    assert "4 May 2026" in by_it
    assert by_it.endswith('; kept by the editors: Republished as "new" <b>work</b>')


def test_follow_the_record_that_it_was_merged_into(client: Client) -> None:
    double, kept = ReferenceFactory.create(), ReferenceFactory.create()
    article = live(double)
    Reference.objects.filter(pk=double.pk).update(
        merged_into=kept, merged_at=timezone.now(), merged_by=UserFactory.create()
    )
    change(kept, retraction_notice_url="https://example.org/kept")
    told = page(client, article.get_absolute_url())
    assert "A source cited here was retracted on 4 May 2026." in told
    assert "https://example.org/kept" in told
    change(kept, "none", retracted_on=None)
    change(double)
    assert "retracted" not in page(client, article.get_absolute_url())


def test_link_to_no_notice_that_is_no_page(client: Client) -> None:
    source = ReferenceFactory.create()
    article = live(source)
    change(source, retraction_notice_url="javascript:alert(1)")
    told = page(client, article.get_absolute_url())
    assert "A source cited here was retracted" in told
    assert "javascript:" not in told


def test_tell_on_every_page_that_was_published(client: Client) -> None:
    source = ReferenceFactory.create()
    article = live(source)
    article.sections.all().delete()
    SectionFactory.create(article=article, body=text_citing(ReferenceFactory.create()))
    approved(article, kind="revision")
    change(source)
    assert "retracted" not in page(client, article.get_absolute_url())
    old = page(client, f"/articles/{article.slug}/v1/")
    assert "A source cited here was retracted on 4 May 2026." in old
    assert "/v1/sources.css" in old
    assert "retracted" not in page(client, f"/articles/{article.slug}/v2/")
    history = words_of(page(client, f"/articles/{article.slug}/history/"))
    assert history.count("Reference 1: Retracted on 4 May 2026.") == 1


def test_change_the_tag_of_the_page_and_of_its_sheet_with_the_standing(client: Client) -> None:
    source = ReferenceFactory.create()
    article = live(source)
    change(source, "corrected")
    addresses = (
        article.get_absolute_url(),
        f"/articles/{article.slug}/v1/",
        f"/articles/{article.slug}/v1/sources.css",
    )
    tags = {address: client.get(address)["ETag"] for address in addresses}
    change(source)
    for address, tag in tags.items():
        answer = client.get(address, headers={"If-None-Match": tag})
        assert answer.status_code == 200
        assert "no-cache" in answer["Cache-Control"]
        again = client.get(address, headers={"If-None-Match": answer["ETag"]})
        assert again.status_code == 304


def test_give_no_sheet_for_what_was_not_published(client: Client) -> None:
    waiting = under_review().article
    absent = client.get("/articles/never-written/v1/sources.css")
    hidden = client.get(f"/articles/{waiting.slug}/v1/sources.css")
    assert hidden.status_code == absent.status_code == 404
    assert hidden.content == absent.content
    assert dict(hidden.headers) == dict(absent.headers)
    retired = live(ReferenceFactory.create())
    workflow.retire(retired, by=managing_editor(), reason="Out of date.")
    assert client.get(f"/articles/{retired.slug}/v1/sources.css").status_code == 404


def test_serve_a_sheet_without_rules_like_any_other(client: Client) -> None:
    article = live(ReferenceFactory.create())
    answer = client.get(f"/articles/{article.slug}/v1/sources.css")
    assert answer.status_code == 200
    assert "--standing" not in answer.content.decode()
    again = client.get(answer.request["PATH_INFO"], headers={"If-None-Match": answer["ETag"]})
    assert again.status_code == 304


def test_serve_the_sheet_as_a_style_sheet_in_one_query(client: Client) -> None:
    sources = [ReferenceFactory.create() for _ in range(10)]
    article = live(*sources)
    for source in sources:
        change(source)
    with CaptureQueriesContext(connection) as queries:
        answer = client.get(f"/articles/{article.slug}/v1/sources.css")
    assert answer["Content-Type"] == "text/css; charset=utf-8"
    assert answer.content.decode().count("--standing:") == 10
    assert len(queries) == 1


@pytest.mark.parametrize(
    "text", ['"; } body { display: none } "', "</style><script>", "a\nb", "\\", "é 頸", "url(x)"]
)
def test_quote_what_could_end_a_string_of_css(text: str) -> None:
    inner = quoted(text)[1:-1]
    assert re.fullmatch(r"(?:[A-Za-z0-9 ]|\\[0-9a-f]+ )*", inner)
    read = re.sub(r"\\([0-9a-f]+) ", lambda code: chr(int(code[1], 16)), inner)
    assert read == " ".join(text.split())


def test_say_beside_a_quotation_that_it_cites_a_retracted_source(client: Client) -> None:
    source, other = ReferenceFactory.create(), ReferenceFactory.create()
    article = ArticleFactory.create(text="")
    SectionFactory.create(
        article=article,
        heading="Treatment",
        body=f'<p>Quokkamycin helps<cite data-reference="{source.pk}"></cite>.</p>',
    )
    SectionFactory.create(
        article=article,
        heading="Causes",
        body=f'<p>Zanzibarium strains<cite data-reference="{other.pk}"></cite>.</p>',
    )
    approved(article)
    change(source)
    told = words_of(page(client, "/ask/?q=Does+quokkamycin+help"))
    assert "This passage cites reference 1. Retracted on 4 May 2026." in told
    assert "Retracted" not in page(client, "/ask/?q=What+does+zanzibarium+strain")
    accept(source, "Confirmed by others")
    kept = words_of(page(client, "/ask/?q=Does+quokkamycin+help"))
    assert "Retracted on 4 May 2026; kept by the editors: Confirmed by others" in kept


def test_say_in_search_results_that_a_source_was_retracted(client: Client) -> None:
    source = ReferenceFactory.create()
    article = ArticleFactory.create(
        text=f'<p>Quokkamycin helps<cite data-reference="{source.pk}"></cite>.</p>'
    )
    approved(article)
    with CaptureQueriesContext(connection) as before:
        assert "retracted" not in page(client, "/search/?q=quokkamycin")
    change(source)
    with CaptureQueriesContext(connection) as after:
        found = page(client, "/search/?q=quokkamycin")
    assert "A source cited here was retracted on 4 May 2026." in found
    assert len(before) == len(after)
