"""The two services that are asked, and how often each wants to be."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.conf import settings

#: Crossref's limits for lists since 1 December 2025: with an address of contact ("polite") 3 a
#: second, without 1. https://www.crossref.org/documentation/retrieve-metadata/rest-api/access-and-authentication/
CROSSREF_POLITE, CROSSREF_PUBLIC = 3.0, 1.0
#: NCBI's limits: 10 a second with a key, 3 without. https://www.ncbi.nlm.nih.gov/books/NBK25497/
PUBMED_WITH_KEY, PUBMED_WITHOUT = 10.0, 3.0
#: A second as we measure it may be shorter at the other end.
MARGIN = 0.9
TOOL = "editorial-review"


@dataclass(frozen=True)
class Host:
    """`base` is scheme, host and perhaps the beginning of a path, without a slash at the end.

    `identification` is sent with every request and takes no part in recognising an answer that was
    asked for before; it may hold a key, so a host is never printed with it.
    """

    name: str
    base: str
    per_second: float
    takes_long_questions: bool = False
    identification: Mapping[str, str] = field(default_factory=dict, repr=False)


def crossref() -> Host:
    mailto = settings.CROSSREF_MAILTO
    return Host(
        name="Crossref",
        base=settings.CROSSREF_URL,
        per_second=MARGIN * (CROSSREF_POLITE if mailto else CROSSREF_PUBLIC),
        identification={"mailto": mailto} if mailto else {},
    )


def pubmed() -> Host:
    who = {"tool": TOOL, "email": settings.CROSSREF_MAILTO, "api_key": settings.PUBMED_API_KEY}
    return Host(
        name="PubMed",
        base=settings.PUBMED_URL,
        per_second=MARGIN * (PUBMED_WITH_KEY if settings.PUBMED_API_KEY else PUBMED_WITHOUT),
        takes_long_questions=True,
        identification={name: value for name, value in who.items() if value},
    )


def user_agent() -> str:
    """Who asks, and whom to write to when we ask wrongly: Crossref's rule for politeness."""
    contact = f"; mailto:{settings.CROSSREF_MAILTO}" if settings.CROSSREF_MAILTO else ""
    return f"{TOOL}/1.0 ({settings.SITE_URL}{contact})"
