"""What every page of the desk has in common: a login first, and no copy left anywhere."""

from collections.abc import Callable
from functools import wraps
from http import HTTPStatus
from typing import Concatenate, ParamSpec, cast

from django.contrib.auth.decorators import login_required
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.cache import patch_cache_control

from editorial.forms import readable

Rest = ParamSpec("Rest")
#: The fields of the desk that hold a person's own words, beside the answers to questions.
TYPED = {"reason", "statement", "entity", "quote", "text", "settlement"}
View = Callable[Concatenate[HttpRequest, Rest], HttpResponseBase]


def private(view: View[Rest]) -> View[Rest]:
    """Unapproved text is on these pages: not for caches, not for search engines."""

    @wraps(view)
    def wrapped(
        request: HttpRequest, /, *args: Rest.args, **kwargs: Rest.kwargs
    ) -> HttpResponseBase:
        if request.method == "POST" and not request.user.is_authenticated:
            response: HttpResponseBase = _logged_out(request)
        else:
            response = login_required(view)(request, *args, **kwargs)
        patch_cache_control(response, private=True, no_store=True)
        response["X-Robots-Tag"] = "noindex, nofollow"
        return response

    return wrapped


def account_of(request: HttpRequest) -> User:
    """The account behind the request; `private` has made sure that there is one."""
    return cast(User, request.user)


def _logged_out(request: HttpRequest) -> HttpResponse:
    """The login ran out between reading and sending: what was typed is given back to copy."""
    names = [name for name in request.POST if name in TYPED or name.startswith("answer_")]
    typed = [request.POST.get(name, "") for name in names]
    return render(
        request,
        "editorial/desk/logged_out.html",
        {"unsent": [readable(text) for text in typed if text]},
        status=HTTPStatus.FORBIDDEN,
    )
