"""Ways to words that nobody approved, and to words that were taken back, past the page itself."""

import pytest
from django.test import Client

from articles.models import Article
from editorial import workflow
from editorial.models import BoardMember, Review, SignOff
from tests.factories.articles import ArticleFactory, UserFactory
from tests.factories.editorial import (
    approved,
    managing_editor,
    sign,
    submitted,
    under_review,
)
from tests.flows.places import scene

pytestmark = pytest.mark.django_db

SECRET = "Quokkamycin"


def places_of(article: Article) -> list[str]:
    here = article.get_absolute_url()
    exports = [f"{here}references.{suffix}" for suffix in ("ris", "bib", "json")]
    return [here, f"{here}?audience=plain", f"{here}history/", f"{here}v1/", *exports]


def test_copy_of_a_retired_article_is_never_confirmed() -> None:
    """A cache that asks whether its copy still stands gets the notice, not a 304."""
    article = approved().article
    reader = Client()
    answers = {place: Client().get(place) for place in places_of(article)}
    tags = {place: answer["ETag"] for place, answer in answers.items() if "ETag" in answer}
    assert len(tags) == len(answers) - 1  # the one whose cookie is for this reader alone
    shared = {place: reader.get(place)["ETag"] for place in ("/", "/feed.atom", "/sitemap.xml")}
    for place, tag in (tags | shared).items():
        assert reader.get(place, headers={"If-None-Match": tag}).status_code == 304, place
    workflow.retire(article, by=managing_editor(), reason="A reason.")
    for place, tag in tags.items():
        for condition in ({"If-None-Match": tag}, {"If-None-Match": "*"}, {"Range": "bytes=0-9"}):
            assert reader.get(place, headers=condition).status_code == 410, place
            assert reader.head(place, headers=condition).status_code == 410, place
    for place, tag in shared.items():
        answer = reader.get(place, headers={"If-None-Match": tag})
        assert answer.status_code == 200, place
        assert article.slug not in answer.content.decode(), place


def test_copy_of_the_version_before_is_not_confirmed() -> None:
    article = approved().article
    reader, here = Client(), article.get_absolute_url()
    tag = reader.get(here)["ETag"]
    article.refresh_from_db()
    article.summary = f"{SECRET} was approved later."
    article.save()
    review = under_review(article)
    for assignment in review.assignments.select_related("member__user"):
        sign(review, assignment.member)
    answer = reader.get(here, headers={"If-None-Match": tag})
    assert answer.status_code == 200
    assert SECRET in answer.content.decode()


CONDITIONS = [
    {},
    {"If-None-Match": "*"},
    {"If-Modified-Since": "Wed, 01 Jan 2031 00:00:00 GMT"},
    {"Range": "bytes=0-100000"},
    {"Accept-Language": "de"},
    {"Accept": "application/json"},
    {"X-Requested-With": "XMLHttpRequest"},
]


@pytest.mark.parametrize("condition", CONDITIONS, ids=lambda headers: next(iter(headers), "none"))
def test_what_nobody_approved_is_not_told_from_what_is_not_there(
    condition: dict[str, str],
) -> None:
    waiting = submitted(ArticleFactory.create(title=f"What is {SECRET}?", slug="waiting")).article
    live = approved().article
    live.refresh_from_db()
    submitted(live)
    pairs = [
        *((place, place.replace("waiting", "nothing")) for place in places_of(waiting)),
        ("/articles/waiting/draft/", "/articles/nothing/draft/"),
        (f"{live.get_absolute_url()}v2/", f"{live.get_absolute_url()}v99/"),
    ]
    for role in (None, "Board"):
        reader = Client()
        if role:
            reader.force_login(UserFactory.create(group=role, is_staff=False))
        for real, missing in pairs:
            for ask in (reader.get, reader.head):
                found, nothing = ask(real, headers=condition), ask(missing, headers=condition)
                assert found.status_code == nothing.status_code == 404, real
                assert found.content == nothing.content, real
                assert dict(found.headers) == dict(nothing.headers), real


def test_preview_is_kept_by_nobody() -> None:
    made = scene()
    staff = made.client("editor")
    for place in ("draft/", "v2/"):
        for condition in CONDITIONS:
            here = f"{made.review.article.get_absolute_url()}{place}"
            answer = staff.get(here, headers=condition)
            assert answer.status_code == 200
            assert "no-store" in answer["Cache-Control"]
            assert "noindex" in answer["X-Robots-Tag"]
            assert "ETag" not in answer
            assert "Educational purpose only" in answer.content.decode()


@pytest.mark.parametrize(
    ("role", "query", "status"),
    [
        ("editor", "app_label=articles&model_name=article&field_name=listed_references", 200),
        ("editor", "app_label=articles&model_name=article&field_name=owner", 403),
        ("board member", "app_label=articles&model_name=article&field_name=live_version", 302),
        ("editor", "app_label=articles&model_name=section&field_name=body", 403),
        ("editor", "app_label=editorial&model_name=boardmember&field_name=user", 403),
        ("editor", "app_label=auth&model_name=user&field_name=password", 403),
        ("auditor", "app_label=auth&model_name=user&field_name=groups", 403),
        ("board member", "app_label=articles&model_name=article&field_name=listed_references", 302),
        ("anonymous", "app_label=articles&model_name=article&field_name=listed_references", 302),
    ],
)
def test_completion_answers_for_its_own_field_only(role: str, query: str, status: int) -> None:
    answer = scene().client(role).get(f"/admin/autocomplete/?term=a&{query}")
    assert answer.status_code == status


@pytest.mark.parametrize(
    ("place", "query", "status"),
    [
        ("/admin/auth/user/add/", "_popup=1&_to_field=password", 400),
        ("/admin/auth/user/{user}/change/", "_popup=1&_to_field=password", 400),
        ("/admin/articles/article/{article}/change/", "_to_field=summary", 400),
        ("/admin/articles/article/{article}/change/", "_to_field=", 200),
        ("/admin/articles/article/{article}/change/", "_popup=1", 200),
        ("/admin/editorial/review/{review}/change/", "_popup=1&_to_field=reason", 400),
    ],
)
def test_window_for_choosing_a_row_tells_nothing_else(place: str, query: str, status: int) -> None:
    made = scene()
    rows = {"user": made.member.user_id, "article": made.review.article_id}
    address = place.format(**rows, review=made.review.pk)
    assert made.client("superuser").get(f"{address}?{query}").status_code == status


def test_bulk_actions_are_only_for_those_who_may() -> None:
    drafts = [ArticleFactory.create() for _ in range(2)]
    chosen = {"action": "delete_selected", "_selected_action": [draft.pk for draft in drafts]}
    made = scene()
    for role in ("auditor", "board member", "anonymous"):
        made.client(role).post("/admin/articles/article/", chosen | {"post": "yes"})
        assert Article.objects.filter(pk__in=[draft.pk for draft in drafts]).count() == 2, role
    client = made.client("superuser")
    live = chosen | {"_selected_action": [made.review.article_id], "post": "yes"}
    client.post("/admin/articles/article/", live)
    assert Article.objects.filter(pk=made.review.article_id).exists()
    for model in ("articles/version", "editorial/review", "editorial/boardmember", "auth/user"):
        before = (Review.objects.count(), SignOff.objects.count(), BoardMember.objects.count())
        rows = [made.review.version_id, made.review.pk, made.member.pk, made.member.user_id]
        forged = {"action": "delete_selected", "_selected_action": rows, "post": "yes"}
        client.post(f"/admin/{model}/", forged)
        after = (Review.objects.count(), SignOff.objects.count(), BoardMember.objects.count())
        assert after == before, model
