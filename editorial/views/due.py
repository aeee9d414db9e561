"""Re-review at a glance: what is due when, what needs somebody, what was and will be sent."""

import datetime
from collections.abc import Callable, Iterator
from http import HTTPStatus
from typing import Final

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from articles.spreadsheet import download
from editorial import permissions
from editorial.oversight import due_list, messages
from editorial.oversight.alerts import alerts
from editorial.oversight.due_filters import FULL, WhichForm, WhoseForm, carried
from editorial.oversight.scheduled import by_age, by_month
from editorial.oversight.workload import workload
from editorial.planning.preview import preview
from editorial.views.desk_privacy import account_of, private

ROWS_PER_PAGE: Final = 100
#: Each is asked about by itself, as it would be before it is sent.
MESSAGES_SHOWN: Final = 50
TONIGHT: Final = datetime.timedelta(days=1)


@require_safe
@private
def due(request: HttpRequest) -> HttpResponse:
    """For managing editors, and to read for auditors. The filters narrow what is due."""
    user, now = account_of(request), timezone.now()
    permissions.demand(allowed=permissions.may_oversee(user))
    form = WhoseForm(request.GET)
    wanted, today = form.wanted, now.date()
    ages, months = by_age(wanted, today=today), by_month(wanted, today=today)
    return render(
        request,
        "editorial/desk/due.html",
        {
            "form": form,
            "carried": carried(request, form),
            "ages": ages,
            "months": months,
            "overdue": sum(age.count for age in ages),
            "ahead": sum(month.count for month in months),
            "alerts": alerts(now, viewer=user),
            "states": [state.label for state in messages.STATES],
            "kinds": messages.lately(now),
        },
        status=form.status,
    )


@require_safe
@private
def articles(request: HttpRequest) -> HttpResponse:
    """The articles behind a figure, the most pressing first."""
    permissions.demand(allowed=permissions.may_oversee(account_of(request)))
    form, today = WhichForm(request.GET), timezone.now().date()
    rows = due_list.listed(form.wanted, today=today)
    page = Paginator(rows, ROWS_PER_PAGE).get_page(request.GET.get("page"))
    return render(
        request,
        "editorial/desk/due_list.html",
        {
            "form": form,
            "page": page,
            "rows": due_list.with_words(page.object_list, today=today),
        },
        status=form.status,
    )


@require_safe
@private
def tonight(request: HttpRequest) -> HttpResponse:
    """What the sweeps of the next day would send: planned, shown, and taken back."""
    permissions.demand(allowed=permissions.may_oversee(account_of(request)))
    now = timezone.now()
    rows = preview(now + TONIGHT, since=now, most=MESSAGES_SHOWN + 1)
    return render(
        request,
        "editorial/desk/due_tonight.html",
        {
            "rows": rows[:MESSAGES_SHOWN],
            "is_cut": len(rows) > MESSAGES_SHOWN,
            "shown": MESSAGES_SHOWN,
            "until": now + TONIGHT,
        },
    )


@require_safe
@private
def due_file(request: HttpRequest, table: str) -> HttpResponseBase:
    """One table as comma-separated values, filtered as the page is."""
    permissions.demand(allowed=permissions.may_oversee(account_of(request)))
    if table not in FILES:
        raise Http404
    form, today = WhichForm(request.GET), timezone.now().date()
    if not form.is_valid():
        return render(
            request,
            "editorial/desk/due_list.html",
            {"form": form, "rows": []},
            status=HTTPStatus.BAD_REQUEST,
        )
    rows = list(FILES[table](form, today))
    return download(f"re-review-{table}-{today.isoformat()}.csv", rows)


def _articles(form: WhichForm, today: datetime.date) -> Iterator[list[object]]:
    return due_list.article_table(form.wanted, today=today)


def _months(form: WhichForm, today: datetime.date) -> Iterator[list[object]]:
    return due_list.month_table(form.wanted, today=today)


def _specialties(form: WhichForm, today: datetime.date) -> Iterator[list[object]]:
    return due_list.specialty_table(workload(form.wanted, today=today, full=FULL))


def _members(form: WhichForm, today: datetime.date) -> Iterator[list[object]]:
    return due_list.member_table(workload(form.wanted, today=today, full=FULL))


FILES: Final[dict[str, Callable[[WhichForm, datetime.date], Iterator[list[object]]]]] = {
    "articles": _articles,
    "months": _months,
    "specialties": _specialties,
    "members": _members,
}
