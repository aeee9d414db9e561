"""Which cited sources somebody of a member's name wrote."""

import pytest

from editorial.own_work import CitedAuthors


def cited(*authors: dict[str, str]) -> CitedAuthors:
    csl = {"title": "A study of samples", "author": list(authors)}
    return CitedAuthors.of({"references": [{"id": 1, "number": 1, "csl": csl}]})


@pytest.mark.parametrize(
    ("name", "author"),
    [
        ("Sample Reviewer", {"family": "Reviewer", "given": "Sample"}),
        ("Sample Reviewer", {"family": "Reviewer", "given": "S."}),
        ("Sample Q. Reviewer", {"family": "Reviewer", "given": "S"}),
        ("Sample Reviewer", {"family": "Reviewer", "given": "SQ"}),
        ("Sample Q. Reviewer", {"family": "Reviewer", "given": "S.-Q."}),
        ("Dr. Sample Reviewer", {"family": "Reviewer", "given": "Sample"}),
        ("SAMPLE REVIEWER", {"family": "reviewer", "given": "sample"}),
        ("Sámple Reviewér", {"family": "Reviewer", "given": "Sample"}),
        ("Maria del Carmen Ruiz Soto", {"family": "Ruiz Soto", "given": "MC"}),
        ("Maria Ruiz-Soto", {"family": "Ruiz Soto", "given": "M"}),
        ("Sample van der Berg", {"family": "van der Berg", "given": "S"}),
        (
            "Sample van der Berg",
            {"family": "Berg", "given": "S", "non-dropping-particle": "van der"},
        ),
        ("Sample O\N{RIGHT SINGLE QUOTATION MARK}Test", {"family": "O'Test", "given": "S"}),
    ],
)
def test_works_of_a_name_are_found(name: str, author: dict[str, str]) -> None:
    other = {"family": "Other", "given": "Person"}
    assert cited(other, author).works_of(name) == ["A study of samples"]


@pytest.mark.parametrize(
    ("name", "author"),
    [
        ("Sample Reviewer", {"family": "Reviewer", "given": "Another"}),
        ("Sample Reviewer", {"family": "Reviewers", "given": "Sample"}),
        ("Sample Reviewer", {"family": "Reviewer"}),
        ("Sample Reviewer", {"literal": "Sample Reviewer Group"}),
        ("Sample Q. Reviewer", {"family": "Reviewer", "given": "S. R."}),
        ("Reviewer", {"family": "Reviewer", "given": "S"}),
        ("Sample Soto", {"family": "Ruiz Soto", "given": "S"}),
        ("Sample Reviewer", {"family": "", "given": ""}),
        ("", {"family": "Reviewer", "given": "S"}),
    ],
)
def test_works_of_another_are_not_found(name: str, author: dict[str, str]) -> None:
    assert cited(author).works_of(name) == []


def test_work_without_authors_is_nobodys() -> None:
    content = {"references": [{"id": 1, "number": 1, "csl": {"title": "A label"}}]}
    assert CitedAuthors.of(content).works_of("Sample Reviewer") == []
