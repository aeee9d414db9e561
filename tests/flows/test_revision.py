"""A revision beside the live version; and an article that is taken away and given back."""

from http import HTTPStatus
from io import StringIO

import pytest
from django.contrib.auth.models import User
from django.core.management import call_command
from django.urls import reverse

from articles.models import Article
from editorial.models import AuditEvent, BoardMember
from editorial.states import State
from tests.factories.articles import ArticleFactory, UserFactory
from tests.factories.editorial import BoardMemberFactory, approved
from tests.flows.steps import begin, read, rewrite, sign, signed_in, submit, take

pytestmark = pytest.mark.django_db

FIRST, SECOND, THIRD = "Rest for a day.", "Rest for a month.", "Rest for a week."
#: Where a reader could come upon an article without knowing its address.
LISTS = ("/", "/search/?q=rest", "/ask/?q=rest", "/feed.atom", "/sitemap.xml")


@pytest.fixture
def article() -> Article:
    """Live in its first version."""
    made = ArticleFactory.create(title="Does rest help?", text=f"<p>{FIRST}</p>")
    found = approved(made).article
    found.refresh_from_db()
    return found


@pytest.fixture
def manager() -> User:
    return UserFactory.create(username="manager", group="Managing editors")


@pytest.fixture
def members() -> list[BoardMember]:
    return [BoardMemberFactory.create(), BoardMemberFactory.create()]


def everything_readers_get(article: Article) -> str:
    """All pages on which words of the article may stand, as one text."""
    here = article.get_absolute_url()
    own = [here, f"{here}history/", f"{here}?audience=plain", f"{here}references.json"]
    return "".join(read(path)[1] for path in (*own, *LISTS))


def test_a_revision_waits_beside_the_live_version_until_it_is_approved(
    article: Article, manager: User, members: list[BoardMember]
) -> None:
    here = article.get_absolute_url()
    rewrite(article, FIRST, SECOND, by=article.owner)
    refused = submit(article, by=article.owner, kind="revision")
    assert SECOND not in everything_readers_get(article)
    begin(refused, by=manager, members=members)
    page = read(here)[1]
    assert FIRST in page
    assert "A revision is under review." in page

    reason = "A month is too long: say a week."
    sign(refused, by=members[0], verdict="request_changes", reason=reason)
    sign(refused, by=members[1])
    refused.refresh_from_db()
    assert refused.state == State.CHANGES_REQUESTED
    drafting = reverse("admin:articles_article_change", args=[article.pk])
    assert reason in signed_in(article.owner).get(drafting).content.decode()
    page = read(here)[1]
    assert FIRST in page
    assert "A revision is under review." not in page

    rewrite(article, SECOND, THIRD, by=article.owner)
    mended = submit(article, by=article.owner, kind="revision", note="A week now.")
    begin(mended, by=manager, members=members)
    for member in members:
        assert FIRST in read(here)[1]
        sign(mended, by=member)

    page = read(here)[1]
    assert THIRD in page
    assert FIRST not in page
    article.refresh_from_db()
    assert article.live_version == mended.version
    status, old = read(f"{here}v1/")
    assert status == HTTPStatus.OK
    assert FIRST in old
    assert f"Superseded by version {mended.version.number} of " in old
    assert read(f"{here}v{refused.version.number}/")[0] == HTTPStatus.NOT_FOUND
    assert SECOND not in everything_readers_get(article)
    call_command("audit", "verify", stdout=StringIO())


def test_an_article_is_retired_and_given_back(article: Article, manager: User) -> None:
    here = article.get_absolute_url()
    found_by = [path for path in LISTS if article.slug in read(path)[1]]
    assert found_by == list(LISTS)

    status, _page = take("retire", article, by=manager, reason="Not safe any more.")
    assert status == HTTPStatus.FOUND
    status, page = read(here)
    assert status == HTTPStatus.GONE
    assert "This article was retired" in page
    assert read(f"{here}v1/")[0] == HTTPStatus.GONE
    assert FIRST not in everything_readers_get(article)
    assert [path for path in LISTS if article.slug in read(path)[1]] == []
    refused, _page = take("submit", article, by=article.owner, kind="revision")
    assert refused == HTTPStatus.CONFLICT

    status, _page = take("reinstate", article, by=manager, reason="Checked again.")
    assert status == HTTPStatus.FOUND
    status, page = read(here)
    assert status == HTTPStatus.OK
    assert FIRST in page
    assert [path for path in LISTS if article.slug in read(path)[1]] == found_by
    actions = AuditEvent.objects.filter(article=article).order_by("sequence")
    assert list(actions.values_list("action", "reason"))[-2:] == [
        ("retire", "Not safe any more."),
        ("reinstate", "Checked again."),
    ]
    call_command("audit", "verify", stdout=StringIO())
