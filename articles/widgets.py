"""The editor of a section's text: a textarea, and with JavaScript the prose editor on top of it."""

import re
from collections.abc import Mapping
from typing import Any

from django import forms
from django.contrib.admin.widgets import AutocompleteSelectMultiple
from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _
from django_prose_editor.widgets import importmap, prose_editor_js
from js_asset import JSON, ImportMap, Media, Script

FOLDER = "articles/editor/"
MODULES = (
    *("callout", "citation", "library", "library_dialog"),
    *("links", "tables", "toolbar", "words"),
)

_ID = re.compile("[0-9]{1,18}")

#: What the editor says. Its scripts hold no text of their own.
WORDS = {
    "toolbar": _("Formatting"),
    "bold": _("Bold"),
    "italic": _("Italic"),
    "subscript": _("Subscript"),
    "superscript": _("Superscript"),
    "bullets": _("Bullets"),
    "numbers": _("Numbers"),
    "note": _("Note"),
    "caution": _("Caution"),
    "danger": _("Danger"),
    "link": _("Link"),
    "address": _("Address"),
    "addressHelp": _("Begins with https:// or mailto:. Leave it empty to remove the link."),
    "apply": _("Apply"),
    "table": _("Table"),
    "rowBelow": _("Row below"),
    "deleteRow": _("Delete row"),
    "columnRight": _("Column right"),
    "deleteColumn": _("Delete column"),
    "headerCell": _("Header cell"),
    "caption": _("Caption"),
    "captionHelp": _("Says what the table shows. Leave it empty for none."),
    "deleteTable": _("Delete table"),
    "cite": _("Cite"),
    "undo": _("Undo"),
    "redo": _("Redo"),
    "citeTitle": _("Cite a reference"),
    "changeTitle": _("Change this citation"),
    "resolveTitle": _("Choose the reference for “%s”"),
    "search": _("Search the library"),
    "searchHelp": _("Title, author, year, DOI or PMID. Arrow keys choose, Enter cites."),
    "searching": _("Searching …"),
    "nothing": _(
        "Nothing in the library matches. Try other words, look the work up, or add it by hand."
    ),
    "found": _("%s found"),
    "failed": _("The library could not be searched. Your text is untouched; try again."),
    "retracted": _("Retracted: cannot be cited"),
    "isRetracted": _("retracted"),
    "removeCitation": _("Remove citation"),
    "cancel": _("Cancel"),
    "lookUp": _("Look a work up"),
    "addReference": _("Add a reference by hand"),
    "unresolved": _("No reference for “%s”"),
    "reference": _("Reference %s"),
    "moveUp": _("Move up"),
    "moveDown": _("Move down"),
    "moved": _("Moved to place %s"),
}


def _editor_media() -> Media:
    return Media(
        importmap=importmap
        | ImportMap({f"articles/{module}": f"{FOLDER}{module}.js" for module in MODULES}),
        css={"all": ["django_prose_editor/editor.css", f"{FOLDER}editor.css"]},
        js=[
            prose_editor_js,
            JSON(
                {
                    "words": WORDS,
                    "search": reverse_lazy("references:search"),
                    "add": reverse_lazy("admin:references_reference_add"),
                    "lookUp": reverse_lazy("admin:references_reference_look_up"),
                },
                id="prose-settings",
            ),
            Script(f"{FOLDER}main.js", type="module"),
        ],
    )


class ProseWidget(forms.Textarea):
    """Without JavaScript its HTML is edited as it is."""

    def __init__(self, attrs: Mapping[str, Any] | None = None) -> None:
        super().__init__({"rows": 12, "cols": 80, "data-prose": "", **(attrs or {})})

    @property
    def media(self) -> Media:
        return _editor_media()


class ReferencesWidget(AutocompleteSelectMultiple):
    """Without the button that removes all, which stands where only items of the list may."""

    def build_attrs(
        self, base_attrs: Mapping[str, Any], extra_attrs: Mapping[str, Any] | None = None
    ) -> dict[str, Any]:
        attributes = super().build_attrs(dict(base_attrs), dict(extra_attrs or {}))
        return {**attributes, "data-allow-clear": "false"}

    def optgroups(self, name: str, value: Any, attr: Any = None) -> Any:  # noqa: ANN401 # Django's
        """Of what was chosen, that which could be in the library: Django asks for it as it came."""
        return super().optgroups(name, [pk for pk in value if _ID.fullmatch(str(pk))], attr)
