"""CommonMark with tables, Pandoc's citations, sub- and superscript, and fenced divs.

Raw HTML is not read: it is text like any other.
"""

from markdown_it import MarkdownIt

from articles.importing.markdown import citation, div, script
from articles.importing.markdown.html import ArticleHTML

__all__ = ["DEEPEST", "PARSER"]

#: Where markdown-it leaves out what is nested deeper; `articles.importing.text` refuses it instead.
DEEPEST = 60


def _parser() -> MarkdownIt:
    parser = MarkdownIt(
        "commonmark", {"html": False, "maxNesting": DEEPEST}, renderer_cls=ArticleHTML
    )
    parser.enable(["table", "strikethrough"])
    for rules in (citation, div, script):
        rules.add_to(parser)
    return parser


PARSER = _parser()
