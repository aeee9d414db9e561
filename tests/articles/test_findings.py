"""The gate: each finding with its code, its level and the field it points at."""

import datetime

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles.findings import Level, check
from articles.models import Article
from references.models import Reference
from tests.factories.articles import ArticleFactory, SectionFactory, UserFactory
from tests.factories.references import ReferenceFactory

pytestmark = pytest.mark.django_db


def found(article: Article) -> list[tuple[str, Level, str]]:
    return [(finding.code, finding.level, finding.where) for finding in check(article)]


def test_check_of_a_ready_draft_finds_nothing() -> None:
    assert found(ArticleFactory.create()) == []


@pytest.mark.parametrize(
    ("spoil", "code", "level", "where"),
    [
        ({"title": "  "}, "no-title", Level.BLOCKS, "title"),
        ({"title": "Spasm of the neck"}, "title-not-a-question", Level.WARNS, "title"),
        ({"summary": " \n"}, "no-summary", Level.BLOCKS, "summary"),
        ({"specialty": None}, "no-specialty", Level.BLOCKS, "specialty"),
        ({"disclaimer": None}, "no-disclaimer", Level.BLOCKS, "disclaimer"),
        ({"text": ""}, "no-text", Level.BLOCKS, "sections"),
    ],
)
def test_check_names_a_missing_part(
    spoil: dict[str, object], code: str, level: Level, where: str
) -> None:
    assert found(ArticleFactory.create(**spoil)) == [(code, level, where)]


@pytest.mark.parametrize("body", ["", "<p></p>", "<p> &nbsp; </p>", "<script>text</script>"])
def test_check_names_an_empty_section(body: str) -> None:
    article = ArticleFactory.create()
    section = SectionFactory.create(article=article, body=body)
    assert found(article) == [("empty-section", Level.BLOCKS, f"section:{section.pk}:body")]


def test_check_does_not_ask_for_plain_language_text() -> None:
    article = ArticleFactory.create()
    SectionFactory.create(article=article, plain_language="")
    assert found(article) == []


@pytest.mark.parametrize(
    "cite", ['<cite data-unresolved="smith2020"></cite>', '<cite data-reference="999999"></cite>']
)
@pytest.mark.parametrize("part", ["body", "plain_language"])
def test_check_names_a_citation_without_reference(cite: str, part: str) -> None:
    article = ArticleFactory.create()
    text = {"body": "<p>Text.</p>", part: f"<p>Text{cite}.</p>"}
    section = SectionFactory.create(article=article, **text)
    assert found(article) == [("unresolved-citation", Level.BLOCKS, f"section:{section.pk}:{part}")]


def test_check_names_a_retracted_reference_only_where_it_is_cited() -> None:
    retracted = ReferenceFactory.create(
        retraction="retracted", retracted_on=datetime.date(2024, 1, 1)
    )
    article = ArticleFactory.create()
    article.listed_references.add(retracted)
    assert found(article) == [("uncited-reference", Level.WARNS, "listed_references")]

    section = SectionFactory.create(
        article=article, body=f'<p>Text<cite data-reference="{retracted.pk}"></cite>.</p>'
    )
    assert found(article) == [("retracted-reference", Level.BLOCKS, f"section:{section.pk}:body")]


def citing(reference: Reference) -> Article:
    return ArticleFactory.create(text=f'<p>Text<cite data-reference="{reference.pk}"></cite>.</p>')


@pytest.mark.parametrize("retraction", ["unchecked", "none"])
def test_check_lets_a_source_without_notice_pass(retraction: str) -> None:
    assert found(citing(ReferenceFactory.create(retraction=retraction))) == []


@pytest.mark.parametrize(
    ("retraction", "code"),
    [
        ("expression_of_concern", "reference-in-doubt"),
        ("corrected", "corrected-reference"),
        ("reinstated", "reinstated-reference"),
    ],
)
def test_check_warns_of_other_notices(retraction: str, code: str) -> None:
    article = citing(ReferenceFactory.create(retraction=retraction))
    section = article.sections.get()
    assert found(article) == [(code, Level.WARNS, f"section:{section.pk}:body")]


@pytest.mark.parametrize("retraction", ["retracted", "expression_of_concern"])
def test_check_warns_of_a_source_that_the_editors_keep_and_says_why(retraction: str) -> None:
    reference = ReferenceFactory.create(
        retraction=retraction,
        accepted_at=timezone.now(),
        accepted_by=UserFactory.create(),
        accepted_because="Republished, with 100% of its data.",
    )
    (finding,) = check(citing(reference))
    assert (finding.code, finding.level) == ("accepted-reference", Level.WARNS)
    assert "Republished, with 100% of its data." in finding.message


def test_check_follows_the_record_that_a_source_was_merged_into() -> None:
    double, kept = ReferenceFactory.create(), ReferenceFactory.create()
    Reference.objects.filter(pk=double.pk).update(
        merged_into=kept, merged_at=timezone.now(), merged_by=UserFactory.create()
    )
    article = citing(double)
    assert found(article) == []
    Reference.objects.filter(pk=kept.pk).update(retraction="retracted")
    assert [code for code, _level, _where in found(article)] == ["retracted-reference"]


def test_check_warns_of_a_dose_without_a_source() -> None:
    article = ArticleFactory.create()
    section = SectionFactory.create(article=article, body="<p>Give 5 mg twice daily.</p>")
    assert found(article) == [("uncited-claim", Level.WARNS, f"section:{section.pk}:body")]
    assert "Give 5 mg twice daily." in check(article)[0].message


def test_check_puts_what_blocks_first() -> None:
    article = ArticleFactory.create(summary="", text="<p>Give 5 mg twice daily.</p>")
    levels = [level for _code, level, _where in found(article)]
    assert levels == [Level.BLOCKS, Level.WARNS]


def test_check_costs_the_same_for_many_sections(
    django_assert_max_num_queries: object,
) -> None:
    article = ArticleFactory.create()
    for _ in range(40):
        reference = ReferenceFactory.create()
        SectionFactory.create(
            article=article, body=f'<p>Text<cite data-reference="{reference.pk}"></cite>.</p>'
        )
    loaded = Article.objects.select_related("specialty", "disclaimer").get(pk=article.pk)
    with django_assert_max_num_queries(3):  # type: ignore[operator]
        assert check(loaded) == []


def _citing(*references: Reference) -> Article:
    cites = "".join(f'<cite data-reference="{work.pk}"></cite>' for work in references)
    return ArticleFactory.create(text=f"<p>Text{cites}.</p>")


def test_check_names_the_work_that_supersedes_a_cited_one() -> None:
    newer = ReferenceFactory.create(csl={"title": "Second edition"})
    older = ReferenceFactory.create(csl={"title": "First edition"}, superseded_by=newer)
    article = _citing(older, newer, older)
    (finding,) = check(article)
    assert (finding.code, finding.level) == ("superseded-reference", Level.WARNS)
    assert finding.message == "“First edition” is superseded by “Second edition”: cite that one."
    assert finding.where == f"section:{article.sections.get().pk}:body"


@time_machine.travel(datetime.datetime(2026, 11, 22, 23, 59, tzinfo=datetime.UTC), tick=False)
def test_check_names_a_guideline_past_its_validity_from_the_day_after() -> None:
    past, last_day, coming = (
        ReferenceFactory.create(csl={"title": f"G{day}"}, valid_until=datetime.date(2026, 11, day))
        for day in (21, 22, 23)
    )
    (finding,) = check(_citing(past, last_day, coming))
    assert (finding.code, finding.level) == ("guideline-past-validity", Level.WARNS)
    assert finding.message == "“G21” was valid until 21 November 2026. Look for its successor."


def test_check_asks_as_often_for_ten_superseded_sources_as_for_one() -> None:
    counts = []
    for size in (1, 10):
        newer = ReferenceFactory.create_batch(size)
        article = _citing(*(ReferenceFactory.create(superseded_by=work) for work in newer))
        with CaptureQueriesContext(connection) as queries:
            assert len(check(article)) == size
        counts.append(len(queries))
    assert counts[0] == counts[1]
