"""Articles from Markdown files: YAML front matter, Pandoc's citations, one file per article.

The working draft is written; versions, and what readers see, are untouched. A citation whose key
is not defined stays in the text as an unresolved one: it blocks submission until somebody resolves
it, and never becomes a number.
"""

from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

import pghistory
from django.contrib.auth.models import User
from django.db import DataError, IntegrityError, transaction
from django.utils.translation import gettext as _

from articles.importing import document as documents
from articles.importing.document import Document
from articles.importing.drafting import article_for, write_sections
from articles.importing.exceptions import ImportFailed, Note
from articles.importing.inspection import CitedKey
from articles.importing.keys import resolved
from articles.models import Article
from references import supersession
from references.library import find_or_create

__all__ = ["ImportFailed", "ImportReport", "import_article", "resolved"]


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What became of one file. `unresolved` has every use of an undefined key, with its line."""

    article: Article
    created: bool
    sections: int
    citations: int
    unresolved: list[CitedKey]
    notes: list[Note]


def import_article(path: Path, *, owner: User, but: Collection[int] = ()) -> ImportReport:
    """Create or update the draft that the file at `path` describes, in one transaction.

    `owner` owns a new article, and is on record as the author of everything written here. `but`
    holds the ids of articles that other files of the same run became: a file without a slug does
    not overwrite those, even under the same title. Raises `ImportFailed`.
    """
    document = documents.read(path)
    try:
        with transaction.atomic(), pghistory.context(user=owner.pk, source="import"):
            return _write(document, owner=owner, but=but)
    except ImportFailed as error:
        error.path = path
        raise
    except (DataError, IntegrityError) as error:
        failure = ImportFailed(
            _("The database refused it; nothing of this file was imported: %(reason)s")
            % {"reason": str(error).split("\n", 1)[0]}
        )
        failure.path = path
        raise failure from error


def _write(document: Document, *, owner: User, but: Collection[int]) -> ImportReport:
    article, created = article_for(document, owner=owner, but=but)
    found = [(source, *find_or_create(source.csl, kind=source.kind)) for source in document.sources]
    supersession.link((work.pk, source.csl) for source, work, is_new in found if is_new)
    records = [(source.key, work.pk) for source, work, _is_new in found]
    write_sections(article, document.sections, {key: pk for key, pk in records if key})
    article.listed_references.set({pk for _key, pk in records})
    return ImportReport(
        article=article,
        created=created,
        sections=len(document.sections),
        citations=len(document.citations),
        unresolved=document.unresolved,
        notes=document.notes,
    )
