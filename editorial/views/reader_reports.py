"""Where editors see what readers report, and answer it."""

from dataclasses import dataclass
from http import HTTPStatus
from typing import Final

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from editorial import permissions, workflow
from editorial.exceptions import ReasonMissing, WorkflowError
from editorial.models import ReaderReport
from editorial.report_forms import SettleReportForm, WantedReportsForm
from editorial.views.desk_privacy import account_of, private
from editorial.views.desk_review import status_of

REPORTS_PER_PAGE: Final = 30


@dataclass(frozen=True)
class Row:
    """One report, and what this viewer may see of it and do about it."""

    report: ReaderReport
    form: SettleReportForm | None
    shows_contact: bool


@require_safe
@private
def reports(request: HttpRequest) -> HttpResponse:
    """For editors and managing editors; auditors look on."""
    permissions.demand(allowed=permissions.may_read_reports(account_of(request)))
    form = WantedReportsForm(request.GET, auto_id="wanted-%s")
    is_valid = form.is_valid()
    found = ReaderReport.objects.filter(**form.wanted()).select_related(
        "article__owner", "version", "settled_by"
    )
    page = Paginator(found.defer(*_LARGE), REPORTS_PER_PAGE).get_page(request.GET.get("page"))
    return render(
        request,
        "editorial/desk/reader_reports.html",
        {
            "form": form,
            "page": page,
            "rows": [_row(request, report) for report in page.object_list],
            "oversees": permissions.may_oversee(account_of(request)),
        },
        status=HTTPStatus.OK if is_valid else HTTPStatus.BAD_REQUEST,
    )


@require_http_methods(["GET", "HEAD", "POST"])
@private
def report(request: HttpRequest, pk: int) -> HttpResponse:
    """One report: confirm or dismiss it."""
    permissions.demand(allowed=permissions.may_read_reports(account_of(request)))
    rows = ReaderReport.objects.select_related("article__owner", "version", "settled_by")
    found = rows.defer(*_LARGE).filter(pk=pk).first()
    if found is None:
        raise Http404
    if request.method != "POST":
        return _page(request, _row(request, found))
    form = _form(found, request.POST)
    if not form.is_valid():
        return _page(request, _row(request, found, form), status=HTTPStatus.BAD_REQUEST)
    try:
        workflow.settle_report(found, by=account_of(request), **form.cleaned_data)
    except WorkflowError as error:
        form.add_error("settlement" if isinstance(error, ReasonMissing) else None, str(error))
        return _page(request, _row(request, found, form), status=status_of(error))
    messages.success(request, _("Kept. The report does not wait any more."))
    return HttpResponseRedirect(reverse("editorial:reader-reports"), status=HTTPStatus.SEE_OTHER)


_LARGE = [
    f"version__{name}" for name in ("content", "search", "words", "clinical_html", "plain_html")
]


def _form(found: ReaderReport, data: object = None) -> SettleReportForm:
    return SettleReportForm(data, auto_id=f"report-{found.pk}-%s")  # type: ignore[arg-type]


def _row(request: HttpRequest, found: ReaderReport, form: SettleReportForm | None = None) -> Row:
    may_settle = permissions.may_settle_report(account_of(request), found.article)
    if found.settled_at is None and may_settle:
        form = form or _form(found)
    return Row(found, form, shows_contact=may_settle)


def _page(request: HttpRequest, row: Row, *, status: HTTPStatus = HTTPStatus.OK) -> HttpResponse:
    return render(request, "editorial/desk/reader_report.html", {"row": row}, status=status)
