"""How somebody wants their mail: at once or once a day. The daily mail's own link ends it."""

from http import HTTPStatus

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from editorial import mail_choice
from editorial.views.desk_privacy import account_of, private

AT_ONCE, DAILY = "at-once", "daily"


@require_http_methods(["GET", "HEAD", "POST"])
@private
def preference(request: HttpRequest) -> HttpResponse:
    user = account_of(request)
    chosen = request.POST.get("when", "")
    if chosen in (AT_ONCE, DAILY):
        mail_choice.choose(user, daily=chosen == DAILY)
        messages.success(
            request,
            _("From now on you get one mail a day, at %(hour)02d:00 UTC.")
            % {"hour": settings.DAILY_MAIL_HOUR}
            if chosen == DAILY
            else _("From now on every message comes at once, as a mail of its own."),
        )
        return redirect("editorial:mail-preference")
    is_refused = request.method == "POST"
    return render(
        request,
        "editorial/account/mail.html",
        {
            "is_daily": mail_choice.is_daily(user),
            "hour": f"{settings.DAILY_MAIL_HOUR:02d}:00",
            "address": user.email,
            "is_refused": is_refused,
        },
        status=HTTPStatus.BAD_REQUEST if is_refused else HTTPStatus.OK,
    )


@csrf_exempt
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def leave(request: HttpRequest, token: str) -> HttpResponse:
    """Without a login, for mail programs too (RFC 8058). Opening it changes nothing.

    The token is the permission: it names one account, was signed by us, and does only this. So a
    forged form can do no more than whoever holds the mail.
    """
    user = mail_choice.whose(token)
    if user is None:
        return render(request, "editorial/account/leave_unknown.html", status=HTTPStatus.NOT_FOUND)
    if request.method == "POST":
        mail_choice.choose(user, daily=False)
    return render(request, "editorial/account/leave.html", {"is_daily": mail_choice.is_daily(user)})
