"""How the watch over the library fares, in words, for whoever looks after it."""

import datetime
from dataclasses import dataclass

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from references.models import Watch

#: A watch that was complete longer ago than this is behind; one that did not run for so long rests.
BEHIND = datetime.timedelta(days=2)
RESTING = datetime.timedelta(hours=2)


@dataclass(frozen=True)
class WatchState:
    """`is_behind`: somebody should look after it."""

    words: str
    is_behind: bool


def watch_state(now: datetime.datetime) -> WatchState:
    row = Watch.objects.filter(pk=1).first()
    if row is None:
        return WatchState(_("The daily watch for notices has not run yet."), is_behind=False)
    sentences = [_completeness(row)]
    if row.failing:
        sentences.append(_failing(row))
    if row.waiting:
        sentences.append(_waiting(row))
    is_resting = now - row.ran > RESTING
    if is_resting:
        words = _("It last ran on %(moment)s: is a worker running?")
        sentences.append(words % {"moment": _moment(row.ran)})
    is_late = row.complete is None or now - row.complete > BEHIND
    return WatchState(" ".join(sentences), is_behind=is_resting or (bool(row.watched) and is_late))


def _completeness(row: Watch) -> str:
    watched = ngettext("%(count)d work", "%(count)d works", row.watched) % {"count": row.watched}
    if row.complete is None:
        words = _("The daily watch for notices (%(watched)s) has not been complete yet.")
        return words % {"watched": watched}
    words = _("The daily watch for notices (%(watched)s) was last complete on %(moment)s.")
    return words % {"watched": watched, "moment": _moment(row.complete)}


def _failing(row: Watch) -> str:
    words = ngettext(
        "%(count)d work could not be asked about.",
        "%(count)d works could not be asked about.",
        row.failing,
    )
    return " ".join(part for part in (words % {"count": row.failing}, row.trouble) if part)


def _waiting(row: Watch) -> str:
    words = ngettext(
        "%(count)d work waits for its turn.", "%(count)d works wait for their turn.", row.waiting
    )
    return words % {"count": row.waiting}


def _moment(moment: datetime.datetime) -> str:
    return date_format(timezone.localtime(moment), "DATETIME_FORMAT")
