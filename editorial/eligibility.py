"""Why a member may not judge a version. The triggers repeat this rule in SQL."""

import datetime

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from articles.models import Version
from editorial.models import Assignment, BoardMember
from editorial.states import Response


def why_not(member: BoardMember, version: Version, *, on: datetime.date) -> str:
    """The reason in words, or an empty string when the member is eligible on this day (UTC)."""
    if not member.is_active_on(on):
        return _("%(member)s is not an active member of the board today.") % {"member": member}
    for credential in member.held_credentials.all():
        if credential.is_required and credential.ran_out_by(on):
            return _("The credential “%(credential)s” of %(member)s ran out on %(day)s.") % {
                "credential": credential.title,
                "member": member,
                "day": date_format(credential.expires_on or on),
            }
    if version.is_written_by(member.user_id):
        return _("%(member)s wrote a part of this version.") % {"member": member}
    return ""


def why_not_asked(assignment: Assignment) -> str:
    """Why a member who was asked judges nothing any more; an empty string while still asked."""
    if assignment.released_at is not None:
        return _("This assignment was handed back. A managing editor can ask you again.")
    if assignment.response == Response.DECLINED:
        return _("You declined this assignment. Open it again to read on and sign.")
    return ""
