"""What may be sent in as a correction, and what may not."""

import time
from copy import deepcopy
from typing import Any

import pytest

from articles.corrections import MOST_FINDINGS, MOST_MENDED, compare
from tests.articles.correction_samples import (
    DANGEROUS,
    LOOK_ALIKES,
    TYPOS,
    edited,
    live,
    respelled,
)

PREFIX = "correction-changes-"


def codes(old: dict[str, Any], new: dict[str, Any]) -> set[str]:
    return {finding.code.removeprefix(PREFIX) for finding in compare(old, new)}


def test_samples_are_as_many_as_they_should_be() -> None:
    assert len(TYPOS) >= 60
    assert len(DANGEROUS) >= 90


def test_compare_finds_nothing_in_the_same_text() -> None:
    assert compare(live(), live()) == []


@pytest.mark.parametrize(("wrong", "right"), TYPOS)
def test_compare_lets_a_typing_mistake_be_mended(wrong: str, right: str) -> None:
    assert compare(*respelled(wrong, right)) == []


@pytest.mark.parametrize(("old", "new", "code"), DANGEROUS)
def test_compare_refuses_what_somebody_could_act_on(old: str, new: str, code: str) -> None:
    findings = compare(live(), edited(old, new))
    assert code in {finding.code.removeprefix(PREFIX) for finding in findings}
    assert all(finding.blocks for finding in findings)


@pytest.mark.parametrize(("old", "new", "code"), DANGEROUS)
def test_compare_refuses_it_the_other_way_round_too(old: str, new: str, code: str) -> None:
    assert codes(edited(old, new), live()), code


@pytest.mark.parametrize(("one", "other"), LOOK_ALIKES)
def test_compare_refuses_a_look_alike_either_way(one: str, other: str) -> None:
    assert compare(*respelled(one, other))
    assert compare(*respelled(other, one))


def test_compare_says_where_and_what() -> None:
    (finding,) = compare(live(), edited("5 mg orally", "50 mg orally"), sections=[7, 9])
    assert finding.where == "section:9:body"
    assert finding.code == "correction-changes-dose"
    assert finding.message == (
        "“Treatment”: “with 5 mg” became “with 50 mg”. A dose or how it is taken changed."
    )


def test_compare_of_every_change_gives_every_reason() -> None:
    draft = edited("5 mg orally", "50 g rectally")
    draft["sections"][1]["body"] = draft["sections"][1]["body"].replace("never", "always")
    assert codes(live(), draft) == {"dose", "unit", "recommendation"}


@pytest.mark.parametrize(
    ("name", "value", "code"),
    [
        ("risk_tier", "general", "details"),
        ("specialty_slug", "surgery", "details"),
        ("literature_searched_on", "2026-01-01", "details"),
        ("slug", "another-address", "details"),
    ],
)
def test_compare_refuses_other_facts_of_the_article(name: str, value: str, code: str) -> None:
    assert codes(live(), live() | {name: value}) == {code}


def test_compare_does_not_mind_how_the_site_sets_references() -> None:
    assert codes(live(), live() | {"reference_style": "vancouver"}) == set()


def test_compare_refuses_sections_that_come_go_or_move() -> None:
    more, fewer, turned = live(), live(), live()
    more["sections"].append({"heading": "Surgery", "body": "<p>x</p>", "plain_language": ""})
    del fewer["sections"][0]
    turned["sections"].reverse()
    assert codes(live(), more) == {"structure"}
    assert "citation" not in codes(live(), fewer)
    assert codes(live(), fewer) == {"structure"}
    assert codes(live(), turned) == {"order"}
    assert [f.message for f in compare(live(), more)] == ["Section “Surgery” was added."]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (
            '<aside data-callout="danger"><p>x</p></aside>',
            '<aside data-callout="note"><p>x</p></aside>',
        ),
        ("<ul><li>x</li><li>y</li></ul>", "<ol><li>x</li><li>y</li></ol>"),
        ("<p>x<br>y</p>", "<p>x y</p>"),
        ("<p>H<sub>2</sub>O</p>", "<p>H2O</p>"),
        (
            '<table><tbody><tr><td colspan="2">x</td></tr></tbody></table>',
            "<table><tbody><tr><td>x</td></tr></tbody></table>",
        ),
        ("<ol><li>x</li><li>y</li></ol>", "<ol><li>y</li><li>x</li></ol>"),
    ],
)
def test_compare_refuses_what_is_laid_out_otherwise(old: str, new: str) -> None:
    before, after = live(), live()
    before["sections"][0]["body"], after["sections"][0]["body"] = old, new
    assert codes(before, after)


def test_compare_refuses_a_text_for_patients_that_comes_or_goes() -> None:
    draft = live()
    draft["sections"][0]["plain_language"] = ""
    assert "structure" in codes(live(), draft)


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"evidence_level": 3}, {"citation"}),
        ({"kind": "website"}, {"citation"}),
        ({"valid_until": "2026-01-01"}, {"citation"}),
        ({"csl": {"type": "article-journal", "title": "Spasm of the neck"}}, {"citation"}),
        (
            {"csl": {"type": "article-journal", "title": "Spasm of the knee", "DOI": "10.1/a"}},
            {"citation"},
        ),
        (
            {"csl": {"type": "article-journal", "title": "Spasm of the neck", "DOI": "10.1/b"}},
            {"citation"},
        ),
        (
            {
                "csl": {
                    "type": "article-journal",
                    "title": "Spasm of the Neck",
                    "DOI": "10.1/a",
                    "PMID": "1",
                }
            },
            set(),
        ),
    ],
)
def test_compare_lets_a_source_be_completed_not_changed(
    change: dict[str, Any], expected: set[str]
) -> None:
    draft = live()
    draft["references"][0] |= change
    assert codes(live(), draft) == expected


def test_compare_knows_brand_names_from_the_labels_that_are_cited() -> None:
    old, new = respelled("spasmolix", "spasmolex")
    assert codes(old, new) == {"drug"}
    for content in (old, new):
        content["references"][1]["kind"] = "website"
    assert codes(old, new) == set()


def test_compare_takes_a_word_that_stands_elsewhere_for_a_word() -> None:
    """Set right in one place only, it was not mistyped; set right everywhere, it was."""
    old, new = respelled("mesoderm", "mesodrem")
    for content in (old, new):
        content["sections"][0]["plain_language"] = "<p>The mesoderm.</p>"
    assert codes(old, new) == {"wording"}


def test_compare_refuses_more_than_a_person_looks_over() -> None:
    def content(word: str, times: int) -> dict[str, Any]:
        found = live()
        found["sections"][0]["body"] += f"<p>They {word} it.</p>" * times
        return found

    assert codes(content("recieve", MOST_MENDED), content("receive", MOST_MENDED)) == set()
    many = MOST_MENDED + 1
    assert codes(content("recieve", many), content("receive", many)) == {"much"}


def test_compare_lists_a_page_of_findings_at_most() -> None:
    old, new = live(), live()
    numbers = range(MOST_FINDINGS * 3)
    old["sections"][0]["body"] = "".join(f"<p>{n} mg of x</p>" for n in numbers)
    new["sections"][0]["body"] = "".join(f"<p>{n + 1000} mg of x</p>" for n in numbers)
    assert len(compare(old, new)) == MOST_FINDINGS + 1


def test_compare_of_twenty_sections_takes_a_moment() -> None:
    old, new = live(), live()
    sentence = "The musle of the neck is sore for 3 days and rest is not enough for all of them. "
    body = "".join(f"<p>{sentence * 10}</p>" for _each in range(4))
    section = {"heading": "Sore", "body": body, "plain_language": f"<p>{sentence * 10}</p>"}
    old["sections"] = [section | {"heading": f"Sore {n}"} for n in range(20)]
    new["sections"] = deepcopy(old["sections"])
    new["sections"][3]["body"] = body.replace("<p>The musle", "<p>The muscle", 1)
    new["sections"][9]["body"] = body.replace("3 days", "4 days", 1)
    started = time.process_time()
    found = compare(old, new)
    assert time.process_time() - started < 0.25  # some 40 ms on a machine at rest
    assert [f.code.removeprefix(PREFIX) for f in found] == ["wording", "dose"]


@pytest.mark.parametrize("text", ["1.", "1-", "a'", ".", "\xa0-", "1,1", "<", "\u0301", "é-"])
def test_compare_reads_long_runs_in_linear_time(text: str) -> None:
    old, new = live(), live()
    old["summary"], new["summary"] = text * 20_000, text * 20_000 + " x"
    started = time.process_time()
    compare(old, new)
    assert time.process_time() - started < 5
