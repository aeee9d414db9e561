"""Who can expect how much: hand-made cases, and that nothing is lost or made up."""

import datetime
from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st

from editorial.forecast import Expected, Signer, forecast, months_from, shared
from tests.fuzz import examples

JUNE, JULY = datetime.date(2027, 6, 1), datetime.date(2027, 7, 1)
HEART, NERVES, SKIN = 1, 2, 3


def signer(
    member: int, *specialties: int, term_from: str = "2020-01-01", term_to: str = ""
) -> Signer:
    return Signer(
        member,
        100 + member,
        frozenset(specialties),
        datetime.date.fromisoformat(term_from),
        datetime.date.fromisoformat(term_to) if term_to else None,
    )


ANNA, BERT, CARL = signer(1, HEART), signer(2, HEART, NERVES), signer(3, NERVES)


def test_shared_evenly_among_the_specialty() -> None:
    """One signature, two cardiologists: half a signature each, and none for the neurologist."""
    shares, missing = shared(Expected(JUNE, HEART, 1), [ANNA, BERT, CARL])
    assert shares == {1: Fraction(1, 2), 2: Fraction(1, 2)}
    assert missing == 0


def test_shared_with_the_rest_where_the_specialty_is_too_small() -> None:
    """Three signatures, two cardiologists: one each, the third by the rest of the board."""
    board = [ANNA, BERT, CARL, signer(4, SKIN)]
    shares, missing = shared(Expected(JUNE, HEART, 3), board)
    assert shares == {1: 1, 2: 1, 3: Fraction(1, 2), 4: Fraction(1, 2)}
    assert missing == 0


def test_shared_without_a_specialist_goes_to_everybody() -> None:
    for specialty in (SKIN, None):
        shares, missing = shared(Expected(JUNE, specialty, 2), [ANNA, BERT, CARL])
        assert shares == {1: Fraction(2, 3), 2: Fraction(2, 3), 3: Fraction(2, 3)}
        assert missing == 0


def test_shared_leaves_authors_out() -> None:
    written_by_anna = Expected(JUNE, HEART, 2, authors=frozenset({101}))
    shares, missing = shared(written_by_anna, [ANNA, BERT, CARL])
    assert shares == {2: 1, 3: 1}
    assert missing == 0


def test_shared_says_what_the_board_cannot_sign() -> None:
    assert shared(Expected(JUNE, HEART, 3), [ANNA]) == ({1: Fraction(1)}, Fraction(2))
    assert shared(Expected(JUNE, HEART, 2), []) == ({}, Fraction(2))


def test_shared_among_those_in_office_at_the_end_of_the_month() -> None:
    board = [
        signer(1, HEART, term_to="2027-06-29"),
        signer(2, HEART, term_to="2027-06-30"),
        signer(3, HEART, term_from="2027-07-01"),
    ]
    assert shared(Expected(JUNE, HEART, 1), board)[0] == {2: 1}
    assert shared(Expected(JULY, HEART, 1), board)[0] == {3: 1}


def test_forecast_adds_up_by_month() -> None:
    found = forecast(
        [
            Expected(JUNE, HEART, 2, reviews=3),
            Expected(JUNE, NERVES, 1, reviews=2),
            Expected(JULY, HEART, 1),
            Expected(JULY, None, 4),
        ],
        [ANNA, BERT, CARL],
    )
    assert found.reviews == {
        (HEART, JUNE): 3,
        (NERVES, JUNE): 2,
        (HEART, JULY): 1,
        (None, JULY): 1,
    }
    assert found.needed == {(HEART, JUNE): 6, (NERVES, JUNE): 2, (HEART, JULY): 1, (None, JULY): 4}
    assert found.of_member(1) == {JUNE: 3, JULY: Fraction(3, 2)}
    assert found.of_member(2) == {JUNE: 4, JULY: Fraction(3, 2)}
    assert found.of_member(3) == {JUNE: 1, JULY: 1}
    assert {place: part for place, part in found.missing.items() if part} == {(None, JULY): 1}


def test_months_go_on_into_the_next_year() -> None:
    assert [f"{day:%Y-%m}" for day in months_from(datetime.date(2027, 11, 30), 4)] == [
        *("2027-11", "2027-12", "2028-01", "2028-02"),
    ]


MONTHS = months_from(JUNE, 3)
BOARDS = st.lists(
    st.tuples(st.frozensets(st.integers(1, 3)), st.sampled_from([None, *MONTHS])), max_size=6
).map(
    lambda rows: [
        Signer(n, 100 + n, specialties, datetime.date(2020, 1, 1), term_to)
        for n, (specialties, term_to) in enumerate(rows, 1)
    ]
)
REVIEWS = st.lists(
    st.builds(
        Expected,
        month=st.sampled_from(MONTHS),
        specialty=st.sampled_from([None, 1, 2, 3]),
        signatures=st.integers(1, 5),
        authors=st.frozensets(st.integers(100, 106)),
        reviews=st.integers(1, 9),
    ),
    max_size=12,
)


@settings(max_examples=examples(100), deadline=None)
@given(REVIEWS, BOARDS)
def test_forecast_makes_up_what_is_needed(reviews: list[Expected], board: list[Signer]) -> None:
    found = forecast(reviews, board)
    needed = sum(each.reviews * each.signatures for each in reviews)
    assert sum(found.needed.values()) == needed
    assert sum(found.shares.values()) + sum(found.missing.values()) == needed
    for each in reviews:
        shares, missing = shared(each, board)
        assert sum(shares.values()) + missing == each.signatures
        assert all(0 < share <= 1 for share in shares.values())
        assert missing >= 0
        assert not {100 + member for member in shares} & each.authors
