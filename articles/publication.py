"""The one way a version becomes what readers get."""

import datetime

from django.contrib.auth.models import User
from django.db import transaction

from articles.models import Article, Publication, Version


@transaction.atomic(savepoint=False)
def publish(version: Version, *, by: User, at: datetime.datetime) -> None:
    """Make this version live. Publishing the live version again changes nothing.

    Where the `editorial` app is installed, its triggers refuse a version without an approved
    review, and an older version than the live one.
    """
    Publication.objects.bulk_create(
        [Publication(version=version, published_at=at, published_by=by)], ignore_conflicts=True
    )
    Article.objects.filter(pk=version.article_id).update(live_version=version)
