"""Mail that comes together: claiming, writing and sending the rows that go into one.

So do the reminders of whoever has not chosen otherwise, and everything for whoever wants one mail a
day. A row that `is_daily` goes into one mail with all others of its recipient whose time has come.

The rows of one recipient are claimed together, under a lock on the account, so that two workers do
not make two mails of them. They keep the mail's id for ever: whoever finds them after a killed
worker sends them again under the same Message-ID, without what has become moot since and never
with anything new. So a mail program that shows one of the two hides nothing.

A row that cannot be written goes its own way. A mail that the server refuses, or that fails again
and again, is taken apart: its rows go out one by one. But not one that may have arrived, for its
rows would come a second time under ids of their own: it is tried as it is, then parked.
"""

import datetime
import logging
import uuid
from collections import Counter

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _

from editorial import attempts
from editorial.letters import Letter, letter
from editorial.mail import compose_digest
from editorial.models import Notification
from editorial.post import Outcome, Post

log = logging.getLogger(__name__)

Rows = list[Notification]
#: More than these wait for a second mail.
MOST_ROWS = 50
#: After which the rows of a mail that surely never went out go one by one.
MOST_ATTEMPTS = 3
#: What its ids are made from, beside those of the rows.
NAMESPACE = uuid.UUID("6f0c8a52-7a54-4d5f-9d9c-2f8d3c0f7a11")


def claim(now: datetime.datetime) -> Rows | None:
    """Take what goes into one person's mail; None where nobody's is due.

    Nothing at all for a mail that was taken apart: its rows wait to be sent one by one.
    """
    with transaction.atomic(durable=True):
        due = Notification.objects.waiting(now).filter(is_daily=True)
        person = (
            User.objects.filter(Exists(due.filter(recipient=OuterRef("pk"))))
            .select_for_update(skip_locked=True, no_key=True)
            .order_by("pk")
            .first()
        )
        if person is None:
            return None
        rows = attempts.held_for_sending(due.filter(recipient=person))
        mail = attempts.with_their_subjects(_of_one_mail(list(rows.order_by("queued", "pk"))))
        if not mail:
            return []
        if any(row.attempts >= MOST_ATTEMPTS for row in mail) and not _may_have_arrived(mail):
            _take_apart(mail)
            return []
        digest = _id_of(mail)
        for row in mail:
            attempts.take(row, digest=digest)
            row.digest = digest
        return mail


def settle(mail: Rows, post: Post) -> Counter[str]:
    """Send the claimed rows as one mail, without what is moot, and write down what came of it."""
    ended: Counter[str] = Counter()
    written: list[tuple[Notification, Letter]] = []
    for row in mail:
        try:
            if moot := attempts.why_not(row):
                ended[attempts.close(row, *moot)] += 1
            else:
                written.append((row, letter(row)))
        except Exception as error:
            log.exception("Notification %s could not be written", row.pk)
            says = f"{type(error).__name__}: {error}"
            ended[attempts.fail(row, says, is_daily=False, digest=None)] += 1
    if written:
        ended.update(_send(written, post))
    return ended


def _send(written: list[tuple[Notification, Letter]], post: Post) -> list[str]:
    rows = [row for row, _letter in written]
    try:
        outcome, says = post.send(compose_digest(written))
    except Exception as error:
        log.exception("The gathered mail %s could not be written", rows[0].digest)
        outcome, says = Outcome.POSTPONED, f"{type(error).__name__}: {error}"
    if outcome is Outcome.ACCEPTED:
        return [attempts.accepted(row) for row in rows]
    if outcome is Outcome.NO_SUCH_ADDRESS:
        return [attempts.refused_for_good(row, says) for row in rows]
    for row in rows:
        row.unanswered = row.unanswered or outcome is Outcome.UNANSWERED
    if outcome is Outcome.REFUSED:
        log.warning("The gathered mail %s was refused: %s", rows[0].digest, says)
        if _may_have_arrived(rows):
            return [attempts.fail(row, says, for_good=True) for row in rows]
        _take_apart(rows, says=says)
        return [attempts.RETRY for _row in rows]
    return [attempts.fail(row, says) for row in rows]


def _of_one_mail(rows: Rows) -> Rows:
    """Those of a mail that was begun, if there are such, else as many as one mail holds."""
    begun = next((row.digest for row in rows if row.digest is not None), None)
    return [row for row in rows if row.digest == begun][: None if begun else MOST_ROWS]


def _id_of(mail: Rows) -> uuid.UUID:
    """The one they were given before, else made from their own."""
    keys = sorted(str(row.pk) for row in mail)
    return mail[0].digest or uuid.uuid5(NAMESPACE, ",".join(keys))


def _may_have_arrived(rows: Rows) -> bool:
    """An attempt broke off, or its worker never came back."""
    return any(row.unanswered or row.leased_until is not None for row in rows)


def _take_apart(rows: Rows, *, says: str = "") -> None:
    for row in rows:
        attempts.write(
            row,
            is_daily=False,
            digest=None,
            leased_until=None,
            last_error=says or row.last_error or _("The gathered mail could not be sent."),
        )
