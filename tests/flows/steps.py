"""What each person does, by the pages they do it on. Every step starts from a fresh sign-in."""

import re
from http import HTTPStatus

from django.contrib.auth.models import User
from django.db.models import Model
from django.test import Client
from django.urls import reverse

from articles.models import Article
from editorial.models import BoardMember, Review
from tests.admin_forms import posted
from tests.factories.articles import PASSWORD


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def read(path: str) -> tuple[int, str]:
    """What somebody without an account gets."""
    answer = Client().get(path)
    return answer.status_code, answer.content.decode()


def rewrite(article: Article, old: str, new: str, *, by: User) -> None:
    """On the drafting page: put other words in the clinical text of whatever section has these."""
    editor = signed_in(by)
    page = reverse("admin:articles_article_change", args=[article.pk])
    form = posted(editor.get(page))
    changed = {
        name: value.replace(old, new)
        for name, value in form.items()
        if name.endswith("-body") and old in value
    }
    assert len(changed) == 1
    assert editor.post(page, form | changed).status_code == HTTPStatus.FOUND


def take(step: str, subject: Model, *, by: User, **form: object) -> tuple[int, str]:
    """Press one of the admin's buttons; gives the status and the page that came instead."""
    options = subject._meta
    address = reverse(f"admin:{options.app_label}_{options.model_name}_{step}", args=[subject.pk])
    answer = signed_in(by).post(address, form)
    return answer.status_code, answer.content.decode()


def submit(article: Article, *, by: User, kind: str = "new", note: str = "") -> Review:
    assert take("submit", article, by=by, kind=kind, note=note)[0] == HTTPStatus.FOUND
    return article.reviews.latest("pk")


def begin(review: Review, *, by: User, members: list[BoardMember]) -> None:
    chosen = [member.pk for member in members]
    assert take("begin", review, by=by, members=chosen)[0] == HTTPStatus.FOUND
    for member in members:
        answer = signed_in(member.user).post(
            reverse("editorial:review-conflict", args=[review.pk]), {"conflict": "none"}
        )
        assert answer.status_code == HTTPStatus.SEE_OTHER


def sign(review: Review, *, by: BoardMember, verdict: str = "approve", reason: str = "") -> None:
    """Under the digest that the member's own page carries."""
    client = signed_in(by.user)
    page = client.get(review.get_absolute_url()).content.decode()
    digest = re.search(r'name="digest" value="([0-9a-f]{64})"', page)
    assert digest
    answer = client.post(
        reverse("editorial:review-sign-off", args=[review.pk]),
        {"verdict": verdict, "reason": reason, "digest": digest[1], "password": PASSWORD},
    )
    assert answer.status_code == HTTPStatus.SEE_OTHER
