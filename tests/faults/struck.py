"""The application, as a worker that writes down what it does and dies where it is told to.

Nothing of what it does differs: functions of delivery are wrapped, to note a step or to die before
or after it. `tests.faults.journal` has the orders, in the directory that FAULTS_JOURNAL names.
FAULTS_MAIL_TIMEOUT shortens the time that is given to a mail server, in seconds, in `make test`.
"""

import os
import signal
import smtplib
from collections.abc import Callable
from email import message_from_bytes
from pathlib import Path
from typing import Any

import django

django.setup()

from celery.signals import task_prerun  # noqa: E402 -- models need Django
from django.conf import settings  # noqa: E402

from config.celery import app  # noqa: E402
from editorial import attempts, delivery, digests  # noqa: E402
from editorial.models import Notification  # noqa: E402
from tests.faults import sabotage  # noqa: E402
from tests.faults.journal import Journal, Orders, Point  # noqa: E402

journal = Journal(Path(os.environ["FAULTS_JOURNAL"]))
passes: dict[int, int] = {}
removed = sabotage.Removed()


def pass_by(point: Point) -> None:
    """Die here, if that is ordered."""
    orders = journal.orders()
    if orders.point != point or not orders.strike:
        return
    passes[orders.strike] = passes.get(orders.strike, 0) + 1
    if passes[orders.strike] >= orders.after and journal.may_strike(orders.strike):
        die(orders)


def die(orders: Orders) -> None:
    if orders.is_whole:
        os.killpg(os.getpgrp(), signal.SIGKILL)
    os.kill(os.getpid(), signal.SIGKILL)


def watch_claim(module: Any, claim: Callable[..., Any]) -> None:  # noqa: ANN401 -- either module
    def watched(*arguments: Any, **named: Any) -> Any:  # noqa: ANN401 -- whatever it takes
        pass_by(Point.BEFORE_CLAIM)
        claimed = claim(*arguments, **named)
        if claimed:
            rows = [claimed] if isinstance(claimed, Notification) else claimed
            mail = f"<{rows[0].digest or rows[0].pk}@{settings.MAIL_HOST_NAME}>"
            journal.note("claimed", mail, *(str(row.pk) for row in rows))
            pass_by(Point.AFTER_CLAIM)
        return claimed

    module.claim = watched


def data(self: smtplib.SMTP, message: bytes) -> tuple[int, bytes]:
    message_id = str(message_from_bytes(message)["Message-ID"])
    pass_by(Point.BEFORE_DATA)
    journal.note("sends", message_id)
    answer = send_data(self, message)
    journal.note("answered", message_id)
    pass_by(Point.AFTER_250)
    return answer


def accepted(row: Notification) -> str:
    state = settle(row)
    journal.note("settled", str(row.pk))
    pass_by(Point.AFTER_COMMIT)
    return state


@task_prerun.connect
def follow_orders(**_facts: object) -> None:
    removed.become(journal.orders().sabotage)


send_data = smtplib.SMTP.data
settle = attempts.accepted
smtplib.SMTP.data = data  # type: ignore[method-assign, assignment]
attempts.accepted = accepted
watch_claim(delivery, delivery.claim)
watch_claim(digests, digests.claim)
if os.environ.get("FAULTS_MAIL_TIMEOUT"):
    settings.EMAIL_TIMEOUT = float(os.environ["FAULTS_MAIL_TIMEOUT"])

__all__ = ["app"]
