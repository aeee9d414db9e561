"""Who wrote any part of an article: nobody signs their own text."""

from typing import Any

from django.apps import apps
from django.contrib.auth.models import User
from django.db.models import Model, QuerySet

from articles.models import Article


def authors_of(article: Article, *, submitter: User) -> list[dict[str, Any]]:
    """The owner, the submitter, and every account in the row history of the draft and its sections.

    Whoever wrote a sentence that was deleted since is counted too: better one reviewer too few
    than an author who signs.
    """
    user = "pgh_context__metadata__user"
    history = (
        *_history("ArticleEvent").filter(pgh_obj_id=article.pk).values_list(user, flat=True),
        *_history("SectionEvent").filter(article_id=article.pk).values_list(user, flat=True),
    )
    known = {int(pk) for pk in history if pk is not None} | {article.owner_id, submitter.pk}
    return [
        {"id": account.pk, "name": account.get_full_name() or account.get_username()}
        for account in User.objects.filter(pk__in=known).order_by("pk")
    ]


def _history(name: str) -> QuerySet[Model]:
    """The rows that django-pghistory keeps; their models are made while the app loads."""
    history: QuerySet[Model] = apps.get_model("articles", name)._default_manager.all()
    return history
