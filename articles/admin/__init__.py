"""Drafting in the admin. It works without the review workflow, which adds its own steps to it."""

from articles.admin.articles import ArticleAdmin
from articles.admin.shared import DisclaimerAdmin, SpecialtyAdmin
from articles.admin.versions import VersionAdmin

__all__ = ["ArticleAdmin", "DisclaimerAdmin", "SpecialtyAdmin", "VersionAdmin"]
