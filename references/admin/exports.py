"""The selected works as a file for a reference manager."""

from collections.abc import Callable, Iterable
from typing import Any

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from references.export import FORMATS, Format, said_of
from references.models import Reference

#: Seconds, not minutes, for the slowest of the formats.
MOST = 10_000
Action = Callable[[Any, HttpRequest, QuerySet[Reference]], HttpResponse | None]


def _exporting(form: Format) -> Action:
    @admin.action(
        permissions=["view"],
        description=gettext_lazy("Export selected references as %(format)s")
        % {"format": form.name},
    )
    def export(
        _admin: object, request: HttpRequest, queryset: QuerySet[Reference]
    ) -> HttpResponse | None:
        works = queryset.filter(merged_into=None).select_related("superseded_by")[: MOST + 1]
        if len(works) > MOST:
            messages.error(request, _too_many())
            return None
        return _download(form, works)

    export.__name__ = f"export_as_{form.suffix}"
    return export


def _too_many() -> str:
    message = _(
        "At most %(most)d references go into one file. Narrow the list, export it in parts."
    )
    return message % {"most": MOST}


def _download(form: Format, works: Iterable[Reference]) -> HttpResponse:
    """Keyed by number in the library, so that a file that is exported twice has the same keys."""
    items = [
        {
            **said_of(vars(work), work.superseded_by.csl if work.superseded_by else None),
            "id": f"ref{work.pk}",
        }
        for work in works
    ]
    return HttpResponse(
        form.write(items),
        content_type=f"{form.content_type}; charset=utf-8",
        headers={
            "Content-Disposition": f'attachment; filename="references.{form.suffix}"',
            "X-Content-Type-Options": "nosniff",
        },
    )


ACTIONS: tuple[Action, ...] = tuple(_exporting(form) for form in FORMATS.values())
