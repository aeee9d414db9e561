"""Drafting in the admin. It works without the review workflow, which adds its own steps to it."""

from articles.admin.articles import ArticleAdmin
from articles.admin.references import CitedReferenceAdmin
from articles.admin.shared import DisclaimerAdmin, SpecialtyAdmin
from articles.admin.versions import VersionAdmin

__all__ = [
    "ArticleAdmin",
    "CitedReferenceAdmin",
    "DisclaimerAdmin",
    "SpecialtyAdmin",
    "VersionAdmin",
]
