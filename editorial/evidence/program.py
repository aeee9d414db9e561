"""verify.py, put together from the parts in `verifier`: one file, so that it can be read as one."""

import ast
from pathlib import Path
from typing import Final

FOLDER: Final = Path(__file__).parent / "verifier"
#: In the order in which they know each other.
PARTS: Final = ("reading", "history", "signing", "judging", "timing", "main")


def text() -> bytes:
    """The program, in UTF-8."""
    sources = {part: (FOLDER / f"{part}.py").read_text(encoding="utf-8") for part in PARTS}
    about = ast.get_docstring(ast.parse(sources["main"]), clean=False)
    bodies = [_body(source) for source in sources.values()]
    lines = [f'"""{about}"""', "", "from __future__ import annotations", "", *bodies]
    return ("\n".join(lines) + "\n").encode()


def _body(source: str) -> str:
    """Without what a part says of itself, and without its imports from other parts."""
    lines = source.splitlines()
    for node in ast.parse(source).body:
        is_about = isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
        is_ours = isinstance(node, ast.ImportFrom) and str(node.module).startswith(
            ("editorial.", "__future__")
        )
        if is_about or is_ours:
            for number in range(node.lineno - 1, node.end_lineno or node.lineno):
                lines[number] = ""
    return "\n".join(lines).strip("\n")
