"""Look-ups as editors begin and workers finish them."""

from typing import Any

from django.contrib.auth.models import Permission, User
from django.utils import timezone

from references import look_ups
from references.models import LookUp, Reference
from tests.factories.articles import UserFactory


def librarian(*codenames: str) -> User:
    """An account with these permissions on the library; add, change and view without any."""
    codenames = codenames or ("add_reference", "change_reference", "view_reference")
    user = UserFactory.create(is_staff=True)
    user.user_permissions.set(
        Permission.objects.filter(content_type__app_label="references", codename__in=codenames)
    )
    return User.objects.get(pk=user.pk)


def looked_up(text: str, *, reference: Reference | None = None, by: User | None = None) -> LookUp:
    """Asked, and looked up by a worker at once."""
    row = look_ups.ask(text, by=by or librarian(), now=timezone.now(), reference=reference)
    look_ups.look_up(row.pk)
    row.refresh_from_db()
    return row


def found(row: LookUp) -> list[dict[str, Any]]:
    return [candidate["csl"] for candidate in row.candidates]
