"""For whom a page is written: the address says so, else the reader's last choice."""

from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_cache_control

CLINICAL, PLAIN = "clinical", "plain"
AUDIENCES = (CLINICAL, PLAIN)
COOKIE = "audience"
A_YEAR = 60 * 60 * 24 * 365


def chosen(request: HttpRequest) -> str | None:
    """What this address asks for; None if it leaves it open or asks for what there is not."""
    asked = request.GET.get("audience")
    return asked if asked in AUDIENCES else None


def audience_of(request: HttpRequest) -> str:
    """The audience to answer; professionals unless chosen otherwise."""
    remembered = request.COOKIES.get(COOKIE)
    return chosen(request) or (PLAIN if remembered == PLAIN else CLINICAL)


def remember(request: HttpRequest, response: HttpResponse) -> None:
    """Keep a choice that differs from what would be shown anyway.

    The answer that sets the cookie is for this browser alone; all others may be shared.
    """
    choice = chosen(request)
    if choice is None or choice == request.COOKIES.get(COOKIE, CLINICAL):
        return
    response.set_cookie(
        COOKIE, choice, max_age=A_YEAR, samesite="Lax", secure=request.is_secure(), httponly=True
    )
    patch_cache_control(response, private=True, no_cache=True)
