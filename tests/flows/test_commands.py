"""An operator who mistypes: one clear line, an exit code that is not 0, nothing half done."""

import io
import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest
from django.core.management import CommandError, get_commands, load_command_class

from editorial.models import Notification
from tests.config.projects import ROOT
from tests.factories.articles import UserFactory
from tests.factories.editorial import approved

pytestmark = pytest.mark.django_db

#: By name, what a file may hold that is none of those we read.
CONTENTS = {
    "empty": b"",
    "binary": bytes(range(256)) * 20,
    "nul": b"\0" * 100,
    "words": b"hello",
    "brace": b"{",
    "nested": b"[" * 100_000,
    "mark": b"\xff\xfe",
    "bibtex": b"@article{x, title={" + b"{" * 50_000,
    "yaml": b"---\ntitle: !!python/object/apply:os.system ['ls']\n---\nx",
    "bomb": b"---\na: &a [x,x]\nb: &b [*a,*a]\ntitle: *b\n---\n",
    "numbers": b'[{"id": 1e999, "type": 5, "title": {"a": 1}}]',
    "far year": b'[{"id":"x","type":"book","title":"T","issued":{"date-parts":[[1e40]]}}]',
    "surrogate": b'[{"id":"x","type":"book","title":"\\ud800"}]',
    "no numbers": b"[NaN, Infinity]",
    "heads": b'{"schema": 1, "heads": [[Infinity, 1, "x"]]}',
    "far heads": b'{"schema": 1, "heads": [[1, "x"]]}',
}
TOO_LONG = "x" * 5_000
NOT_THERE = ("none.md", "folder.md", "a.md/b.md", "/dev/null", TOO_LONG, "\udcff.md")
NOT_WRITABLE = ("none/file", "folder", "/dev/full", TOO_LONG, "", "/", "/proc/x")
SUFFIXES = (".md", ".bib", ".ris", ".nbib", ".json", "")
READERS = {
    "import_article": ["--owner", "editor"],
    "import_references": [],
    "audit verify --anchor": [],
    "restore": [],
}


def said_by(*arguments: str) -> str:
    """What the command refuses with. Fails if it does its work, or with anything but a refusal."""
    written = io.StringIO()
    with pytest.raises(CommandError) as refused:
        _run(arguments, written)
    return f"{written.getvalue()}{refused.value}"


def _run(arguments: Sequence[str], written: io.StringIO) -> None:
    name, *rest = arguments
    command = load_command_class(get_commands()[name], name)
    options = vars(command.create_parser("manage.py", name).parse_args(rest))
    given = options.pop("args", ())
    command.execute(*given, **options | {"stdout": written, "stderr": written})


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A directory to stand in, and an editor who imports."""
    UserFactory.create(username="editor", group="Editors")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def one_line(text: str) -> bool:
    return bool(text.strip()) and "Traceback" not in text


@pytest.mark.parametrize("suffix", SUFFIXES)
@pytest.mark.parametrize("command", READERS)
def test_file_that_is_something_else_is_refused(place: Path, command: str, suffix: str) -> None:
    for content in CONTENTS.values():
        file = place / f"file{suffix}"
        file.write_bytes(content)
        said = said_by(*command.split(), str(file), *READERS[command])
        assert one_line(said), content
        assert file.name in said


@pytest.mark.parametrize(
    "name",
    [
        "none.md",
        "folder.md",
        "file.md/inside.md",
        "/dev/null",
        "x" * 5_000,
        "\udcff.md",
    ],
)
@pytest.mark.parametrize("command", READERS)
def test_file_that_is_not_there_is_refused(place: Path, command: str, name: str) -> None:
    (place / "folder.md").mkdir()
    (place / "a.md").write_bytes(b"")
    assert one_line(said_by(*command.split(), name, *READERS[command]))


@pytest.mark.parametrize("command", ["import_article", "import_references"])
def test_file_without_an_end_is_not_read(place: Path, command: str) -> None:
    (place / "file.md").symlink_to("/dev/zero")
    assert one_line(said_by(command, "file.md", *READERS[command]))


@pytest.mark.parametrize("command", ["audit anchor", "audit export"])
@pytest.mark.parametrize(
    "name", ["none/file", "folder", "/dev/full", "x" * 5_000, "", "/", "/proc/x"]
)
def test_file_that_cannot_be_written_is_refused(place: Path, command: str, name: str) -> None:
    (place / "folder").mkdir()
    assert "cannot be written" in said_by(*command.split(), name)
    assert sorted(path.name for path in place.iterdir()) == ["folder"]


def test_anchor_that_cannot_be_written_leaves_the_one_before(
    place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (place / "anchor.json").write_text("the one before", encoding="utf-8")

    def full(_part: Path, _file: Path) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", full)
    assert "No space left" in said_by("audit", "anchor", "anchor.json")
    assert (place / "anchor.json").read_text(encoding="utf-8") == "the one before"
    assert len(list(place.iterdir())) == 1


@pytest.mark.parametrize("slug", ["", "unknown", "x" * 10_000, "\udcff", "a\0b", "../x"])
def test_export_of_what_is_no_article_is_refused(place: Path, slug: str) -> None:
    """Also of an empty address, which a script gives whose variable is not set."""
    approved()
    said = said_by("audit", "export", str(place / "record"), "--article", slug)
    assert "no article" in said
    assert len(said) < 400
    assert not (place / "record").exists()


@pytest.mark.parametrize(
    "now",
    [
        *("", " ", "x", "2025-02-30", "99999-01-01", "0001-01-01", "9999-12-31T23:59:59-14:00"),
        *("2025-01-01T00:00:00+99:99", "\udcff", str(2**70), "1e999"),
    ],
)
def test_remind_at_what_is_no_time_sends_nothing(now: str) -> None:
    approved()
    for more in ([], ["--dry-run"]):
        assert "--now" in said_by("remind", "--now", now, *more)
    assert not Notification.objects.exclude(state="queued").exists()


@pytest.mark.parametrize("owner", ["", "nobody", "\udcff", "x" * 10_000, "board"])
def test_import_for_who_is_no_editor_is_refused(place: Path, owner: str) -> None:
    UserFactory.create(username="board", group="Board")
    (place / "file.md").write_text("---\ntitle: What is it?\n---\nText.", encoding="utf-8")
    assert "account" in said_by("import_article", "file.md", "--owner", owner)


@pytest.mark.parametrize("port", ["0", "-1", "65536", str(2**70), "x", "80 80", ""])
def test_up_on_what_is_no_port_is_refused(port: str) -> None:
    assert "port" in said_by("up", "--port", port).lower()


@pytest.mark.parametrize(
    "arguments",
    [
        ["audit"],
        ["audit", "undo"],
        ["audit", "anchor"],
        ["backup"],
        ["restore"],
        ["import_article"],
        ["import_references"],
        ["load_sample", "again"],
        ["list_endpoints", "--xml"],
        ["remind", "--later"],
        ["workflow_diagram", "x"],
    ],
)
def test_wrong_arguments_are_refused(arguments: list[str]) -> None:
    assert "Error: " in said_by(*arguments)


def manage(*arguments: str, **environment: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=ROOT,
        env=os.environ | environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


@pytest.mark.parametrize(
    "arguments", [["remind"], ["audit", "verify"], ["migrate"], ["load_sample"]]
)
def test_database_that_is_down_is_said_in_one_line(arguments: list[str]) -> None:
    done = manage(*arguments, DATABASE_URL="postgres://nobody@127.0.0.1:1/none")
    assert done.returncode == 1
    assert done.stdout == ""
    assert len(done.stderr.strip().splitlines()) == 1, done.stderr
    assert done.stderr.startswith("The database cannot be used: ")
