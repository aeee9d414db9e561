"""The shape of a letter."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Letter:
    """Plain text throughout; nothing in it is marked as safe for HTML.

    `quote` is what a person wrote, a note or a reason. `path` begins with a slash; the site comes
    before it. `why` tells the recipient why they get this. `changes` says how much the version
    differs from the one before, where the letter is about a version.
    """

    subject: str
    lines: list[str]
    link: str
    path: str
    why: str
    quote: str = ""
    changes: str = ""
