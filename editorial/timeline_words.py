"""What happened, in the words of the timeline: a headline, and lines of detail."""

import datetime
from typing import Any

from django.db.models import Model
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles.models import Article, Section
from editorial import due_causes, due_words, source_sentences
from editorial.models import AuditEvent, Notification
from editorial.states import Conflict, Kind, State, Verdict, Weight

ACTIONS = {
    "submit": gettext_lazy("Submitted for review"),
    "begin": gettext_lazy("Review begun"),
    "assign": gettext_lazy("Further members asked"),
    "answer-conflict": gettext_lazy("Conflict of interest answered"),
    "accept": gettext_lazy("Assignment accepted"),
    "decline": gettext_lazy("Assignment declined"),
    "propose": gettext_lazy("Another date or member proposed"),
    "answer-proposal": gettext_lazy("Proposal answered"),
    "reopen-assignment": gettext_lazy("Assignment opened again"),
    "delegate": gettext_lazy("Stand-in named for an absence"),
    "end-delegation": gettext_lazy("Absence ended"),
    "hand-over": gettext_lazy("Handed over to a stand-in"),
    "release": gettext_lazy("Assignment handed back"),
    "reassign": gettext_lazy("Another member asked instead"),
    "extend": gettext_lazy("Date to sign by changed"),
    "remind": gettext_lazy("Member reminded"),
    "comment": gettext_lazy("Commented"),
    "settle-comment": gettext_lazy("Comment settled"),
    "waive-conflict": gettext_lazy("Conflict of interest waived"),
    "sign-off": gettext_lazy("Signed"),
    "withdraw-sign-off": gettext_lazy("Signature withdrawn by its signer"),
    "approve": gettext_lazy("Approved and live"),
    "return": gettext_lazy("Returned for changes"),
    "withdraw": gettext_lazy("Withdrawn from review"),
    "retire": gettext_lazy("Retired"),
    "reinstate": gettext_lazy("Reinstated"),
    "source-retracted": gettext_lazy("Cited source retracted"),
    "source-doubted": gettext_lazy("Cited source under an expression of concern"),
    "source-corrected": gettext_lazy("Cited source corrected"),
    "source-reinstated": gettext_lazy("Cited source reinstated"),
    "source-cleared": gettext_lazy("Notice about a cited source withdrawn"),
    "source-accepted": gettext_lazy("Cited source kept despite its notice"),
    "source-no-longer-accepted": gettext_lazy("Cited source no longer kept despite its notice"),
    "signing-locked": gettext_lazy("Signing locked after wrong passwords"),
    "cover": gettext_lazy("Stand-in named for an editor"),
    "snooze": gettext_lazy("Reminders silenced"),
    "send-again": gettext_lazy("A message that was given up is sent again"),
    "end-snooze": gettext_lazy("Reminders come again"),
    "end-cover": gettext_lazy("Absence of an editor ended"),
    "change-owner": gettext_lazy("Owner changed"),
    "hand-over-articles": gettext_lazy("Articles handed over"),
    "set-lead": gettext_lazy("Managing editor of a specialty set"),
    "owner-gone": gettext_lazy("Articles without an owner who can be reached"),
    "owner-back": gettext_lazy("Articles have somebody who looks after them again"),
    "deactivate-member": gettext_lazy("Board member deactivated"),
    "found-for-cause": gettext_lazy("Board member removed for cause, as was found out later"),
    "removal-followed-up": gettext_lazy("What a removed member signed was made due"),
    "change-ladder": gettext_lazy("Ladder of reminders changed"),
    "signers-gone": gettext_lazy("Nobody who signed it is in office any more"),
    "overdue-warned": gettext_lazy("Past the limit for overdue reviews: readers are warned"),
    "overdue-withdrawn": gettext_lazy("Withdrawn from readers: review overdue for too long"),
    "overdue-returned": gettext_lazy("Given back to readers"),
    "reader-report": gettext_lazy("A reader reported a problem"),
    "confirm-report": gettext_lazy("Report of a reader confirmed"),
    "dismiss-report": gettext_lazy("Report of a reader dismissed"),
    "due-earlier": gettext_lazy("Due earlier"),
    "due-cause-settled": gettext_lazy("A cause to be due earlier holds no more"),
    "dismiss-due-cause": gettext_lazy("A cause to be due earlier dismissed"),
    "set-interval": gettext_lazy("Interval between reviews set for this article"),
    "clear-interval": gettext_lazy("Interval between reviews is the policy's again"),
    "move-due-date": gettext_lazy("Due date moved"),
    "sample-clock-set-back": gettext_lazy("Review date set back for the sample"),
}
#: Longer texts are named as changed; shorter ones are shown before and after.
SHOWN_IN_FULL = 120
NOTHING = "\N{EN DASH}"
NOT_DRAFTED = {"id", "created", "article"}

Words = tuple[str, list[str]]


def audit_words(event: AuditEvent) -> Words:
    """From an audit event."""
    about_source = event.action in source_sentences.WHAT
    told = source_sentences.lines(event.action, event.details) if about_source else []
    if event.action in due_causes.TOLD:
        told = [due_words.sentence(event.details["cause"], event.details["facts"])]
    details = [line for line in (*told, _details(event), event.reason) if line]
    if event.from_state != event.to_state and event.to_state:
        details.append(f"{_label(event.from_state)} → {_label(event.to_state)}".removeprefix(" → "))
    return str(ACTIONS.get(event.action, event.action)), details


def message_words(message: Notification) -> Words:
    """From a row of the outbox."""
    who = message.recipient.get_full_name() or message.recipient.get_username()
    what = _("Message to %(name)s: %(subject)s") % {
        "name": who,
        "subject": message.get_kind_display(),
    }
    state = message.get_state_display()
    lines = [f"{state}: {message.last_error}" if message.last_error else str(state)]
    if message.state == Notification.State.QUEUED:
        lines.append(_("not before %(moment)s") % {"moment": _moment(message.not_before)})
    elif message.sent is not None:
        lines.append(_("sent %(moment)s") % {"moment": _moment(message.sent)})
    return what, lines


def _moment(moment: datetime.datetime) -> str:
    return date_format(localtime(moment), "DATETIME_FORMAT")


def _day(text: str) -> str:
    """A date of an event's details, as people read it."""
    return date_format(datetime.date.fromisoformat(text))


def edit_words(row: Model, before: Model | None, *, is_section: bool) -> Words:
    """From a row of the draft's history and the one before it, if there is one."""
    name = (getattr(row, "heading", "") or _("Opening text")) if is_section else ""
    label = getattr(row, "pgh_label", "")
    if label == "insert":
        return (
            (_("Section “%(name)s” added") % {"name": name}) if is_section else _("Article created")
        ), []
    if label == "delete":
        return (
            (_("Section “%(name)s” deleted") % {"name": name})
            if is_section
            else _("Article deleted")
        ), []
    what = _("Section “%(name)s” edited") % {"name": name} if is_section else _("Draft edited")
    return what, _changes(Section if is_section else Article, row, before)


def _changes(model: type[Article] | type[Section], row: Model, before: Model | None) -> list[str]:
    if before is None:
        return []
    lines = []
    for field in model._meta.concrete_fields:
        old, new = getattr(before, field.attname, None), getattr(row, field.attname, None)
        if field.name in NOT_DRAFTED or old == new:
            continue
        label = str(getattr(field, "verbose_name", field.name)).capitalize()
        is_short = not field.is_relation and max(len(str(old)), len(str(new))) <= SHOWN_IN_FULL
        lines.append(f"{label}: {_shown(old)} → {_shown(new)}" if is_short else label)
    return lines


def _shown(value: object) -> str:
    return f"“{value}”" if value not in (None, "") else NOTHING


def _label(state: str) -> str:
    return str(State(state).label) if state in State.values else state


def _details(event: AuditEvent) -> str:
    """The few details that people ask for, in words."""
    told: dict[str, Any] = event.details
    parts = []
    if told.get("urgent"):
        parts.append(_("urgent"))
    if "version" in told:
        parts.append(_("version %(number)s") % {"number": told["version"]})
    for name, words in (
        ("kind", Kind),
        ("verdict", Verdict),
        ("conflict", Conflict),
        ("weight", Weight),
    ):
        if told.get(name) in words.values:
            parts.append(str(words(told[name]).label))
    if told.get("heading"):
        parts.append(f"“{told['heading']}”")
    parts += _who(told)
    parts += _due(event.action, told)
    return ", ".join(parts)


def _who(told: dict[str, Any]) -> list[str]:
    """The members, in whose stead, and by when now."""
    parts = [str(member["name"]) for member in told.get("members", [])]
    if told.get("before") and told.get("owner"):
        parts.append(f"{told['before']['name']} → {told['owner']['name']}")
    if told.get("instead_of"):
        parts.append(_("instead of %(name)s") % {"name": told["instead_of"]})
    if told.get("sign_by_before"):
        dates = {name: _day(told[name]) for name in ("sign_by", "sign_by_before")}
        parts.append(_("sign by %(sign_by)s, before it was %(sign_by_before)s") % dates)
    return parts


def _due(action: str, told: dict[str, Any]) -> list[str]:
    """Every how many months, when, and until when nobody is reminded."""
    parts = []
    if told.get("interval_months") and action != "approve":
        parts.append(_("every %(count)d months") % {"count": told["interval_months"]})
    if told.get("due_on"):
        parts.append(_("next review due %(day)s") % {"day": _day(told["due_on"])})
    if told.get("until"):
        parts.append(_("no reminders before %(day)s") % {"day": _day(told["until"])})
    return parts
