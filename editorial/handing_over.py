"""Articles get another owner: those of an editor who left, or a single one.

Called as a verb of `editorial.workflow`. Whoever gets them is told once, however many they are.
"""

import datetime
from collections.abc import Iterable
from typing import Any, Final

import pghistory
from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from articles.models import Article
from editorial import audit, beats, outbox, permissions, replanning
from editorial.editors import is_active_editor
from editorial.exceptions import NotPossible, Unfit
from editorial.models import AuditEvent, Notification

#: So many in one step: each has a chain of events, and all of them are held until the end.
MOST_AT_ONCE: Final = 1_000
#: So many are named in the message.
NAMED: Final = 20
CHANGED, HANDED_OVER = "change-owner", "hand-over-articles"


def hand_over(
    owner: User,
    *,
    to: User,
    by: User,
    reason: str,
    articles: Iterable[Article] | None = None,
) -> list[Article]:
    """Give all articles of `owner`, or these, to another editor, drafts and retired ones too.

    Raises:
        ReasonMissing: without a reason.
        Unfit: `to` is no active editor, or owns them already.
        NotPossible: one of these articles has another owner by now, there are none, or more than
            `MOST_AT_ONCE`.
    """
    with transaction.atomic():
        held = _hold(owner, articles)
        receiver = User.objects.select_for_update(no_key=True).get(pk=to.pk)
        permissions.demand(allowed=permissions.may_hand_over(by, owner))
        now, why = timezone.now(), beats.demand_reason(reason)
        _refuse_receiver(owner, receiver)
        _give(held, receiver)
        _record(held, before=owner, by=by, at=now, reason=why)
    return held


def _give(articles: list[Article], to: User) -> None:
    """In nobody's name in the history of the drafts: whoever writes there is an author.

    An author of a text may not sign it. Who handed it over is in the events.
    """
    with pghistory.context(user=None):
        Article.objects.filter(pk__in=[article.pk for article in articles]).update(owner=to)
    for article in articles:
        article.owner = to


def lock_owner(article: Article) -> User:
    """Whose the article is, as long as the caller's transaction lasts."""
    rows = Article.objects.select_related("owner")
    return rows.select_for_update(of=("self",), no_key=True).get(pk=article.pk).owner


def note_change(article: Article, *, before: User, by: User) -> None:
    """Its draft was saved with another owner: the same is written down and told."""
    if article.owner_id != before.pk:
        _record([article], before=before, by=by, at=timezone.now(), reason="")


def _hold(owner: User, articles: Iterable[Article] | None) -> list[Article]:
    """In the order of their ids, as everybody holds several."""
    wanted = Article.objects.filter(owner=owner)
    chosen = None if articles is None else {article.pk for article in articles}
    if chosen is not None:
        wanted = wanted.filter(pk__in=chosen)
    held = list(wanted.select_for_update(no_key=True).order_by("pk")[: MOST_AT_ONCE + 1])
    if len(held) > MOST_AT_ONCE:
        raise NotPossible(
            _("Hand over at most %(count)d articles at once. Nothing was changed.")
            % {"count": MOST_AT_ONCE}
        )
    if chosen is not None and len(held) != len(chosen):
        raise NotPossible(
            ngettext(
                "%(count)d of these articles has another owner by now. Nothing was changed: "
                "look at the list again, and choose anew.",
                "%(count)d of these articles have another owner by now. Nothing was changed: "
                "look at the list again, and choose anew.",
                len(chosen) - len(held),
            )
            % {"count": len(chosen) - len(held)}
        )
    if not held:
        raise NotPossible(_("There is no article to hand over. Nothing was changed."))
    return held


def _refuse_receiver(owner: User, to: User) -> None:
    name = {"name": audit.name_of(to)}
    if to.pk == owner.pk:
        raise Unfit("to", _("%(name)s owns them already. Choose somebody else.") % name)
    if not is_active_editor(to):
        raise Unfit("to", _("%(name)s is not an active editor. Choose somebody else.") % name)


def _record(
    articles: list[Article], *, before: User, by: User, at: datetime.datetime, reason: str
) -> None:
    """In the chain of each; who gets them, and who no longer has them, hear of all of them once."""
    now_of = articles[0].owner
    people = {"before": _person(before), "owner": _person(now_of)}
    for article in articles:
        audit.record(CHANGED, by=by, article=article, reason=reason, details=people, at=at)
    event = audit.record(
        HANDED_OVER,
        by=by,
        reason=reason,
        details={
            **people,
            "count": len(articles),
            "articles": [article.pk for article in articles],
            "titles": [article.title for article in articles[:NAMED]],
        },
        at=at,
    )
    _tell([now_of, before], articles[0], event, by=by)
    replanning.look_again([article.pk for article in articles])


def _tell(people: list[User], first: Article, event: AuditEvent, *, by: User) -> None:
    outbox.owe(
        Notification.Kind.HANDED_OVER,
        to=beats.others(people, than=by),
        article=first,
        event=event,
        due_on=event.at.date(),
    )


def _person(user: User) -> dict[str, Any]:
    return {"id": user.pk, "name": audit.name_of(user)}
