"""What every request and answer goes through, whichever app it is for."""

from collections.abc import Callable, Iterable
from http import HTTPStatus

from django.db import DataError
from django.forms import BaseForm
from django.forms import Media as PlainMedia
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.deprecation import MiddlewareMixin
from js_asset import Media

from config.error_pages import bad_request

GetResponse = Callable[[HttpRequest], HttpResponse]


class UnreadableRequestMiddleware:
    """NUL and lone surrogates are no text: PostgreSQL stores neither.

    In the address they are refused at once. In a form the field says so itself, next to what was
    typed; only where a view passed them on and failed, the answer is 400 instead of 500.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        parameters = request.GET
        if _unreadable([request.path_info, *parameters, *_values(parameters.lists())]):
            return bad_request(request)
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        if not isinstance(error, ValueError | DataError):  # UnicodeEncodeError is a ValueError
            return None
        sent = request.POST
        if isinstance(error, UnicodeEncodeError) or _unreadable([*sent, *_values(sent.lists())]):
            return bad_request(request)
        return None


def _values(lists: Iterable[tuple[str, list[str]]]) -> Iterable[str]:
    return (value for _name, values in lists for value in values)


def _unreadable(texts: Iterable[str]) -> bool:
    return any("\0" in text or any("\ud800" <= c <= "\udfff" for c in text) for text in texts)


class RefusedFormMiddleware(MiddlewareMixin):
    """A form that comes back with errors says so in its status, on pages of other apps too."""

    def process_template_response(
        self, request: HttpRequest, response: TemplateResponse
    ) -> TemplateResponse:
        if request.method == "POST" and response.status_code == HTTPStatus.OK:
            context = response.context_data or {}
            form = getattr(context.get("adminform"), "form", context.get("form"))
            if isinstance(form, BaseForm) and form.is_bound and form.errors:
                response.status_code = HTTPStatus.BAD_REQUEST
        return response


class EditorNonceMiddleware(MiddlewareMixin):
    """The prose editor brings an inline import map, and Django 5.2's admin knows no nonces.

    Every admin page hands its scripts to the template as `media`; here they get the page's nonce.
    """

    def process_template_response(
        self, request: HttpRequest, response: TemplateResponse
    ) -> TemplateResponse:
        context = response.context_data
        if context and isinstance(context.get("media"), PlainMedia):
            context["media"] = Media.from_media(
                context["media"],
                nonce=request.csp_nonce,  # type: ignore[attr-defined] # set by django-csp
            )
        return response
