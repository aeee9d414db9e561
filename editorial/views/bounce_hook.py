"""Where a mail service tells of addresses at which mail does not arrive."""

import json
from http import HTTPStatus
from typing import Any, Final

from django.conf import settings
from django.http import Http404, HttpRequest, JsonResponse
from django.utils.crypto import constant_time_compare
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from editorial import bouncing
from editorial.models import Bounce

#: Bytes and reports of one request. A service that has more sends another.
LARGEST: Final = 512 * 1024
MOST: Final = 500
#: Characters of each part of a report.
LONGEST: Final = {"address": 254, "status": 20, "diagnostic": 5_000, "message_id": 998}

Report = dict[str, str]


class Malformed(Exception):
    """The text says what is wrong, for whoever set the service up."""


@csrf_exempt
@never_cache
@require_http_methods(["POST"])
def bounces(request: HttpRequest) -> JsonResponse:
    """Without BOUNCE_TOKEN nothing is here; with it, for whoever sends it.

    A list of {"address", "status", "diagnostic", "message_id"}; one of address and message_id is
    enough. A request is taken as a whole or not at all, and may be repeated.
    """
    if not settings.BOUNCE_TOKEN:
        raise Http404
    sent = request.headers.get("Authorization", "")
    if not constant_time_compare(sent, f"Bearer {settings.BOUNCE_TOKEN}"):
        refused = _said("The token is missing or is another one.", HTTPStatus.UNAUTHORIZED)
        refused["WWW-Authenticate"] = "Bearer"
        return refused
    if len(request.body) > LARGEST:
        return _said("Send fewer reports at a time.", HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
    try:
        reports = _reports(request.body)
    except Malformed as error:
        return _said(str(error), HTTPStatus.BAD_REQUEST)
    return JsonResponse({"reports": len(reports), "marked": sum(map(_take_in, reports))})


def _take_in(report: Report) -> int:
    """How many addresses it marks that were not marked before."""
    if not bouncing.is_about_the_address(report["status"], report["diagnostic"]):
        return 0
    return len(
        bouncing.mark(
            report["address"],
            source=Bounce.Source.HOOK,
            status=report["status"],
            says=report["diagnostic"],
            notification=bouncing.message_with(report["message_id"]),
        )
    )


def _reports(body: bytes) -> list[Report]:
    try:
        sent = json.loads(body)
    except (ValueError, RecursionError):
        raise Malformed("The request is no JSON.") from None
    if not isinstance(sent, list):
        raise Malformed("Send a list of reports.")
    if len(sent) > MOST:
        raise Malformed(f"Send at most {MOST} reports at a time.")
    return [_report(place, item) for place, item in enumerate(sent)]


def _report(place: int, item: Any) -> Report:  # noqa: ANN401 -- whatever JSON holds
    if not isinstance(item, dict):
        raise Malformed(f"Report {place} is no object.")
    report = {}
    for name, longest in LONGEST.items():
        value = item.get(name) or ""
        if not isinstance(value, str) or len(value) > longest:
            raise Malformed(f"Report {place}: {name} is no text of up to {longest} characters.")
        report[name] = value.replace("\0", "").encode(errors="replace").decode().strip()
    if not (report["address"] or report["message_id"]):
        raise Malformed(f"Report {place} has neither address nor message_id.")
    if not (report["status"] or report["diagnostic"]):
        raise Malformed(f"Report {place} has neither status nor diagnostic.")
    return report


def _said(text: str, status: HTTPStatus) -> JsonResponse:
    return JsonResponse({"error": text}, status=status)
