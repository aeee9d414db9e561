"""References as the site sets them now. What is frozen keeps the style it was frozen with."""

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.utils.safestring import SafeString

from references.styles import format_reference


def in_house_style(csl: Mapping[str, Any], kind: str) -> SafeString:
    """For previews; `csl` is a normalised item."""
    return format_reference(csl, kind, settings.REFERENCE_STYLE)
