"""A real work, and how each style sets it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Work:
    """Both lines are written by hand from the manuals, never taken from the program.

    They are the HTML with every link as the text it shows.
    """

    name: str
    kind: str
    item: dict[str, Any]
    ama: str
    vancouver: str


def article(
    title: str, authors: Sequence[str | dict[str, str]], journal: str, issued: str, **more: Any
) -> dict[str, Any]:
    """An article in a journal of that abbreviation; `_` in a name stands for `-`."""
    named = {key.replace("_", "-"): value for key, value in more.items()}
    return {
        "type": "article-journal",
        "title": title,
        "author": authors,
        "container-title-short": journal,
        "issued": issued,
        **named,
    }
