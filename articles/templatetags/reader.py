"""What the reader's templates need that Django's tags do not have."""

import datetime
import json
from collections.abc import Iterable, Mapping
from typing import Any

from django import template
from django.conf import settings
from django.utils.dateparse import parse_date
from django.utils.safestring import SafeString, mark_safe

from articles.cited_sources import ChangedSources
from articles.search import snippet_of

register = template.Library()

_NEVER_IN_A_SCRIPT = {ord(">"): "\\u003E", ord("<"): "\\u003C", ord("&"): "\\u0026"}


@register.simple_tag
def json_ld(data: dict[str, Any]) -> SafeString:
    """A data block. It is not run, so no policy stands against it; `</script>` cannot end it."""
    text = json.dumps(data, ensure_ascii=False).translate(_NEVER_IN_A_SCRIPT)
    return mark_safe(f'<script type="application/ld+json">{text}</script>')  # noqa: S308


@register.filter
def as_date(text: str | None) -> datetime.date | None:
    """A day that a version's content holds as ISO 8601 text."""
    return parse_date(text) if text else None


@register.simple_tag
def corrections_address() -> str:
    """Where readers report a problem; empty where the publisher has named no address."""
    return str(getattr(settings, "CORRECTIONS_EMAIL", ""))


@register.filter
def as_snippet(found: str) -> SafeString:
    """What a search found, with the hits marked."""
    return snippet_of(found)


@register.filter
def as_sources(rows: Iterable[Mapping[str, Any]]) -> ChangedSources:
    """What a query found of an article's sources."""
    return ChangedSources.of(rows)
