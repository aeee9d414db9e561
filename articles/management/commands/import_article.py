"""`manage.py import_article FILE… --owner USER`: articles from Markdown files."""

import time
from argparse import ArgumentParser
from pathlib import Path

from django.contrib.auth.models import User
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from articles.importing import ImportFailed, ImportReport, import_article
from articles.importing.exceptions import printable

SECONDS_BETWEEN_LINES = 5


class Command(BaseCommand):
    help = "Import articles from Markdown files with YAML front matter."
    missing_args_message = "Name at least one Markdown file."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("files", metavar="FILE", nargs="+", type=Path)
        parser.add_argument(
            "--owner",
            required=True,
            metavar="USER",
            help="The editor who owns new articles and is on record as author of the changes.",
        )

    def handle(
        self, *_args: object, files: list[Path], owner: str, verbosity: int, **_options: object
    ) -> None:
        editor = _editor(owner)
        progress = _Progress(self, total=len(files), quiet=verbosity < 1)
        became: dict[int, Path] = {}
        failed = 0
        for path in files:
            progress.show(path)
            try:
                report = import_article(path, owner=editor, but=became.keys())
            except ImportFailed as error:
                failed += 1
                progress.clear()
                self.stderr.write(self.style.ERROR(str(error)))
            else:
                progress.clear()
                self._tell(report, path, became.get(report.article.pk))
                became[report.article.pk] = path
        if failed:
            raise CommandError(
                ngettext(
                    "%(failed)d of %(total)d file was not imported.",
                    "%(failed)d of %(total)d files were not imported.",
                    len(files),
                )
                % {"failed": failed, "total": len(files)}
            )

    def _tell(self, report: ImportReport, path: Path, before: Path | None) -> None:
        facts = {
            "slug": report.article.slug,
            "file": printable(path),
            "sections": report.sections,
            "citations": report.citations,
        }
        said = (
            _("created %(slug)s: sections %(sections)d, citations %(citations)d (%(file)s)")
            if report.created
            else _("updated %(slug)s: sections %(sections)d, citations %(citations)d (%(file)s)")
        )
        self.stdout.write(said % facts)
        if before is not None:
            self._warn(
                _("it replaced what %(file)s gave it in this run") % {"file": printable(before)}
            )
        for use in report.unresolved:
            self._warn(
                _("line %(line)d: unresolved citation “%(key)s”: no source has this key")
                % {"line": use.line, "key": use.key}
            )
        for note in report.notes:
            self._warn(str(note))

    def _warn(self, text: str) -> None:
        self.stdout.write(self.style.WARNING(f"  {text}"))


def _editor(username: str) -> User:
    """The account, provided that it may write articles."""
    known = username.isprintable()
    editor = User.objects.filter(username=username).first() if known else None
    if editor is None:
        raise CommandError(
            _("There is no account “%(name)s”. Give an existing one with --owner.")
            % {"name": username.encode(errors="backslashreplace").decode()}
        )
    if not editor.is_active or not editor.has_perms(
        ["articles.add_article", "articles.change_article"]
    ):
        raise CommandError(
            _("The account “%(name)s” may not write articles. Its owner must be an active editor.")
            % {"name": username}
        )
    return editor


class _Progress:
    """How far it is: one line that is rewritten on a terminal, a line now and then elsewhere."""

    def __init__(self, command: BaseCommand, *, total: int, quiet: bool) -> None:
        self.out = command.stderr
        self.total = total
        self.quiet = quiet or total == 1
        self.on_terminal = bool(self.out.isatty())
        self.begun = self.last = time.monotonic()
        self.done = 0

    def show(self, path: Path) -> None:
        now = time.monotonic()
        due = self.on_terminal or now - self.last >= SECONDS_BETWEEN_LINES
        if due and not self.quiet:
            rate = self.done / max(now - self.begun, 0.001)
            line = _("%(done)d of %(total)d files, %(rate)d files a second: %(name)s") % {
                "done": self.done,
                "total": self.total,
                "rate": rate,
                "name": printable(Path(path.name)),
            }
            if self.on_terminal:
                self._rewrite(f"{line[:78]}")
            else:
                self.out.write(line)
            self.last = now
        self.done += 1

    def clear(self) -> None:
        if self.on_terminal and not self.quiet:
            self._rewrite("")

    def _rewrite(self, line: str) -> None:
        self.out.write(f"\r\x1b[K{line}", lambda text: text, ending="")
        self.out.flush()
