"""Habits that no other tool checks."""

import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent
PACKAGES = ("config", "references", "articles", "editorial", "tests")
LONGEST_FILE = 300
MARKS = (("TO", "DO"), ("FIX", "ME"), ("X", "XX"))  # apart, so that this file is clean itself
UNFINISHED = re.compile("|".join(rf"\b{one}{two}\b" for one, two in MARKS))
ATTRIBUTES = re.compile(r"""\s(?:style|on[a-z]+)\s*=\s*["']""", re.IGNORECASE)
INLINE = re.compile(r"<(script|style)\b(?![^>]*(?:\bsrc=|application/json|nonce=))", re.IGNORECASE)
COMMENT = re.compile(r"{#.*?#}|{% comment %}.*?{% endcomment %}|<!--.*?-->", re.DOTALL)


def sources(*suffixes: str) -> Iterator[Path]:
    for package in PACKAGES:
        for path in sorted((ROOT / package).rglob("*")):
            if path.suffix in suffixes and "migrations" not in path.parts:
                yield path


def named(path: Path) -> str:
    return str(path.relative_to(ROOT))


def templates() -> list[Path]:
    """Pages; a mail may carry styles, no browser of ours shows it."""
    return [path for path in sources(".html") if "mail" not in path.parts]


def test_nothing_is_left_for_later() -> None:
    found = [named(path) for path in sources(".py", ".html", ".js", ".css") if _unfinished(path)]
    assert found == []


def _unfinished(path: Path) -> bool:
    return UNFINISHED.search(path.read_text()) is not None


def test_a_file_tells_one_story() -> None:
    long = [
        named(path)
        for path in sources(".py")
        if "tests" not in path.relative_to(ROOT).parts
        and len(path.read_text().splitlines()) > LONGEST_FILE
    ]
    assert long == []


def test_no_module_is_a_drawer() -> None:
    drawers = {"utils", "helpers", "misc", "common", "manager", "handlers"}
    assert [named(path) for path in sources(".py") if path.stem in drawers] == []


@pytest.mark.parametrize("path", templates(), ids=named)
def test_template_needs_no_exception_from_the_policy(path: Path) -> None:
    assert problems(path.read_text()) == []


def problems(text: str) -> list[str]:
    text = COMMENT.sub("", text)
    tags = re.findall(r"<[a-zA-Z][^>]*>", text)
    return [tag for tag in tags if ATTRIBUTES.search(tag) or INLINE.match(tag)]


@pytest.mark.parametrize(
    "text",
    [
        '<p style="color: red">',
        "<p onclick='go()'>",
        '<a class="x"\n  onmouseover="go()">',
        "<script>go()</script>",
        "<style>p {}</style>",
    ],
)
def test_inline_code_in_a_template_is_noticed(text: str) -> None:
    assert len(problems(text)) == 1


@pytest.mark.parametrize(
    "text",
    [
        "<script src=\"{% static 'site/x.js' %}\" defer></script>",
        '<script type="application/json">{}</script>',
        '<script nonce="{{ CSP_NONCE }}">go()</script>',
        '<p data-on="x">style="x"</p>',
        "{# <p style='x'> #}",
    ],
)
def test_what_the_policy_allows_is_left_alone(text: str) -> None:
    assert problems(text) == []


def test_scripts_use_nothing_that_evaluates_text() -> None:
    evaluates = re.compile(r"\beval\(|new Function\(|\.innerHTML\s*=(?!=)|document\.write")
    assert [named(path) for path in sources(".js") if evaluates.search(path.read_text())] == []


def test_changes_are_told() -> None:
    assert (ROOT / "CHANGELOG.md").read_text().startswith("# Changes")


def test_no_file_records_where_packages_come_from() -> None:
    listed = subprocess.run(
        ["git", "ls-files"],  # noqa: S607 -- whichever git there is
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    ).stdout.splitlines()
    names = {Path(name).name for name in listed}
    assert not names & {"uv.lock", "Pipfile.lock", "poetry.lock", "yarn.lock"}
    for lock in ("requirements.txt", "requirements-dev.txt"):
        text = (ROOT / lock).read_text()
        assert "--hash=sha256:" in text
        assert "://" not in text
        assert "--index-url" not in text


def test_every_dependency_says_why_it_is_there() -> None:
    declared = re.search(
        r"^dependencies = \[(.*?)^\]", (ROOT / "pyproject.toml").read_text(), re.M | re.S
    )
    assert declared
    lines = [line for line in declared.group(1).splitlines() if line.strip().startswith('"')]
    assert lines
    assert [line for line in lines if " # " not in line] == []
