"""What PubMed says has become of an article: `CommentsCorrectionsList` and publication types.

https://www.nlm.nih.gov/bsd/licensee/elements_descriptions.html, and NLM's DTD for the values.
"""

import re
from datetime import date
from xml.etree.ElementTree import Element

from references import dates
from references.bibliography import pubmed_xml
from references.models.standing import Nature
from references.remote.answers import FoundNotice

#: `…In` names a notice about this article; `…Of`, `…For` and `…From` are on the notice itself. An
#: article retracted and republished was retracted: its successor is another record.
NATURES = {
    "RetractionIn": Nature.RETRACTION,
    "PartialRetractionIn": Nature.RETRACTION,
    "RetractedandRepublishedIn": Nature.RETRACTION,
    "ExpressionOfConcernIn": Nature.EXPRESSION_OF_CONCERN,
    "ErratumIn": Nature.CORRECTION,
    "CorrectedandRepublishedIn": Nature.CORRECTION,
}
#: Publication types of the article that is meant, not of the notice.
OF_THE_ARTICLE = {"retracted publication": Nature.RETRACTION}
#: A type of notices; on anything else it is meant of the article.
CONCERN, CONCERN_FOR = "expression of concern", "ExpressionOfConcernFor"
_DOI = re.compile(r"\bdoi: ?(10\.\S+?)\.?(?:\s|$)", re.IGNORECASE)
_DAY = re.compile(r"\b(\d{4}) ([A-Z][a-z]{2}) (\d{1,2})\b")


def notices(article: Element) -> list[FoundNotice]:
    """About this article; of a `PubmedBookArticle` PubMed tells none."""
    links = article.findall("MedlineCitation/CommentsCorrectionsList/CommentsCorrections")
    found = [
        _notice(link, NATURES[type_])
        for link in links
        if (type_ := link.get("RefType", "")) in NATURES
    ]
    told = {notice.nature for notice in found}
    pmid = pubmed_xml.pmid_of(article)
    is_concern = any(link.get("RefType") == CONCERN_FOR for link in links)
    return found + [
        FoundNotice(nature, None, "", f"https://pubmed.ncbi.nlm.nih.gov/{pmid}/")
        for nature in _of_types(article, is_concern=is_concern)
        if nature not in told
    ]


def _of_types(article: Element, *, is_concern: bool) -> list[Nature]:
    path = "MedlineCitation/Article/PublicationTypeList/PublicationType"
    types = [type_.lower() for type_ in pubmed_xml.texts_at(article, path)]
    natures = [OF_THE_ARTICLE[type_] for type_ in types if type_ in OF_THE_ARTICLE]
    if CONCERN in types and not is_concern:
        natures.append(Nature.EXPRESSION_OF_CONCERN)
    return natures


def _notice(link: Element, nature: Nature) -> FoundNotice:
    """`RefSource` is a citation: “Lancet. 2010 Feb 6;375(9713):445. doi: 10.1016/S0140-….”"""
    source = pubmed_xml.text_at(link, "RefSource")
    pmid = pubmed_xml.text_at(link, "PMID")
    doi = _DOI.search(source)
    if pmid:
        return FoundNotice(
            nature, _day(source), f"pmid:{pmid}", f"https://pubmed.ncbi.nlm.nih.gov/{pmid}/"
        )
    if doi:
        bare = doi[1].lower()
        return FoundNotice(nature, _day(source), f"doi:{bare}", f"https://doi.org/{bare}")
    return FoundNotice(nature, _day(source), "", "")


def _day(source: str) -> date | None:
    """A whole date or none."""
    found = _DAY.search(source)
    month = dates.month_number(found[2]) if found else None
    if found is None or month is None:
        return None
    try:
        return date(int(found[1]), month, int(found[3]))
    except ValueError:
        return None
