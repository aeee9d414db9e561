"""The table of contents of a stored rendering."""

import re
from dataclasses import dataclass
from html import unescape

from django.utils.html import strip_tags

#: As `articles.text.rendering` writes them; there are no other <h2> in a rendering.
HEADING = re.compile(
    r'<section (?:id="(?P<anchor>[^"]*)" )?class="[^"]*"><h2>(?P<heading>.*?)</h2>'
)


@dataclass(frozen=True)
class Entry:
    """A heading and the anchor of its section."""

    anchor: str
    heading: str


def contents_of(html: str) -> list[Entry]:
    """The headings that can be linked to, in order."""
    return [
        Entry(found["anchor"], unescape(strip_tags(found["heading"])))
        for found in HEADING.finditer(html)
        if found["anchor"]
    ]
