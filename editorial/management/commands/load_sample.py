"""`manage.py load_sample`: sample accounts and articles, for a demo. Again: changes nothing."""

from argparse import ArgumentParser

from django.conf import settings
from django.contrib.auth.models import User
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils.translation import gettext as _

from articles.models import Article
from editorial.sample import people
from editorial.sample.stories import STORIES


class Command(BaseCommand):
    help = "Load sample accounts and articles. Meant for a demo; never for a site in use."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--force",
            action="store_true",
            help="load it beside real accounts and articles; its password is known to everyone",
        )

    def handle(self, *_args: object, force: bool, **_options: object) -> None:
        if not force:
            _refuse_a_site_in_use()
        with transaction.atomic():
            cast, touched = people.gather(password=settings.DEMO_PASSWORD)
        if touched:
            self.stdout.write(_("Accounts: %(names)s") % {"names": ", ".join(touched)})
        told = 0
        for story in STORIES:
            if Article.objects.filter(slug=story.slug).exists():
                continue
            told += 1
            # All of a story or nothing of it: a run that is cut short is made up for by the next.
            with transaction.atomic():
                self.stdout.write(f"{story.slug}:")
                for line in story.tell(cast):
                    self.stdout.write(f"  {line}")
        if not touched and not told:
            self.stdout.write(_("The sample is loaded already. Nothing was changed."))


def _refuse_a_site_in_use() -> None:
    """The sample's accounts can approve articles, and everyone knows their password."""
    if not settings.SITE.is_loopback:
        raise CommandError(
            _(
                "Nothing was loaded: SITE_URL says that others reach this site, and the accounts "
                "of the sample can approve articles. Use another database, or --force."
            )
        )
    if not people.are_there() and (User.objects.exists() or Article.objects.exists()):
        raise CommandError(
            _(
                "Nothing was loaded: this database has accounts or articles that are not of the "
                "sample. Use an empty database, or --force."
            )
        )
