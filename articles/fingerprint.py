"""Has the draft changed since somebody opened it? Asked before anything is overwritten."""

from articles.models import Article
from articles.text.canonical import digest


def fingerprint(article: Article) -> str:
    """SHA-256 over what the editors' form holds: this object's fields, its sections as stored."""
    return digest(
        {
            "title": article.title,
            "slug": article.slug,
            "summary": article.summary,
            "specialty": article.specialty_id,
            "risk_tier": article.risk_tier,
            "disclaimer": article.disclaimer_id,
            "literature_searched_on": str(article.literature_searched_on),
            "owner": article.owner_id,
            "listed_references": list(
                article.listed_references.order_by("pk").values_list("pk", flat=True)
            ),
            "sections": [
                list(section)
                for section in article.sections.order_by("position", "pk").values_list(
                    "pk", "position", "heading", "body", "plain_language"
                )
            ],
        }
    )
