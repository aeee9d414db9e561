"""The admin, behind the same login (second factor, rate limits) as everything else."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from allauth.account.decorators import secure_admin_login
from django.contrib import admin
from django.db.models import Model
from django.db.models.constants import LOOKUP_SEP
from django.http import HttpRequest, HttpResponse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    AnyAdmin = admin.ModelAdmin[Any]
    AnyModel = type[Model] | Iterable[type[Model]]
else:
    AnyAdmin = admin.ModelAdmin

#: How the filters beside a list spell what they ask for.
FILTERS_SAY = {"", "exact", "isnull", "gte", "lt", "in"}


class StrictAddresses(AnyAdmin):
    """Lists are filtered by what stands beside them, and by nothing else an address may name.

    Django would filter by any field and comparison: letter by letter that finds out what a list
    does not show, and some (`?id__range=1`) end in an error.
    """

    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest | None = None) -> bool:
        if request is None or not super().lookup_allowed(lookup, value, request):
            return False
        return any(self._asks_for(lookup, offered) for offered in self.get_list_filter(request))

    def _asks_for(self, lookup: str, offered: Any) -> bool:  # noqa: ANN401 # a name, a class, a pair
        name = offered[0] if isinstance(offered, tuple | list) else offered
        name = getattr(name, "parameter_name", name)  # of a filter that is a class of its own
        if not isinstance(name, str) or not f"{lookup}{LOOKUP_SEP}".startswith(name + LOOKUP_SEP):
            return False
        asked = lookup.removeprefix(name).removeprefix(LOOKUP_SEP)
        return asked.removeprefix("id").removeprefix(LOOKUP_SEP) in FILTERS_SAY

    def get_object(
        self, request: HttpRequest, object_id: str, from_field: str | None = None
    ) -> Any:  # noqa: ANN401 # a row of the model
        """`?_to_field=` names no field, and so means the usual one."""
        return super().get_object(request, object_id, from_field or None)


class EditorialAdminSite(admin.AdminSite):
    site_header = _("Editorial review")
    site_title = _("Editorial review")
    index_title = _("Articles and reviews")

    @method_decorator(secure_admin_login)
    def login(
        self, request: HttpRequest, extra_context: dict[str, object] | None = None
    ) -> HttpResponse:
        return super().login(request, extra_context)

    def register(
        self,
        model_or_iterable: "AnyModel",
        admin_class: type[AnyAdmin] | None = None,
        **options: Any,
    ) -> None:
        """Pages of every app, those of others too, take strict addresses only."""
        given = admin_class or admin.ModelAdmin
        strict = type(given.__name__, (StrictAddresses, given), {"__module__": given.__module__})
        super().register(model_or_iterable, strict, **options)
