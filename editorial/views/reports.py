"""Reports about the board's work, as pages and as files for a spreadsheet program."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from http import HTTPStatus
from typing import Final

from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.utils.formats import date_format, number_format
from django.views.decorators.http import require_safe

from articles.spreadsheet import download
from editorial import permissions
from editorial.oversight.figures import Month
from editorial.oversight.periods import PeriodForm
from editorial.oversight.reports import REPORTS, Report, report_named
from editorial.views.desk_privacy import account_of, private

#: More than these are in the file only.
ROWS_SHOWN: Final = 200
NOTHING: Final = "\N{EN DASH}"


@dataclass(frozen=True)
class Cell:
    """What one cell shows. Numbers stand under one another."""

    text: str
    is_number: bool


@dataclass(frozen=True)
class Table:
    """A report with its rows as they are shown, and how many there are."""

    report: Report
    rows: list[list[Cell]]
    count: int

    @property
    def columns(self) -> list[tuple[str, bool]]:
        """Their titles, and whether numbers stand under them."""
        numbers = [cell.is_number for cell in self.rows[0]] if self.rows else []
        titles = [str(column) for column in self.report.columns]
        return list(zip(titles, numbers, strict=True)) if numbers else []

    @property
    def is_cut(self) -> bool:
        return self.count > len(self.rows)


@require_safe
@private
def reports(request: HttpRequest) -> HttpResponse:
    """For managing editors and auditors."""
    permissions.demand(allowed=permissions.may_oversee(account_of(request)))
    form = _form(request.GET)
    is_valid = form.is_valid()
    return render(
        request,
        "editorial/desk/reports.html",
        {
            "form": form,
            "period": form.period,
            "tables": [_table(report, form) for report in REPORTS] if is_valid else [],
            "rows_shown": ROWS_SHOWN,
        },
        status=HTTPStatus.OK if is_valid else HTTPStatus.BAD_REQUEST,
    )


@require_safe
@private
def report_file(request: HttpRequest, report: str) -> HttpResponseBase:
    """One report as comma-separated values, with every row."""
    permissions.demand(allowed=permissions.may_oversee(account_of(request)))
    found = report_named(report)
    if found is None:
        raise Http404
    form = _form(request.GET)
    if not form.is_valid():
        return render(
            request,
            "editorial/desk/reports.html",
            {"form": form, "period": form.period, "tables": []},
            status=HTTPStatus.BAD_REQUEST,
        )
    return _file(found, form)


def _form(data: Mapping[str, str]) -> PeriodForm:
    return PeriodForm(data, today=timezone.now().date())


def _file(report: Report, form: PeriodForm) -> StreamingHttpResponse:
    period = form.period
    rows = report.rows(period)
    name = f"{report.name}-{period.since}-{period.until}.csv"
    return download(name, [[str(column) for column in report.columns], *rows])


def _table(report: Report, form: PeriodForm) -> Table:
    rows = report.rows(form.period)
    shown = [[_shown(cell) for cell in row] for row in rows[:ROWS_SHOWN]]
    return Table(report, shown, len(rows))


def _shown(cell: object) -> Cell:
    """A cell for people; the file has it for programs."""
    return Cell(_in_words(cell), is_number=cell is None or isinstance(cell, int | Decimal))


def _in_words(cell: object) -> str:
    if cell is None:
        return NOTHING
    if isinstance(cell, Month):
        return date_format(cell.first, "F Y")
    if isinstance(cell, datetime.date):
        return date_format(cell, "j F Y")
    if isinstance(cell, Decimal):
        return number_format(cell)
    return str(cell)
