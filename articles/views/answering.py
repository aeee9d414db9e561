"""How every reader page is answered: to whom, and for how long a copy may stand.

Why copies are always asked after: docs/adr/0010-readers-caches-revalidate.md.
"""

from collections.abc import Callable
from functools import wraps
from http import HTTPStatus
from typing import Concatenate, ParamSpec

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import (
    get_conditional_response,
    patch_cache_control,
    patch_vary_headers,
    set_response_etag,
)
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe

from articles.models import Article

Rest = ParamSpec("Rest")
View = Callable[Concatenate[HttpRequest, Rest], HttpResponse]


def for_readers(view: View[Rest]) -> View[Rest]:
    """GET and HEAD only; any cache may keep the page, but asks before it gives it out again.

    The tag of a page is the hash of its bytes, so it can never stand for another page. What a
    signed-in person sees is theirs alone. A view that has said `no-store` is left at that.
    """

    @csrf_exempt  # nothing is ever changed here, so a POST hears 405 and not of a missing token
    @require_safe
    @wraps(view)
    def answered(request: HttpRequest, /, *args: Rest.args, **kwargs: Rest.kwargs) -> HttpResponse:
        response = view(request, *args, **kwargs)
        patch_vary_headers(response, ["Cookie"])
        if "Cache-Control" in response:
            return response
        personal = request.user.is_authenticated
        patch_cache_control(response, no_cache=True, **{"private" if personal else "public": True})
        if response.status_code != HTTPStatus.OK:
            return response
        set_response_etag(response)  # an empty answer gets none
        found = get_conditional_response(request, etag=response.get("ETag"), response=response)
        return found if isinstance(found, HttpResponse) else response

    return answered


def for_staff_only(response: HttpResponse) -> HttpResponse:
    """Nothing may keep or list a page that shows unapproved text."""
    patch_cache_control(response, private=True, no_store=True)
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response


def gone(request: HttpRequest, article: Article) -> HttpResponse:
    """An article that was retired: its question and the day, not its text."""
    return render(request, "articles/retired.html", {"article": article}, status=HTTPStatus.GONE)
