"""Every place that cites a work is found, and nothing else, in one query."""

import pytest
from django.contrib.auth.models import User
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from articles.models import Article, Section
from articles.versions import freeze
from articles.where_used import Part, Place, Use, articles_using, where_used
from references.models import Reference
from tests.factories.articles import ArticleFactory, SectionFactory, UserFactory
from tests.factories.editorial import approved
from tests.factories.references import ReferenceFactory

pytestmark = pytest.mark.django_db


def citing(*references: Reference) -> str:
    cites = "".join(f'<cite data-reference="{work.pk}"></cite>' for work in references)
    return f"<p>Spasm follows strain{cites}.</p>"


def merged(reference: Reference, into: Reference, by: User) -> None:
    Reference.objects.filter(pk=reference.pk).update(
        merged_into=into, merged_at=timezone.now(), merged_by=by
    )


def brief(use: Use) -> tuple[str, int | None, str, int | None, str]:
    return (
        use.place,
        use.version_number,
        use.section_heading,
        use.section_position,
        use.part,
    )


def test_draft_versions_and_live_text_are_told_apart() -> None:
    work, other = ReferenceFactory.create_batch(2)
    article = ArticleFactory.create(text="")
    SectionFactory.create(article=article, position=4, heading="Opening", body=citing(other))
    section = SectionFactory.create(
        article=article, position=9, heading="Causes", body=citing(work), plain_language="<p>Y.</p>"
    )
    approved(article)
    section.plain_language = citing(work, other, work)
    section.body = "<p>No source any more.</p>"
    section.save()
    version = freeze(article, by=article.owner)
    assert [brief(use) for use in where_used([work.pk])] == [
        (Place.LIVE, 1, "Causes", 2, Part.BODY),
        (Place.DRAFT, None, "Causes", 2, Part.PLAIN_LANGUAGE),
        (Place.VERSION, version.number, "Causes", 2, Part.PLAIN_LANGUAGE),
    ]
    first = where_used([work.pk])[0]
    assert (first.reference_id, first.cited_id) == (work.pk, work.pk)
    assert (first.article_id, first.slug, first.title) == (article.pk, article.slug, article.title)


def test_retired_article_is_live_no_longer() -> None:
    review = approved()
    work = review.version.content["references"][0]["id"]
    assert Place.LIVE in {use.place for use in where_used([work])}
    Article.objects.filter(pk=review.article_id).update(
        retired_at=timezone.now(), retired_by=review.article.owner, retirement_reason="Wrong."
    )
    assert {use.place for use in where_used([work])} == {Place.DRAFT, Place.VERSION}


def test_version_keeps_the_title_it_had() -> None:
    article = ArticleFactory.create(title="What did it do?")
    version = freeze(article, by=article.owner)
    Article.objects.filter(pk=article.pk).update(title="What does it do now?")
    uses = where_used(version.cited_ids)
    assert {use.place: use.title for use in uses} == {
        Place.DRAFT: "What does it do now?",
        Place.VERSION: "What did it do?",
    }


def test_kept_record_is_used_where_what_was_merged_into_it_is() -> None:
    kept, duplicate, other = ReferenceFactory.create_batch(3)
    by = UserFactory.create()
    article = ArticleFactory.create(text=citing(duplicate))
    freeze(article, by=article.owner)
    Section.objects.filter(article=article).update(body=citing(kept))
    merged(duplicate, kept, by)
    assert [(use.place, use.cited_id) for use in where_used([kept.pk])] == [
        (Place.DRAFT, kept.pk),
        (Place.VERSION, duplicate.pk),
    ]
    assert [use.place for use in where_used([duplicate.pk])] == [Place.VERSION]
    assert where_used([other.pk]) == []


def test_works_come_in_the_order_asked_for_and_once() -> None:
    one, two = ReferenceFactory.create_batch(2)
    ArticleFactory.create(text=citing(one, two))
    assert [use.reference_id for use in where_used([two.pk, one.pk, two.pk])] == [two.pk, one.pk]
    assert where_used([]) == []


def test_work_at_hand_is_told_on_request_and_where_it_is_not_cited() -> None:
    work = ReferenceFactory.create()
    only_listing = ArticleFactory.create()
    only_listing.listed_references.add(work)
    citing_too = ArticleFactory.create(text=citing(work))
    citing_too.listed_references.add(work)
    assert [use.article_id for use in where_used([work.pk])] == [citing_too.pk]
    found = {use.article_id: brief(use) for use in where_used([work.pk], at_hand=True)}
    assert found[only_listing.pk] == (Place.AT_HAND, None, "", None, "")
    assert found[citing_too.pk][0] == Place.DRAFT


def test_articles_are_counted_once_with_all_their_versions() -> None:
    kept, duplicate, unused = ReferenceFactory.create_batch(3)
    for work in (kept, duplicate):
        article = ArticleFactory.create(text=citing(work))
        freeze(article, by=article.owner)
        freeze(article, by=article.owner)
    merged(duplicate, kept, UserFactory.create())
    assert articles_using([kept.pk, unused.pk]) == {kept.pk: 2}


def test_one_query_answers_whatever_the_number(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    works = ReferenceFactory.create_batch(12)
    for work in works:
        ArticleFactory.create(text=citing(work, works[0]))
    with django_assert_num_queries(1):
        assert len(where_used([works[0].pk])) == 12
    with django_assert_num_queries(1):
        assert len(where_used([work.pk for work in works], at_hand=True)) == 23
    with django_assert_num_queries(1):
        assert sum(articles_using([work.pk for work in works]).values()) == 23


def test_use_is_named_in_words() -> None:
    use = Use(1, 2, "s", "T?", Place.AT_HAND, None, "", None, "", 1)
    assert (use.place_label, use.part_label) == ("At hand, not cited by it", "")
    cited = Use(1, 2, "s", "T?", Place.VERSION, 3, "H", 1, Part.PLAIN_LANGUAGE, 1)
    assert (cited.place_label, cited.part_label) == ("Version", "Plain-language text")
