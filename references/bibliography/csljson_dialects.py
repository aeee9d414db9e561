"""CSL-JSON as Crossref and Zotero write it, in the words of CSL's own schema."""

from collections.abc import Mapping
from typing import Any

from references import identifiers
from references.bibliography import medline

#: What Crossref says of its own record of a work, and lists that outgrow the work itself.
BOOKKEEPING = frozenset(
    (
        *(
            "alternative-id",
            "article-number",
            "assertion",
            "clinical-trial-number",
            "content-domain",
        ),
        *("created", "deposited", "funder", "indexed", "is-referenced-by-count", "isbn-type"),
        *("issn-type", "journal-issue", "license", "link", "member", "prefix", "published"),
        *("published-online", "published-print", "reference", "reference-count", "relation"),
        *("references-count", "resource", "score", "subject", "subtitle", "update-policy"),
    )
)
OTHER_NAMES = {
    "short-container-title": "container-title-short",
    "short-title": "title-short",
    "shortTitle": "title-short",
}


def as_csl(item: Mapping[str, Any]) -> dict[str, Any]:
    """The item without bookkeeping, what it names otherwise under the name that CSL has."""
    kept = {key: value for key, value in item.items() if key not in BOOKKEEPING}
    for name, own in OTHER_NAMES.items():
        value = kept.pop(name, None)
        if value and not kept.get(own):
            kept[own] = value
    if "article-number" in item and not kept.get("number"):
        kept["number"] = item["article-number"]
    if isinstance(item.get("published"), Mapping) and not kept.get("issued"):
        kept["issued"] = item["published"]
    registered = medline.registration([str(item.get("clinical-trial-number", "")).upper()])
    if registered and not kept.get("NCT"):
        kept["NCT"] = registered
    if isinstance(kept.get("ISBN"), str):  # Zotero's, of every binding
        kept["ISBN"] = identifiers.first_isbn(kept["ISBN"]) or kept["ISBN"]
    return kept | _with_subtitle(kept.get("title"), item.get("subtitle"))


def _with_subtitle(title: object, subtitle: object) -> dict[str, str]:
    """Crossref's lists of one each."""
    if isinstance(title, list) and title and isinstance(subtitle, list) and subtitle:
        return {"title": f"{title[0]}: {subtitle[0]}"}
    return {}
