"""What search engines are told about a reviewed article (schema.org MedicalWebPage)."""

from typing import Any
from urllib.parse import urljoin

from django.urls import reverse
from django.utils.translation import gettext as _

from articles.audience import PLAIN
from articles.models import Article, Version
from articles.provenance import Approval, Provenance, Reviewer
from articles.published_changes import PublishedChanges


def medical_web_page(
    article: Article,
    version: Version,
    provenance: Provenance | None,
    changes: PublishedChanges | None,
    *,
    url: str,
    audience: str,
) -> dict[str, Any]:
    """Nothing that the page itself does not say. `url` is the page's own, complete."""
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
        "identifier": {
            "@type": "PropertyValue",
            "propertyID": "SHA-256",
            "value": version.digest,
        },
        "archivedAt": urljoin(url, version_address(article, version.number)),
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
        page["reviewedBy"] = [_person(reviewer, url) for reviewer in provenance.reviewers]
        if provenance.last_reviewed_on is not None:
            page["lastReviewed"] = provenance.last_reviewed_on.isoformat()
        if provenance.correction is not None:
            page["correction"] = _correction(provenance.correction, changes, article, url)
    return page


def version_address(article: Article, number: int) -> str:
    """Where this exact text stays readable."""
    return reverse("articles:version", args=[article.slug, number])


def _person(reviewer: Reviewer, url: str) -> dict[str, Any]:
    """A signer as signed: a title, an employer and an interest of that day, not of today."""
    person: dict[str, Any] = {
        "@type": "Person",
        "name": reviewer.name,
        "honorificSuffix": reviewer.credentials,
        "url": urljoin(url, reviewer.page),
        "description": _interests(reviewer),
    }
    if reviewer.affiliation:
        person["affiliation"] = {"@type": "Organization", "name": reviewer.affiliation}
    return person


def _interests(reviewer: Reviewer) -> str:
    if not reviewer.conflict:
        return _("Declared no conflict of interest.")
    return _(
        "Conflict of interest declared: %(conflict)s Waived by a managing editor because: %(why)s"
    ) % {"conflict": reviewer.conflict, "why": reviewer.waiver}


def _correction(
    approval: Approval, changes: PublishedChanges | None, article: Article, url: str
) -> dict[str, Any]:
    """Who signed it, and where every changed word is shown."""
    comment: dict[str, Any] = {
        "@type": "CorrectionComment",
        "datePublished": approval.approved_at.date().isoformat(),
        "author": [_person(reviewer, url) for reviewer in approval.reviewers],
    }
    if changes is not None:
        headings = [*changes.changed, *changes.added, *changes.removed]
        comment["text"] = ", ".join(heading or _("Opening text") for heading in headings)
        shown_at = f"{reverse('articles:history', args=[article.slug])}?changes="
        comment["url"] = urljoin(url, f"{shown_at}{approval.version_number}#changes")
    return comment
