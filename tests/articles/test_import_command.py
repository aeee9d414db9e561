"""`manage.py import_article`: what it says, and how it ends."""

import io
from pathlib import Path

import pytest
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command

from articles.models import Article
from tests.factories.articles import UserFactory

pytestmark = pytest.mark.django_db

GOOD = "---\ntitle: What is {}?\ncolour: red\n---\nText [@nobody].\n\n## More\n\nText."


class Terminal(io.StringIO):
    """A terminal that remembers everything written to it."""

    def isatty(self) -> bool:
        return True


@pytest.fixture
def editor() -> User:
    return UserFactory.create(group="Editors")


def write(folder: Path, *names: str) -> list[str]:
    paths = [folder / f"{name}.md" for name in names]
    for path in paths:
        path.write_text(
            GOOD.format(path.stem) if "bad" not in path.stem else "---\ntitle: [\n---\n"
        )
    return [str(path) for path in paths]


def run(*files: str, owner: str, err: io.StringIO | None = None) -> tuple[str, str, str]:
    """What it printed, what it complained about, and its last word when it failed."""
    out, err = io.StringIO(), err or io.StringIO()
    try:
        call_command("import_article", *files, owner=owner, stdout=out, stderr=err, no_color=True)
    except CommandError as error:
        return out.getvalue(), err.getvalue(), str(error)
    return out.getvalue(), err.getvalue(), ""


def test_import_article_reports(editor: User, tmp_path: Path) -> None:
    files = write(tmp_path, "one", "two")
    out, err, failure = run(*files, owner=editor.username)
    assert (err, failure) == ("", "")
    assert out.splitlines() == [
        line
        for name, file in zip(("one", "two"), files, strict=True)
        for line in (
            f"created what-is-{name}: sections 2, citations 1 ({file})",
            "  line 5: unresolved citation “nobody”: no source has this key",
            "  line 3: “colour” means nothing here; left out.",
        )
    ]
    again, _err, _failure = run(*files, owner=editor.username)
    assert again.startswith("updated what-is-one: sections 2")


def test_import_article_goes_on_after_a_failure(editor: User, tmp_path: Path) -> None:
    files = write(tmp_path, "one", "bad", "two")
    out, err, failure = run(*files, str(tmp_path / "none.md"), owner=editor.username)
    assert Article.objects.count() == 2
    assert out.count("created") == 2
    first, second = err.splitlines()
    assert first.startswith(f"{files[1]}:3: The YAML cannot be read")
    assert second == f"{tmp_path / 'none.md'}: There is no such file."
    assert failure == "2 of 4 files were not imported."


def test_import_article_says_what_it_replaced(editor: User, tmp_path: Path) -> None:
    one, two = tmp_path / "one.md", tmp_path / "two.md"
    for path in (one, two):
        path.write_text(f"---\ntitle: T\nslug: same\n---\n{path.stem}")
    out, _err, _failure = run(str(one), str(two), owner=editor.username)
    assert f"it replaced what {one} gave it in this run" in out


@pytest.mark.parametrize("name", ["nobody", "", "\udcff", "a\0b"])
def test_import_article_unknown_owner(name: str, tmp_path: Path) -> None:
    _out, _err, failure = run(*write(tmp_path, "one"), owner=name)
    assert failure.startswith("There is no account “")
    assert "\n" not in failure
    assert not Article.objects.exists()


@pytest.mark.parametrize(("group", "active"), [("", True), ("Board", True), ("Editors", False)])
def test_import_article_owner_without_permission(group: str, active: bool, tmp_path: Path) -> None:
    owner = UserFactory.create(group=group, is_active=active)
    _out, _err, failure = run(*write(tmp_path, "one"), owner=owner.username)
    assert "may not write articles" in failure
    assert not Article.objects.exists()


def test_import_article_progress_on_a_terminal(editor: User, tmp_path: Path) -> None:
    terminal = Terminal()
    run(*write(tmp_path, "one", "two", "three"), owner=editor.username, err=terminal)
    shown = terminal.getvalue()
    assert "2 of 3 files" in shown
    assert "three.md" in shown
    assert shown.endswith("\r\x1b[K")
    assert "\n" not in shown


def test_import_article_progress_elsewhere(
    editor: User, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("articles.management.commands.import_article.SECONDS_BETWEEN_LINES", 0)
    _out, err, _failure = run(*write(tmp_path, "one", "two"), owner=editor.username)
    assert [line.split(" files")[0] for line in err.splitlines()] == ["0 of 2", "1 of 2"]


def test_import_article_file_name_of_bytes(editor: User, tmp_path: Path) -> None:
    """A name that is not UTF-8 is printed with its bytes escaped."""
    name = tmp_path / "caf\udce9.md"
    name.write_text("no front matter")
    _out, err, _failure = run(str(name), owner=editor.username)
    assert "caf\\udce9.md:1: " in err
