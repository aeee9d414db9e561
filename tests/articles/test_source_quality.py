"""The figures, against tables written by hand."""

import datetime
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from articles import judged_sources
from articles.models import Article
from articles.own_publications import read
from articles.source_quality import JudgedSource, Share, age, measure
from articles.versions import freeze
from references.models import Reference
from tests.factories.articles import ArticleFactory, SectionFactory, UserFactory
from tests.factories.references import ReferenceFactory
from tests.raw_sql import without

NOW = datetime.datetime(2026, 11, 22, 12, tzinfo=datetime.UTC)
TODAY = NOW.date()
OWN = read("10.7777, Own House")
DAY = datetime.timedelta(days=1)


def _source(number: int, kind: str = "research", *, times: int = 1, **facts: Any) -> JudgedSource:
    year = facts.pop("year", 2020)
    csl = {"title": f"S{number}", **({"issued": {"date-parts": [[year]]}} if year else {})}
    csl |= facts.pop("csl", {})
    return JudgedSource(
        id=number,
        number=number,
        label=f"S{number}",
        kind=kind,
        csl=csl,
        places=tuple(f"section:1:{place}" for place in range(times)),
        **facts,
    )


TABLE = [
    _source(1, "trial", times=10, year=2000, csl={"DOI": "10.7777/a"}, last_checked=NOW),
    _source(2, "research", year=2010, csl={"PMID": "1"}, last_checked=NOW - 7 * DAY),
    _source(
        3,
        "guideline",
        times=2,
        year=2018,
        csl={"publisher": "own house"},
        valid_until=TODAY - DAY,
        superseded_by="S9",
    ),
    _source(4, "systematic_review", year=2020, csl={"DOI": "10.1/x"}, retraction="retracted"),
    _source(5, "drug_label", times=3, year=2027, csl={"setid": "x"}, valid_until=TODAY),
    _source(6, "textbook", year=None, csl={"ISBN": "x"}),
    _source(7, "website", times=2, year=2020),
]


def _numbers(sources: tuple[JudgedSource, ...]) -> list[int]:
    return [source.number for source in sources]


def test_measure_counts_citations_for_shares_of_citations() -> None:
    """Of 20 citations, source 1 has ten: it alone makes half of them."""
    found = measure(TABLE, now=NOW, own=OWN)
    assert (found.citations, len(found.sources)) == (20, 7)
    assert (found.own.part, found.own.whole, _numbers(found.own.sources)) == (12, 20, [1, 3])
    assert (found.primary.part, _numbers(found.primary.sources)) == (11, [1, 2])
    assert (found.secondary.part, _numbers(found.secondary.sources)) == (9, [3, 4, 5, 6, 7])
    assert (found.own.percent, found.primary.percent, found.secondary.percent) == (60, 55, 45)


def test_measure_counts_sources_for_identifiers_and_checks() -> None:
    found = measure(TABLE, now=NOW, own=OWN)
    assert (found.identified.part, found.identified.whole) == (5, 7)
    assert _numbers(found.identified.others) == [3, 7]
    assert (found.checked.part, found.checked.whole) == (2, 7)
    assert _numbers(found.checked.others) == [3, 4, 5, 6, 7]
    assert _numbers(found.cannot_be_checked) == [3, 5, 6, 7]


def test_measure_knows_the_years() -> None:
    """2000, 2010, 2018, 2020, 2020, 2027; one without."""
    found = measure(TABLE, now=NOW, own=OWN)
    assert found.median_year == 2019
    assert (found.oldest_year, _numbers(found.oldest)) == (2000, [1])
    assert _numbers(found.undated) == [6]
    assert age(2019, TODAY) == 7
    assert age(2027, TODAY) == 0


def test_measure_names_what_should_no_longer_be_cited() -> None:
    found = measure(TABLE, now=NOW, own=OWN)
    assert _numbers(found.past_validity) == [3]
    assert _numbers(found.superseded) == [3]
    assert _numbers(found.retracted) == [4]


@pytest.mark.parametrize(
    ("checked", "counts"),
    [
        (NOW, True),
        (NOW - 7 * DAY, True),
        (NOW - 7 * DAY - datetime.timedelta(seconds=1), False),
        (None, False),
    ],
)
def test_measure_counts_a_check_for_seven_days(
    checked: datetime.datetime | None,
    counts: bool,
) -> None:
    found = measure([_source(1, last_checked=checked)], now=NOW, own=OWN)
    assert (found.checked.part == 1) is counts


def test_measure_of_no_citations_is_of_nothing() -> None:
    found = measure([], now=NOW, own=OWN)
    assert (found.citations, found.sources, found.oldest) == (0, (), ())
    assert (found.median_year, found.oldest_year) == (None, None)
    for share in (found.own, found.primary, found.secondary, found.identified, found.checked):
        assert share.percent is None
        assert not share.is_above(0)
        assert not share.is_below(100)


def test_measure_without_any_year_has_none() -> None:
    odd = [{"issued": {"literal": "in press"}}, {"issued": "2001"}, {"issued": {"date-parts": []}}]
    found = measure([_source(n, year=None, csl=csl) for n, csl in enumerate(odd)], now=NOW, own=OWN)
    assert (found.median_year, found.oldest_year, found.oldest) == (None, None, ())
    assert len(found.undated) == 3


def test_median_of_an_even_number_lies_between() -> None:
    found = measure([_source(1, year=2010), _source(2, year=2011)], now=NOW, own=OWN)
    assert found.median_year == 2010.5


@pytest.mark.parametrize(
    ("part", "whole", "percent"),
    [(0, 0, None), (0, 9, 0), (9, 9, 100), (1, 1000, 1), (999, 1000, 99), (1, 3, 33), (2, 3, 67)],
)
def test_percent_is_whole_only_where_it_is_exactly_that(
    part: int, whole: int, percent: int | None
) -> None:
    assert Share(part, whole, (), ()).percent == percent


@pytest.mark.parametrize(
    ("part", "above", "below"), [(24, False, True), (25, False, False), (26, True, False)]
)
def test_share_at_its_limit_is_neither_above_nor_below(part: int, above: bool, below: bool) -> None:
    share = Share(part, 100, (), ())
    assert share.is_above(25) is above
    assert share.is_below(25) is below


# From the draft and from the version.


def _cite(*works: Reference) -> str:
    return "".join(f'<cite data-reference="{work.pk}"></cite>' for work in works)


def _article(*works: Reference) -> Article:
    return ArticleFactory.create(text=f"<p>Text{_cite(*works)}.</p>")


@pytest.mark.django_db
def test_draft_gives_every_citation_of_both_texts_by_number() -> None:
    first, second = ReferenceFactory.create_batch(2)
    article = _article(first, second, first)
    later = SectionFactory.create(
        article=article,
        position=10_000,
        body=f"<p>{_cite(first)}</p>",
        plain_language=f'<p>{_cite(second)}<cite data-unresolved="x"></cite>'
        '<cite data-reference="99999999"></cite></p>',
    )
    opening = article.sections.exclude(pk=later.pk).get()
    found = judged_sources.of_draft(article)
    assert [(source.number, source.id) for source in found] == [(1, first.pk), (2, second.pk)]
    assert found[0].places == (
        f"section:{opening.pk}:body",
        f"section:{opening.pk}:body",
        f"section:{later.pk}:body",
    )
    assert found[1].places == (
        f"section:{opening.pk}:body",
        f"section:{later.pk}:plain_language",
    )


@pytest.mark.django_db
def test_draft_counts_a_merged_record_as_the_one_it_was_merged_into() -> None:
    newer, kept, duplicate = ReferenceFactory.create_batch(3)
    article = _article(duplicate, kept, kept)
    version = freeze(article, by=article.owner)
    Reference.objects.filter(pk=kept.pk).update(superseded_by=newer)
    Reference.objects.filter(pk=duplicate.pk).update(
        merged_into=kept, merged_at=NOW, merged_by=UserFactory.create()
    )
    for found in (judged_sources.of_draft(article), judged_sources.of_version(version)):
        (source,) = found
        assert (source.id, len(source.places)) == (kept.pk, 3)
        assert source.superseded_by == str(newer)


@pytest.mark.django_db
def test_version_is_judged_as_it_describes_its_sources_and_by_what_is_known_now() -> None:
    work = ReferenceFactory.create(kind="trial")
    article = _article(work, work)
    version = freeze(article, by=article.owner)
    work.kind, work.csl = "website", {"title": "Corrected"}
    work.save()
    Reference.objects.update(retraction="retracted", last_checked=NOW, valid_until=TODAY)
    (source,) = judged_sources.of_version(version)
    assert (source.kind, source.year, source.number) == ("trial", 2020, 1)
    assert source.is_identified
    assert source.places == ("1:body", "1:body")
    assert (source.retraction, source.last_checked, source.valid_until) == (
        "retracted",
        NOW,
        TODAY,
    )


@pytest.mark.django_db
def test_version_bears_a_source_that_left_the_library() -> None:
    article = _article(work := ReferenceFactory.create())
    version = freeze(article, by=article.owner)
    with without("references_reference", "cited_works_stay"):
        Reference.objects.filter(pk=work.pk).delete()
    (source,) = judged_sources.of_version(version)
    assert (source.label, source.retraction) == (work.csl["title"], "unchecked")


@pytest.mark.django_db
@pytest.mark.parametrize("which", ["draft", "version"])
def test_queries_are_as_many_for_10_citations_as_for_1000(which: str) -> None:
    counts = []
    for size in (10, 1_000):
        works = Reference.objects.bulk_create(ReferenceFactory.build_batch(size))
        article = _article(*works)
        version = freeze(article, by=article.owner) if which == "version" else None
        with CaptureQueriesContext(connection) as queries:
            found = (
                judged_sources.of_version(version) if version else judged_sources.of_draft(article)
            )
        assert sum(len(source.places) for source in found) == size
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 2
