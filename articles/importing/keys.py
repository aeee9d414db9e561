"""Citation keys: what a file calls its sources. They mean nothing outside of that file."""

import re
import unicodedata
from collections.abc import Mapping
from typing import Final

from articles.text import citations, tree
from articles.text.citations import Citation
from articles.text.inline import tidy_text

#: `@smith2020` or `@{any text}`: Pandoc's keys, which begin with a letter, digit or underscore and
#: hold single punctuation marks inside.
CITATION: Final = re.compile(
    r"@(?:\{(?P<braced>[^{}\n]+)\}|(?P<bare>\w(?:\w|[:.#$%&\-+?<>~/](?=\w))*))"
)


def tidied(key: str) -> str:
    """A key as it is kept in a text, so that its definition and its uses compare equal."""
    return " ".join(unicodedata.normalize("NFC", tidy_text(key)).split())


def resolved(html: str, ids: Mapping[str, int]) -> str:
    """A sanitised text in which unresolved citations of these keys cite these references.

    All other citations stay as they are.
    """
    nodes = tree.parse(html)
    for element in tree.elements(nodes):
        if element.tag == "cite":
            citation = citations.of_element(element)
            if citation.reference_id is None and citation.key in ids:
                element.attributes = citations.element_of(Citation(ids[citation.key])).attributes
    return tree.serialise(nodes)
