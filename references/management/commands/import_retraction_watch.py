"""The data of Retraction Watch into the library."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from references.retraction_watch import FileCutShort, Imported, NotTheFile, import_rows, read
from references.retraction_watch.importing import MOST_PROBLEMS

LARGEST_FILE = 500_000_000


class Command(BaseCommand):
    help = "Takes the CSV file of Retraction Watch and applies it to the library."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", metavar="FILE", type=Path)
        parser.add_argument(
            "--may-shrink",
            action="store_true",
            help="take the file although many records that are stored are missing from it",
        )

    def handle(self, *args: object, **options: Any) -> None:
        path: Path = options["file"]
        try:
            _demand_ordinary(path)
            with path.open(encoding="utf-8-sig", errors="replace", newline="") as file:
                done = import_rows(read(file), at=timezone.now(), may_shrink=options["may_shrink"])
        except OSError as missing:
            raise CommandError(f"{path}: {missing.strerror or missing}") from missing
        except (NotTheFile, FileCutShort) as refusal:
            raise CommandError(f"{path}: {refusal}") from refusal
        self.report(path, done)

    def report(self, path: Path, done: Imported) -> None:
        facts = {"path": path, "rows": done.rows, "new": done.new, "changed": done.changed}
        facts |= {"vanished": done.vanished}
        words = _(
            "%(path)s: %(rows)d rows; %(new)d new, %(changed)d changed, %(vanished)d no longer told"
        )
        self.stdout.write(words % facts)
        stands = ngettext(
            "%(count)d work of the library stands otherwise now.",
            "%(count)d works of the library stand otherwise now.",
            done.works,
        )
        self.stdout.write(stands % {"count": done.works})
        for problem in done.problems:
            where = _("line %(line)d") % {"line": problem.line}
            self.stderr.write(f"  {path}, {where}: {problem.message}")
        if done.unreadable > len(done.problems):
            more = _(
                "  … and %(count)d more rows with something wrong; the first %(most)d are above."
            )
            self.stderr.write(
                more % {"count": done.unreadable - len(done.problems), "most": MOST_PROBLEMS}
            )


def _demand_ordinary(path: Path) -> None:
    """A device or a pipe might never end."""
    if path.exists() and not path.is_file():
        raise OSError(_("This is not an ordinary file"))
    if path.is_file() and path.stat().st_size > LARGEST_FILE:
        raise OSError(_("The file is larger than 500 MB"))
