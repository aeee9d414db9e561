"""Bibliography files into the library."""

from argparse import ArgumentParser
from collections import Counter
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from references import bibliography, library
from references.bibliography import Bibliography

STEP = 100
LARGEST_FILE = 100_000_000


class Command(BaseCommand):
    help = "Adds the references of .bib, .ris, .nbib and .json (CSL) files to the library."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("files", nargs="+", metavar="FILE", type=Path)

    def handle(self, *args: object, **options: Any) -> None:
        files: list[Path] = options["files"]
        unreadable = [path for path in files if not self.take(path)]
        if unreadable:
            names = ", ".join(str(path) for path in unreadable)
            raise CommandError(_("Nothing was read from: %(names)s.") % {"names": names})

    def take(self, path: Path) -> bool:
        """Import one file and report on it; whether anything in it could be read."""
        try:
            data = _bytes_of(path)
        except OSError as missing:
            self.stderr.write(f"{path}: {missing.strerror or missing}")
            return False
        found = bibliography.read(data, path.suffix)
        counts = self.add(path, found)
        self.stdout.write(
            _("%(path)s: %(new)d new, %(known)d already there, %(broken)d broken")
            % {
                "path": path,
                "new": counts[True],
                "known": counts[False],
                "broken": len(found.problems),
            }
        )
        for problem in found.problems:
            where = _("line %(line)d") % {"line": problem.line}
            self.stderr.write(f"  {path}, {where}: {problem.message}")
        return bool(found.items)

    def add(self, path: Path, found: Bibliography) -> Counter[bool]:
        """How many were new (True), how many known (False)."""
        counts: Counter[bool] = Counter()
        for number, item in enumerate(found.items, start=1):
            _reference, is_new = library.find_or_create(item.csl, kind=item.kind)
            counts[is_new] += 1
            if number % STEP == 0 and self.stdout.isatty():
                self.stdout.write(f"\r{path}: {number}/{len(found.items)}", ending="\r")
        return counts


def _bytes_of(path: Path) -> bytes:
    """Of an ordinary file: a device or a pipe might never end."""
    if path.exists() and not path.is_dir() and not path.is_file():
        raise OSError(_("This is not an ordinary file"))
    if path.is_file() and path.stat().st_size > LARGEST_FILE:
        raise OSError(_("The file is larger than 100 MB. Split it"))
    return path.read_bytes()
