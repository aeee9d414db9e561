"""The photo of a member that readers see: kept, put in another's place, removed."""

import hashlib

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from editorial import audit, beats, permissions
from editorial.exceptions import NotPossible
from editorial.models import BoardMember, Portrait
from editorial.pictures import as_jpeg


def keep_portrait(
    member: BoardMember, *, by: User, alternative: str, picture: bytes | None = None
) -> Portrait:
    """Show this picture, or keep the one there is and say anew what it shows.

    `picture` holds the bytes of a JPEG, PNG or WebP file.

    Raises:
        UnfitPicture: the file is no photo, or too large or small.
        NotPossible: there is no picture, or nothing is said about it to those who do not see it.
    """
    permissions.demand(allowed=permissions.may_manage(by))
    words = beats.readable(alternative)
    if not words:
        raise NotPossible(_("Say what the picture shows, for those who do not see it."))
    jpeg = None if picture is None else as_jpeg(picture)
    with transaction.atomic():
        BoardMember.objects.select_for_update(no_key=True).get(pk=member.pk)
        kept = Portrait.objects.filter(member=member).first()
        if kept is None and jpeg is None:
            raise NotPossible(_("Choose a picture."))
        kept = kept or Portrait(member=member)
        if jpeg is not None:
            kept.jpeg, kept.digest = jpeg, hashlib.sha256(jpeg).hexdigest()
        kept.alternative, kept.kept_at, kept.kept_by = words, timezone.now(), by
        kept.save()
        _record("keep-portrait", member, by=by, digest=kept.digest)
    return kept


def remove_portrait(member: BoardMember, *, by: User) -> None:
    """Show no picture any more. The file is gone from the database; backups keep it for a while.

    Raises:
        NotPossible: there is none.
    """
    permissions.demand(allowed=permissions.may_manage(by))
    with transaction.atomic():
        kept = Portrait.objects.select_for_update().filter(member=member).first()
        if kept is None:
            raise NotPossible(_("There is no picture. Nothing was changed."))
        digest = kept.digest
        kept.delete()
        _record("remove-portrait", member, by=by, digest=digest)


def _record(action: str, member: BoardMember, *, by: User, digest: str) -> None:
    details = {"member": member.pk, "name": member.printed_name, "picture": digest}
    audit.record(action, by=by, details=details)
