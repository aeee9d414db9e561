"""The pages beside the library's list and forms: one line each, so that they are found here."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http.response import HttpResponseBase


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


PAGES: tuple[Page, ...] = ()
