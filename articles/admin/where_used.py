"""Pages that say where works of the library are used, and the file of the same."""

import re
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from articles.spreadsheet import download
from articles.use_report import Report, report_on, table
from references.csl import LONGEST_LINE
from references.models import Reference
from references.pasted_identifiers import MOST, works_named

if TYPE_CHECKING:
    from django.contrib.admin import ModelAdmin

PERMISSIONS = ("references.view_reference", "articles.view_article")
#: Uses on a page; the file holds all.
MOST_ON_A_PAGE = 1_000
LONGEST_LIST = 200_000
_ID = re.compile(r"[1-9][0-9]{0,17}", re.ASCII)


class WorksField(forms.CharField):
    """Numbers of the library with commas between them, from a page of ours or its address."""

    widget = forms.HiddenInput

    def clean(self, value: object) -> Any:  # noqa: ANN401 # a list, where a text went in
        text = super().clean(value)
        return [int(part) for part in text.split(",") if _ID.fullmatch(part)]


class ReportForm(forms.Form):
    """Which works: by number, or by a pasted list."""

    ids = WorksField(required=False)
    identifiers = forms.CharField(
        label=gettext_lazy("Identifiers"),
        required=False,
        max_length=LONGEST_LIST,
        widget=forms.Textarea(attrs={"rows": 8, "cols": 60, "spellcheck": "false"}),
        help_text=gettext_lazy(
            "DOIs, PubMed numbers, PMC numbers, ISBNs, NCT numbers, set ids of drug labels or web "
            "addresses; one per line. At most %(most)s."
        )
        % {"most": MOST},
    )

    def clean_identifiers(self) -> str:
        text: str = self.cleaned_data["identifiers"]
        if any(len(line) > LONGEST_LINE for line in text.splitlines()):
            raise forms.ValidationError(
                _("A line is too long for an identifier. Paste one identifier per line.")
            )
        return text

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if not self.errors and not cleaned["ids"] and not cleaned["identifiers"]:
            self.add_error("identifiers", _("Name one work at least."))
        return cleaned

    def report(self) -> Report:
        ids: list[int] = self.cleaned_data["ids"]
        named = works_named(self.cleaned_data["identifiers"])
        found = [one.reference.pk for one in named if one.reference is not None]
        return report_on([*ids, *found], [one.text for one in named if one.reference is None])


def may_see(request: HttpRequest) -> bool:
    """Who may see the library and the articles: titles of drafts are among what is shown."""
    return request.user.has_perms(PERMISSIONS)


def _demand(request: HttpRequest) -> None:
    if not may_see(request):
        raise PermissionDenied


@require_safe
def of_record(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Where one work is used."""
    _demand(request)
    reference = get_object_or_404(Reference, pk=pk)
    report = report_on([pk])
    if "csv" in request.GET:
        return _file(report)
    return _page(
        request, report, title=_("Where used"), record=reference, form=ReportForm(_as_data(report))
    )


@require_http_methods(["GET", "HEAD", "POST"])
def of_many(request: HttpRequest) -> HttpResponseBase:
    """Where each of a set of works is used: `ids=3,12`, or `identifiers`, a list; `csv`: a file."""
    _demand(request)
    given = request.POST if request.method == "POST" else request.GET
    if request.method != "POST" and not given.keys() & {"ids", "identifiers"}:
        return _page(request, None, title=_("Where works are used"), form=ReportForm())
    form = ReportForm(given)
    if not form.is_valid():
        title = _("Where works are used")
        response = _page(request, None, title=title, form=form)
        response.status_code = HTTPStatus.BAD_REQUEST
        return response
    report = form.report()
    if "csv" in given:
        return _file(report)
    return _page(request, report, title=_("Where works are used"), form=form)


@admin.action(description=gettext_lazy("Where are these used?"), permissions=["see_uses"])
def where_are_these_used(
    _model_admin: "ModelAdmin[Reference]", request: HttpRequest, queryset: QuerySet[Reference]
) -> HttpResponse:
    """The report on the selected works."""
    _demand(request)
    report = report_on(list(queryset.values_list("pk", flat=True)))
    return _page(
        request, report, title=_("Where works are used"), form=ReportForm(_as_data(report))
    )


def _as_data(report: Report) -> dict[str, str]:
    return {"ids": ",".join(map(str, report.ids))}


def _file(report: Report) -> HttpResponseBase:
    return download(f"where-used-{timezone.now().date().isoformat()}.csv", list(table(report)))


def _page(request: HttpRequest, report: Report | None, **context: Any) -> TemplateResponse:
    shown, left = [], MOST_ON_A_PAGE
    for work in report.works if report else ():
        shown.append((work, work.uses[:left]))
        left = max(0, left - len(work.uses))
    return TemplateResponse(
        request,
        "admin/articles/where_used.html",
        {
            **admin.site.each_context(request),
            "opts": Reference._meta,
            "report": report,
            "works": shown,
            "is_cut": report is not None and report.use_count > MOST_ON_A_PAGE,
            "most": MOST_ON_A_PAGE,
            "may_read_versions": request.user.has_perm("articles.view_version"),
            **context,
        },
    )
