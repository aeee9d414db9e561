"""The account in whose name the site itself acts when a cited source comes under a notice."""

from django.contrib.auth.models import User

from editorial import triggers


class SourceWatchAccount(User):
    """An account, with the trigger that keeps the site's own one from ever being a person's."""

    class Meta:
        proxy = True
        triggers = [triggers.source_watch_is_nobody()]
