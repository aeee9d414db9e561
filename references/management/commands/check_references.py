"""Ask Crossref and PubMed about works of the library, now and by hand."""

import time
from argparse import ArgumentParser
from collections.abc import Sequence
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db.models import Count
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from references.models import Reference, Retraction
from references.watch import Checked, check
from references.watch_state import watch_state

#: An hour for every thousand works is more than any pace needs.
SECONDS_PER_WORK = 4
LEAST_SECONDS = 600
BUSY = 75  # EX_TEMPFAIL of sysexits.h


class Command(BaseCommand):
    help = "Asks Crossref and PubMed what has become of works; says how the daily watch fares."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("ids", nargs="*", type=int, metavar="ID", help="ids of works")
        parser.add_argument("--all", action="store_true", help="the whole library")
        parser.add_argument(
            "--dry-run", action="store_true", help="only say who would be asked about"
        )

    def handle(self, *args: object, **options: Any) -> None:
        ids = self.chosen(options["ids"], everything=options["all"])
        if options["dry_run"]:
            self.stdout.write(watch_state(timezone.now()).words)
            self.stdout.write(_of_works(_("%(count)s would be asked about."), len(ids)))
            return
        if not ids:
            raise CommandError(_("Name works by their ids, or say --all."))
        seconds = max(LEAST_SECONDS, SECONDS_PER_WORK * len(ids))
        checked = check(ids, now=timezone.now(), deadline=time.monotonic() + seconds)
        self.report(checked, ids)

    def chosen(self, ids: Sequence[int], *, everything: bool) -> list[int]:
        works = Reference.objects.order_by("pk").values_list("pk", flat=True)
        if everything:
            return list(works.filter(merged_into__isnull=True))
        found = list(works.filter(pk__in=ids))
        missing = sorted(set(ids) - set(found))
        if missing:
            listed = ", ".join(map(str, missing))
            raise CommandError(_("The library has no work %(ids)s.") % {"ids": listed})
        return found

    def report(self, checked: Checked, ids: Sequence[int]) -> None:
        if checked.is_busy:
            raise CommandError(
                _("A check is under way. Try again in a minute or two."), returncode=BUSY
            )
        self.stdout.write(_of_works(_("%(count)s asked about."), checked.asked))
        stand = Reference.objects.filter(pk__in=ids).values_list("retraction")
        for retraction, count in stand.annotate(count=Count("pk")).order_by("retraction"):
            self.stdout.write(f"  {Retraction(retraction).label}: {count}")
        if checked.failed or checked.is_cut_short:
            failed = _of_works(_("%(count)s could not be asked about."), checked.failed)
            raise CommandError(" ".join((failed, *checked.trouble)))


def _of_works(words: str, count: int) -> str:
    return words % {"count": ngettext("%d work", "%d works", count) % count}
