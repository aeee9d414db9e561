"""Which managing editor hears first of what is late in a specialty."""

from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.contrib.auth.models import User
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from articles.models import Specialty
from editorial import audit, outbox, permissions, workflow
from editorial.exceptions import Unfit
from editorial.owning_forms import LeadsForm, lead_of
from editorial.views.desk_privacy import account_of, private


@require_http_methods(["GET", "HEAD", "POST"])
@private
def leads(request: HttpRequest) -> HttpResponse:
    """For managing editors, and to read for auditors."""
    user = account_of(request)
    permissions.demand(allowed=permissions.may_oversee(user))
    if request.method != "POST":
        return _page(request, _form())
    permissions.demand(allowed=permissions.may_manage(user))
    form = _form(data=request.POST)
    if form.is_valid():
        _keep(form, by=user)
    if form.errors:
        return _page(request, form, status=HTTPStatus.BAD_REQUEST)
    if form.changed_data:
        messages.success(request, _("Kept. They hear first of what is late in these specialties."))
    else:
        messages.info(request, _("Nothing was changed."))
    return HttpResponseRedirect(reverse("editorial:due-leads"), status=HTTPStatus.SEE_OTHER)


def _keep(form: LeadsForm, *, by: User) -> None:
    """Everything that was changed on the page, or nothing of it."""
    with transaction.atomic():
        for name in form.changed_data:
            specialty = form.specialties[name]
            if form.seen(name) != lead_of(specialty):
                form.add_error(
                    name,
                    _("Somebody else changed this meanwhile. Look at who is named, choose again."),
                )
                continue
            key = str(form.cleaned_data[name])
            chosen = User.objects.filter(pk=key).first() if key else None
            try:
                workflow.set_lead(specialty, user=chosen, by=by)
            except Unfit as error:
                form.add_error(name, str(error))
        if form.errors:
            transaction.set_rollback(True)


def _form(*, data: dict[str, Any] | None = None) -> LeadsForm:
    return LeadsForm(
        data,
        specialties=Specialty.objects.select_related("lead__user").order_by("name", "pk"),
        managers=list(outbox.managing_editors().order_by("first_name", "last_name", "username")),
        auto_id="%s",
    )


def _page(
    request: HttpRequest, form: LeadsForm, *, status: HTTPStatus = HTTPStatus.OK
) -> HttpResponse:
    rows = [
        {
            "name": specialty.name,
            "lead": audit.name_of(specialty.lead.user) if hasattr(specialty, "lead") else "",
            "field": form[name],
        }
        for name, specialty in form.specialties.items()
    ]
    may_change = permissions.may_manage(account_of(request))
    context = {"form": form, "rows": rows, "may_change": may_change}
    return render(request, "editorial/desk/leads.html", context, status=status)
