"""The action of the list of messages that puts what was given up back into the queue."""

from typing import TYPE_CHECKING, Final

from django.contrib import admin, messages
from django.contrib.auth.models import User
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from editorial.exceptions import NotPossible
from editorial.models import Notification
from editorial.sending_again import GIVEN_UP
from editorial.sending_again import send_again as put_back

if TYPE_CHECKING:
    from django.contrib.admin import ModelAdmin

#: Each is held, and told of in the history of its article.
MOST: Final = 500


@admin.action(description=gettext_lazy("Send again what was given up"), permissions=["send_again"])
def send_again(
    model_admin: "ModelAdmin[Notification]",
    request: HttpRequest,
    queryset: QuerySet[Notification],
) -> None:
    """What of the chosen failed or was skipped; the rest is left, and counted."""
    assert isinstance(request.user, User)  # noqa: S101 # for the type checker
    chosen, count = queryset.filter(state__in=GIVEN_UP).order_by("queued", "pk")[:MOST], 0
    for row in chosen:
        try:
            put_back(row, by=request.user)
        except NotPossible:
            continue
        count += 1
    if count:
        words = ngettext(
            "%(count)d message is in the queue again.",
            "%(count)d messages are in the queue again.",
            count,
        )
        model_admin.message_user(request, words % {"count": count}, messages.SUCCESS)
    if count < queryset.count():
        model_admin.message_user(
            request,
            _(
                "The others were left as they are: what failed or was skipped is sent again,"
                " at most %(most)d at a time."
            )
            % {"most": MOST},
            messages.WARNING,
        )
