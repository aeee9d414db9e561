"""Works as Crossref and PubMed write them down, with the oddities that both really have."""

from typing import Any

DOI = "10.1000/stiff.neck.1"
NOTICE = "10.1000/stiff.neck.notice"


def crossref_work(doi: str = DOI, **changes: Any) -> dict[str, Any]:
    """A journal article; what is changed is given in Crossref's names with `_` for `-`."""
    message: dict[str, Any] = {
        "indexed": {"date-parts": [[2025, 11, 2]], "version": "build-2065373602"},
        "reference-count": 31,
        "publisher": "Example Press",
        "issue": "2",
        "content-domain": {"domain": ["journals.example.org"], "crossmark-restriction": True},
        "short-container-title": ["J Ex Neck"],
        "published-print": {"date-parts": [[2017, 3, 5]]},
        "published-online": {"date-parts": [[2016, 12, 20]]},
        "issued": {"date-parts": [[2016, 12, 20]]},
        "DOI": doi.upper(),
        "type": "journal-article",
        "created": {"date-parts": [[2016, 12, 20]], "date-time": "2016-12-20T09:00:00Z"},
        "page": "101\u2013109",
        "source": "Crossref",
        "title": ["Stiff necks &amp; jaws: H<sub>2</sub>O or <i>Homo sapiens</i>?"],
        "volume": "12",
        "author": [
            {
                "given": "Ada",
                "family": "Example",
                "sequence": "first",
                "affiliation": [{"name": "Sample University"}],
                "ORCID": "http://orcid.org/0000-0000-0000-0000",
            },
            {"name": "The Sample Neck Group", "sequence": "additional", "affiliation": []},
        ],
        "container-title": ["Journal of Example Necks"],
        "language": "en",
        "URL": f"https://doi.org/{doi}",
        "ISSN": ["0000-0000", "1111-1111"],
        "score": 41.5,
        "abstract": "<jats:title>Abstract</jats:title><jats:p>Necks &lt; jaws.</jats:p>",
        "clinical-trial-number": [
            {"clinical-trial-number": "nct01234567", "registry": "10.18810/clinical-trials-gov"}
        ],
        "subtitle": [],
    }
    return message | {name.replace("_", "-"): value for name, value in changes.items()}


def update(type_: str, doi: str = NOTICE, **changes: Any) -> dict[str, Any]:
    """An entry of `updated-by` or `update-to`."""
    entry = {
        "DOI": doi,
        "type": type_,
        "label": type_.replace("_", " ").capitalize(),
        "source": "publisher",
        "updated": {"date-parts": [[2020, 5, 4]], "date-time": "2020-05-04T00:00:00Z"},
    }
    return entry | changes


def pubmed_article(
    pmid: str = "8300650", *, types: tuple[str, ...] = (), links: str = "", doi: str = DOI
) -> str:
    """A journal article as `efetch` gives it; `links` go into the CommentsCorrectionsList."""
    listed = "".join(
        f'<PublicationType UI="D0">{type_}</PublicationType>'
        for type_ in ("Journal Article", *types)
    )
    return f"""<PubmedArticle><MedlineCitation Status="MEDLINE" IndexingMethod="Manual">
<PMID Version="1">{pmid}</PMID>
<Article PubModel="Print-Electronic"><Journal><ISSN IssnType="Electronic">1111-1111</ISSN>
<JournalIssue CitedMedium="Internet"><Volume>12</Volume><Issue>2</Issue>
<PubDate><Year>2017</Year><Month>Mar</Month><Day>05</Day></PubDate></JournalIssue>
<Title>Journal of Example Necks</Title><ISOAbbreviation>J Ex Neck</ISOAbbreviation></Journal>
<ArticleTitle>Stiff necks and jaws.</ArticleTitle>
<Pagination><StartPage>101</StartPage><EndPage>109</EndPage><MedlinePgn>101-9</MedlinePgn>
</Pagination><ELocationID EIdType="doi" ValidYN="Y">{doi}</ELocationID>
<AuthorList CompleteYN="Y"><Author ValidYN="Y"><LastName>Example</LastName>
<ForeName>Ada</ForeName><Initials>A</Initials></Author></AuthorList><Language>eng</Language>
<PublicationTypeList>{listed}</PublicationTypeList></Article>
<MedlineJournalInfo><MedlineTA>J Ex Neck</MedlineTA></MedlineJournalInfo>
<CommentsCorrectionsList>{links}</CommentsCorrectionsList></MedlineCitation>
<PubmedData><PublicationStatus>ppublish</PublicationStatus><ArticleIdList>
<ArticleId IdType="pubmed">{pmid}</ArticleId><ArticleId IdType="pmc">PMC5013361</ArticleId>
<ArticleId IdType="doi">{doi}</ArticleId></ArticleIdList></PubmedData></PubmedArticle>"""


def link(type_: str, source: str, pmid: str = "") -> str:
    """An entry of the CommentsCorrectionsList."""
    number = f'<PMID Version="1">{pmid}</PMID>' if pmid else ""
    return (
        f'<CommentsCorrections RefType="{type_}"><RefSource>{source}</RefSource>{number}'
        "</CommentsCorrections>"
    )
