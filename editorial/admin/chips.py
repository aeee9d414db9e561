"""A state as a word and a shape."""

from django.db import models
from django.utils.html import format_html
from django.utils.safestring import SafeString


def chip(state: models.TextChoices) -> SafeString:
    """The shape and colour hang on the class; see editorial/admin.css."""
    return format_html('<span class="chip chip--{}">{}</span>', state.value, state.label)
