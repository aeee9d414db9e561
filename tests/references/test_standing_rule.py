"""From notices to a standing: the table by hand, and what holds for any notices whatever."""

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from references.models import Notice, Retraction
from references.models.standing import Nature, Teller
from references.standing import Standing, standing_of

NOTICED = datetime.datetime(2026, 11, 1, tzinfo=datetime.UTC)
Told = tuple[str, str | None]


def notice(nature: str, on: str | None, teller: str = Teller.CROSSREF, url: str = "") -> Notice:
    entered = NOTICED if teller == Teller.EDITOR else None
    day = datetime.date.fromisoformat(on) if on else None
    return Notice(nature=nature, on=day, teller=teller, url=url, found=NOTICED, entered_at=entered)


#: What is told (nature, date), and what it must come to. Written by hand.
TABLE: list[tuple[list[Told], tuple[str, str | None] | None]] = [
    ([], None),
    # One notice.
    ([("retraction", "2025-11-04")], ("retracted", "2025-11-04")),
    ([("retraction", None)], ("retracted", None)),
    ([("expression_of_concern", "2025-11-04")], ("expression_of_concern", "2025-11-04")),
    ([("expression_of_concern", None)], ("expression_of_concern", None)),
    ([("correction", "2025-11-04")], ("corrected", "2025-11-04")),
    ([("correction", None)], ("corrected", None)),
    ([("reinstatement", "2025-11-04")], ("reinstated", "2025-11-04")),
    ([("reinstatement", None)], ("reinstated", None)),
    # A retraction outweighs what else is told, whichever came first.
    ([("expression_of_concern", "2024-01-01"), ("retraction", "2025-01-01")],
     ("retracted", "2025-01-01")),
    ([("retraction", "2024-01-01"), ("expression_of_concern", "2025-01-01")],
     ("retracted", "2024-01-01")),
    ([("correction", "2025-01-01"), ("retraction", "2024-01-01")], ("retracted", "2024-01-01")),
    ([("correction", "2025-01-01"), ("expression_of_concern", "2024-01-01")],
     ("expression_of_concern", "2024-01-01")),
    # A reinstatement lifts what is dated on its day or before it.
    ([("retraction", "2024-01-01"), ("reinstatement", "2025-01-01")], ("reinstated", "2025-01-01")),
    ([("retraction", "2025-01-01"), ("reinstatement", "2025-01-01")], ("reinstated", "2025-01-01")),
    ([("retraction", "2025-01-02"), ("reinstatement", "2025-01-01")], ("retracted", "2025-01-02")),
    ([("retraction", "2024-01-01"), ("reinstatement", None)], ("retracted", "2024-01-01")),
    ([("expression_of_concern", "2024-01-01"), ("reinstatement", "2025-01-01")],
     ("reinstated", "2025-01-01")),
    ([("expression_of_concern", "2024-01-01"), ("reinstatement", None)],
     ("expression_of_concern", "2024-01-01")),
    # Retracted again; doubted again; corrected after all that.
    ([("retraction", "2020-01-01"), ("reinstatement", "2021-01-01"), ("retraction", "2022-01-01")],
     ("retracted", "2022-01-01")),
    ([("retraction", "2020-01-01"), ("reinstatement", "2021-01-01"),
      ("expression_of_concern", "2022-01-01")], ("expression_of_concern", "2022-01-01")),
    ([("expression_of_concern", "2019-01-01"), ("retraction", "2020-01-01"),
      ("reinstatement", "2021-01-01")], ("reinstated", "2021-01-01")),
    ([("retraction", "2020-01-01"), ("reinstatement", "2021-01-01"), ("correction", "2022-01-01")],
     ("reinstated", "2021-01-01")),
    # Without a date it counts as of the first date known of its kind …
    ([("retraction", None), ("retraction", "2020-01-01"), ("reinstatement", "2021-01-01")],
     ("reinstated", "2021-01-01")),
    ([("retraction", None), ("retraction", "2022-01-01"), ("reinstatement", "2021-01-01")],
     ("retracted", "2022-01-01")),
    ([("retraction", None), ("retraction", "2020-01-01")], ("retracted", "2020-01-01")),
    # … and where none is known, no teller's reinstatement lifts it.
    ([("retraction", None), ("reinstatement", "2021-01-01")], ("retracted", None)),
    ([("retraction", None), ("expression_of_concern", "2019-01-01"),
      ("reinstatement", "2021-01-01")], ("retracted", None)),
    ([("expression_of_concern", None), ("retraction", "2020-01-01"),
      ("reinstatement", "2021-01-01")], ("expression_of_concern", None)),
    # Dates that lie close together are one event: its first day. Those far apart are two.
    ([("retraction", "2025-11-06"), ("retraction", "2025-11-04")], ("retracted", "2025-11-04")),
    ([("retraction", "2020-01-01"), ("retraction", "2025-11-04")], ("retracted", "2025-11-04")),
    ([("retraction", "2025-01-01"), ("retraction", "2025-04-01")], ("retracted", "2025-01-01")),
    ([("retraction", "2025-01-01"), ("retraction", "2025-04-02")], ("retracted", "2025-04-02")),
    ([("correction", "2021-01-01"), ("correction", "2024-01-01")], ("corrected", "2024-01-01")),
    ([("reinstatement", "2021-01-01"), ("reinstatement", None)], ("reinstated", "2021-01-01")),
]  # fmt: skip


@pytest.mark.parametrize(("told", "comes_to"), TABLE)
def test_standing_follows_the_table(told: list[Told], comes_to: Told | None) -> None:
    for order in (told, told[::-1]):
        standing = standing_of([notice(nature, on) for nature, on in order])
        shown = None
        if standing is not None:
            shown = (standing.retraction.value, standing.on.isoformat() if standing.on else None)
        assert shown == comes_to


def test_standing_without_any_date_is_lifted_by_an_editor_who_knew_of_it() -> None:
    retraction = notice("retraction", None, Teller.PUBMED)
    reinstatement = notice("reinstatement", "2025-01-01", Teller.EDITOR)
    lifted = standing_of([retraction, reinstatement])
    assert lifted == Standing(Retraction.REINSTATED, datetime.date(2025, 1, 1), "")
    retraction.found = NOTICED + datetime.timedelta(seconds=1)
    assert standing_of([retraction, reinstatement]) == Standing(Retraction.RETRACTED, None, "")


def test_standing_without_any_date_is_not_lifted_by_an_editors_undated_word() -> None:
    told = [notice("retraction", None), notice("reinstatement", None, Teller.EDITOR)]
    assert standing_of(told) == Standing(Retraction.RETRACTED, None, "")


def test_standing_shows_the_address_of_its_own_day_in_the_order_of_tellers() -> None:
    told = [
        notice("retraction", "2025-11-04", Teller.PUBMED, "https://pubmed.example/1"),
        notice("retraction", "2025-11-04", Teller.CROSSREF, "https://doi.example/1"),
        notice("retraction", "2025-11-08", Teller.EDITOR, "https://editor.example/1"),
    ]
    standing = standing_of(told)
    assert standing is not None
    assert standing.url == "https://doi.example/1"
    standing = standing_of(told[2:])
    assert standing is not None
    assert standing.url == "https://editor.example/1"


NATURES = st.sampled_from(Nature.values)
DAYS = st.none() | st.dates(datetime.date(2020, 1, 1), datetime.date(2021, 12, 31)).map(str)
TELLERS = st.sampled_from(Teller.values)
NOTICES = st.lists(st.builds(notice, NATURES, DAYS, TELLERS), max_size=6)


@given(NOTICES, st.randoms(use_true_random=False))
def test_standing_is_the_same_in_any_order_and_told_twice(
    notices: list[Notice], chance: "object"
) -> None:
    shuffled = [*notices, *notices]
    chance.shuffle(shuffled)  # type: ignore[attr-defined]
    assert standing_of(shuffled) == standing_of(notices)


@given(NOTICES)
def test_standing_is_retracted_unless_every_retraction_is_taken_back(notices: list[Notice]) -> None:
    """Said another way than the rule says it, and no more than that."""
    retractions = [each for each in notices if each.nature == Nature.RETRACTION]
    reinstated = [each for each in notices if each.nature == Nature.REINSTATEMENT and each.on]
    standing = standing_of(notices)
    is_retracted = standing is not None and standing.retraction == Retraction.RETRACTED
    if not retractions:
        assert not is_retracted
    last = max((each.on for each in reinstated if each.on), default=None)
    if retractions and (last is None or any(each.on and each.on > last for each in retractions)):
        assert is_retracted


@given(NOTICES, st.builds(notice, st.just("retraction"), DAYS, TELLERS))
def test_standing_never_improves_by_one_more_retraction(
    notices: list[Notice], more: Notice
) -> None:
    before = standing_of(notices)
    after = standing_of([*notices, more])
    assert after is not None
    if before is not None and before.retraction == Retraction.RETRACTED and before.on:
        assert after.retraction == Retraction.RETRACTED


@given(NOTICES)
def test_standing_without_notices_of_a_kind_is_not_of_that_kind(notices: list[Notice]) -> None:
    standing = standing_of(notices)
    kinds = {
        "retracted": "retraction",
        "expression_of_concern": "expression_of_concern",
        "corrected": "correction",
        "reinstated": "reinstatement",
    }
    assert (standing is None) == (not notices)
    if standing is not None:
        assert kinds[standing.retraction] in {each.nature for each in notices}
        assert standing.on in {each.on for each in notices}
