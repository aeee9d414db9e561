"""Files into the library: chosen, looked at, confirmed. Every page works without scripts."""

from collections.abc import Callable
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any
from urllib.parse import urlencode

from django.contrib import admin, messages
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.core.paginator import Page, Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from references import uploads
from references.admin.upload_form import UploadForm
from references.admin.upload_rows import Row, Status, Tally, tallies, ticked
from references.models import Reference, Upload, UploadedRecord
from references.uploads.choosing import OFFERED
from references.uploads.jobs import is_late, is_lost
from references.uploads.refusal import PERMISSION

State = Upload.State
LIST, PAGE = "references_uploads", "references_upload"
RECENT = 25
ROWS = 50
OPEN = (State.WAITING, State.READING, State.ADDING)


@dataclass(frozen=True)
class Tab:
    """A part of the table, with the address of its first page."""

    tally: Tally
    where: str
    is_here: bool


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def upload_list(request: HttpRequest) -> HttpResponse:
    """Choose files; and what was chosen lately."""
    user = _user(request)
    if not user.has_perm(PERMISSION):
        raise PermissionDenied
    form = UploadForm()
    if request.method == "POST":
        form = UploadForm(request.POST, request.FILES)
        if form.is_valid():
            return _received(request, form.cleaned_data["bibliographies"], user)
    recent = Upload.objects.select_related("uploaded_by").defer("data")[:RECENT]
    context = {"title": _("Import files"), "form": form, "recent": recent}
    status = HTTPStatus.BAD_REQUEST if form.errors else HTTPStatus.OK
    return _page(request, "list", context, status)


def _received(request: HttpRequest, files: list[Any], user: User) -> HttpResponse:
    now = timezone.now()
    taken = [uploads.receive(file, by=user, now=now) for file in files]
    if len(taken) == 1:
        return HttpResponseRedirect(address(taken[0]))
    messages.info(request, _("Look at each file below, and confirm it there."))
    return HttpResponseRedirect(reverse(f"admin:{LIST}"))


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def upload_page(request: HttpRequest, upload: int) -> HttpResponse:
    """What the file holds, and what confirming would do; later, what it did."""
    row = get_object_or_404(Upload.objects.defer("data"), pk=upload)
    user = _user(request)
    if row.uploaded_by_id != user.pk and not user.has_perm(PERMISSION):
        raise PermissionDenied
    if request.method != "POST":
        return _shown(request, row)
    if not user.has_perm(PERMISSION):
        raise PermissionDenied
    act, _colon, where = request.POST.get("act", "").partition(":")
    if act not in ACTS:
        return _shown(request, row, _("This page has no such button."), HTTPStatus.BAD_REQUEST)
    try:
        return ACTS[act](request, row, user, where)
    except uploads.UploadRefused as refusal:
        row.refresh_from_db()
        return _shown(request, row, str(refusal), HTTPStatus.CONFLICT)


def _go(request: HttpRequest, row: Upload, _user: User, where: str) -> HttpResponse:
    """To another part of the table; what was ticked on this one is kept."""
    _keep_ticks(request, row)
    return _to(row, where)


def _tick_all(_request: HttpRequest, row: Upload, _user: User, where: str) -> HttpResponse:
    uploads.choose_all(row.pk, is_ticked=True)
    return _to(row, where)


def _untick_all(_request: HttpRequest, row: Upload, _user: User, where: str) -> HttpResponse:
    uploads.choose_all(row.pk, is_ticked=False)
    return _to(row, where)


def _confirm(request: HttpRequest, row: Upload, user: User, _where: str) -> HttpResponse:
    _keep_ticks(request, row)
    uploads.confirm(row.pk, by=user, now=timezone.now())
    return HttpResponseRedirect(address(row))


def _read_again(_request: HttpRequest, row: Upload, user: User, _where: str) -> HttpResponse:
    uploads.read_again(row.pk, by=user, now=timezone.now())
    return HttpResponseRedirect(address(row))


def _discard(request: HttpRequest, row: Upload, user: User, _where: str) -> HttpResponse:
    uploads.discard(row.pk, by=user)
    messages.success(request, _("“%(name)s” was thrown away. Nothing was added.") % {"name": row})
    return HttpResponseRedirect(reverse(f"admin:{LIST}"))


ACTS: dict[str, Callable[[HttpRequest, Upload, User, str], HttpResponse]] = {
    "go": _go,
    "tick-all": _tick_all,
    "untick-all": _untick_all,
    "confirm": _confirm,
    "read-again": _read_again,
    "discard": _discard,
}


def _keep_ticks(request: HttpRequest, row: Upload) -> None:
    """Of the rows that the page showed: those without a tick are left out."""
    shown, with_tick = _numbers(request, "shown"), _numbers(request, "ticked")
    uploads.choose(row.pk, ticked=shown & with_tick, unticked=shown - with_tick)


def _numbers(request: HttpRequest, name: str) -> set[int]:
    given = request.POST.getlist(name)
    return {int(text) for text in given if text.isascii() and text.isdigit() and len(text) < 18}  # noqa: PLR2004


def _to(row: Upload, where: str) -> HttpResponse:
    asked = QueryDict(where)
    return HttpResponseRedirect(
        f"{address(row)}?{_where(asked.get('status', ''), asked.get('page', ''))}"
    )


def _where(status: str, page: object) -> str:
    """The part of the table, as it stands in the address and in the buttons that lead there."""
    return urlencode({"status": status, "page": page})


def _shown(
    request: HttpRequest, row: Upload, refusal: str = "", status: HTTPStatus = HTTPStatus.OK
) -> HttpResponse:
    counts = tallies(row)
    known = {tally.status for tally in counts}
    chosen = request.GET.get("status", "")
    page = _part(row, chosen if chosen in known else "", request.GET.get("page", ""))
    context = {
        "title": _("Import “%(name)s”") % {"name": row.name},
        "upload": row,
        "refusal": refusal,
        "is_open": row.state in OPEN,
        "is_lost": is_lost(row, timezone.now()),
        "is_late": is_late(row, timezone.now()),
        "is_ready": row.state == State.READY,
        "is_done": row.state == State.DONE,
        "may_act": _user(request).has_perm(PERMISSION),
        "tabs": [
            Tab(tally, _where(tally.status, 1), is_here=tally.status == chosen) for tally in counts
        ],
        "total": sum(tally.count for tally in counts),
        "chosen": chosen if chosen in known else "",
        "page": page,
        "rows": [Row(record) for record in page.object_list],
        "ticked": ticked(row),
        "offered": sum(tally.count for tally in counts if tally.status in OFFERED),
        "added": sum(tally.count for tally in counts if tally.status == Status.ADDED),
        "here": _where(chosen, page.number),
        "everything": _where("", 1),
        "before": _where(chosen, page.number - 1),
        "after": _where(chosen, page.number + 1),
    }
    return _page(request, "page", context, status)


def _part(row: Upload, status: str, number: str) -> Page[UploadedRecord]:
    records = row.records.select_related("reference").order_by("position")
    if status:
        records = records.filter(status=status)
    return Paginator(records, ROWS).get_page(number)


def _page(
    request: HttpRequest, name: str, context: dict[str, Any], status: HTTPStatus
) -> HttpResponse:
    site = admin.site.each_context(request)
    whole = {**site, "opts": Reference._meta, **context}
    return render(request, f"admin/references/upload/{name}.html", whole, status=status)


def _user(request: HttpRequest) -> User:
    """Whoever asks; the admin lets nobody in without an account."""
    assert isinstance(request.user, User)  # noqa: S101 # for the type checker
    return request.user


def address(row: Upload) -> str:
    return reverse(f"admin:{PAGE}", args=[row.pk])
