"""Bibliography files into the library."""

import sys
from argparse import ArgumentParser
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pghistory
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from references import appraisal, bibliography, library, supersession
from references.batches import pieces
from references.bibliography import KeyedItem, Problem
from references.bibliography.content import LARGEST_FILE


@dataclass
class Outcome:
    """What became of the records of one file, by the numbers of their records in the library."""

    new: set[int] = field(default_factory=set)
    known: set[int] = field(default_factory=set)
    completed: set[int] = field(default_factory=set)
    repeated: int = 0
    #: New records with the item of each that names what supersedes it.
    superseded: list[tuple[int, Mapping[str, Any]]] = field(default_factory=list)
    without_newer: int = 0
    problems: list[Problem] = field(default_factory=list)

    @property
    def is_anything(self) -> bool:
        return bool(self.new or self.known)

    def take(self, added: library.Added) -> None:
        pk = added.reference.pk
        if added.is_new:
            self.new.add(pk)
        elif pk in self.new or pk in self.known:
            self.repeated += 1
        else:
            self.known.add(pk)
        if added.gained and pk not in self.new:
            self.completed.add(pk)


class Command(BaseCommand):
    help = (
        f"Adds the references of {', '.join(bibliography.SUFFIXES)} files to the library. The exit "
        "code is 1 when any record could not be read; the others are added all the same."
    )
    is_all_read = True

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("files", nargs="+", metavar="FILE", type=Path)

    def run_from_argv(self, argv: list[str]) -> None:
        super().run_from_argv(argv)
        if not self.is_all_read:
            sys.exit(1)

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
        outcome = self.add(path, bibliography.entries(data, path.suffix))
        self.report(path, outcome)
        self.is_all_read = self.is_all_read and not outcome.problems
        return outcome.is_anything

    def add(self, path: Path, entries: Iterable[KeyedItem | Problem]) -> Outcome:
        """Piece by piece as they are read, so that memory does not grow with the file."""
        outcome, done = Outcome(), 0
        with pghistory.context(source="import", file=path.name):
            for piece in pieces(entries):
                items = [entry for entry in piece if isinstance(entry, KeyedItem)]
                outcome.problems += [entry for entry in piece if isinstance(entry, Problem)]
                for item, added in zip(items, library.add_many(items, complete=True), strict=True):
                    outcome.take(added)
                    if added.is_new and appraisal.newer(item.csl):
                        outcome.superseded.append((added.reference.pk, item.csl))
                done += len(piece)
                if self.stdout.isatty():
                    self.stdout.write(f"\r{path}: {done}", ending="\r")
            outcome.without_newer = len(supersession.link(outcome.superseded))
        return outcome

    def report(self, path: Path, outcome: Outcome) -> None:
        parts = [
            _("%(count)d new") % {"count": len(outcome.new)},
            _("%(count)d already there") % {"count": len(outcome.known)},
        ]
        if outcome.repeated:
            parts.append(_("%(count)d repeated") % {"count": outcome.repeated})
        parts.append(_("%(count)d broken") % {"count": len(outcome.problems)})
        self.stdout.write(f"{path}: {', '.join(parts)}")
        if gained := len(outcome.completed):
            told = ngettext(
                "%(count)d record that was there gained an identifier.",
                "%(count)d records that were there gained identifiers.",
                gained,
            )
            self.stdout.write("  " + told % {"count": gained})
        if outcome.without_newer:
            told = ngettext(
                "%(count)d new record is superseded by a work that is not in the library.",
                "%(count)d new records are superseded by works that are not in the library.",
                outcome.without_newer,
            )
            self.stdout.write("  " + told % {"count": outcome.without_newer})
        for problem in sorted(outcome.problems, key=lambda problem: problem.line):
            where = _("line %(line)d") % {"line": problem.line}
            self.stderr.write(f"  {path}, {where}: {problem.message}")


def _bytes_of(path: Path) -> bytes:
    """Of an ordinary file: a device or a pipe might never end."""
    if path.exists() and not path.is_dir() and not path.is_file():
        raise OSError(_("This is not an ordinary file"))
    if path.is_file() and path.stat().st_size > LARGEST_FILE:
        raise OSError(_("The file is larger than 100 MB. Split it"))
    return path.read_bytes()
