"""References in the style of the AMA Manual, 11th edition (chapter 3), as safe HTML.

The rendering is stored inside signed versions: it depends on the item alone, never on the active
language, the clock or the database.
"""

from references.ama.layouts import format_reference

__all__ = ["format_reference"]
