"""The board and its rules, for everybody."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from articles.selectors import today
from articles.views.answering import for_readers
from articles.views.pages import page_of
from editorial.board import active_members, articles_signed_by, policies, public_member


@for_readers
def board(request: HttpRequest) -> HttpResponse:
    return render(request, "editorial/public/board.html", {"members": active_members()})


@for_readers
def board_member(request: HttpRequest, slug: str) -> HttpResponse:
    """Who a member is, and which live articles carry the member's signature."""
    member = public_member(slug)
    if member is None:
        raise Http404
    context = {
        "member": member,
        "is_active": member.is_active_on(today()),
        "page": page_of(request, articles_signed_by(member)),
    }
    return render(request, "editorial/public/board_member.html", context)


@for_readers
def policy(request: HttpRequest) -> HttpResponse:
    return render(request, "editorial/public/policy.html", {"policies": policies()})
