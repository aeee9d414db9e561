"""What became of each section, and of everything around them."""

import pytest

from articles.text.difference import SectionDifference, Status, compare_contents
from tests.articles.text.contents import cite, contents, section

ONE = section("One", "<p>alpha beta gamma delta</p>")
TWO = section("Two", "<p>epsilon zeta eta theta</p>", "<p>easy</p>")
THREE = section("Three", "<p>iota kappa lambda mu</p>")


def statuses(
    old: list[dict[str, str]], new: list[dict[str, str]]
) -> list[tuple[str, Status, bool]]:
    found = compare_contents(contents(*old), contents(*new)).sections
    return [(one.title, one.status, one.moved) for one in found]


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ([ONE, TWO], [ONE, TWO], [("One", "unchanged", False), ("Two", "unchanged", False)]),
        ([ONE], [ONE, TWO], [("One", "unchanged", False), ("Two", "added", False)]),
        ([ONE, TWO, THREE], [ONE, THREE],
         [("One", "unchanged", False), ("Two", "removed", False), ("Three", "unchanged", False)]),
        ([TWO, ONE], [ONE], [("Two", "removed", False), ("One", "unchanged", False)]),
        ([ONE, TWO, THREE], [THREE, ONE, TWO],
         [("Three", "moved", True), ("One", "unchanged", False), ("Two", "unchanged", False)]),
        ([ONE, TWO], [ONE, TWO | {"heading": "Other"}],
         [("One", "unchanged", False), ("Other", "changed", False)]),
        ([ONE, TWO], [TWO | {"body": "<p>new</p>"}, ONE],
         [("Two", "changed", True), ("One", "unchanged", False)]),
        ([ONE, TWO, THREE], [ONE, THREE, TWO | {"heading": "Other"}, section("New", "<p>x</p>")],
         [("One", "unchanged", False), ("Three", "moved", True), ("Other", "changed", False),
          ("New", "added", False)]),
        ([ONE, TWO], [section("New", "<p>x</p>"), ONE | {"heading": "Uno"}, TWO],
         [("New", "added", False), ("Uno", "changed", False), ("Two", "unchanged", False)]),
        ([ONE], [section("Uno", "<p>all new words</p>")], [("Uno", "changed", False)]),
        ([ONE], [], [("One", "removed", False)]),
    ],
)  # fmt: skip
def test_compare_contents_says_what_became_of_each_section(
    old: list[dict[str, str]],
    new: list[dict[str, str]],
    expected: list[tuple[str, Status, bool]],
) -> None:
    assert statuses(old, new) == expected


def test_compare_contents_shows_the_texts_of_a_section() -> None:
    changed = section("Two now", "<p>epsilon zeta eta theta!</p>", "")
    [found] = compare_contents(contents(TWO), contents(changed)).sections
    assert found == SectionDifference(
        status=Status.CHANGED,
        moved=False,
        title="Two now",
        heading="Two<ins> now</ins>",
        body="<p>epsilon zeta eta theta<ins>!</ins></p>",
        plain_language='<p class="deleted"><del>easy</del></p>',
    )


def test_compare_contents_takes_everything_as_added_without_an_old_version() -> None:
    found = compare_contents(None, contents(ONE, references=[4]))
    assert found.title == "<ins>What causes spasm?</ins>"
    assert [one.status for one in found.sections] == [Status.ADDED]
    assert [ref["id"] for ref in found.references_added] == [4]
    assert (found.words_added, found.words_removed) == (3 + 2 + 1 + 4 + 2 + 3, 0)


def test_compare_contents_is_empty_for_the_same_content() -> None:
    content = contents(ONE, TWO, references=[1])
    found = compare_contents(content, content | {"number": 2})
    assert found.is_empty
    assert (found.words_added, found.words_removed) == (0, 0)


@pytest.mark.parametrize(
    "change",
    [
        {"title": "What else?"},
        {"summary": "Few things."},
        {"disclaimer": {"clinical": "For professionals.", "plain": "Ask a doctor."}},
        {"references": []},
        {"sections": [ONE | {"heading": "Uno"}]},
    ],
)
def test_compare_contents_is_not_empty_if_anything_differs(change: dict[str, object]) -> None:
    content = contents(ONE, references=[1])
    assert not compare_contents(content, content | change).is_empty


def test_compare_contents_names_references_that_came_went_and_changed() -> None:
    old, new = contents(references=[1, 2, 3]), contents(references=[2, 4, 3])
    new["references"][2]["csl"]["title"] = "A corrected title"
    found = compare_contents(old, new)
    assert [ref["id"] for ref in found.references_added] == [4]
    assert [ref["id"] for ref in found.references_removed] == [1]
    assert [ref["id"] for ref in found.references_changed] == [3]


def test_compare_contents_labels_citations_as_each_version_numbers_them() -> None:
    old = contents(section("", f"<p>a b c d{cite(1)} e{cite(2)}</p>"), references=[1, 2])
    new = contents(section("", f"<p>a b c d e{cite(2)}</p>"), references=[2])
    [found] = compare_contents(old, new).sections
    assert '<del><span class="cite-chip" data-reference="1">1</span></del>' in found.body
    assert found.body.endswith(' e<span class="cite-chip" data-reference="2">1</span></p>')
