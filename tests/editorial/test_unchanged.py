"""What of a version somebody signed before, and how the desk says it."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from articles.models import Article
from editorial import workflow
from editorial.models import Review
from editorial.unchanged import signed_before
from references.models import Reference
from tests.factories.articles import PASSWORD, ArticleFactory, SectionFactory
from tests.factories.editorial import (
    BoardMemberFactory,
    approved,
    first_signer,
    managing_editor,
    sign,
    submitted,
    under_review,
)
from tests.factories.references import ReferenceFactory

pytestmark = pytest.mark.django_db


def article_of(*headings: str) -> Article:
    article: Article = ArticleFactory.create(text="")
    for place, heading in enumerate(headings):
        work = ReferenceFactory.create()
        body = f'<p>About {heading}<cite data-reference="{work.pk}"></cite>.</p>'
        SectionFactory.create(article=article, heading=heading, body=body, position=place)
    return article


def change(article: Article, named: str, **fields: str) -> None:
    article.sections.filter(heading=named).update(**fields)


def places(review: Review) -> list[int]:
    found = signed_before(review)
    return sorted(found.places) if found else []


def test_unchanged_are_the_sections_that_stayed_as_they_were_signed() -> None:
    article = article_of("Causes", "Signs", "Treatment", "Outlook")
    first = approved(article)
    change(article, "Signs", body="<p>Other words.</p>")
    change(article, "Treatment", plain_language="<p>For patients.</p>")
    change(article, "Outlook", heading="Prognosis")

    review = submitted(article, kind="revision")

    found = signed_before(review)
    assert found is not None
    assert found.version_number == 1
    assert sorted(found.places) == [0]
    assert not found.is_whole
    names = list(first.sign_offs.order_by("signed_at").values_list("signer_name", flat=True))
    assert [signer.name for signer in found.signers] == names


def test_unchanged_does_not_mind_where_a_section_stands_nor_the_numbers_of_its_sources() -> None:
    article = article_of("Causes", "Signs")
    approved(article)
    article.sections.filter(heading="Causes").update(position=9)
    assert places(submitted(article, kind="revision")) == [0, 1]


def test_unchanged_is_not_what_rests_on_a_source_that_says_something_else_now() -> None:
    article = article_of("Causes", "Signs")
    approved(article)
    work = Reference.objects.order_by("pk").first()
    assert work is not None
    work.csl = {**work.csl, "title": "Another title"}
    work.save()
    assert places(submitted(article, kind="revision")) == [1]


def test_unchanged_is_told_of_nothing_that_nobody_approved() -> None:
    article = article_of("Causes")
    review = under_review(article)
    sign(review, review.assignments.all()[0].member, "request_changes")
    workflow.return_for_changes(review, by=managing_editor(), reason="The dose.")
    assert signed_before(submitted(article)) is None


def test_unchanged_counts_an_approval_of_a_round_that_was_returned() -> None:
    article = article_of("Causes")
    review = under_review(article)
    member = review.assignments.all()[0].member
    sign(review, member)
    workflow.return_for_changes(review, by=managing_editor(), reason="The dose.")
    again = submitted(article)
    found = signed_before(again)
    assert found is not None
    assert [signer.name for signer in found.signers] == [member.name]
    assert places(again) == [0]


def test_unchanged_does_not_count_a_signature_that_was_taken_back() -> None:
    article = article_of("Causes")
    review = under_review(article)
    member = review.assignments.all()[0].member
    sign(review, member)
    workflow.withdraw_sign_off(
        review.sign_offs.get(), by=member.user, reason="Too soon.", password=PASSWORD
    )
    workflow.return_for_changes(review, by=managing_editor(), reason="The dose.")
    assert signed_before(submitted(article)) is None


def test_unchanged_is_the_whole_text_of_a_re_review() -> None:
    first = approved(article_of("Causes", "Signs"))
    found = signed_before(submitted(first.article, kind="re-review"))
    assert found is not None
    assert found.is_whole
    assert sorted(found.places) == [0, 1]


def test_unchanged_asks_twice_however_much_there_is() -> None:
    article = article_of(*(f"Section {n}" for n in range(12)))
    for _each in range(3):
        approved(article)
    change(article, "Section 3", body="<p>Other words.</p>")
    review = submitted(article, kind="revision")
    with CaptureQueriesContext(connection) as queries:
        assert len(places(review)) == 11
    assert len(queries) == 2


def test_desk_says_who_signed_a_section_and_that_the_signature_is_for_the_whole() -> None:
    article = article_of("Causes", "Signs")
    first = approved(article)
    signers = list(first.sign_offs.values_list("signer_name", flat=True))
    change(article, "Signs", body="<p>Other words.</p>")
    review = under_review(article, kind="revision", members=BoardMemberFactory.create_batch(2))
    client = Client()
    client.force_login(first_signer(review))

    text = client.get(review.get_absolute_url()).content.decode()

    assert text.count("Word for word as in version 1, signed by") == 1
    assert all(name in text for name in signers)
    assert text.count("Your signature is for the whole version") == 1


def test_desk_does_not_tell_it_before_the_conflict_question_is_answered() -> None:
    article = article_of("Causes")
    approved(article)
    review = under_review(
        article, kind="revision", answered=False, members=BoardMemberFactory.create_batch(2)
    )
    client = Client()
    client.force_login(first_signer(review))
    assert "Word for word" not in client.get(review.get_absolute_url()).content.decode()
