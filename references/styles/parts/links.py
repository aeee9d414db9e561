"""Where a work is found: the addresses that its identifiers stand for."""

from urllib.parse import quote

from references.styles.parts.html import EMPTY, Html, link
from references.styles.parts.item import Item, field

DOI = "https://doi.org/"
PUBMED = "https://pubmed.ncbi.nlm.nih.gov/"
PMC = "https://pmc.ncbi.nlm.nih.gov/articles/"


def doi(item: Item, before: str = "") -> Html:
    """A link that shows the DOI after `before`; empty where there is none."""
    number = field(item, "DOI")
    if not number:
        return EMPTY
    return link(f"{DOI}{quote(number, safe='/:;()')}", f"{before}{number}")


def pubmed(item: Item, shown: str = "") -> Html:
    """A link that shows the PMID, or the word given; empty where there is none."""
    number = field(item, "PMID")
    return link(f"{PUBMED}{quote(number)}/", shown or number) if number else EMPTY


def pmc(item: Item) -> Html:
    number = field(item, "PMCID")
    return link(f"{PMC}{quote(number)}/", number) if number else EMPTY


def url(item: Item) -> Html:
    """The record's own address, shown as it is."""
    address = field(item, "URL")
    return link(address, address) if address else EMPTY
