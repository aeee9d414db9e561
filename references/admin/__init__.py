"""The reference library for editors, and the pages around it."""

from references.admin.library import ReferenceAdmin

__all__ = ["ReferenceAdmin"]
