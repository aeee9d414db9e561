"""Due work by hand, and a look at what would go out."""

import datetime
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from editorial.attempts import RETRY
from editorial.delivery import Delivered, deliver
from editorial.models import Notification
from editorial.planning import plan
from editorial.planning.preview import preview

#: Ladders are counted in days of a small integer; no article is due outside these years.
YEARS = range(2000, 2100)
ENOUGH_RUNS = 1_000
WAIT = "{} wait for office hours, the daily mail or another try."


class Command(BaseCommand):
    """May run beside any number of workers and of itself."""

    help = "Plan the reminders that are due and deliver all waiting mail. Harmless to repeat."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--now",
            metavar="ISO-8601",
            help="Act as at this time, for instance 2026-11-04 or 2026-11-04T09:00+01:00."
            " Without an offset it is UTC.",
        )
        parser.add_argument(
            "--dry-run", action="store_true", help="Show what would go out, and write nothing."
        )

    def handle(self, *_args: object, **options: Any) -> None:
        now = timezone.now() if options["now"] is None else moment(options["now"])
        if options["dry_run"]:
            self._show(*would_send(now))
        else:
            self._report(plan(now).added, deliver_all(now), waiting=_waiting(now))

    def _show(self, rows: list[list[str]], waiting: int) -> None:
        table = [["To", "Subject", "Rung"], *rows]
        widths = [max(len(row[column]) for row in table) for column in range(3)]
        for row in table:
            cells = (cell.ljust(width) for cell, width in zip(row, widths, strict=True))
            self.stdout.write("  ".join(cells).rstrip())
        if waiting:
            self.stdout.write(WAIT.format(waiting))
        self.stdout.write(f"{len(rows)} would go out. Nothing was written or sent.")

    def _report(self, added: int, runs: list[Delivered], *, waiting: int) -> None:
        counts = sum((run.outcomes for run in runs), start=Delivered().outcomes)
        labels = {**dict(Notification.State.choices), RETRY: "To be tried again"}
        results = [f"{str(labels[name]).lower()} {count}" for name, count in counts.items()]
        self.stdout.write(f"Planned {added}. {'; '.join(results) or 'Nothing to send'}.".strip())
        if waiting:
            self.stdout.write(WAIT.format(waiting))
        if runs[-1].no_server:
            raise CommandError(
                f"The mail server cannot be reached ({runs[-1].no_server})."
                " What is owed is kept, and sent once it can."
            )


def moment(text: str) -> datetime.datetime:
    """Read `--now`; a date is its first moment, and what names no offset is UTC."""
    try:
        read = datetime.datetime.fromisoformat(text.strip())
        now = read.astimezone(datetime.UTC) if read.tzinfo else read.replace(tzinfo=datetime.UTC)
    except (ValueError, OverflowError):
        raise CommandError(
            f"--now {text!r} is not a time in ISO 8601, such as 2026-11-04T09:00+01:00."
        ) from None
    if now.year not in YEARS:
        raise CommandError(f"--now must lie in the years {YEARS[0]} to {YEARS[-1]}.")
    return now


def would_send(now: datetime.datetime) -> tuple[list[list[str]], int]:
    """Recipient, subject and rung of every mail at `now`, and how many wait for their time still.

    That comes within a week for all but those who are silenced for longer.
    """
    wanted = [
        message
        for message in preview(now, beyond=datetime.timedelta(days=7))
        if message.address and not message.why_not
    ]
    shown = [
        [message.address, message.subject, str(message.rung)]
        for message in wanted
        if message.when <= now
    ]
    return shown, len(wanted) - len(shown)


def _waiting(now: datetime.datetime) -> int:
    return Notification.objects.filter(state=Notification.State.QUEUED, not_before__gt=now).count()


def deliver_all(now: datetime.datetime) -> list[Delivered]:
    """Until nothing waits; each run opens its own connection."""
    runs = [deliver(now)]
    while runs[-1].is_cut_short and len(runs) < ENOUGH_RUNS:
        runs.append(deliver(now))
    return runs
