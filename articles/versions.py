"""Freezing a draft into an immutable version."""

from typing import Any

from django.contrib.auth.models import User
from django.db.models import Max
from django.utils import timezone

from articles.authorship import authors_of
from articles.drafts import content_of
from articles.models import Article, Version
from articles.text.canonical import digest, sha256
from articles.text.plain import text_of
from articles.text.rendering import render

AUDIENCES = ("clinical", "plain")
#: PostgreSQL refuses a search vector of more than 1 MB. What comes after this many characters is
#: not found by a search.
LONGEST_WORDS = 200_000


def freeze(article: Article, *, by: User) -> Version:
    """The draft as it stands, rendered once and numbered.

    The caller has checked that it is ready, and holds the article's row, so that two versions never
    get the same number.
    """
    last = article.versions.aggregate(last=Max("number"))["last"] or 0
    content = {
        **content_of(article),
        "number": last + 1,
        "authors": authors_of(article, submitter=by),
    }
    rendered = {audience: render(content, audience) for audience in AUDIENCES}
    content["rendered"] = {audience: sha256(html) for audience, html in rendered.items()}
    return Version.objects.create(
        article=article,
        number=last + 1,
        digest=digest(content),
        content=content,
        clinical_html=rendered["clinical"],
        plain_html=rendered["plain"],
        words=words_of(content),
        frozen_at=timezone.now(),
        frozen_by=by,
    )


def words_of(content: dict[str, Any]) -> str:
    """The text of every audience, without headings, citations, references and disclaimer."""
    texts = [
        text_of(section[part])
        for part in ("body", "plain_language")
        for section in content["sections"]
    ]
    return "\n".join(filter(None, texts))[:LONGEST_WORDS]


def faults_of(version: Version) -> list[str]:
    """What is wrong with a stored version: nothing, unless somebody went around the triggers."""
    rendered: dict[str, Any] = version.content.get("rendered", {})
    faults = [
        f"its {audience} rendering is not the one that was signed"
        for audience in AUDIENCES
        if sha256(version.html(audience)) != rendered.get(audience)
    ]
    if digest(version.content) != version.digest:
        faults.insert(0, "its content does not have its digest")
    elif words_of(version.content) != version.words:
        faults.append("its words for search are not those of its text")
    return faults
