"""How somebody wants their mail: what comes together, and when. Its own link ends the gathering."""

from http import HTTPStatus

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.models import User
from django.db import DataError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from editorial import bouncing, mail_choice
from editorial.exceptions import NotPossible
from editorial.mail_choice import Rhythm
from editorial.mail_forms import MailForm
from editorial.models import Bounce
from editorial.views.desk_privacy import account_of, private

FIELDS = ["rhythm", "time_zone", "quiet_from", "quiet_until", "working_days"]


@require_http_methods(["GET", "HEAD", "POST"])
@private
def preference(request: HttpRequest) -> HttpResponse:
    user = account_of(request)
    present = mail_choice.preference_of(user)
    form = MailForm(
        request.POST if request.method == "POST" else None,
        initial={name: getattr(present, name) for name in FIELDS},
    )
    if form.is_valid() and _keep(user, form):
        messages.success(request, _said(Rhythm(form.cleaned_data["rhythm"])))
        return redirect("editorial:mail-preference")
    return render(
        request,
        "editorial/account/mail.html",
        {
            "form": form,
            "hour": f"{settings.DAILY_MAIL_HOUR:02d}:00",
            "address": user.email,
            "bounce": Bounce.objects.standing(user).first(),
        },
        status=HTTPStatus.BAD_REQUEST if form.errors else HTTPStatus.OK,
    )


@require_http_methods(["POST"])
@private
def works(request: HttpRequest, pk: int) -> HttpResponse:
    """Whoever has the address says that it works again."""
    user = account_of(request)
    bounce = get_object_or_404(Bounce, pk=pk, user=user)
    try:
        bouncing.clear(bounce, by=user)
    except NotPossible as refusal:
        messages.info(request, str(refusal))
    else:
        messages.success(request, _("Kept. Mail is sent to this address again."))
    return redirect("editorial:mail-preference")


def _keep(user: User, form: MailForm) -> bool:
    """Python may know a time zone that PostgreSQL does not."""
    try:
        mail_choice.choose(user, **form.cleaned_data)
    except DataError:
        form.add_error("time_zone", form.fields["time_zone"].error_messages["invalid_choice"])
        return False
    return True


def _said(rhythm: Rhythm) -> str:
    if rhythm == Rhythm.DAILY:
        return _("Kept. From now on you get one mail a day, at %(hour)02d:00 your time.") % {
            "hour": settings.DAILY_MAIL_HOUR
        }
    if rhythm == Rhythm.SINGLE:
        return _("Kept. From now on every message comes by itself.")
    return _("Kept. Reminders come together, everything else comes at once.")


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
        mail_choice.choose(user, rhythm=Rhythm.SINGLE)
    is_gathered = mail_choice.rhythm_of(user) != Rhythm.SINGLE
    return render(request, "editorial/account/leave.html", {"is_gathered": is_gathered})
