"""Drafts, immutable versions, and what has been published."""

from articles.models.article import Article, RiskTier, Section
from articles.models.library import CitedReference
from articles.models.shared import Disclaimer, Specialty
from articles.models.version import Publication, Version

__all__ = [
    "Article",
    "CitedReference",
    "Disclaimer",
    "Publication",
    "RiskTier",
    "Section",
    "Specialty",
    "Version",
]
