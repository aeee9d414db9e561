"""The board and its rules, for everybody."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_cache_control

from articles.views.answering import for_readers
from articles.views.pages import page_of
from editorial.board import (
    active_members,
    articles_signed_by,
    policies,
    public_member,
    public_photo,
)

#: Seconds for which a copy of a photo stands; a removed one is gone everywhere after a month.
A_MONTH = 30 * 24 * 60 * 60


@for_readers
def board(request: HttpRequest) -> HttpResponse:
    return render(request, "editorial/public/board.html", {"members": active_members()})


@for_readers
def board_member(request: HttpRequest, slug: str) -> HttpResponse:
    """Who a member is, and which live articles carry the member's signature."""
    found = public_member(slug)
    if found is None:
        raise Http404
    context = {
        "found": found,
        "member": found.member,
        "page": page_of(request, articles_signed_by(found.member)),
    }
    return render(request, "editorial/public/board_member.html", context)


@for_readers
def board_photo(request: HttpRequest, slug: str, digest: str) -> HttpResponse:
    """The address changes with the picture, so a copy need not be asked after."""
    jpeg = public_photo(slug, digest)
    if jpeg is None:
        raise Http404
    response = HttpResponse(jpeg, content_type="image/jpeg")
    patch_cache_control(response, public=True, max_age=A_MONTH, immutable=True)
    return response


@for_readers
def policy(request: HttpRequest) -> HttpResponse:
    rules = policies()
    limits = [each for each in rules if each.hard_limit_days is not None]
    return render(request, "editorial/public/policy.html", {"policies": rules, "limits": limits})
