"""The work on an upload that somebody else does: by which task, and how it hears of it."""

from django.db import transaction
from django.utils.translation import gettext as _

from references import doorbell
from references.models import Upload

#: By name: tasks import this package, so it cannot import them.
READ = "references.uploads.read"
ADD = "references.uploads.add"


def wake(upload: Upload, task: str) -> None:
    """Once the row can be seen. Where the broker is away, `tend` rings again each minute."""

    def ring() -> None:
        if not doorbell.ring(task, upload.pk):
            Upload.objects.filter(pk=upload.pk, progress="").update(
                progress=_(
                    "The work cannot begin yet, because its queue does not answer. It begins by "
                    "itself within a minute of its return."
                )
            )

    transaction.on_commit(ring, robust=True)


def go_on(pk: int) -> None:
    """The rest is for the next worker."""
    doorbell.ring(ADD, pk)
