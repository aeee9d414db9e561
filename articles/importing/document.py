"""A whole file, read and checked, before anything is written to the database."""

from dataclasses import dataclass
from pathlib import Path

from articles.importing import files, front_matter, metadata, sources, text
from articles.importing.exceptions import ImportFailed, Note
from articles.importing.front_matter import FrontMatter
from articles.importing.inspection import CitedKey
from articles.importing.metadata import Metadata
from articles.importing.sources import Source
from articles.importing.text import ParsedSection


@dataclass(frozen=True, slots=True)
class Document:
    """`unresolved` are the citations whose key no source has."""

    metadata: Metadata
    sections: list[ParsedSection]
    sources: list[Source]
    citations: list[CitedKey]
    unresolved: list[CitedKey]
    notes: list[Note]
    front: FrontMatter


def read(path: Path) -> Document:
    """Reads the file and the bibliographies beside it. Raises `ImportFailed`."""
    try:
        return parse(files.read_text(path), path)
    except ImportFailed as error:
        error.path = path
        raise


def parse(markdown: str, path: Path) -> Document:
    """The document that a text is; `path` tells where its bibliographies are."""
    parts = front_matter.split(markdown)
    front = front_matter.read(parts.front_matter)
    facts = metadata.read(front)
    sections, found = text.parse(parts.body, title=facts.title, first_line=parts.body_line)
    cited = [citation.key for citation in found.citations]
    shelf = sources.read(front, path, set(cited))
    taken = shelf.taken(cited)
    keys = {source.key for source in taken}
    notes = [*metadata.notes(front), *shelf.notes, *found.notes]
    return Document(
        metadata=facts,
        sections=sections,
        sources=taken,
        citations=found.citations,
        unresolved=[citation for citation in found.citations if citation.key not in keys],
        notes=sorted(notes, key=lambda note: note.line),
        front=front,
    )
