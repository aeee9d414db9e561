"""Letters about who looks after articles: absences, articles handed over, owners who are gone."""

import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from editorial.editors import CAUSES
from editorial.letters import phrases
from editorial.letters.letter import Letter
from editorial.models import Notification


def standing_in(row: Notification) -> Letter:
    """To the stand-in, and to who is away, of an absence that was kept or ended."""
    told = _told(row)
    owner, to = told["owner"], told["to"]
    days = {
        "first": phrases.short(_day(told["begins_on"])),
        "last": phrases.short(_day(told["ends_on"])),
    }
    names = {"owner": owner["name"], "to": to["name"], **days}
    is_over = row.event is not None and row.event.action == "end-cover"
    is_stand_in = row.recipient_id == to["id"]
    if is_over and is_stand_in:
        subject = _("No longer standing in for %(owner)s")
        line = _(
            "The absence of %(owner)s, %(first)s to %(last)s, was ended. What is due of their "
            "articles goes to them again."
        )
    elif is_over:
        subject = _("Your absence was ended: %(first)s to %(last)s")
        line = _("What is due of your articles goes to you again, and no longer to %(to)s.")
    elif is_stand_in:
        subject = _("Standing in for %(owner)s, %(first)s to %(last)s")
        line = _(
            "%(owner)s is away from %(first)s to %(last)s. What is due of their articles in that "
            "time goes to you. The articles stay theirs."
        )
    else:
        subject = _("%(to)s stands in for you, %(first)s to %(last)s")
        line = _(
            "From %(first)s to %(last)s, what is due of your articles goes to %(to)s. The articles "
            "stay yours."
        )
    return Letter(
        subject=subject % names,
        lines=[line % names],
        quote=row.event.reason if row.event is not None else "",
        link=_("See the articles"),
        path=_articles_of(owner["id"]),
        why=_("You get this because you were named as the stand-in.")
        if is_stand_in
        else _("You get this because these articles are yours."),
    )


def handed_over(row: Notification) -> Letter:
    """To the new owner, and to the one before."""
    told = _told(row)
    is_new = row.recipient_id == told["owner"]["id"]
    facts = {
        "count": told["count"],
        "title": told["titles"][0],
        "before": told["before"]["name"],
        "owner": told["owner"]["name"],
    }
    if is_new:
        subject = ngettext(
            "Handed over to you: %(title)s", "%(count)d articles handed over to you", told["count"]
        )
        line = ngettext(
            "%(count)d article of %(before)s is yours now. You are reminded when it is due.",
            "%(count)d articles of %(before)s are yours now. You are reminded when they are due.",
            told["count"],
        )
    else:
        subject = ngettext(
            "Handed over to %(owner)s: %(title)s",
            "%(count)d of your articles handed over to %(owner)s",
            told["count"],
        )
        line = ngettext(
            "%(count)d article of yours is %(owner)s's now. You are not reminded of it any more.",
            "%(count)d articles of yours are %(owner)s's now. You are not reminded of them any "
            "more.",
            told["count"],
        )
    is_single = told["count"] == 1
    return Letter(
        subject=subject % facts,
        lines=[line % facts, *_listed(told)],
        quote=row.event.reason if row.event is not None else "",
        link=_("Open the article") if is_single else _("See the articles"),
        path=phrases.editors_page(row) if is_single else _articles_of(told["owner"]["id"]),
        why=_("You get this because these articles are yours now.")
        if is_new
        else _("You get this because these articles were yours."),
    )


def owner_gone(row: Notification) -> Letter:
    """To managing editors."""
    told = _told(row)
    facts = {"name": told["name"], "count": told["count"], "cause": CAUSES[told["cause"]]}
    return Letter(
        subject=ngettext(
            "%(count)d article without an owner who can be reached: %(name)s",
            "%(count)d articles without an owner who can be reached: %(name)s",
            told["count"],
        )
        % facts,
        lines=[
            ngettext(
                "Nobody looks after %(count)d article of %(name)s: %(cause)s, and nobody stands "
                "in.",
                "Nobody looks after %(count)d articles of %(name)s: %(cause)s, and nobody stands "
                "in.",
                told["count"],
            )
            % facts,
            *_listed(told),
            _("Hand them over to another editor. Until then you get their reminders."),
        ],
        link=_("Hand them over"),
        path=reverse("editorial:due-owner", args=[told["account"]]),
        why=phrases.as_managing_editor(),
    )


def _told(row: Notification) -> dict[str, Any]:
    """What the event says; each of these letters has one."""
    if row.event is None:
        raise ValueError(f"Notification {row.pk} ({row.kind}) names no event")
    details: dict[str, Any] = row.event.details
    return details


def _listed(told: dict[str, Any]) -> list[str]:
    """The titles that the event names, and how many more there are."""
    lines = [_("“%(title)s”") % {"title": title} for title in told["titles"]]
    more = told["count"] - len(lines)
    if more > 0:
        words = ngettext("And %(count)d more.", "And %(count)d more.", more)
        lines.append(words % {"count": more})
    return lines


def _articles_of(account: int) -> str:
    """The list of drafts, those of one owner."""
    return f"{reverse('admin:articles_article_changelist')}?owner__id__exact={account}"


def _day(text: str) -> datetime.date:
    return datetime.date.fromisoformat(text)
