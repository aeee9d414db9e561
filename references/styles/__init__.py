"""References as the manuals set them, as safe HTML: a form for each kind of work, two styles.

* `ama`: AMA Manual of Style, 11th edition, chapter 3.
* `vancouver`: NLM's Citing Medicine, 2nd edition, with the choices of the ICMJE's samples.

The rendering is stored inside signed versions: it depends on the item alone, never on the active
language, the clock, a setting or the database.
"""

import html
import re
from collections.abc import Callable, Mapping
from typing import Any, Final

from django.utils.safestring import SafeString

from references.styles import ama, vancouver
from references.styles.forms import Form, form_of
from references.styles.parts.html import Html
from references.styles.parts.item import Item

__all__ = ["DEFAULT", "STYLES", "as_text", "format_reference"]

STYLES: Final[Mapping[str, Mapping[Form, Callable[[Item], Html]]]] = {
    "ama": ama.FORMS,
    "vancouver": vancouver.FORMS,
}
#: The style of what was written before there was a choice.
DEFAULT: Final = "ama"
_TAG = re.compile("<[^>]*>")


def format_reference(csl: Mapping[str, Any], kind: str, style: str = DEFAULT) -> SafeString:
    """The reference as HTML with `em`, `sub`, `sup` and `a`; `csl` is a normalised item.

    Raises KeyError for a style that is none of `STYLES`.
    """
    return SafeString(STYLES[style][form_of(csl, kind)](csl))


def as_text(csl: Mapping[str, Any], kind: str, style: str = DEFAULT) -> str:
    """The same words without markup, for mail, a clipboard or a record of what happened."""
    return html.unescape(_TAG.sub("", format_reference(csl, kind, style)))
