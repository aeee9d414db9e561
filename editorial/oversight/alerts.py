"""What needs a managing editor, whatever the filters of the page say."""

import datetime
from collections.abc import Iterator
from dataclasses import dataclass

from django.contrib.auth.models import User
from django.db.models import Count, F
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from editorial import health, outbox, permissions, signers_gone
from editorial.editors import with_cause
from editorial.models import Bounce, DueTrigger, Notification, Sweep
from editorial.oversight import messages
from editorial.oversight.scheduled import About, Wanted, scheduled

#: Messages that could not be sent are an alert for so many days.
LATELY = 30


@dataclass(frozen=True)
class Alert:
    """A line, and where more of it stands; empty where this account may read no more."""

    words: str
    address: str = ""


def alerts(now: datetime.datetime, *, viewer: User) -> list[Alert]:
    """The gravest first; none where nothing needs anybody. One small question each."""
    return [
        *_sweep(now),
        *_history(),
        *_nobody(),
        *_ownerless(now.date()),
        *_withdrawn(now.date()),
        *_causes(),
        *_signers(now.date(), viewer=viewer),
        *_addresses(),
        *_parked(now),
    ]


def _sweep(now: datetime.datetime) -> Iterator[Alert]:
    state = health.sweep_health(now)
    if state.last_sweep is None:
        yield Alert(_("Nothing has been planned or sent yet: ask whoever runs the site."))
    elif not state.is_sweeping:
        when = date_format(state.last_sweep, "DATETIME_FORMAT")
        yield Alert(
            _("Nothing is planned or sent: the last sweep was on %(when)s (UTC).") % {"when": when}
        )
    if state.oldest_unsent is not None and not state.is_sending:
        when = date_format(state.oldest_unsent, "DATETIME_FORMAT")
        yield Alert(
            _("Mail waits to be sent since %(when)s (UTC).") % {"when": when},
            messages.list_of(state__exact="queued"),
        )


def _history() -> Iterator[Alert]:
    for sweep in Sweep.objects.filter(faults_found__gt=0):
        count = sweep.faults_found
        assert sweep.verified is not None  # noqa: S101 -- written with what was found
        yield Alert(
            ngettext(
                "%(count)d fault was found in the history on %(when)s (UTC): ask whoever runs"
                " the site.",
                "%(count)d faults were found in the history on %(when)s (UTC): ask whoever runs"
                " the site.",
                count,
            )
            % {"count": count, "when": date_format(sweep.verified, "DATETIME_FORMAT")}
        )


def _nobody() -> Iterator[Alert]:
    if not with_cause().filter(cause="", pk__in=outbox.managing_editors().values("pk")).exists():
        yield Alert(
            _(
                "No managing editor can be reached by mail: nobody hears of what is late, nor of"
                " what needs somebody."
            )
        )


def _ownerless(today: datetime.date) -> Iterator[Alert]:
    count = scheduled(Wanted(about=About.WITHOUT_OWNER), today=today).count()
    if count:
        yield Alert(
            ngettext(
                "%(count)d article has no active owner.",
                "%(count)d articles have no active owner.",
                count,
            )
            % {"count": count},
            _list(About.WITHOUT_OWNER),
        )


def _withdrawn(today: datetime.date) -> Iterator[Alert]:
    count = scheduled(Wanted(about=About.WITHDRAWN), today=today).count()
    if count:
        yield Alert(
            ngettext(
                "%(count)d page is withdrawn from readers until it is reviewed.",
                "%(count)d pages are withdrawn from readers until they are reviewed.",
                count,
            )
            % {"count": count},
            _list(About.WITHDRAWN),
        )


def _causes() -> Iterator[Alert]:
    """By kind: a page may have several."""
    labels = dict(DueTrigger.Kind.choices)
    counted = (
        DueTrigger.objects.filter(settled_at__isnull=True)
        .order_by()
        .values_list("kind")
        .annotate(articles=Count("article", distinct=True))
        .order_by("-articles", "kind")
    )
    for kind, count in counted:
        yield Alert(
            ngettext(
                "%(count)d article is due earlier: %(cause)s.",
                "%(count)d articles are due earlier: %(cause)s.",
                count,
            )
            % {"count": count, "cause": labels[kind]},
            reverse("editorial:reader-reports")
            if kind == DueTrigger.Kind.READER_REPORTS
            else _list(About.CAUSE),
        )


def _signers(day: datetime.date, *, viewer: User) -> Iterator[Alert]:
    count = signers_gone.unsigned(day).count()
    if count:
        yield Alert(
            ngettext(
                "%(count)d live article has no signer in office.",
                "%(count)d live articles have no signer in office.",
                count,
            )
            % {"count": count},
            reverse("admin:editorial_boardmember_signers_gone")
            if permissions.may_manage(viewer)
            else "",
        )


def _addresses() -> Iterator[Alert]:
    bounced = Bounce.objects.filter(
        cleared_at__isnull=True, address=F("user__email"), user__is_active=True
    )
    names = [
        row.user.get_full_name() or row.user.get_username()
        for row in bounced.select_related("user")
    ]
    if names:
        yield Alert(
            ngettext(
                "Mail to %(names)s does not arrive.",
                "Mail to %(names)s does not arrive.",
                len(names),
            )
            % {"names": ", ".join(names)},
        )


def _parked(now: datetime.datetime) -> Iterator[Alert]:
    failed = Notification.objects.filter(state=Notification.State.FAILED)
    count = failed.filter(messages.of_the_last(LATELY, now)).count()
    if count:
        yield Alert(
            ngettext(
                "%(count)d message of the last %(days)d days could not be sent.",
                "%(count)d messages of the last %(days)d days could not be sent.",
                count,
            )
            % {"count": count, "days": LATELY},
            messages.list_of(state__exact="failed", lately=LATELY),
        )


def _list(about: About) -> str:
    return f"{reverse('editorial:due-list')}?about={about}"
