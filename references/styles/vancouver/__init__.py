"""NLM's Citing Medicine, 2nd edition, as the ICMJE's sample references use it.

Where the two leave a choice, or ask for what no record holds:

* Of more than six people the first six are named (ICMJE); NLM itself names all.
* Two initials at most, ranks in Arabic ("3rd"), as NLM; names keep their accents, which NLM drops.
* An article carries its whole date, and its issue.
* A date that is not known is said to be so; a place is left out, for records rarely hold it.
* A page of a website is cited by its own title, not as a part of the site's.
* PMID and PMCID are named as PubMed names them today.
"""

from collections.abc import Callable, Mapping
from typing import Final

from references.styles.forms import Form
from references.styles.parts.html import Html
from references.styles.parts.item import Item
from references.styles.vancouver import articles, books, others

FORMS: Final[Mapping[Form, Callable[[Item], Html]]] = {
    Form.ARTICLE: articles.article,
    Form.PERIODICAL: articles.periodical,
    Form.PREPRINT: articles.preprint,
    Form.BOOK: books.book,
    Form.CHAPTER: books.chapter,
    Form.ENTRY: books.entry,
    Form.PROCEEDINGS: books.chapter,
    Form.REPORT: books.report,
    Form.THESIS: books.thesis,
    Form.PRESENTATION: others.presentation,
    Form.LABEL: others.label,
    Form.WEBSITE: others.website,
    Form.REGISTRATION: others.registration,
}
