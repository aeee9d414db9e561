"""What two records of one work come to, fact by fact."""

from datetime import date
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from references import csl
from references.merging import ChoiceMissing, Fact, Side, combined, facts
from references.models import Reference
from tests.factories.references import ReferenceFactory
from tests.fuzz import examples

pytestmark = pytest.mark.django_db
ARTICLE: dict[str, Any] = {
    "type": "article-journal",
    "title": "Neck spasm: a trial",
    "author": [{"family": "Sample", "given": "A"}],
    "issued": {"date-parts": [[2020]]},
}


def record(columns: dict[str, Any] | None = None, **entries: Any) -> Reference:
    item = csl.normalise({**ARTICLE, **entries})
    return ReferenceFactory.create(csl=item, **(columns or {}))


def by_name(kept: Reference, duplicate: Reference) -> dict[str, Fact]:
    return {fact.name: fact for fact in facts(kept, duplicate)}


def test_what_is_missing_is_filled_and_what_agrees_needs_no_choice() -> None:
    kept = record(DOI="10.5555/a", volume="7")
    duplicate = record(PMID="123", volume="7", issue="2", title="NECK SPASM - A TRIAL.")
    found = by_name(kept, duplicate)
    assert {name for name, fact in found.items() if fact.is_gained} == {"PMID", "issue"}
    assert not any(fact.is_contradicted for fact in found.values())
    item, _columns = combined(kept, duplicate, {})
    assert item == csl.normalise({**kept.csl, "PMID": "123", "issue": "2"})


@pytest.mark.parametrize(
    ("name", "mine", "theirs"),
    [
        ("DOI", "10.5555/a-b", "10.5555/ab"),
        ("page", "1-2", "12"),
        ("volume", "1.2", "12"),
        ("title", "Neck spasm", "Jaw spasm"),
        ("title", "???", "!!!"),
        ("author", [{"family": "Sample", "given": "A"}], [{"family": "Sample", "given": "B"}]),
        ("issued", {"date-parts": [[2020]]}, {"date-parts": [[2020, 5]]}),
    ],
)
def test_contradiction_is_left_to_a_person(name: str, mine: Any, theirs: Any) -> None:  # noqa: ANN401
    kept, duplicate = (
        record(**{"DOI": "10.5555/a", name: mine}),
        record(**{"PMID": "1", name: theirs}),
    )
    with pytest.raises(ChoiceMissing) as missing:
        combined(kept, duplicate, {})
    assert [fact.name for fact in missing.value.facts] == [name]
    for side, source in ((Side.KEPT, kept), (Side.DUPLICATE, duplicate)):
        item, _columns = combined(kept, duplicate, {name: side})
        assert item[name] == source.csl[name]


def test_address_and_the_day_it_was_read_stay_together() -> None:
    kept = record(URL="https://example.org/a", DOI="10.5555/a")
    duplicate = record(PMID="1", URL="https://example.org/b", accessed="2025-01-01")
    assert "accessed" not in by_name(kept, duplicate)
    item, _columns = combined(kept, duplicate, {"URL": Side.KEPT})
    assert "accessed" not in item
    item, _columns = combined(kept, duplicate, {"URL": Side.DUPLICATE})
    assert item["accessed"] == duplicate.csl["accessed"]
    same_address = record(PMID="2", URL="https://example.org/a", accessed="2025-01-01")
    item, _columns = combined(kept, same_address, {})
    assert item["accessed"] == same_address.csl["accessed"]


def test_columns_are_compared_too() -> None:
    newer = record(DOI="10.5555/newer")
    kept = record({"evidence_level": 2, "valid_from": date(2020, 1, 1)})
    duplicate = record(
        {
            "kind": "trial",
            "evidence_level": 1,
            "certainty": "high",
            "issuing_body": "Sample body",
            "valid_from": date(2021, 1, 1),
            "valid_until": date(2022, 1, 1),
            "superseded_by": newer,
        },
        DOI="10.5555/b",
    )
    contradicted = {fact.name for fact in facts(kept, duplicate) if fact.is_contradicted}
    assert contradicted == {"kind", "evidence_level", "valid_from"}
    choices = {"kind": Side.KEPT, "evidence_level": Side.DUPLICATE, "valid_from": Side.DUPLICATE}
    _item, columns = combined(kept, duplicate, choices)
    assert columns == {
        "kind": "research",
        "evidence_level": 1,
        "certainty": "high",
        "issuing_body": "Sample body",
        "valid_from": date(2021, 1, 1),
        "valid_until": date(2022, 1, 1),
        "superseded_by": newer,
    }


def test_facts_are_shown_as_people_read_them() -> None:
    kept = record({"evidence_level": 2, "certainty": "low"}, title="A <em>B</em> & <b>c</b>")
    duplicate = record(
        {"kind": "trial", "valid_until": date(2022, 1, 1)},
        URL="https://example.org/",
        accessed="2025-01-02",
    )
    found = by_name(kept, duplicate)
    assert found["title"].kept_shown == "A <em>B</em> &amp; c"
    assert found["author"].kept_shown == "Sample, A"
    assert found["issued"].kept_shown == "2020"
    assert found["kind"].duplicate_shown == "Trial"
    assert found["URL"].duplicate_shown == "https://example.org/ 2 January 2025"
    assert found["URL"].kept_shown == ""
    assert found["evidence_level"].kept_shown.startswith("2: ")
    assert found["certainty"].kept_shown == "Low"
    assert found["valid_from"].duplicate_shown == "\N{EN DASH} 1 January 2022"
    assert found["valid_from"].kept_shown == ""


ENTRIES = st.fixed_dictionaries(
    {},
    optional={
        "DOI": st.sampled_from(["10.5555/a", "10.5555/b"]),
        "PMID": st.sampled_from(["1", "2"]),
        "volume": st.sampled_from(["1", "2"]),
        "URL": st.sampled_from(["https://example.org/a", "https://example.org/b"]),
        "accessed": st.sampled_from(["2025-01-01", "2025-02-02"]),
        "publisher": st.sampled_from(["One", "one.", "Two"]),
    },
)


@settings(max_examples=examples(100), suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(ENTRIES, ENTRIES, st.sampled_from(Side))
def test_nothing_is_made_up_and_nothing_that_agrees_is_lost(
    mine: dict[str, str], theirs: dict[str, str], side: Side
) -> None:
    kept = ReferenceFactory.build(csl=csl.normalise({**ARTICLE, **mine}))
    duplicate = ReferenceFactory.build(csl=csl.normalise({**ARTICLE, **theirs}))
    choices = {fact.name: side for fact in facts(kept, duplicate)}
    item, _columns = combined(kept, duplicate, choices)
    assert csl.normalise(item) == item
    for key, value in item.items():
        assert value in (kept.csl.get(key), duplicate.csl.get(key))
    for key in (*kept.csl, *duplicate.csl):
        assert key in item or key == "accessed", "a day without its address says nothing"
    same, _columns = combined(kept, kept, {})
    said = kept.csl if "URL" in kept.csl else {**kept.csl, "accessed": None}
    assert same == {key: value for key, value in said.items() if value}
