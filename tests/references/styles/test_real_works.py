"""Real works, as each manual sets them."""

import re
from itertools import chain

import pytest

from references import csl
from references.kinds import Kind
from references.styles import STYLES, format_reference
from tests.references.styles import (
    ama_samples,
    articles_of_groups,
    articles_of_guidance,
    articles_of_names,
    articles_of_titles,
    books_and_chapters,
    nlm_articles,
    nlm_articles_further,
    nlm_books,
    reports_and_pages,
)
from tests.references.styles.work import Work

FILES = (
    nlm_articles,
    nlm_articles_further,
    nlm_books,
    ama_samples,
    articles_of_groups,
    articles_of_guidance,
    articles_of_names,
    articles_of_titles,
    books_and_chapters,
    reports_and_pages,
)
WORKS = list(chain.from_iterable(file.WORKS for file in FILES))
LINK = re.compile(r'<a href="[^"<>]*" rel="noopener noreferrer">([^<>]*)</a>')
MOST_AUTHORS = 30


@pytest.mark.parametrize("style", list(STYLES))
@pytest.mark.parametrize("work", [pytest.param(work, id=work.name) for work in WORKS])
def test_format_sets_a_real_work(work: Work, style: str) -> None:
    shown = format_reference(csl.normalise(work.item), work.kind, style)
    assert LINK.sub(r"\1", shown) == getattr(work, style)


def test_works_are_of_every_kind() -> None:
    assert {work.kind for work in WORKS} == set(Kind.values)
    assert len({csl.normalise(work.item)["title"] for work in WORKS}) == len(WORKS) >= 60
    authors = {len(work.item.get("author", [])) for work in WORKS}
    assert authors >= {0, 1, 6, 7, MOST_AUTHORS}
