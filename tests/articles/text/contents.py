"""Contents of versions, in the shape that articles.drafts gives them."""

from collections.abc import Mapping
from typing import Any


def cite(*references: int) -> str:
    return "".join(f'<cite data-reference="{i}"></cite>' for i in references)


def reference(pk: int, number: int, title: str = "") -> dict[str, Any]:
    csl = {
        "type": "article-journal",
        "title": title or f"Sample study {pk}",
        "author": [{"family": "Sample", "given": "One"}],
        "container-title": "Journal of Samples",
        "issued": {"date-parts": [[2020]]},
        "volume": "1",
        "page": "2-3",
    }
    return {"id": pk, "number": number, "kind": "guideline", "csl": csl}


def section(heading: str, body: str, plain_language: str = "") -> dict[str, str]:
    return {"heading": heading, "body": body, "plain_language": plain_language}


def contents(
    *sections: Mapping[str, str], references: list[int] | None = None, **changes: object
) -> dict[str, Any]:
    """A version's content; references are numbered in the order given."""
    return {
        "schema": 1,
        "slug": "sample",
        "number": 1,
        "title": "What causes spasm?",
        "specialty": "Neurology",
        "summary": "Many things.",
        "risk_tier": "standard",
        "literature_searched_on": None,
        "sections": list(sections),
        "references": [reference(pk, n) for n, pk in enumerate(references or [], start=1)],
        "disclaimer": {"clinical": "For professionals.", "plain": "Ask your doctor."},
        **changes,
    }
