"""`manage.py restore FILE`: the database as a backup holds it."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

import psycopg
from django.core.management.base import BaseCommand, CommandError
from django.db import Error

from config.backup.errors import BackupError
from config.backup.restoring import restore


class Command(BaseCommand):
    help = (
        "Restores a backup, verifies its audit history, and only then puts it in place. The"
        " database's role must own the database and be allowed to make others (CREATEDB)."
    )
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", metavar="FILE", type=Path, help="what `backup` wrote")
        parser.add_argument(
            "--replace", action="store_true", help="the database holds data; give it up"
        )

    def handle(self, *args: Any, file: Path, replace: bool, **options: Any) -> None:
        del args, options
        try:
            manifest = restore(file, replace=replace, say=self.stdout.write)
        except BackupError as error:
            raise CommandError(str(error)) from error
        except (Error, psycopg.Error) as error:
            said = (str(error).strip() or type(error).__name__).splitlines()[0]
            raise CommandError(f"The database refused it: {said}") from error
        self.stdout.write(
            f"Restored as of {manifest.made}: {len(manifest.heads)} audit chains, all in order."
        )
