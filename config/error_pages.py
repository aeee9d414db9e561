"""Pages for requests that cannot be answered: what happened, what was kept, what to do."""

import sys
from http import HTTPStatus

from django.core.exceptions import PermissionDenied, RequestDataTooBig
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string

SECONDS_UNTIL_NEXT_TRY = "30"


def _page(request: HttpRequest, status: HTTPStatus) -> HttpResponse:
    """From a template without a query, so that it can be shown whatever else is broken."""
    del request
    response = HttpResponse(render_to_string(f"errors/{status.value}.html"), status=status)
    response["Cache-Control"] = "no-store"
    return response


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    if isinstance(exception, RequestDataTooBig):
        return _page(request, HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
    return _page(request, HTTPStatus.BAD_REQUEST)


def permission_denied(
    request: HttpRequest, exception: PermissionDenied | None = None
) -> HttpResponse:
    del exception
    return _page(request, HTTPStatus.FORBIDDEN)


def form_expired(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The form's token does not match: the page is old, or the form is not ours."""
    del request, reason
    response = HttpResponse(
        render_to_string("errors/403_form_expired.html"), status=HTTPStatus.FORBIDDEN
    )
    response["Cache-Control"] = "no-store"
    return response


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """The same bytes for whatever does not exist and for what nobody approved yet."""
    del exception
    return _page(request, HTTPStatus.NOT_FOUND)


def server_error(request: HttpRequest) -> HttpResponse:
    """Django calls this while the exception is being handled.

    A database that cannot be reached, is shutting down or gave up on a lock is not our mistake and
    passes: 503, and a time to try again.
    """
    if isinstance(sys.exception(), OperationalError | InterfaceError):
        response = _page(request, HTTPStatus.SERVICE_UNAVAILABLE)
        response["Retry-After"] = SECONDS_UNTIL_NEXT_TRY
        return response
    return _page(request, HTTPStatus.INTERNAL_SERVER_ERROR)
