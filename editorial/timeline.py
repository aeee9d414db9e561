"""One history of one article: audit events, edits of its draft, and messages, newest first."""

import datetime
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.contrib.auth.models import User
from django.db.models import CharField, F, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Cast
from django.utils.translation import gettext as _

from articles.draft_history import (
    ACTING_USER,
    article_events,
    event_model,
    section_events,
)
from articles.models import Article, Section
from editorial.models import AuditEvent, Notification
from editorial.timeline_words import audit_words, edit_words, message_words

AUDIT, ARTICLE, SECTION, MESSAGE = "audit", "article", "section", "message"


@dataclass(frozen=True)
class Entry:
    """One thing that happened; `source` is the record it was read from."""

    at: datetime.datetime
    source: str
    who: str
    what: str
    details: list[str] = field(default_factory=list)


def moments(article: Article) -> QuerySet[Any, Any]:
    """(when, source, key) of everything, newest first; to be sliced, then given to `entries`."""
    audit = _keys(AuditEvent.objects.filter(article=article).order_by(), AUDIT, "at", "pk")
    others = (
        _keys(article_events(article).order_by(), ARTICLE, "pgh_created_at", "pgh_id"),
        _keys(section_events(article).order_by(), SECTION, "pgh_created_at", "pgh_id"),
        _keys(Notification.objects.filter(article=article).order_by(), MESSAGE, "queued", "pk"),
    )
    newest_first: QuerySet[Any, Any] = audit.union(*others, all=True).order_by(
        "-moment", "source", "-key"
    )
    return newest_first


def _keys(rows: QuerySet[Any], source: str, at: str, key: str) -> QuerySet[Any, Any]:
    keys: QuerySet[Any, Any] = rows.annotate(
        moment=F(at), source=Value(source), key=Cast(F(key), CharField())
    ).values_list("moment", "source", "key")
    return keys


def entries(found: Iterable[tuple[datetime.datetime, str, str]]) -> list[Entry]:
    """The rows behind these moments in words, in the order given."""
    keys: defaultdict[str, list[str]] = defaultdict(list)
    rows = list(found)
    for _at, source, key in rows:
        keys[source].append(key)
    told = {
        **_audit_entries(keys[AUDIT]),
        **_edit_entries(keys[ARTICLE], ARTICLE),
        **_edit_entries(keys[SECTION], SECTION),
        **_message_entries(keys[MESSAGE]),
    }
    return [told[source, key] for _at, source, key in rows if (source, key) in told]


Told = dict[tuple[str, str], Entry]


def _audit_entries(keys: list[str]) -> Told:
    return {
        (AUDIT, str(event.pk)): Entry(event.at, AUDIT, event.actor_name, *audit_words(event))
        for event in AuditEvent.objects.filter(pk__in=keys)
    }


def _message_entries(keys: list[str]) -> Told:
    messages = Notification.objects.filter(pk__in=keys).select_related("recipient")
    return {
        (MESSAGE, str(message.pk)): Entry(
            message.queued, MESSAGE, _("Editorial review"), *message_words(message)
        )
        for message in messages
    }


def _edit_entries(keys: list[str], source: str) -> Told:
    """Edits of the draft, each compared with the row before it."""
    if not keys:
        return {}
    model = event_model(Article if source == ARTICLE else Section)
    before = model._default_manager.filter(
        pgh_obj_id=OuterRef("pgh_obj_id"), pgh_id__lt=OuterRef("pgh_id")
    ).order_by("-pgh_id")
    rows = list(
        model._default_manager.filter(pgh_id__in=keys).annotate(
            actor=F(ACTING_USER), before=Subquery(before.values("pgh_id")[:1])
        )
    )
    earlier = model._default_manager.in_bulk([row.before for row in rows if row.before])
    people = User.objects.in_bulk([int(row.actor) for row in rows if row.actor])
    told = {}
    for row in rows:
        what, changes = edit_words(row, earlier.get(row.before), is_section=source == SECTION)
        if changes or row.pgh_label != "update":
            who = _name(people, row.actor)
            told[source, str(row.pgh_id)] = Entry(row.pgh_created_at, source, who, what, changes)
    return told


def _name(people: dict[int, User], actor: object) -> str:
    person = people.get(int(str(actor))) if actor else None
    if person is None:
        return _("Without an account")
    return person.get_full_name() or person.get_username()
