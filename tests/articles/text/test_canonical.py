"""The bytes that are signed."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.text.canonical import canonical_json, digest, sha256

TEXT = st.text(st.characters(exclude_categories=["Cs"]))
JSON = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(-(2**60), 2**60), TEXT),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXT, inner, max_size=4),
    max_leaves=12,
)


def test_canonical_json_gives_known_bytes() -> None:
    value = {"b": [1, None, True], "a": 'é\n\u2028"', "ä": {"z": 0, "y": ""}}
    assert canonical_json(value) == (
        b'{"a":"\xc3\xa9\\n\xe2\x80\xa8\\"","b":[1,null,true],"\xc3\xa4":{"y":"","z":0}}'
    )


def test_digest_is_the_sha256_of_those_bytes() -> None:
    assert digest({}) == "44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a"
    assert digest({"a": "é"}) == sha256('{"a":"é"}') == sha256(b'{"a":"\xc3\xa9"}')


@given(JSON)
def test_canonical_json_reads_back_as_the_same_and_writes_the_same_again(value: object) -> None:
    data = canonical_json(value)
    assert json.loads(data) == value
    assert canonical_json(json.loads(data)) == data


@given(st.dictionaries(TEXT, st.integers(), min_size=2))
def test_canonical_json_does_not_depend_on_the_order_of_keys(value: dict[str, int]) -> None:
    assert digest(dict(reversed(value.items()))) == digest(value)


def test_canonical_json_tells_composed_text_from_decomposed() -> None:
    assert digest("é") != digest("e\u0301")


@pytest.mark.parametrize("value", [float("nan"), float("inf"), "\ud800", {"a": ["\udfff"]}])
def test_canonical_json_refuses_what_json_cannot_say(value: object) -> None:
    with pytest.raises(ValueError, match="JSON compliant|surrogates"):
        canonical_json(value)


@pytest.mark.parametrize("value", [{1: "a"}, {"a": {None: 1}}, [{True: 1}], {"a": {1, 2}}])
def test_canonical_json_refuses_what_json_would_change(value: object) -> None:
    with pytest.raises(TypeError):
        canonical_json(value)
