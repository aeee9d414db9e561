"""One record per work."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from django.db import connection, connections

from references import library
from references.exceptions import InvalidItem
from references.kinds import Kind
from references.library import find_or_create
from references.models import Reference

WORK = {
    "id": "helliwell",
    "type": "article-journal",
    "title": "The straight cervical spine: does it indicate muscle spasm?",
    "author": [{"family": "Helliwell", "given": "P S"}],
    "issued": 1994,
}


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("stored", "asked"),
    [
        ({"DOI": "10.1000/ABC"}, {"title": "Other", "DOI": "https://doi.org/10.1000/abc"}),
        ({"PMID": "8300650"}, {"title": "Other", "PMID": "PMID: 8300650"}),
        ({"PMCID": "PMC12"}, {"title": "Other", "PMCID": "12"}),
        ({"URL": "https://Example.org/a"}, {"title": "Other", "URL": "https://example.org/a"}),
        ({}, {"title": "the <i>straight</i> cervical spine \u2013 does it indicate muscle spasm"}),
        ({"DOI": "10.1000/abc"}, {}),
        ({}, {"DOI": "10.1000/abc"}),
        ({"DOI": "10.1000/abc"}, {"PMID": "5"}),
        ({"DOI": "10.1000/abc", "PMID": "5"}, {"DOI": "10.1000/abc", "PMID": "6"}),
    ],
)
def test_find_or_create_recognises_the_work(stored: dict[str, Any], asked: dict[str, Any]) -> None:
    first, is_new = find_or_create({**WORK, **stored})
    assert is_new
    assert find_or_create({**WORK, "id": "another key", **asked}) == (first, False)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("stored", "asked"),
    [
        ({}, {"issued": 1995}),
        ({}, {"author": [{"family": "Evans"}]}),
        ({}, {"title": "The straight cervical spine"}),
        ({"DOI": "10.1000/abc"}, {"DOI": "10.1000/abd"}),
        ({"PMID": "5"}, {"PMID": "6"}),
        (
            {"URL": "https://example.org/a", "PMID": "5"},
            {"URL": "https://example.org/a", "PMID": "6"},
        ),
    ],
)
def test_find_or_create_tells_works_apart(stored: dict[str, Any], asked: dict[str, Any]) -> None:
    """The key is the same in both: it means nothing."""
    first, _ = find_or_create({**WORK, **stored})
    second, is_new = find_or_create({**WORK, **asked})
    assert is_new
    assert second != first


@pytest.mark.django_db
def test_find_or_create_changes_no_record_that_exists() -> None:
    first, _ = find_or_create({**WORK, "DOI": "10.1000/abc"})
    find_or_create({"title": "Other", "DOI": "10.1000/abc"}, kind=Kind.GUIDELINE)
    stored = Reference.objects.get(pk=first.pk)
    assert (stored.csl, stored.kind) == (first.csl, Kind.RESEARCH)
    assert "id" not in stored.csl


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("item", "kind", "expected"),
    [
        ({}, None, Kind.RESEARCH),
        ({"genre": "Practice Guideline"}, None, Kind.GUIDELINE),
        (
            {"genre": "Practice Guideline", "kind": "Systematic review"},
            None,
            Kind.SYSTEMATIC_REVIEW,
        ),
        ({"kind": "trial"}, "drug-label", Kind.DRUG_LABEL),
    ],
)
def test_find_or_create_chooses_the_kind(
    item: dict[str, Any], kind: str | None, expected: Kind
) -> None:
    reference, _ = find_or_create({**WORK, **item}, kind=kind)
    assert reference.kind == expected


@pytest.mark.django_db
@pytest.mark.parametrize("item", [{}, {"title": "T", "DOI": "x"}, {"title": "T", "kind": "poem"}])
def test_find_or_create_refuses_what_is_no_item(item: dict[str, Any]) -> None:
    with pytest.raises(InvalidItem):
        find_or_create(item)
    assert not Reference.objects.exists()


def _both_at_once(item: dict[str, Any], monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """Two threads that have both looked, and found nothing, before either inserts."""
    barrier = Barrier(2)
    look: Callable[..., Reference | None] = library.find
    looked: set[int] = set()

    def find_and_wait(*args: Any, **kwargs: Any) -> Reference | None:
        found = look(*args, **kwargs)
        me = id(connection._connections)  # type: ignore[attr-defined]
        if len(looked) < 2 and found is None:
            looked.add(me)
            barrier.wait(timeout=10)
        return found

    monkeypatch.setattr(library, "find", find_and_wait)

    def work() -> tuple[int, bool]:
        try:
            reference, is_new = find_or_create(item)
            return reference.pk, is_new
        finally:
            connections.close_all()

    with ThreadPoolExecutor(2) as threads:
        return [future.result() for future in [threads.submit(work) for _ in range(2)]]


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("extra", [{"DOI": "10.1000/abc"}, {"URL": "https://example.org/"}, {}])
def test_find_or_create_by_two_at_once_gives_one_record(
    extra: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    answers = _both_at_once({**WORK, **extra}, monkeypatch)
    assert sorted(is_new for _pk, is_new in answers) == [False, True]
    assert {pk for pk, _is_new in answers} == {Reference.objects.get().pk}
