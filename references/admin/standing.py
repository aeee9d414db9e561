"""A work's standing in the admin: in words, with every notice; stated and withdrawn by hand."""

import datetime
from http import HTTPStatus
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.template.loader import render_to_string
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from references.exceptions import NoticeRefused
from references.models import Notice, Reference
from references.models.notice import WITHDRAWN_BY_HAND
from references.models.standing import Nature
from references.standing import by_hand, family, in_words

SEEING = "references.view_reference"
PAGE = "references_reference_standing"
WITHDRAWAL = "references_reference_withdraw"
A_WEEK = datetime.timedelta(days=7)


class NoticeForm(forms.Form):
    """A notice that no source tells of, or not yet."""

    nature = forms.ChoiceField(
        label=gettext_lazy("What the notice says"), choices=[("", "\N{EN DASH}"), *Nature.choices]
    )
    on = forms.DateField(
        label=gettext_lazy("Its date"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=gettext_lazy("The day it appeared. A reinstatement needs one."),
    )
    url = forms.CharField(
        label=gettext_lazy("Where it can be read"),
        required=False,
        max_length=2000,
        help_text=gettext_lazy("Its web address. A reinstatement needs one."),
    )


class WithdrawalForm(forms.Form):
    because = forms.CharField(
        label=gettext_lazy("Why it is withdrawn"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3, "cols": 60}),
        help_text=gettext_lazy("Kept with the notice, with your name."),
    )


class CheckedFilter(admin.SimpleListFilter):
    """By how long ago a work was last asked about."""

    title = gettext_lazy("check for notices")
    parameter_name = "checked"

    def lookups(self, request: HttpRequest, model_admin: object) -> list[tuple[Any, Any]]:
        return [
            ("old", _("Not checked for 7 days")),
            ("never", _("Never checked")),
            ("failing", _("Could not be asked about")),
        ]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Reference]) -> QuerySet[Reference]:
        if self.value() == "old":
            week_ago = timezone.now() - A_WEEK
            return queryset.filter(Q(last_checked__isnull=True) | Q(last_checked__lt=week_ago))
        if self.value() == "never":
            return queryset.filter(last_checked__isnull=True)
        if self.value() == "failing":
            return queryset.filter(unchecked_since__isnull=False)
        return queryset


def facts(reference: Reference) -> str:
    """For the record's own page: its standing, and all notices with who told of them, and when."""
    return render_to_string("admin/references/standing/facts.html", _told(reference))


@require_http_methods(["GET", "HEAD", "POST"])
def standing_page(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The notices about a work, and a form to state one."""
    reference = _seen(request, pk)
    form = NoticeForm(request.POST if request.method == "POST" else None)
    status = HTTPStatus.OK
    if request.method == "POST":
        user = _editor(request)
        if form.is_valid() and _stated(reference, form, user):
            messages.success(request, _("Your notice stands. Whoever it concerns is told."))
            return HttpResponseRedirect(reverse(f"admin:{PAGE}", args=[pk]))
        status = HTTPStatus.BAD_REQUEST
    context = _told(reference) | {"form": form, "title": _("Standing and notices")}
    return _page(request, "admin/references/standing/page.html", context, status)


@require_http_methods(["GET", "HEAD", "POST"])
def withdrawal_page(request: HttpRequest, pk: int, notice_pk: int) -> HttpResponseBase:
    """One notice, and why it is taken back."""
    reference = _seen(request, pk)
    user = _editor(request)
    notices = family.notices_of(family.work_of(reference))
    notice = get_object_or_404(notices.filter(teller__in=WITHDRAWN_BY_HAND), pk=notice_pk)
    form = WithdrawalForm(request.POST if request.method == "POST" else None)
    status = HTTPStatus.OK
    if request.method == "POST":
        if form.is_valid() and _withdrawn(notice, form, user):
            messages.success(request, _("The notice no longer stands. It stays on record."))
            return HttpResponseRedirect(reverse(f"admin:{PAGE}", args=[pk]))
        status = HTTPStatus.BAD_REQUEST
    context = {"record": reference, "notice": notice, "form": form}
    context["title"] = _("Withdraw a notice")
    return _page(request, "admin/references/standing/withdrawal.html", context, status)


def _seen(request: HttpRequest, pk: int) -> Reference:
    if not request.user.has_perm(SEEING):
        raise PermissionDenied
    return get_object_or_404(Reference, pk=pk)


def _editor(request: HttpRequest) -> User:
    if not isinstance(request.user, User) or not by_hand.may_state(request.user):
        raise PermissionDenied
    return request.user


def _stated(reference: Reference, form: NoticeForm, user: User) -> bool:
    given = form.cleaned_data
    try:
        by_hand.state_by_hand(
            reference, nature=Nature(given["nature"]), on=given["on"], url=given["url"], by=user
        )
    except NoticeRefused as refusal:
        form.add_error(refusal.field or None, refusal.message)
        return False
    return True


def _withdrawn(notice: Notice, form: WithdrawalForm, user: User) -> bool:
    try:
        by_hand.withdraw_by_hand(notice, by=user, because=form.cleaned_data["because"])
    except NoticeRefused as refusal:
        form.add_error(refusal.field or None, refusal.message)
        return False
    return True


def _told(reference: Reference) -> dict[str, Any]:
    work = family.work_of(reference)
    people = ("entered_by", "withdrawn_by")
    notices = list(family.notices_of(work).select_related(*people))
    return {
        "record": reference,
        "lead": work.lead,
        "standing": in_words(reference, notices),
        "notices": notices,
    }


def _page(
    request: HttpRequest, template: str, context: dict[str, Any], status: HTTPStatus
) -> HttpResponseBase:
    site = admin.site.each_context(request)
    opts = {"opts": Reference._meta, "may_state": request.user.has_perm(by_hand.PERMISSION)}
    return TemplateResponse(request, template, {**site, **context, **opts}, status=status)
