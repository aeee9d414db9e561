"""PubMed's XML: `PubmedArticle` and `PubmedBookArticle`, from files and from E-utilities alike.

The elements are those of NLM's PubMed DTD of 2025. They carry no namespace, apart from MathML.
"""

from collections.abc import Iterator
from typing import Any
from xml.etree.ElementTree import Element

from references.bibliography import medline

RECORDS = ("PubmedArticle", "PubmedBookArticle")
DEEPEST = 20
MARKUP = {"i": "i", "em": "i", "sub": "sub", "sup": "sup"}


def text(element: Element | None) -> str:
    """The words inside, on one line, with `<i>`, `<sub>` and `<sup>` where they are so marked."""
    return " ".join("".join(_pieces(element)).split()) if element is not None else ""


def _pieces(element: Element, depth: int = 0) -> Iterator[str]:
    if depth > DEEPEST:
        yield from element.itertext()
        return
    yield element.text or ""
    for child in element:
        inner = "".join(_pieces(child, depth + 1))
        tag = MARKUP.get(child.tag)
        yield f"<{tag}>{inner}</{tag}>" if tag else inner
        yield child.tail or ""


def text_at(element: Element | None, *paths: str) -> str:
    """The words at the first of the paths that has any."""
    if element is None:
        return ""
    return next((words for path in paths if (words := text(element.find(path)))), "")


def texts_at(element: Element, path: str) -> list[str]:
    return [words for found in element.findall(path) if (words := text(found))]


def article_as_csl(element: Element) -> dict[str, Any]:
    """One article, book or chapter as a CSL item, not yet normalised. Never raises.

    Notices about it (`CommentsCorrectionsList`, publication types) are not part of the item.
    """
    if element.tag == "PubmedBookArticle":
        return medline.filled(_book_document(element))
    return medline.filled(_article(element))


def pmid_of(element: Element) -> str:
    return text_at(element, "MedlineCitation/PMID", "BookDocument/PMID")


def _article(element: Element) -> dict[str, Any]:
    article = element.find("MedlineCitation/Article")
    if article is None:
        return {"type": "article-journal", "PMID": pmid_of(element)}
    page = _pages(article)
    return {
        "type": _type(article),
        "title": medline.title(text_at(article, "ArticleTitle")),
        "original-title": medline.title(text_at(article, "VernacularTitle")),
        "author": _people(article, "AuthorList", "authors"),
        "editor": _people(article, "AuthorList", "editors"),
        "issued": _issued(article),
        "page": page,
        "number": medline.article_number(page, text_at(article, "ELocationID[@EIdType='pii']")),
        **_journal(element, article),
        **_what_it_is(element, article),
        "PMID": pmid_of(element),
        **_article_ids(element, article),
        "NCT": medline.registration(
            texts_at(article, "DataBankList/DataBank/AccessionNumberList/AccessionNumber")
        ),
    }


def _type(article: Element) -> str:
    types = texts_at(article, "PublicationTypeList/PublicationType")
    return "article" if "Preprint" in types else "article-journal"


def _journal(element: Element, article: Element) -> dict[str, Any]:
    short = text_at(article, "Journal/ISOAbbreviation")
    medline_short = text_at(element, "MedlineCitation/MedlineJournalInfo/MedlineTA")
    return {
        "container-title": text_at(article, "Journal/Title") or medline_short or short,
        "container-title-short": medline_short or short.replace(".", ""),
        "volume": text_at(article, "Journal/JournalIssue/Volume"),
        "issue": text_at(article, "Journal/JournalIssue/Issue"),
        "ISSN": text_at(article, "Journal/ISSN"),
    }


def _what_it_is(element: Element, document: Element) -> dict[str, Any]:
    types = texts_at(document, "PublicationTypeList/PublicationType")
    types += texts_at(document, "PublicationType")
    words = texts_at(element, "MedlineCitation/MeshHeadingList/MeshHeading/DescriptorName")
    words += texts_at(element, "MedlineCitation/KeywordList/Keyword")
    words += texts_at(document, "KeywordList/Keyword")
    return {
        "genre": medline.genre(types),
        "language": text_at(document, "Language"),
        "abstract": _abstract(document),
        "keyword": medline.keywords(words),
    }


def _abstract(document: Element) -> str:
    """The sections one after the other, each with its label."""
    sections = (
        (section.get("Label", ""), text(section))
        for section in document.findall("Abstract/AbstractText")
    )
    labelled = (
        f"{label}: {words}" if label and label != "UNLABELLED" else words
        for label, words in sections
        if words
    )
    return " ".join(labelled)


def _pages(article: Element) -> str:
    written = text_at(article, "Pagination/MedlinePgn")
    first = text_at(article, "Pagination/StartPage")
    last = text_at(article, "Pagination/EndPage")
    return written or (f"{first}-{last}" if first and last and first != last else first)


def _issued(article: Element) -> object:
    date = article.find("Journal/JournalIssue/PubDate")
    electronic = article.find("ArticleDate[@DateType='Electronic']")
    volume = text_at(article, "Journal/JournalIssue/Volume")
    return medline.issued(_written(date), _iso(electronic), volume)


def _written(date: Element | None) -> str:
    """A date as MEDLINE writes it: `2017 Mar 5`, `2017 Mar-Apr`."""
    parts = (text_at(date, part) for part in ("Year", "Month", "Season", "Day"))
    return text_at(date, "MedlineDate") or " ".join(part for part in parts if part)


def _iso(date: Element | None) -> str:
    parts = (text_at(date, part) for part in ("Year", "Month", "Day"))
    return "-".join(part for part in parts if part)


def _people(document: Element, path: str, type_: str) -> list[dict[str, str]]:
    """The authors, or the editors; a list that does not say is of authors."""
    lists = (
        found for found in document.findall(path) if found.get("Type", "authors").lower() == type_
    )
    people = (_person(author) for found in lists for author in found.findall("Author"))
    return [person for person in people if person]


def _person(author: Element) -> dict[str, str]:
    if organisation := text_at(author, "CollectiveName"):
        return {"literal": organisation}
    given = text_at(author, "ForeName", "FirstName", "Initials")
    family = text_at(author, "LastName")
    suffix = text_at(author, "Suffix")
    return medline.filled({"family": family, "given": given, "suffix": suffix})


def _article_ids(element: Element, article: Element) -> dict[str, Any]:
    """Its own alone: `ReferenceList` holds those of the works that it cites."""
    own = "PubmedData/ArticleIdList/ArticleId"
    return {
        "DOI": text_at(
            article, "ELocationID[@EIdType='doi'][@ValidYN='Y']", "ELocationID[@EIdType='doi']"
        )
        or text_at(element, f"{own}[@IdType='doi']"),
        "PMCID": text_at(element, f"{own}[@IdType='pmc']"),
    }


def _book_document(element: Element) -> dict[str, Any]:
    document, book = element.find("BookDocument"), element.find("BookDocument/Book")
    if document is None or book is None:
        return {"type": "book", "PMID": pmid_of(element)}
    chapter = medline.title(text_at(document, "ArticleTitle"))
    whole = medline.title(text_at(book, "BookTitle"))
    is_chapter = bool(chapter) and chapter != whole
    authors = _people(document, "AuthorList", "authors") or _people(book, "AuthorList", "authors")
    return {
        "type": "chapter" if is_chapter else "book",
        "title": chapter or whole,
        "container-title": whole if is_chapter else "",
        "author": authors,
        "editor": _people(book, "AuthorList", "editors")
        or _people(document, "AuthorList", "editors"),
        "issued": medline.date(_written(_date_of_book(document, book, is_chapter=is_chapter))),
        "page": _pages(document),
        **_volume(book),
        **_what_it_is(element, document),
        "PMID": pmid_of(element),
        **_book_ids(document, book),
    }


def _date_of_book(document: Element, book: Element, *, is_chapter: bool) -> Element | None:
    """A chapter of a book that is kept up to date has its own."""
    own = document.find("ContributionDate") if is_chapter else None
    return own if own is not None else book.find("PubDate")


def _volume(book: Element) -> dict[str, Any]:
    return {
        "collection-title": medline.title(text_at(book, "CollectionTitle")),
        "volume": text_at(book, "Volume"),
        "edition": text_at(book, "Edition"),
        "number": text_at(book, "ReportNumber"),
        "publisher": text_at(book, "Publisher/PublisherName"),
        "publisher-place": text_at(book, "Publisher/PublisherLocation"),
        "ISBN": text_at(book, "Isbn"),
    }


def _book_ids(document: Element, book: Element) -> dict[str, Any]:
    accession = text_at(document, "ArticleIdList/ArticleId[@IdType='bookaccession']")
    return {
        "DOI": text_at(document, "ArticleIdList/ArticleId[@IdType='doi']")
        or text_at(book, "ELocationID[@EIdType='doi']"),
        "PMCID": text_at(document, "ArticleIdList/ArticleId[@IdType='pmc']"),
        "URL": f"https://www.ncbi.nlm.nih.gov/books/{accession}/" if accession else "",
    }
