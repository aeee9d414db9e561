"""The data of Retraction Watch: read from the file that Crossref publishes, kept, and applied."""

from references.retraction_watch.importing import FileCutShort, Imported, import_rows
from references.retraction_watch.rows import NotTheFile, Problem, Row, read

__all__ = ["FileCutShort", "Imported", "NotTheFile", "Problem", "Row", "import_rows", "read"]
