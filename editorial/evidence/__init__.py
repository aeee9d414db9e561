"""The history for an auditor who does not have this software: as JSON, or as one zip."""

from editorial.evidence.bundle import write
from editorial.evidence.history import of

__all__ = ["of", "write"]
