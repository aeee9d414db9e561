"""`manage.py backup FILE`: everything in the database, in one file."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import Error

from config.backup.errors import BackupError
from config.backup.making import back_up

MEGABYTE = 1024 * 1024


class Command(BaseCommand):
    help = "Writes everything in the database to one file; the site may go on running."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", metavar="FILE", type=Path, help="keep it where few can read")

    def handle(self, *args: Any, file: Path, **options: Any) -> None:
        del args, options
        try:
            manifest, size = back_up(file)
        except BackupError as error:
            raise CommandError(str(error)) from error
        except Error as error:
            raise CommandError(f"The database cannot be read: {first_line(error)}") from error
        self.stdout.write(
            f"{file}: {size / MEGABYTE:.1f} MB, as of {manifest.made},"
            f" {len(manifest.heads)} audit chains."
        )


def first_line(error: Exception) -> str:
    return (str(error).strip() or type(error).__name__).splitlines()[0]
