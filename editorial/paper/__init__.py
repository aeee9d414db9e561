"""PDFs: headings, paragraphs, texts in the schema of articles, facts and tables on numbered pages.

Made from our own text alone: nothing is fetched, nothing in a text is read as markup beyond the
schema of articles, and the same text at the same moment gives the same bytes.
"""

from editorial.paper.sheet import Paper

__all__ = ["Paper"]
