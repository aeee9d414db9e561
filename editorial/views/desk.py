"""The desk: what waits for a board member, and for those who run the reviews."""

import datetime
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import User
from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from editorial import permissions, selectors
from editorial.models import BoardMember
from editorial.views.desk_cards import assignment_cards, review_cards
from editorial.views.desk_privacy import account_of, private

CARDS_PER_PAGE = 20
SIGNED_SHOWN = 10


@dataclass(frozen=True)
class Cards:
    """One page of a list: `page` for its numbers, `rows` for its cards."""

    page: Page[Any]
    rows: list[Any]


@require_safe
@private
def desk(request: HttpRequest) -> HttpResponse:
    """Each list is shown to those it concerns; somebody may hold several parts."""
    user = account_of(request)
    member = BoardMember.objects.filter(user=user).first()
    return render(
        request,
        "editorial/desk/desk.html",
        {
            "member": member,
            "waiting": _waiting(request, user) if member else None,
            "declined": selectors.declined_by(user) if member else None,
            "signed": selectors.signed_by(user)[:SIGNED_SHOWN] if member else None,
            "proposals": selectors.open_proposals() if permissions.may_manage(user) else None,
            "open_reviews": _open_reviews(request) if permissions.may_oversee(user) else None,
            "own_reviews": _own_reviews(request, user)
            if user.has_perm("editorial.submit_article")
            else None,
            "may_manage": permissions.may_manage(user),
            "may_oversee": permissions.may_oversee(user),
        },
    )


def _waiting(request: HttpRequest, user: User) -> Cards:
    page = _page(selectors.waiting_for(user), request.GET.get("page"))
    return Cards(page, assignment_cards(page.object_list, today=_today()))


def _open_reviews(request: HttpRequest) -> Cards:
    page = _page(selectors.open_reviews(), request.GET.get("open"))
    return Cards(page, review_cards(page.object_list, today=_today()))


def _own_reviews(request: HttpRequest, user: User) -> Cards:
    page = _page(selectors.reviews_for_editor(user), request.GET.get("own"))
    return Cards(page, review_cards(page.object_list, today=_today()))


def _page(rows: QuerySet[Any], number: str | None) -> Page[Any]:
    """The page asked for; the first or last one when there is no such page."""
    return Paginator(rows, CARDS_PER_PAGE).get_page(number)


def _today() -> datetime.date:
    return timezone.now().date()
