"""What the database says of a text's citations is what the text module says of them."""

import pytest
from django.apps import apps
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from articles.models import Section, Version
from articles.text.citations import cited
from articles.text.sanitise import sanitise
from articles.versions import freeze
from tests.articles.text.texts import ARTICLE, SOUP
from tests.factories.articles import ArticleFactory, SectionFactory
from tests.factories.references import ReferenceFactory
from tests.fuzz import examples

pytestmark = pytest.mark.django_db

LARGEST = 2**63 - 1


def cited_ids(html: str) -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT articles_cited_ids(%s)", [html])
        ids: list[int] = cursor.fetchone()[0]
    return ids


def ids_in(html: str) -> list[int]:
    return sorted({c.reference_id for c in cited(html) if c.reference_id is not None})


@settings(max_examples=examples(150), suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.one_of(ARTICLE, SOUP))
def test_database_reads_the_citations_that_the_text_has(html: str) -> None:
    clean = sanitise(html)
    assert cited_ids(clean) == ids_in(clean)


@settings(max_examples=examples(100), suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.integers(min_value=0, max_value=10**20)))
def test_database_and_text_agree_on_what_may_be_an_id(numbers: list[int]) -> None:
    html = "".join(f'<cite data-reference="{number}"></cite>' for number in numbers)
    assert cited_ids(html) == ids_in(html)


@pytest.mark.parametrize(
    ("html", "ids"),
    [
        ("", []),
        ('<p>data-reference="5"</p>', []),
        ('<p>&lt;cite data-reference="5"&gt;</p>', []),
        ('<cite data-unresolved="data-reference=&quot;5&quot;"></cite>', []),
        ('<cite data-reference="12x"></cite>', []),
        (f'<cite data-reference="{LARGEST}"></cite>', [LARGEST]),
        (f'<cite data-reference="{LARGEST + 1}"></cite>', []),
        ("<CITE class=x DATA-REFERENCE='7'>7</CITE>", [7]),
        ('<cite data-reference="9"></cite><cite data-reference="2"></cite>' * 2, [2, 9]),
    ],
)
def test_text_that_came_by_other_ways_is_read_too(html: str, ids: list[int]) -> None:
    assert cited_ids(html) == ids


def test_section_says_what_both_its_texts_cite() -> None:
    one, two = ReferenceFactory.create_batch(2)
    section = SectionFactory.create(
        body=f'<p>A<cite data-reference="{two.pk}"></cite>.</p>',
        plain_language=f'<p>B<cite data-reference="{one.pk}"></cite>.</p>',
    )
    assert Section.objects.get(pk=section.pk).cited_ids == [one.pk, two.pk]
    Section.objects.filter(pk=section.pk).update(body="")
    assert Section.objects.get(pk=section.pk).cited_ids == [one.pk]


def test_version_says_what_it_holds() -> None:
    article = ArticleFactory.create()
    version = freeze(article, by=article.owner)
    held = [reference["id"] for reference in version.content["references"]]
    assert held
    assert Version.objects.get(pk=version.pk).cited_ids == held


def test_history_leaves_out_what_the_database_derives() -> None:
    names = {field.name for field in apps.get_model("articles", "SectionEvent")._meta.get_fields()}
    assert {"body", "plain_language"} <= names
    assert "cited_ids" not in names


def test_section_says_which_of_its_texts_cite() -> None:
    one, two = ReferenceFactory.create_batch(2)
    both = f'<p>A<cite data-reference="{one.pk}"></cite>.</p>'
    section = SectionFactory.create(
        body=both + f'<p>B<cite data-reference="{two.pk}"></cite>.</p>', plain_language=both
    )
    assert Section.objects.get(pk=section.pk).citations == {
        str(one.pk): ["body", "plain_language"],
        str(two.pk): ["body"],
    }


def test_version_says_in_which_section_it_cites() -> None:
    article = ArticleFactory.create(text="")
    SectionFactory.create(article=article, position=7, heading="Opening", body="<p>None.</p>")
    cited_twice = ReferenceFactory.create()
    html = f'<p>A<cite data-reference="{cited_twice.pk}"></cite>.</p>'
    SectionFactory.create(article=article, position=9, heading="", body=html, plain_language=html)
    version = freeze(article, by=article.owner)
    assert Version.objects.get(pk=version.pk).citations == {
        str(cited_twice.pk): [[2, "", "body"], [2, "", "plain_language"]]
    }


@pytest.mark.parametrize("content", ["{}", "[]", '"text"', '{"sections": 3, "references": null}'])
def test_content_of_another_shape_cites_nothing(content: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT articles_frozen_where(%s), articles_frozen_ids(%s)", [content] * 2)
        assert cursor.fetchone() == ("{}", [])
