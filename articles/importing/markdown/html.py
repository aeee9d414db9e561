"""How each piece of a text is written for `articles.text.sanitise`, which has the last word."""

from collections.abc import Sequence

from markdown_it.common.utils import escapeHtml
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token
from markdown_it.utils import EnvType, OptionsDict

from articles.text.schema import CALLOUTS


class ArticleHTML(RendererHTML):
    """A method for each type of token; markdown-it calls them by name."""

    def citation(
        self, tokens: Sequence[Token], idx: int, _options: OptionsDict, _env: EnvType
    ) -> str:
        return f'<cite data-unresolved="{escapeHtml(tokens[idx].meta["key"])}"></cite>'

    def image(self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: EnvType) -> str:
        """Its description: the schema has no images."""
        return self.renderInline(tokens[idx].children or [], options, env)

    def code_inline(
        self, tokens: Sequence[Token], idx: int, _options: OptionsDict, _env: EnvType
    ) -> str:
        return escapeHtml(tokens[idx].content)

    def code_block(
        self, tokens: Sequence[Token], idx: int, _options: OptionsDict, _env: EnvType
    ) -> str:
        lines = escapeHtml(tokens[idx].content).strip("\n").split("\n")
        return f"<p>{'<br>'.join(lines)}</p>\n"

    def fence(self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: EnvType) -> str:
        return self.code_block(tokens, idx, options, env)

    def heading_open(
        self, _tokens: Sequence[Token], _idx: int, _options: OptionsDict, _env: EnvType
    ) -> str:
        """Sections have headings; inside them, a bold line stands for one."""
        return "<p><strong>"

    def heading_close(
        self, _tokens: Sequence[Token], _idx: int, _options: OptionsDict, _env: EnvType
    ) -> str:
        return "</strong></p>\n"

    def div_open(
        self, tokens: Sequence[Token], idx: int, _options: OptionsDict, _env: EnvType
    ) -> str:
        name = tokens[idx].meta["name"]
        return f'<aside data-callout="{name}">\n' if name in CALLOUTS else ""

    def div_close(
        self, tokens: Sequence[Token], idx: int, _options: OptionsDict, _env: EnvType
    ) -> str:
        return "</aside>\n" if tokens[idx].meta["name"] in CALLOUTS else ""
