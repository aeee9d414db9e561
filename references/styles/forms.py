"""Which form a work is cited in: one rule for every style."""

from enum import Enum, auto

from references.kinds import Kind
from references.styles.parts.item import Item, field, first_of


class Form(Enum):
    """The forms that the manuals know."""

    ARTICLE = auto()
    PERIODICAL = auto()
    PREPRINT = auto()
    BOOK = auto()
    CHAPTER = auto()
    ENTRY = auto()
    REPORT = auto()
    LABEL = auto()
    WEBSITE = auto()
    REGISTRATION = auto()
    THESIS = auto()
    PROCEEDINGS = auto()
    PRESENTATION = auto()


OF_TYPE = {
    "article-journal": Form.ARTICLE,
    "review": Form.ARTICLE,
    "review-book": Form.ARTICLE,
    "article-magazine": Form.PERIODICAL,
    "article-newspaper": Form.PERIODICAL,
    "article": Form.PREPRINT,
    "book": Form.BOOK,
    "collection": Form.BOOK,
    "chapter": Form.CHAPTER,
    "entry": Form.ENTRY,
    "entry-dictionary": Form.ENTRY,
    "entry-encyclopedia": Form.ENTRY,
    "thesis": Form.THESIS,
    "paper-conference": Form.PROCEEDINGS,
    "speech": Form.PRESENTATION,
    "webpage": Form.WEBSITE,
    "post": Form.WEBSITE,
    "post-weblog": Form.WEBSITE,
}
REGISTRY = "clinicaltrials.gov"


def form_of(item: Item, kind: str) -> Form:
    """From CSL's type; our kind decides for labels, and where the type says nothing."""
    type_ = field(item, "type")
    if kind == Kind.DRUG_LABEL and type_ not in ("article-journal", "chapter"):
        return Form.LABEL
    form = OF_TYPE.get(type_) or (Form.WEBSITE if kind == Kind.WEBSITE else Form.REPORT)
    if form is Form.WEBSITE and _is_registration(item):
        return Form.REGISTRATION
    if form is Form.PROCEEDINGS and not field(item, "container-title"):
        return Form.PRESENTATION
    return form


def _is_registration(item: Item) -> bool:
    """A page of the registry; a page about a trial elsewhere may carry its number too."""
    places = (field(item, "URL"), first_of(item, "container-title", "publisher"))
    return bool(field(item, "NCT")) and any(REGISTRY in place.lower() for place in places)
