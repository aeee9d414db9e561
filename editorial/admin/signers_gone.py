"""The list of live articles under which nobody in office stands, and the file of the same."""

from django.contrib.admin import AdminSite
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from articles.spreadsheet import download
from editorial import permissions
from editorial.models import BoardMember
from editorial.signers_gone import report, table

#: Articles on the page; the file holds all.
MOST_ON_A_PAGE = 500


@require_safe
def signers_gone(request: HttpRequest, site: AdminSite) -> HttpResponseBase:
    """For managing editors; `?csv` is the file."""
    permissions.demand(allowed=permissions.may_manage(request.user))
    today = timezone.now().date()
    rows = report(today)
    if "csv" in request.GET:
        return download(f"without-signer-in-office-{today.isoformat()}.csv", list(table(rows)))
    return TemplateResponse(
        request,
        "admin/editorial/signers_gone.html",
        {
            **site.each_context(request),
            "title": _("Live without a signer in office"),
            "opts": BoardMember._meta,
            "rows": rows[:MOST_ON_A_PAGE],
            "count": len(rows),
            "is_cut": len(rows) > MOST_ON_A_PAGE,
        },
    )
