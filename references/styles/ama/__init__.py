"""The AMA Manual of Style, 11th edition, chapter 3."""

from collections.abc import Callable, Mapping
from typing import Final

from references.styles.ama import articles, books, others
from references.styles.forms import Form
from references.styles.parts.html import Html
from references.styles.parts.item import Item

FORMS: Final[Mapping[Form, Callable[[Item], Html]]] = {
    Form.ARTICLE: articles.article,
    Form.PERIODICAL: articles.periodical,
    Form.PREPRINT: articles.preprint,
    Form.BOOK: books.book,
    Form.CHAPTER: books.chapter,
    Form.ENTRY: books.chapter,
    Form.PROCEEDINGS: books.chapter,
    Form.REPORT: books.report,
    Form.THESIS: books.thesis,
    Form.PRESENTATION: others.presentation,
    Form.LABEL: others.label,
    Form.WEBSITE: others.website,
    Form.REGISTRATION: others.registration,
}
