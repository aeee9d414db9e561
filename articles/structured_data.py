"""What search engines are told about a reviewed article (schema.org MedicalWebPage)."""

from typing import Any

from articles.audience import PLAIN
from articles.models import Article, Version
from articles.provenance import Provenance


def medical_web_page(
    article: Article, version: Version, provenance: Provenance | None, *, url: str, audience: str
) -> dict[str, Any]:
    """Nothing that the page itself does not say."""
    published_at = version.publication.published_at
    page: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "MedicalWebPage",
        "@id": url,
        "url": url,
        "name": version.title,
        "description": version.summary,
        "inLanguage": "en",
        "version": version.number,
        "dateModified": published_at.date().isoformat(),
        "medicalAudience": {
            "@type": "MedicalAudience",
            "audienceType": "Patient" if audience == PLAIN else "Clinician",
        },
    }
    if version.specialty:
        page["about"] = {"@type": "MedicalEntity", "name": version.title}
        page["articleSection"] = version.specialty
    if provenance is not None:
        page["reviewedBy"] = [
            {"@type": "Person", "name": reviewer.name, "honorificSuffix": reviewer.credentials}
            for reviewer in provenance.reviewers
        ]
        if provenance.last_reviewed_on is not None:
            page["lastReviewed"] = provenance.last_reviewed_on.isoformat()
    return page
