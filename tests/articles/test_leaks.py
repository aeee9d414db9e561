"""No public address shows a word of what nobody approved."""

import pytest
from django.test import Client

from articles.models import Article, Disclaimer
from editorial import workflow
from editorial.models import BoardMember
from tests.factories.articles import ArticleFactory, SectionFactory, SpecialtyFactory
from tests.factories.editorial import (
    BoardMemberFactory,
    approved,
    managing_editor,
    submitted,
    under_review,
)
from tests.factories.references import ReferenceFactory

pytestmark = pytest.mark.django_db

SECRET = "Quokkamycin"


def spoil(article: Article) -> Article:
    """Write the secret into every field of a draft that has a place for words."""
    source = ReferenceFactory.create(csl={"type": "book", "title": f"{SECRET} source"})
    article.title, article.summary = f"What is {SECRET}?", f"{SECRET} in the summary."
    article.specialty = SpecialtyFactory.create(name=f"{SECRET} medicine", slug="hidden-specialty")
    article.disclaimer = Disclaimer.objects.create(
        name=SECRET, clinical=f"{SECRET} clinical.", plain=f"{SECRET} plain."
    )
    article.save()
    article.listed_references.add(source)
    SectionFactory.create(
        article=article,
        heading=f"{SECRET} heading",
        body=f'<p>{SECRET} text<cite data-reference="{source.pk}"></cite>.</p>',
        plain_language=f"<p>{SECRET} for patients.</p>",
    )
    return article


def addresses(slug: str, member: BoardMember) -> list[str]:
    here = f"/articles/{slug}"
    return [
        *("/", "/specialties/", "/specialties/hidden-specialty/", "/board/", "/editorial-policy/"),
        *(f"/search/?q={SECRET.lower()}", f"/ask/?q=What+is+{SECRET}%3F", "/search/?q=spasm"),
        *("/feed.atom", "/sitemap.xml", "/robots.txt", member.get_absolute_url()),
        *(f"{here}/", f"{here}/?audience=plain", f"{here}/history/", f"{here}/draft/"),
        *(f"{here}/v1/", f"{here}/v2/", f"{here}/v2/?audience=plain", f"{here}/v3/"),
        *(f"{here}/history/?changes=2", f"{here}/history/?changes=3"),
        *(f"{here}/references.{suffix}" for suffix in ("ris", "bib", "json")),
        *("/healthz", "/readyz", "/accounts/login/"),
    ]


def leaks(client: Client, slug: str, member: BoardMember) -> list[str]:
    """Where the secret is shown; what the question itself repeats does not count."""
    found = []
    for address in addresses(slug, member):
        response = client.get(address)
        shown = response.content.decode()
        for repeated in (f"What is {SECRET}?", f"What%20is%20{SECRET}%3F"):
            if address.startswith("/ask/"):
                shown = shown.replace(repeated, "")
        if SECRET in shown or SECRET in str(response.headers):
            found.append(address)
    return found


def never_submitted() -> Article:
    return spoil(ArticleFactory.create())


def waiting() -> Article:
    return submitted(spoil(ArticleFactory.create())).article


def in_review() -> Article:
    return under_review(spoil(ArticleFactory.create())).article


def sent_back() -> Article:
    review = under_review(spoil(ArticleFactory.create()))
    return workflow.return_for_changes(review, by=managing_editor(), reason=SECRET).article


def withdrawn() -> Article:
    review = submitted(spoil(ArticleFactory.create()))
    return workflow.withdraw(review, by=managing_editor(), reason=SECRET).article


def live_with_a_new_draft() -> Article:
    article = approved().article
    article.refresh_from_db()
    return spoil(article)


def live_with_a_revision_in_review() -> Article:
    return under_review(live_with_a_new_draft()).article


def retired_with_a_new_draft() -> Article:
    return workflow.retire(live_with_a_new_draft(), by=managing_editor(), reason=SECRET)


SITUATIONS = [
    never_submitted,
    waiting,
    in_review,
    sent_back,
    withdrawn,
    live_with_a_new_draft,
    live_with_a_revision_in_review,
    retired_with_a_new_draft,
]


@pytest.mark.parametrize("situation", SITUATIONS, ids=lambda made: made.__name__)
def test_show_no_word_of_what_nobody_approved(client: Client, situation: object) -> None:
    article = situation()  # type: ignore[operator] # one of the functions above
    assert leaks(client, article.slug, BoardMemberFactory.create()) == []


def test_find_the_word_everywhere_once_it_is_approved(client: Client) -> None:
    """So that the test above can fail."""
    article = approved(spoil(ArticleFactory.create())).article
    member = BoardMember.objects.filter(sign_offs__isnull=False).first()
    assert member is not None
    here = f"/articles/{article.slug}"
    assert {
        *("/", "/specialties/", "/specialties/hidden-specialty/", "/feed.atom"),
        *(f"/search/?q={SECRET.lower()}", f"/ask/?q=What+is+{SECRET}%3F"),
        *(f"{here}/", f"{here}/?audience=plain", f"{here}/v1/", f"{here}/history/"),
        *(f"{here}/references.{suffix}" for suffix in ("ris", "bib", "json")),
        member.get_absolute_url(),
    } <= set(leaks(client, article.slug, member))
