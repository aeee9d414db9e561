"""What is refused, by which line, and with nothing imported."""

from collections.abc import Callable
from pathlib import Path

import pytest
from django.contrib.auth.models import User

from articles.importing import ImportFailed, import_article
from articles.models import Article
from references.models import Reference
from tests.articles.importing.files import front

pytestmark = pytest.mark.django_db


REFUSED = [
    ("Text", 1, "must begin with front matter"),
    ("", 1, "must begin with front matter"),
    ("---\ntitle: x", 1, "has no end"),
    ("---\nsummary: x\n---\n", 1, "no title"),
    ("---\nsummary: x\ntitle:\n---\n", 3, "no title"),
    ("---\n- a\n---\n", 2, "name: value"),
    ("---\ntitle: a\n b: c: d\n---\n", 3, "YAML cannot be read"),
    ("---\ntitle: [a]\n---\n", 2, "must be text"),
    ("---\ntitle: a\ntitle: b\n---\n", 3, "given twice"),
    ("---\ntitle: " + "x" * 301 + "\n---\n", 2, "301 characters"),
    ('---\ntitle: "a\\0b"\n---\n', 2, "NUL"),
    ('---\ntitle: "a\\ud800b"\n---\n', 2, "YAML cannot be read"),
    ("---\ntitle: a\x07b\n---\n", 2, "control characters"),
    ("---\ntitle: &a x\nsummary: *a\n---\n", 3, "repeats another value"),
    (front("a: &a [x, x]", "b: &b [*a, *a]", "c: [*b, *b]"), 4, "repeats another value"),
    (front("a: " + "[" * 50_000), 3, "nested too deeply"),
    (front("? [x]", ": y"), 3, "YAML cannot be read"),
    (front("slug: a b"), 3, "“slug”"),
    (front("slug: é"), 3, "“slug”"),
    (front("risk_tier: high"), 3, "not a risk tier"),
    (front("disclaimer: Nobody's"), 3, "no disclaimer"),
    (front("literature_searched_on: 2025-02-30"), 3, "not a day"),
    (front("literature_searched_on: yesterday"), 3, "not a day"),
    (front("specialty: " + "x" * 101), 3, "101 characters"),
    (front("references: some"), 3, "must be a list"),
    (front("references:", "  a: {title: x}"), 3, "must be a list"),
    (front("references:", "  - a"), 4, "must have entries"),
    (front("references:", "  - id: a", "    type: book"), 4, "no title"),
    (front("references:", "  - id: [a]", "    title: x"), 4, "“id”"),
    (front("references:", "  - id: a", "    title: x", "    DOI: none"), 6, "not a DOI"),
    (
        front("references:", "  - {id: a, title: x}", "  - id: a", "    title: y"),
        5,
        "defined twice",
    ),
    (front("references:", "  - id: a", "    title: x", "    issued: 2020-13"), 6, "not a date"),
    (front("references:", "  - id: a", "    title: x", "    kind: blog"), 6, "not a kind"),
    (front("references:", "  - id: a", "    title: x", "    type: blog"), 6, "not a type"),
    (front("references:", "  - id: a", '    title: "x\\0"'), 5, "not text"),
    (front("bibliography: ../refs.bib"), 3, "outside"),
    (front("bibliography: /etc/passwd"), 3, "outside"),
    (front("bibliography: [a.bib, ../../b.bib]"), 3, "no such file"),
    (front("bibliography: refs.docx"), 3, "not a bibliography"),
    (front("bibliography: {a: b}"), 3, "beside this one"),
    (front('bibliography: "a\\0.bib"'), 3, "not the name of a file"),
    (front("bibliography: " + "x" * 5000 + ".bib"), 3, "x.bib: |cannot be read|not the name"),
    (front(body="a\n\n::: note\nb"), 6, "no end"),
    (front(body="a\0b"), 4, "NUL"),
]


@pytest.mark.parametrize(("text", "line", "words"), REFUSED)
def test_import_refuses(
    text: str, line: int, words: str, editor: User, file: Callable[..., Path]
) -> None:
    path = file(text)
    with pytest.raises(ImportFailed, match=words) as refused:
        import_article(path, owner=editor)
    assert refused.value.line == line
    assert str(refused.value).startswith(f"{path}:{line}: ")
    assert not Article.objects.exists()
    assert not Reference.objects.exists()
