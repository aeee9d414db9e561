"""Bytes and values of a file, as its author meant them."""

import codecs
import os
from collections.abc import Callable
from pathlib import Path

import pytest
from django.contrib.auth.models import User

from articles.importing import ImportFailed, import_article
from articles.importing.files import LARGEST_FILE
from tests.articles.importing.files import front

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "data",
    [
        codecs.BOM_UTF8 + front(body="Müller").encode(),
        front(body="Müller").encode("utf-16"),
        codecs.BOM_UTF16_BE + front(body="Müller").encode("utf-16-be"),
        front(body="Müller").replace("\n", "\r\n").encode(),
        front(body="Müller").replace("\n", "\r").encode(),
        front(body="Mu\u0308ller").encode(),
    ],
    ids=["utf-8 mark", "utf-16", "utf-16-be", "crlf", "cr", "decomposed"],
)
def test_import_encodings(data: bytes, editor: User, file: Callable[..., Path]) -> None:
    article = import_article(file(data), owner=editor).article
    assert article.sections.get().body == "<p>Müller</p>"


def test_import_values_are_words(editor: User, file: Callable[..., Path]) -> None:
    """`no` is Norwegian for nothing here: YAML's guesses at types are not taken."""
    item = "  - {id: no, type: book, title: Yes, volume: 010, issued: {date-parts: [[1996, 8]]}}"
    text = front("references:", item, body="[@no]")
    csl = import_article(file(text), owner=editor).article.listed_references.get().csl
    assert csl == {
        "type": "book",
        "title": "Yes",
        "volume": "010",
        "issued": {"date-parts": [[1996, 8]]},
    }


def test_import_notes_what_it_leaves_out(editor: User, file: Callable[..., Path]) -> None:
    text = front("colour: red", "references: [{title: No key}]", "summary: Says [@a].")
    notes = import_article(file(text), owner=editor).notes
    assert [note.line for note in notes] == [3, 4, 5]


@pytest.mark.parametrize(
    ("data", "name", "words"),
    [
        (b"PK\x03\x04", "a.docx", "not a Markdown file"),
        (b"---\ntitle: caf\xe9\n---\n", "a.md", r"2: Byte 15 \(0xE9\) is not UTF-8"),
        (codecs.BOM_UTF16_LE + b"\x00\xd8x", "a.md", "is not UTF-16"),
        (b"\xff\xfe\x00", "a.md", "is not UTF-16"),
        (b"x" * (LARGEST_FILE + 1), "a.md", "larger than 5 MB"),
    ],
)
def test_import_refuses_bytes(
    data: bytes, name: str, words: str, editor: User, file: Callable[..., Path]
) -> None:
    with pytest.raises(ImportFailed, match=words):
        import_article(file(data, name), owner=editor)


def test_import_refuses_what_is_no_file(editor: User, tmp_path: Path) -> None:
    (tmp_path / "folder.md").mkdir()
    os.mkfifo(tmp_path / "pipe.md")
    for name, words in (
        ("none.md", "no such"),
        ("folder.md", "folders"),
        ("pipe.md", "not a file"),
    ):
        with pytest.raises(ImportFailed, match=words):
            import_article(tmp_path / name, owner=editor)
