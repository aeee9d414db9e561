"""Sending what is owed, row by row, against handing the same messages to the same server.

A row is claimed, asked whether it is still wanted, written as a letter, sent, and marked, each step
committed before the next; the bare side has its messages ready and does nothing but send them, over
one connection. The server takes everything and forgets it.
"""

import smtplib

from django.conf import settings
from django.test import override_settings
from django.utils import timezone

from bench.mail_sink import mail_sink
from bench.sizes import Sizes
from bench.timing import Measured, interleaved
from config.management.commands.up import HOST
from editorial.delivery import deliver
from editorial.mail import compose
from editorial.models import Notification
from editorial.planning import plan

SMTP = "django.core.mail.backends.smtp.EmailBackend"


def measure(sizes: Sizes) -> Measured:
    """Every round sends the same rows, which are queued anew before it."""
    now = timezone.now()
    plan(now)
    rows = Notification.objects.filter(ladder__isnull=False).select_related(
        "recipient", "article__owner", "article__live_version"
    )[: sizes.mails]
    keys = [row.pk for row in rows]
    ready = [(_as_sent(row), row.recipient.email) for row in rows]
    Notification.objects.exclude(pk__in=keys).update(state="sent", sent=now)
    sent: list[int] = []

    def queue() -> None:
        Notification.objects.filter(pk__in=keys).update(
            state="queued", sent=None, attempts=0, is_daily=False, not_before=now
        )

    def ours() -> None:
        sent.append(deliver(now, limit=len(keys) + 1).outcomes["sent"])

    with (
        mail_sink() as port,
        override_settings(EMAIL_BACKEND=SMTP, EMAIL_HOST=HOST, EMAIL_PORT=port),
    ):

        def bare() -> None:
            with smtplib.SMTP(HOST, port) as server:
                for message, address in ready:
                    server.sendmail(settings.DEFAULT_FROM_EMAIL, address, message)

        timed = interleaved(ours, bare, sizes.rounds, before=queue)
    if set(sent) != {len(keys)}:
        raise RuntimeError(f"Of {len(keys)} messages, so many were sent in each round: {sent}.")
    return Measured(
        "deliver",
        timed.ratio,
        "SMTP alone",
        {"mails/s": len(keys) / timed.ours, "bare mails/s": len(keys) / timed.bare},
        {"mails": len(keys)},
    )


def _as_sent(row: Notification) -> bytes:
    return compose(row).message().as_bytes().replace(b"\n", b"\r\n")
