"""The private calendar: its page among those of an account, and the address programs read."""

import hashlib
from http import HTTPStatus

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import get_conditional_response, patch_cache_control
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from editorial import calendars
from editorial.calendar_entries import entries
from editorial.calendar_text import calendar_text
from editorial.views.desk_privacy import account_of, private

MAKE, REVOKE = "make", "revoke"


@require_http_methods(["GET", "HEAD", "POST"])
@private
def calendar(request: HttpRequest) -> HttpResponse:
    """A new address is shown in the answer itself: it is kept nowhere to be shown again."""
    user, step = account_of(request), request.POST.get("step", "")
    if step == REVOKE:
        if calendars.revoke(user):
            messages.success(request, _("The address was revoked. Nobody reads it any more."))
        return redirect("editorial:calendar")
    address = ""
    if step == MAKE:
        path = reverse("editorial:calendar-feed", args=[calendars.make(user)])
        address = settings.SITE_URL + path
    is_refused = request.method == "POST" and step != MAKE
    return render(
        request,
        "editorial/account/calendar.html",
        {"address": address, "feed": calendars.of(user), "is_refused": is_refused},
        status=HTTPStatus.BAD_REQUEST if is_refused else HTTPStatus.OK,
    )


@require_safe
def feed(request: HttpRequest, token: str) -> HttpResponseBase:
    """Without a login: the token is the permission, to read one person's dates and nothing else.

    Programs ask every hour: where nothing moved they are told so, by the hash of the text.
    """
    user = calendars.whose(token)
    if user is None:
        raise Http404
    text = calendar_text(entries(user, today=timezone.now().date()))
    response = HttpResponse(text, content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = 'inline; filename="reviews.ics"'
    response["X-Robots-Tag"] = "noindex, nofollow"
    patch_cache_control(response, private=True, no_cache=True)
    etag = f'"{hashlib.sha256(text).hexdigest()}"'
    response["ETag"] = etag
    return get_conditional_response(request, etag=etag, response=response) or response
