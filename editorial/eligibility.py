"""Why a member may not judge a version. The triggers repeat this rule in SQL."""

import datetime

from django.utils.translation import gettext as _

from articles.models import Version
from editorial.models import BoardMember


def why_not(member: BoardMember, version: Version, *, on: datetime.date) -> str:
    """The reason in words, or an empty string when the member is eligible on this day (UTC)."""
    if not member.is_active_on(on):
        return _("%(member)s is not an active member of the board today.") % {"member": member}
    if version.is_written_by(member.user_id):
        return _("%(member)s wrote a part of this version.") % {"member": member}
    return ""
