"""Where callers found the formatter before there were two styles."""

from references.styles import format_reference

__all__ = ["format_reference"]
