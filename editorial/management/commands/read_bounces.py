"""Reading bounce messages from files, where no mail service tells the site of them."""

from collections import Counter
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from editorial import bounce_reading, bouncing
from editorial.models import Bounce

#: Larger files are no mailbox of bounces.
LARGEST = 100 * 1024 * 1024
MARKED, KNOWN, FOREIGN, PASSING = "marked", "known before", "of nobody here", "not for good"


class Command(BaseCommand):
    """Harmless to repeat: what is known already changes nothing."""

    help = (
        "Read delivery status notifications (RFC 3464; .eml or mbox) and mark the addresses at"
        " which mail does not arrive."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("files", nargs="+", metavar="FILE")

    def handle(self, *_args: object, **options: Any) -> None:
        counts: Counter[str] = Counter()
        unread: list[str] = []
        for name in options["files"]:
            try:
                content = _content(Path(name))
            except OSError as error:
                unread.append(f"{name}: {error.strerror or error}")
                continue
            for piece in bounce_reading.pieces(content):
                try:
                    told = bounce_reading.read(piece.content)
                except bounce_reading.NotABounce as error:
                    unread.append(f"{name}, line {piece.line}: {error}")
                    continue
                counts.update(take_in(each) for each in told)
        results = [f"{counts[what]} {what}" for what in (MARKED, KNOWN, FOREIGN, PASSING)]
        self.stdout.write(f"Addresses: {', '.join(results)}.")
        if unread:
            raise CommandError("Not read, the others were:\n" + "\n".join(unread))


def take_in(told: bounce_reading.Told) -> str:
    """What became of it, in a word or two."""
    if not bouncing.is_about_the_address(told.status, told.says):
        return PASSING
    row = bouncing.message_with(told.message_id, sent_to=told.sent_to)
    if row is None and not bouncing.is_known(told.address):
        return FOREIGN
    marked = bouncing.mark(
        told.address,
        source=Bounce.Source.FILE,
        status=told.status,
        says=told.says,
        notification=row,
    )
    return MARKED if marked else KNOWN


def _content(path: Path) -> bytes:
    if path.stat().st_size > LARGEST:
        raise OSError(f"larger than {LARGEST // 1024 // 1024} MB, so it was not opened")
    return path.read_bytes()
