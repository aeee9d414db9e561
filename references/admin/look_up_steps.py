"""What can be done on the page of a look-up: again, into the library, into a record."""

import json
from collections.abc import Callable
from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.admin.options import IS_POPUP_VAR
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from references import look_ups
from references.admin.look_up_works import Work, picked, works
from references.exceptions import LookUpRefused
from references.look_ups.jobs import may_look_up
from references.models import LookUp, Reference


def editor(request: HttpRequest) -> User:
    """Whoever asks, provided that they may add to the library or change it."""
    if not isinstance(request.user, User) or not may_look_up(request.user):
        raise PermissionDenied
    return request.user


def is_popup(request: HttpRequest) -> bool:
    return IS_POPUP_VAR in request.GET or IS_POPUP_VAR in request.POST


def to_page(request: HttpRequest, row: LookUp, work: Work | None = None) -> HttpResponse:
    wanted = {"work": str(work.place)} if work is not None else {}
    if is_popup(request):
        wanted[IS_POPUP_VAR] = "1"
    address = reverse("admin:references_look_up", args=[row.pk])
    return HttpResponseRedirect(f"{address}?{urlencode(wanted)}" if wanted else address)


def _again(request: HttpRequest, row: LookUp) -> HttpResponse:
    look_ups.ask_again(row, by=editor(request), now=timezone.now())
    return to_page(request, row)


def _add(request: HttpRequest, row: LookUp) -> HttpResponse:
    work = _work(request, row)
    kind = request.POST.get("kind", "")
    reference, is_new = look_ups.add(row, work.place, kind=kind, by=editor(request))
    if not is_new:
        messages.info(request, _("This work is in the library already. Nothing was changed."))
        return to_page(request, row, work)
    return _done(request, reference, _("Added to the library: %(record)s") % {"record": reference})


def _fill(request: HttpRequest, row: LookUp) -> HttpResponse:
    work = _work(request, row)
    if work.record is None:
        raise LookUpRefused(_("The record is no longer in the library. Add the work instead."))
    entries = set(request.POST.getlist("take"))
    reference = look_ups.fill(
        row,
        work.place,
        reference=work.record,
        entries=entries,
        seen=request.POST.get("seen", ""),
        by=editor(request),
    )
    said = _("Taken over: %(record)s") if entries else _("The record was left as it is: %(record)s")
    return _done(request, reference, said % {"record": reference})


ACTS: dict[str, Callable[[HttpRequest, LookUp], HttpResponse]] = {
    "again": _again,
    "add": _add,
    "fill": _fill,
}


def _work(request: HttpRequest, row: LookUp) -> Work:
    work = picked(works(row), request.POST.get("work", ""))
    if work is None:
        raise LookUpRefused(_("This work is no longer among those found. Look it up again."))
    return work


def _done(request: HttpRequest, reference: Reference, said: str) -> HttpResponse:
    """On to the record; in a pop-up, back to whoever opened it, as Django's own forms do."""
    if is_popup(request):
        answer = json.dumps({"value": str(reference.pk), "obj": str(reference)})
        return render(request, "admin/popup_response.html", {"popup_response_data": answer})
    messages.success(request, said)
    return HttpResponseRedirect(reverse("admin:references_reference_change", args=[reference.pk]))
