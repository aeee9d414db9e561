"""Look a work up: the form, the search under way, and what was found."""

from http import HTTPStatus
from typing import Any
from urllib.parse import urlencode

from django.contrib import admin
from django.contrib.admin.options import IS_POPUP_VAR
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from references import look_ups
from references.admin.look_up_steps import ACTS, editor, is_popup, to_page
from references.admin.look_up_works import picked, works
from references.exceptions import LookUpRefused
from references.kinds import Kind
from references.look_ups.jobs import is_lost, is_open
from references.look_ups.pasted import LONGEST, What, question
from references.models import LookUp, Reference

RECENT = 10
#: What is carried over into the form for a new record: a DOI into its field, else into the title.
FIELDS = {What.DOI: "doi", What.PMID: "pmid", What.PMCID: "pmcid", What.CITATION: "title"}
SECONDS_TO_WONDER = 15


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def begin(request: HttpRequest, pk: int | None = None) -> HttpResponse:
    """The form; for the record `pk`, with what names it best, else with `?text=`."""
    user = editor(request)
    reference = None if pk is None else get_object_or_404(Reference.objects.current(), pk=pk)
    text = _text_of(reference) if reference else request.GET.get("text", "")[:LONGEST]
    refusal = ""
    if request.method == "POST":
        text = request.POST.get("text", "")
        try:
            row = look_ups.ask(text, by=user, now=timezone.now(), reference=reference)
        except LookUpRefused as error:
            refusal = str(error)
        else:
            return to_page(request, row)
    context = {
        "text": text,
        "longest": LONGEST,
        "refusal": refusal,
        "reference": reference,
        "by_hand": _by_hand(request, text, reference),
        "recent": LookUp.objects.filter(asked_by=user)[:RECENT],
    }
    status = HTTPStatus.BAD_REQUEST if refusal else HTTPStatus.OK
    return _page(request, "begin", context, status)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def show(request: HttpRequest, look_up: int) -> HttpResponse:
    """How far the search is, and then what it found."""
    editor(request)
    row = get_object_or_404(LookUp.objects.select_related("reference", "chosen"), pk=look_up)
    if request.method != "POST":
        return _shown(request, row)
    act = ACTS.get(request.POST.get("act", ""))
    if act is None:
        return _shown(request, row, _("This page has no such button."), HTTPStatus.BAD_REQUEST)
    try:
        return act(request, row)
    except LookUpRefused as refusal:
        row.refresh_from_db()
        return _shown(request, row, str(refusal), HTTPStatus.CONFLICT)


@never_cache
@require_safe
def progress(request: HttpRequest, look_up: int) -> JsonResponse:
    """What the script on the page asks: the line to show, and whether the search is over."""
    editor(request)
    row = get_object_or_404(LookUp, pk=look_up)
    is_over = not is_open(row, timezone.now())
    return JsonResponse({"progress": _progress(row), "is_over": is_over})


def _shown(
    request: HttpRequest, row: LookUp, refusal: str = "", status: HTTPStatus = HTTPStatus.OK
) -> HttpResponse:
    listed = works(row)
    now = timezone.now()
    context = {
        "look_up": row,
        "refusal": refusal,
        "is_open": is_open(row, now),
        "is_lost": is_lost(row, now),
        "progress": _progress(row),
        "works": listed,
        "chosen": picked(listed, request.POST.get("work") or request.GET.get("work") or ""),
        "kinds": Kind.choices,
        "by_hand": _by_hand(request, row.text, row.reference),
        "may_add": request.user.has_perm("references.add_reference"),
        "may_change": request.user.has_perm("references.change_reference"),
    }
    return _page(request, "look_up", context, status)


def _progress(row: LookUp) -> str:
    if row.progress:
        return row.progress
    waited = (timezone.now() - row.asked_at).total_seconds()
    if row.state == LookUp.State.WAITING and waited > SECONDS_TO_WONDER:
        return _("Nobody has taken it up yet. The search begins by itself when a worker is free.")
    return str(row.get_state_display())


def _text_of(reference: Reference) -> str:
    """What names the record best."""
    for number in (reference.doi, reference.pmid, reference.pmcid):
        if number:
            return str(number)
    parts = (reference.first_author, reference.title, reference.year)
    return ". ".join(str(part) for part in parts if part)


def _by_hand(request: HttpRequest, text: str, reference: Reference | None) -> str:
    """The form for a new record with what was pasted; for a record, its own form."""
    if reference is not None:
        return reverse("admin:references_reference_change", args=[reference.pk])
    try:
        asked = question(text)
        carried = {FIELDS[asked.what]: asked.value}
    except LookUpRefused:
        carried = {}
    if is_popup(request):
        carried[IS_POPUP_VAR] = "1"
    address = reverse("admin:references_reference_add")
    return f"{address}?{urlencode(carried)}" if carried else address


def _page(
    request: HttpRequest, name: str, context: dict[str, Any], status: HTTPStatus
) -> HttpResponse:
    whole = {
        **admin.site.each_context(request),
        "title": _("Look a work up"),
        "opts": Reference._meta,
        "is_popup": is_popup(request),
        "is_popup_var": IS_POPUP_VAR,
        **context,
    }
    template = f"admin/references/look_up/{name}.html"
    return render(request, template, whole, status=status.value)
