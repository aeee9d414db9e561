"""The pages beside the library's list and forms: one line each, so that they are found here."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http.response import HttpResponseBase
from django.utils.translation import gettext_lazy as _

from references.admin import look_ups, standing, uploads


@dataclass(frozen=True)
class Page:
    """`route` hangs under /admin/references/reference/; `view` checks permission itself.

    With a `label`, a link to the page stands above the list, or above each record's form where the
    route holds `<int:pk>`, for whoever has `permission`.
    """

    route: str
    view: Callable[..., HttpResponseBase]
    name: str
    label: Any = ""
    permission: str = "references.view_reference"

    @property
    def is_of_a_record(self) -> bool:
        return "<int:pk>" in self.route


PAGES: tuple[Page, ...] = (
    Page("<int:pk>/standing/", standing.standing_page, standing.PAGE, _("Standing and notices")),
    Page(
        "<int:pk>/standing/<int:notice_pk>/withdraw/",
        standing.withdrawal_page,
        standing.WITHDRAWAL,
        permission="references.change_reference",
    ),
    Page(
        "look-up/",
        look_ups.begin,
        "references_reference_look_up",
        _("Look a work up"),
        permission="references.add_reference",
    ),
    Page(
        "<int:pk>/look-up/",
        look_ups.begin,
        "references_record_look_up",
        _("Look up"),
        permission="references.change_reference",
    ),
    Page("look-up/<int:look_up>/", look_ups.show, "references_look_up"),
    Page("look-up/<int:look_up>/progress", look_ups.progress, "references_look_up_progress"),
    Page(
        "import/",
        uploads.upload_list,
        uploads.LIST,
        _("Import files"),
        permission="references.add_reference",
    ),
    Page("import/<int:upload>/", uploads.upload_page, uploads.PAGE),
)
