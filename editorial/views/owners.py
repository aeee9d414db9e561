"""Who owns which articles, and handing them over: for managing editors, and owners themselves."""

from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from articles.models import Article
from editorial import audit, permissions, workflow
from editorial.editors import articles_of, with_cause
from editorial.exceptions import WorkflowError
from editorial.handing_over import MOST_AT_ONCE
from editorial.oversight.owners import covers_on, listed, owners, standing_of
from editorial.owning_forms import ALL, HandOverForm
from editorial.views.desk_cover import field_at_fault
from editorial.views.desk_privacy import account_of, private
from editorial.views.desk_review import status_of


@require_safe
@private
def owner_list(request: HttpRequest) -> HttpResponse:
    """For managing editors, and to read for auditors."""
    permissions.demand(allowed=permissions.may_oversee(account_of(request)))
    rows = owners(timezone.now().date())
    return render(request, "editorial/desk/owners.html", {"rows": rows})


@require_http_methods(["GET", "HEAD", "POST"])
@private
def owner_page(request: HttpRequest, pk: int) -> HttpResponse:
    """All articles of one account, and the form that hands them over."""
    user = account_of(request)
    permissions.demand(allowed=permissions.may_oversee(user) or user.pk == pk)
    owner = get_object_or_404(with_cause(), pk=pk)
    may_change = permissions.may_hand_over(user, owner)
    permissions.demand(allowed=may_change or permissions.may_oversee(user))
    rows = listed(owner, MOST_AT_ONCE)
    if request.method != "POST":
        return _page(request, owner, rows, _form(owner, rows) if may_change else None)
    permissions.demand(allowed=may_change)
    form = _form(owner, rows, data=request.POST)
    if not form.is_valid():
        return _page(request, owner, rows, form, status=HTTPStatus.BAD_REQUEST)
    try:
        handed = workflow.hand_over_articles(
            owner,
            to=form.cleaned_data["to"],
            by=user,
            reason=form.cleaned_data["reason"],
            articles=_chosen(form, rows),
        )
    except WorkflowError as error:
        form.add_error(field_at_fault(error), str(error))
        return _page(request, owner, listed(owner, MOST_AT_ONCE), form, status=status_of(error))
    text = ngettext(
        "%(count)d article was handed over to %(name)s, who has been told.",
        "%(count)d articles were handed over to %(name)s, who has been told.",
        len(handed),
    )
    name = audit.name_of(form.cleaned_data["to"])
    messages.success(request, text % {"count": len(handed), "name": name})
    return HttpResponseRedirect(
        reverse("editorial:due-owner", args=[pk]), status=HTTPStatus.SEE_OTHER
    )


def _form(
    owner: User, rows: list[dict[str, Any]], *, data: dict[str, Any] | None = None
) -> HandOverForm:
    return HandOverForm(data, owner=owner, listed=len(rows), auto_id="hand-over-%s")


def _chosen(form: HandOverForm, rows: list[dict[str, Any]]) -> list[Article] | None:
    """All of the list is all of the owner's, unless there are more than one step can take."""
    if form.cleaned_data["scope"] != ALL:
        return list(form.cleaned_data["articles"])
    if len(rows) < MOST_AT_ONCE:
        return None
    return [Article(pk=row["pk"]) for row in rows]


def _page(
    request: HttpRequest,
    owner: User,
    rows: list[dict[str, Any]],
    form: HandOverForm | None,
    *,
    status: HTTPStatus = HTTPStatus.OK,
) -> HttpResponse:
    user, today = account_of(request), timezone.now().date()
    ticked = {str(pk) for pk in (form["articles"].value() or [])} if form else set()
    return render(
        request,
        "editorial/desk/owner.html",
        {
            "owner": owner,
            "name": audit.name_of(owner),
            "standing": standing_of(owner, covers_on(today).get(owner.pk)),
            "rows": [{**row, "is_ticked": str(row["pk"]) in ticked} for row in rows],
            "count": articles_of(owner).count(),
            "form": form if rows else None,
            "is_own": user.pk == owner.pk,
            "may_oversee": permissions.may_oversee(user),
            "today": today,
        },
        status=status,
    )
