"""Articles imported from Markdown files, against reading the same files with markdown-it alone."""

from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory

import yaml
from django.contrib.auth.models import User
from markdown_it import MarkdownIt

from articles.importing import import_article
from bench.prose import sentences, work
from bench.sizes import Sizes
from bench.timing import Measured, seconds, timing
from tests.factories.articles import UserFactory

PARTS = 3
SOURCES = 4
SECTIONS = 4
WORDS_OF_A_PARAGRAPH = 60


def measure(sizes: Sizes) -> Measured:
    """In three parts, so that a rate that falls off shows."""
    owner = UserFactory.create(group="Editors")
    part = max(1, sizes.files // PARTS)
    with TemporaryDirectory() as directory:
        files = [written(Path(directory), number) for number in range(part * PARTS + 1)]
        seen: set[int] = set()
        run(files[:1], owner, seen)  # not counted: everything is imported by Python the first time
        parse(files[:1])
        queue = iter(files[1:])
        rounds = []
        for _ in range(PARTS):
            chosen = list(islice(queue, part))
            rounds.append(
                [seconds(lambda: run(chosen, owner, seen)), seconds(lambda: parse(chosen))]  # noqa: B023 -- called at once
            )
    timed = timing(rounds)
    first, last = part / rounds[0][0], part / rounds[-1][0]
    return Measured(
        "import",
        timed.ratio,
        "markdown-it alone",
        {
            "files/s": part / timed.ours,
            "bare files/s": part / timed.bare,
            "first part files/s": first,
            "last part files/s": last,
            "last:first": last / first,
        },
        {"files": part * PARTS, "sources each": SOURCES, "sections each": SECTIONS},
    )


def run(files: list[Path], owner: User, seen: set[int]) -> None:
    """As the command does: one by one, keeping in mind what this run wrote."""
    for path in files:
        seen.add(import_article(path, owner=owner, but=seen).article.pk)


def parse(files: list[Path]) -> None:
    reader = MarkdownIt("commonmark").enable("table")
    for path in files:
        reader.render(path.read_text(encoding="utf-8"))


def written(directory: Path, number: int) -> Path:
    """One source of an article is its own; the others are shared with its neighbours."""
    sources = [{"id": f"key{place}", **work(number + place * 7)} for place in range(SOURCES)]
    front = {
        "title": f"What causes sample {number}?",
        "specialty": "Neurology",
        "summary": "Several things, most of them harmless.",
        "references": sources,
    }
    sections = "\n\n".join(
        f"## Part {place}\n\n"
        f"{sentences(WORDS_OF_A_PARAGRAPH, number * 10 + place)} [@key{place}].\n\n"
        f"* **{sentences(5, number)}**\n* *{sentences(5, number + 1)}*\n"
        for place in range(SECTIONS)
    )
    path = directory / f"article-{number}.md"
    path.write_text(f"---\n{yaml.safe_dump(front)}---\nOpening text.\n\n{sections}", "utf-8")
    return path
