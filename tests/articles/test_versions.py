"""Freezing: what goes in, that it comes out the same, and that a change of any byte shows."""

import copy

import pghistory
import pytest
from django.db import Error, transaction

from articles.authorship import authors_of
from articles.drafts import content_of
from articles.models import Article, Section, Version
from articles.text.canonical import canonical_json, digest, sha256
from articles.versions import LONGEST_WORDS, faults_of, freeze
from editorial import workflow
from tests.factories.articles import ArticleFactory, SectionFactory
from tests.factories.editorial import managing_editor, sign, under_review
from tests.factories.references import ReferenceFactory

pytestmark = pytest.mark.django_db


def test_freeze_numbers_versions_from_one_without_gaps() -> None:
    article = ArticleFactory.create()
    assert [freeze(article, by=article.owner).number for _ in range(3)] == [1, 2, 3]


def test_freeze_digest_covers_text_references_disclaimer_authors_and_renderings() -> None:
    version = freeze(article := ArticleFactory.create(), by=article.owner)
    stored = Version.objects.get(pk=version.pk)
    assert stored.digest == digest(stored.content) == sha256(canonical_json(stored.content))
    for part in ("title", "summary", "sections", "references", "disclaimer", "authors", "rendered"):
        changed = copy.deepcopy(stored.content)
        changed[part] = None
        assert digest(changed) != stored.digest, part
    assert stored.content["rendered"] == {
        "clinical": sha256(stored.clinical_html),
        "plain": sha256(stored.plain_html),
    }
    assert faults_of(stored) == []


def test_freeze_keeps_references_as_they_stood() -> None:
    reference = ReferenceFactory.create()
    article = ArticleFactory.create(
        text=f'<p>Text<cite data-reference="{reference.pk}"></cite>.</p>'
    )
    version = freeze(article, by=article.owner)
    assert version.content["references"] == [
        {"id": reference.pk, "number": 1, "kind": "research", "csl": reference.csl}
    ]


def test_numbers_follow_first_appearance_and_never_position_in_a_list() -> None:
    first, second, third = (ReferenceFactory.create() for _ in range(3))
    article = ArticleFactory.create(text="")
    article.listed_references.add(third, second, first)
    SectionFactory.create(
        article=article,
        position=1,
        body=(
            f'<p>A<cite data-reference="{third.pk}"></cite>'
            f' B<cite data-reference="{first.pk}"></cite></p>'
        ),
        plain_language=f'<p>C<cite data-reference="{second.pk}"></cite></p>',
    )
    SectionFactory.create(
        article=article, position=2, body=f'<p>D<cite data-reference="{third.pk}"></cite></p>'
    )
    numbers = {r["id"]: r["number"] for r in content_of(article)["references"]}
    assert numbers == {third.pk: 1, first.pk: 2, second.pk: 3}


def test_citation_of_a_reference_that_is_gone_never_becomes_a_number() -> None:
    kept = ReferenceFactory.create()
    article = ArticleFactory.create(
        text=(
            '<p>A<cite data-reference="999999"></cite>'
            f' B<cite data-reference="{kept.pk}"></cite></p>'
        )
    )
    content = content_of(article)
    assert [r["id"] for r in content["references"]] == [kept.pk]
    assert '<cite data-unresolved="999999"></cite>' in content["sections"][0]["body"]


def test_content_is_clean_however_it_came_into_the_database() -> None:
    article = ArticleFactory.create()
    Section.objects.filter(article=article).update(
        body='<p onclick="x()">Text<script>alert(1)</script><a href="javascript:x()">link</a></p>'
    )
    body = content_of(Article.objects.get(pk=article.pk))["sections"][0]["body"]
    assert "script" not in body
    assert "onclick" not in body


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ({"content": {"title": "X"}}, "digest"),
        ({"clinical_html": "<p>x</p>"}, "clinical rendering"),
        ({"plain_html": "<p>x</p>"}, "plain rendering"),
    ],
)
def test_faults_of_a_changed_version_are_named(change: dict[str, object], fault: str) -> None:
    version = freeze(article := ArticleFactory.create(), by=article.owner)
    for field, value in change.items():
        setattr(version, field, value)
    assert any(fault in found for found in faults_of(version))


def test_version_cannot_be_saved_again_or_deleted() -> None:
    version = freeze(article := ArticleFactory.create(), by=article.owner)
    for attempt in (version.save, version.delete):
        with pytest.raises(Error), transaction.atomic():
            attempt()
    assert Version.objects.filter(pk=version.pk).exists()


def test_authors_are_those_who_wrote_and_not_those_who_signed_or_retired() -> None:
    review = under_review()
    signers = [assignment.member for assignment in review.assignments.select_related("member")]
    for signer in signers:
        with pghistory.context(user=signer.user_id):
            sign(review, signer)
    managing = managing_editor()
    with pghistory.context(user=managing.pk):
        workflow.retire(review.article, by=managing, reason="Superseded.")
        workflow.reinstate(review.article, by=managing, reason="It was not.")

    article = Article.objects.get(pk=review.article_id)
    assert [author["id"] for author in authors_of(article, submitter=article.owner)] == [
        article.owner_id
    ]


def test_words_for_search_are_of_every_audience_and_hold_no_reference_or_disclaimer() -> None:
    article = ArticleFactory.create(text="")
    SectionFactory.create(
        article=article,
        heading="Heading word",
        body=f'<p>Clinical word<cite data-reference="{ReferenceFactory.create().pk}"></cite></p>',
        plain_language="<p>Patient word</p>",
    )
    version = freeze(article, by=article.owner)
    assert version.words == "Clinical word\nPatient word"


def test_freeze_of_a_megabyte_of_different_words_goes_through() -> None:
    words = " ".join(f"wört{n:x}" for n in range(120_000))
    article = ArticleFactory.create(text=f"<p>{words}</p>")
    version = freeze(article, by=article.owner)
    assert len(version.clinical_html) > 1_000_000
    assert len(version.words) == LONGEST_WORDS
