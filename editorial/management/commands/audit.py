"""`manage.py audit verify`, `audit anchor`, `audit export`."""

import argparse
import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone

from articles.models import Article
from editorial import evidence, verification, verified
from editorial.one_moment import see_one_moment

LONGEST_SHOWN = 200


class Command(BaseCommand):
    help = "Checks the audit history, anchors it outside the database, exports it."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        steps = parser.add_subparsers(dest="step", required=True)
        verify = steps.add_parser("verify", help="Find any tampering and name the row; exit 1.")
        verify.add_argument("--anchor", type=Path, help="A file that `audit anchor` wrote before.")
        anchor = steps.add_parser("anchor", help="Write the chains' heads to a file.")
        anchor.add_argument("file", type=Path, help="Keep it where the database's owner cannot.")
        export = steps.add_parser(
            "export", help="Write the history as JSON, or of one article as a zip with its proof."
        )
        export.add_argument("file", type=Path, help="A name that ends in .zip gives the zip.")
        export.add_argument("--article", help="The address (slug) of one article.")

    def handle(self, *, step: str, **options: Any) -> None:
        steps: dict[str, Callable[..., None]] = {
            "verify": self._verify,
            "anchor": self._anchor,
            "export": self._export,
        }
        steps[step](**options)

    def _verify(self, *, anchor: Path | None, **_options: Any) -> None:
        heads = _read_anchor(anchor) if anchor else None
        with transaction.atomic():
            see_one_moment()
            found = 0
            for fault in verification.faults(heads):
                found += 1
                self.stdout.write(self.style.ERROR(str(fault)))
            chains = len(verification.heads())
        verified.note(found)
        if found:
            raise CommandError(f"{found} faults found in {chains} chains.", returncode=1)
        self.stdout.write(f"Nothing was tampered with: {chains} chains, all in order.")

    def _anchor(self, *, file: Path, **_options: Any) -> None:
        heads = verification.heads()
        _write(file, verification.as_json(heads, timezone.now()))
        self.stdout.write(f"{len(heads)} chains anchored in {file}.")

    def _export(self, *, file: Path, article: str | None, **_options: Any) -> None:
        chosen = None if article is None else _article(article)
        if file.suffix.lower() == ".zip":
            self._export_bundle(file, chosen)
            return
        with transaction.atomic():
            see_one_moment()
            record = evidence.of(chosen)
        _write(file, record)
        self.stdout.write(f"{len(record['events'])} events written to {file}.")

    def _export_bundle(self, file: Path, article: Article | None) -> None:
        if article is None:
            raise CommandError("A zip holds the evidence of one article: name it with --article.")
        try:
            with transaction.atomic(), written_whole(file) as target:
                see_one_moment()
                count = evidence.write(article, target)
        except OSError as error:
            raise CommandError(f"{file} cannot be written: {error.strerror}.") from error
        self.stdout.write(
            f"{count} events, and all they are about, written to {file}. "
            "To check it: unpack it, and run python verify.py there."
        )


def _article(slug: str) -> Article:
    found = Article.objects.filter(slug=slug).first() if slug.isprintable() else None
    if found is None:
        raise CommandError(f"There is no article with the address {slug[:LONGEST_SHOWN]!r}.")
    return found


def _read_anchor(file: Path) -> list[verification.Head]:
    try:
        return verification.from_json(json.loads(file.read_text(encoding="utf-8")))
    except OSError as error:
        raise CommandError(f"The anchor {file} cannot be read: {error.strerror}.") from error
    except (ValueError, OverflowError) as error:
        raise CommandError(f"{file} is not an anchor: {error}.") from error
    except RecursionError:
        raise CommandError(f"{file} is not an anchor: it is nested too deeply.") from None


def _write(file: Path, content: dict[str, Any]) -> None:
    text = json.dumps(content, ensure_ascii=False, indent=1, sort_keys=True) + "\n"
    try:
        with written_whole(file) as target:
            target.write(text.encode())
    except OSError as error:
        raise CommandError(f"{file} cannot be written: {error.strerror}.") from error


@contextmanager
def written_whole(file: Path) -> Iterator[IO[bytes]]:
    """An open file that takes its name at the end: what was there stays until all is written."""
    if file.exists() and not file.is_file():  # /dev/stdout
        with file.open("wb") as target:
            yield target
        return
    part = file.with_name(f".{file.name}.part")
    try:
        with part.open("w+b") as target:
            yield target
        part.replace(file)
    except BaseException:
        with suppress(OSError):
            part.unlink()
        raise
