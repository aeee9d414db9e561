"""What others have asked to be told of."""

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.module_loading import import_string


def standing_changed() -> None:
    """Once the change is committed, call what REFERENCES_STANDING_CHANGED names, with the time.

    What is called reads the waiting rows of `StandingChange`. Whatever becomes of it, the change
    stays, and its row waits for the next one to look.
    """
    transaction.on_commit(_tell, robust=True)


def _tell() -> None:
    path = getattr(settings, "REFERENCES_STANDING_CHANGED", "")
    if path:
        import_string(path)(timezone.now())
