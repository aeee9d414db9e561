"""The order of the layers, checked with the tool that CI uses."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
LINT = (
    "from importlinter.cli import lint_imports; import sys; sys.exit(lint_imports(no_cache=True))"
)


def lint(directory: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", LINT]
    return subprocess.run(command, cwd=directory, capture_output=True, text=True, check=False)


def test_imports_go_one_way() -> None:
    done = lint(ROOT)
    assert done.returncode == 0, done.stdout


def test_import_against_the_order_is_noticed(tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_text((ROOT / "pyproject.toml").read_text())
    for package in ("config", "editorial", "articles/text", "articles/models", "references/models"):
        (tmp_path / package).mkdir(parents=True)
        (tmp_path / package / "__init__.py").write_text("")
    for package in ("articles", "references"):
        (tmp_path / package / "__init__.py").write_text("")
    assert lint(tmp_path).returncode == 0
    (tmp_path / "references" / "wrong.py").write_text("import editorial\n")
    assert lint(tmp_path).returncode == 1
