"""Who looks after an article on a day, when somebody has to hear of it at once."""

import datetime
from collections.abc import Iterable

from django.contrib.auth.models import User
from django.db.models import Q

from articles.models import Article
from editorial import away, outbox
from editorial.editors import with_cause
from editorial.models import Cover


def in_charge(article: Article, *, on: datetime.date) -> Iterable[User]:
    """Its owner, or whoever stands in on that day (UTC); the managing editors for neither.

    Whoever cannot be reached by mail, or has left, is nobody here.
    """
    cover = Cover.objects.filter(away.in_force(on), owner=article.owner_id).first()
    wanted = cover.to_id if cover is not None else article.owner_id
    found = list(with_cause().filter(Q(("cause", "")), pk=wanted))
    return found or outbox.managing_editors()
