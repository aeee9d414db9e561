"""When a step of an upload cannot be taken."""

from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied

PERMISSION = "references.add_reference"
#: Completing changes a record that exists, which not everybody may who may add one.
COMPLETING = "references.change_reference"


class UploadRefused(Exception):
    """Says why, and what to do instead."""


def require_permission(user: User) -> None:
    """Who may not add to the library neither uploads nor confirms."""
    if not user.has_perm(PERMISSION):
        raise PermissionDenied
