"""Filters for lists."""

from typing import Any

from django.contrib import admin
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from articles.models import Article
from editorial.endings import with_endings
from editorial.models import BoardMember, Notification
from editorial.oversight.messages import of_the_last
from editorial.standing import Standing


class StandingFilter(admin.SimpleListFilter):
    """By where articles stand."""

    title = _("state")
    parameter_name = "state"

    def lookups(self, request: HttpRequest, model_admin: object) -> list[tuple[Any, Any]]:
        return list(Standing.choices)

    def queryset(self, request: HttpRequest, queryset: QuerySet[Article]) -> QuerySet[Article]:
        value = self.value()
        return queryset.filter(Q(("standing", value))) if value in Standing.values else queryset


class OfficeFilter(admin.SimpleListFilter):
    """By whether members are in office, and for how long still."""

    title = _("office")
    parameter_name = "office"

    def lookups(self, request: HttpRequest, model_admin: object) -> list[tuple[Any, Any]]:
        return [
            ("held", _("In office")),
            ("ending", _("Something ends within 60 days")),
            ("none", _("Not in office")),
        ]

    def queryset(
        self, request: HttpRequest, queryset: QuerySet[BoardMember]
    ) -> QuerySet[BoardMember]:
        today, every = timezone.now().date(), BoardMember.objects.all()
        chosen = {
            "held": every.active_on(today),
            "ending": with_endings(every, today),
            "none": every.exclude(pk__in=every.active_on(today)),
        }
        value = self.value()
        return queryset.filter(pk__in=chosen[value]) if value in chosen else queryset


class LatelyFilter(admin.SimpleListFilter):
    """By when messages were sent, or written where they were not."""

    title = _("when")
    parameter_name = "lately"

    def lookups(self, request: HttpRequest, model_admin: object) -> list[tuple[Any, Any]]:
        return [("7", _("In the last 7 days")), ("30", _("In the last 30 days"))]

    def queryset(
        self, request: HttpRequest, queryset: QuerySet[Notification]
    ) -> QuerySet[Notification]:
        days = {"7": 7, "30": 30}.get(self.value() or "")
        return queryset.filter(of_the_last(days, timezone.now())) if days else queryset
