"""The rules of a tier, at their edges, and what the figures say in words."""

import datetime
from typing import Any

import pytest

from articles.own_publications import read
from articles.source_quality import JudgedSource, measure
from editorial.models import Policy
from editorial.models.policy import THRESHOLDS
from editorial.source_warnings import Figure, Thresholds, figures, warnings

NOW = datetime.datetime(2026, 11, 22, 12, tzinfo=datetime.UTC)
RULES = Thresholds.of({})
OWN = read("10.7777")


def _source(number: int, *, times: int = 1, kind: str = "trial", **facts: Any) -> JudgedSource:
    """Beyond reproach, unless told otherwise."""
    csl = {"DOI": f"10.1234/{number}", "issued": {"date-parts": [[facts.pop("year", 2024)]]}}
    csl |= facts.pop("csl", {})
    facts = {"last_checked": NOW, "retraction": "none", **facts}
    return JudgedSource(number, number, f"S{number}", kind, csl, ("1:body",) * times, **facts)


def _figures(*sources: JudgedSource, **rules: int) -> dict[str, Figure]:
    quality = measure(sources, now=NOW, own=OWN)
    listed = figures(quality, Thresholds.of(rules), today=NOW.date())
    return {figure.code: figure for figure in listed}


def _warned(*sources: JudgedSource, **rules: int) -> list[str]:
    return [figure.code for figure in warnings(list(_figures(*sources, **rules).values()))]


def _many(good: int, bad: int, **spoilt: Any) -> list[JudgedSource]:
    spoiled = [_source(n, **spoilt) for n in range(1, bad + 1)]
    return [*spoiled, *(_source(n) for n in range(bad + 1, bad + good + 1))]


def test_sources_beyond_reproach_are_warned_of_in_nothing() -> None:
    assert _warned(*_many(4, 0)) == []


def test_no_sources_are_warned_of_in_nothing() -> None:
    assert _warned() == []
    assert [figure.value for figure in _figures().values()] == [
        *("no citations",) * 3,
        *("no sources",) * 2,
        *("none has a year",) * 2,
        *("none",) * 3,
    ]


OWN_WORK: dict[str, Any] = {"csl": {"DOI": "10.7777/x"}}
NAMELESS: dict[str, Any] = {"csl": {"DOI": "", "PMID": "", "URL": "https://example.org/"}}
LONG_AGO: dict[str, Any] = {"last_checked": NOW - datetime.timedelta(days=7, seconds=1)}


@pytest.mark.parametrize(
    ("code", "rule", "good", "bad", "spoilt", "warned"),
    [
        ("own-publications", {}, 3, 1, OWN_WORK, False),  # 25 of at most 25
        ("own-publications", {}, 2, 1, OWN_WORK, True),  # 33
        ("own-publications", {"most_own_percent": 0}, 99, 1, OWN_WORK, True),
        ("own-publications", {"most_own_percent": 100}, 0, 3, OWN_WORK, False),
        ("primary-sources", {}, 1, 4, {"kind": "guideline"}, False),  # 20 of at least 20
        ("primary-sources", {}, 1, 5, {"kind": "drug_label"}, True),  # 17
        ("primary-sources", {"least_primary_percent": 0}, 0, 5, {"kind": "textbook"}, False),
        ("identified-sources", {}, 9, 1, NAMELESS, False),  # 90 of at least 90
        ("identified-sources", {}, 8, 1, NAMELESS, True),  # 89
        ("checked-sources", {}, 999, 1, LONG_AGO, True),
        ("checked-sources", {"least_checked_percent": 90}, 9, 1, LONG_AGO, False),
        ("checked-sources", {}, 9, 1, {**NAMELESS, "last_checked": None}, False),  # out of reach
        ("median-year", {}, 0, 1, {"year": 2016}, False),  # 10 years old, of at most 10
        ("median-year", {}, 0, 1, {"year": 2015}, True),
        ("median-year", {}, 1, 1, {"year": 2007}, True),  # between 2007 and 2024: 2015.5
        ("median-year", {}, 1, 1, {"year": 2008}, False),
        ("oldest-source", {}, 2, 1, {"year": 1996}, False),  # 30 years old, of at most 30
        ("oldest-source", {}, 2, 1, {"year": 1995}, True),
        ("past-validity", {}, 2, 1, {"valid_until": NOW.date()}, False),
        ("past-validity", {}, 2, 1, {"valid_until": datetime.date(2026, 11, 21)}, True),
        ("superseded", {}, 2, 1, {"superseded_by": "S9"}, True),
        ("retracted", {}, 2, 1, {"retraction": "retracted"}, True),
        ("retracted", {}, 2, 1, {"retraction": "retracted", "is_accepted": True}, False),
        ("retracted", {}, 2, 1, {"retraction": "corrected"}, False),
    ],
)
def test_rule_is_kept_at_its_limit_and_broken_beyond(  # noqa: PLR0917
    code: str, rule: dict[str, int], good: int, bad: int, spoilt: dict[str, Any], warned: bool
) -> None:
    found = _warned(*_many(good, bad, **spoilt), **rule)
    assert (code in found) is warned


def test_one_own_source_cited_ten_times_counts_ten_times() -> None:
    found = _figures(_source(1, times=10, **OWN_WORK), *(_source(n) for n in range(2, 12)))
    assert found["own-publications"].value == "10 of 20 citations (50%)"
    assert found["own-publications"].rule == "at most 25%"
    assert found["own-publications"].warning
    assert found["identified-sources"].value == "11 of 11 sources (100%)"


def test_warning_names_the_sources_to_look_at() -> None:
    found = _figures(
        _source(1, year=1950),
        _source(2, kind="website", **NAMELESS, last_checked=None),
        _source(3, year=1990, superseded_by="S9"),
    )
    numbers = {code: [s.number for s in figure.sources] for code, figure in found.items()}
    assert numbers["oldest-source"] == [1, 3]
    assert numbers["identified-sources"] == numbers["checked-sources"] == [2]
    assert numbers["superseded"] == [3]
    assert found["checked-sources"].value == "2 of 3 sources (67%)"
    assert found["checked-sources"].note == (
        "1 cannot be checked: it has neither DOI nor PubMed number."
    )
    assert found["oldest-source"].value == "1950 (76 years old)"


def test_years_are_said_as_people_say_them() -> None:
    assert _figures(_source(1, year=2025))["median-year"].value == "2025 (1 year old)"
    assert _figures(_source(1, year=2031))["median-year"].value == "2031 (0 years old)"
    assert _figures(_source(1, year=2010), _source(2, year=2011))["median-year"].value == (
        "2010.5 (15.5 years old)"
    )
    undated = _figures(_source(1, csl={"issued": {}}), _source(2))["median-year"]
    assert (undated.value, undated.note) == ("2024 (2 years old)", "1 source has no year.")


def test_thresholds_of_a_policy_from_before_them_are_the_standard() -> None:
    assert Thresholds.of({"tier": "dosing", "approvals_needed": 2}) == RULES
    assert Thresholds(25, 20, 90, 100, 10, 30) == RULES


def test_thresholds_are_those_of_the_frozen_policy() -> None:
    policy = Policy(**{name: place for place, name in enumerate(THRESHOLDS, start=1)})
    assert Thresholds.of(policy.frozen()) == Thresholds(1, 2, 3, 4, 5, 6)
