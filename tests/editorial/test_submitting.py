"""The gate before a version, and what submitting freezes."""

import datetime

import pghistory
import pytest

from articles.findings import check
from articles.models import Section, Version
from editorial import workflow
from editorial.exceptions import (
    DraftNotReady,
    NotPossible,
)
from editorial.models import AuditEvent
from references.models import Reference
from tests.factories.articles import ArticleFactory, SectionFactory, UserFactory
from tests.factories.editorial import (
    approved,
    submitted,
)
from tests.factories.references import ReferenceFactory

pytestmark = pytest.mark.django_db


def codes(error: pytest.ExceptionInfo[DraftNotReady]) -> list[str]:
    return [finding.code for finding in error.value.findings if finding.blocks]


def test_submit_lists_every_blocking_finding_at_once() -> None:
    retracted = ReferenceFactory.create(
        retraction="retracted", retracted_on=datetime.date(2024, 1, 1)
    )
    article = ArticleFactory.create(text="", summary="", specialty=None, disclaimer=None)
    SectionFactory.create(article=article, body="<p> </p>", heading="Empty")
    SectionFactory.create(
        article=article,
        body=(
            '<p>One<cite data-unresolved="smith2020"></cite>'
            f'<cite data-reference="{retracted.pk}"></cite>'
            '<cite data-reference="999999"></cite></p>'
        ),
    )

    with pytest.raises(DraftNotReady) as error:
        workflow.submit(article, by=article.owner)

    assert sorted(codes(error)) == [
        "empty-section",
        "no-disclaimer",
        "no-specialty",
        "no-summary",
        "retracted-reference",
        "unresolved-citation",
        "unresolved-citation",
    ]
    assert not Version.objects.exists()
    assert not AuditEvent.objects.exists()


def test_submit_without_any_text_is_refused() -> None:
    article = ArticleFactory.create(text="")
    with pytest.raises(DraftNotReady) as error:
        workflow.submit(article, by=article.owner)
    assert codes(error) == ["no-text"]


def test_submit_with_warnings_only_goes_through_and_check_names_them() -> None:
    article = ArticleFactory.create(text="")
    SectionFactory.create(article=article, body="<p>Give 5 mg twice daily.</p>")
    article.listed_references.add(ReferenceFactory.create())

    review = workflow.submit(article, by=article.owner)

    found = check(article)
    assert [finding.code for finding in found] == ["uncited-reference", "uncited-claim"]
    assert review.state == "submitted"


def test_submit_freezes_the_text_whatever_happens_to_the_draft() -> None:
    review = submitted()
    digest, html = review.version.digest, review.version.clinical_html
    Section.objects.filter(article=review.article).update(body="<p>Something else.</p>")
    Reference.objects.update(csl={"type": "book", "title": "Something else"})

    version = Version.objects.get(pk=review.version_id)

    assert (version.digest, version.clinical_html) == (digest, html)
    assert "Something else" not in str(version.content)


def test_submit_takes_down_everyone_who_wrote_a_part() -> None:
    writer = UserFactory.create(group="Editors")
    article = ArticleFactory.create()
    section = SectionFactory.create(article=article)
    with pghistory.context(user=writer.pk):
        section.body = "<p>A sentence by somebody else.</p>"
        section.save()
    with pghistory.context(user=UserFactory.create().pk):
        SectionFactory.create()

    review = workflow.submit(article, by=article.owner)

    assert [author["id"] for author in review.version.authors] == sorted(
        [article.owner_id, writer.pk]
    )


def test_submit_re_review_signs_the_same_text_anew() -> None:
    first = approved()
    review = workflow.submit(first.article, by=first.article.owner, kind="re-review")
    assert review.version_id == first.version_id
    assert Version.objects.count() == 1


@pytest.mark.parametrize("kind", ["revision", "correction", "re-review", "nonsense"])
def test_submit_first_version_is_new_and_nothing_else(kind: str) -> None:
    article = ArticleFactory.create()
    with pytest.raises(NotPossible):
        workflow.submit(article, by=article.owner, kind=kind)


def test_submit_freezes_the_policy() -> None:
    review = submitted()
    assert review.policy["approvals_needed"] == review.approvals_needed == 2
    assert review.policy["tier"] == "treatment"
