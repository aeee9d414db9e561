"""The row history of drafts, as django-pghistory keeps it: who wrote what, when."""

from typing import Any

from django.apps import apps
from django.contrib.auth.models import User
from django.db.models import Model, QuerySet

from articles.models import Article, Section

#: The account that acted, in the context that the history keeps with each row.
ACTING_USER = "pgh_context__metadata__user"


def article_events(article: Article) -> QuerySet[Any]:
    """Rows of the article's own fields, newest first."""
    return event_model(Article)._default_manager.filter(pgh_obj_id=article.pk).order_by("-pgh_id")


def section_events(article: Article) -> QuerySet[Any]:
    """Rows of its sections, those deleted since included, newest first."""
    return event_model(Section)._default_manager.filter(article_id=article.pk).order_by("-pgh_id")


def last_writer(article: Article) -> str:
    """The name of whoever wrote to the draft last; empty if that is not known."""
    last = [
        row
        for events in (article_events(article), section_events(article))
        for row in events.values_list("pgh_created_at", ACTING_USER)[:1]
    ]
    writer = max(last, key=lambda row: (row[0], row[1] is not None))[1] if last else None
    account = User.objects.filter(pk=writer).first() if writer else None
    return (account.get_full_name() or account.get_username()) if account else ""


def event_model(model: type[Article] | type[Section]) -> type[Model]:
    """The model of the rows' history, which is made while the app loads."""
    return apps.get_model("articles", f"{model.__name__}Event")
