"""No file raises, hangs or is silently nothing, however damaged."""

import json
import time
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from references import csl
from references.bibliography import SUFFIXES, read
from tests.fuzz import examples
from tests.references.reading.corpus import FILES

#: What each format is made of, between the signs for a broken bar.
WORDS = {
    ".bib": (
        "@article{¦@string{¦@comment{¦@xdata{¦@book(¦a,¦title={¦}¦{¦\"¦#¦=¦\\¦\\'¦$¦%¦,¦\n¦"
        "author = {¦ and ¦crossref={a}¦)¦xdata={a}¦year=1¦date={2017-¦/¦month=mar¦doi={10.¦"
        "csl={csl: ¦²¦family="
    ),
    ".ris": (
        "TY  - JOUR\n¦TY  - BOOK\n¦TI  - x\n¦ER  - \n¦AU  - ¦x, ¦;¦ and ¦DA  - ¦PY  - 2¦/¦"
        '²¦SP  - 1\n¦EP  - 2\n¦U1  - csl: {¦"title": 1}\n¦\n¦N1  - PMID: ¦SN  - 978¦'
        "KW  - a\n¦b\n¦UR  - http://¦C2  - PMC1\n¦ et al¦\x00"
    ),
    ".nbib": (
        "PMID- 5\n¦TI  - y\n¦      z\n¦\n¦DP  - 20¦Mar-Apr¦ ²¦FAU - a, b\n¦AU  - Ash S\n¦"
        "LID - 10.1/x [doi]\n¦DEP - 2020¦BTI - b\n¦CTDT- ¦PG  - e1\n¦OWN - "
    ),
    ".json": (
        '[¦]¦{¦}¦{"title":¦"x"¦:¦,¦1e999¦\\ud800¦NaN¦null¦"¦"id":¦"author":¦"issued":¦'
        '{"date-parts":¦[[¦]]¦"type":¦"book"¦\\¦²'
    ),
    ".xml": (
        "<PubmedArticleSet>¦<PubmedArticle>¦</PubmedArticle>¦<PubmedBookArticle>¦<¦"
        "<MedlineCitation>¦<PMID>1</PMID>¦<Article>¦<ArticleTitle>x¦</ArticleTitle>¦>¦"
        "<xml><records>¦<record>¦</record>¦<titles><title>x</title></titles>¦"
        "<BookDocument>¦<Book>¦&amp;¦&nbsp;¦&#0;¦&x;¦&¦<![CDATA[¦]]>¦<!--¦-->¦<?xml ?>¦"
        "<!DOCTYPE a>¦<!DOCTYPE a [¦<!ENTITY a 'b'>¦<style face='italic'>¦\x0b¦</"
    ),
}
TOKENS = {suffix: words.split("¦") for suffix, words in WORDS.items()}
TOKENS[".txt"] = [token for tokens in TOKENS.values() for token in tokens]
SECONDS = 5


def _check(data: bytes, suffix: str) -> None:
    begin = time.process_time()
    found = read(data, suffix)
    assert time.process_time() - begin < SECONDS
    assert found.items or found.problems
    last = data.count(b"\n") + data.count(b"\r") + 1
    for problem in found.problems:
        assert 1 <= problem.line <= last
        assert problem.message
        assert "\0" not in problem.message
        problem.message.encode()
    for item in found.items:
        assert 1 <= item.line <= last
        assert "\0" not in item.key
        stored = json.dumps(item.csl, allow_nan=False, ensure_ascii=False).encode()
        assert csl.normalise(json.loads(stored)) == item.csl


@pytest.mark.parametrize("suffix", SUFFIXES)
@given(data=st.binary(max_size=500))
def test_read_of_random_bytes_raises_nothing(suffix: str, data: bytes) -> None:
    _check(data, suffix)


@pytest.mark.parametrize("suffix", SUFFIXES)
@settings(max_examples=examples(200))
@given(data=st.data())
def test_read_of_the_words_of_a_format_raises_nothing(suffix: str, data: st.DataObject) -> None:
    words = data.draw(st.lists(st.sampled_from(TOKENS[suffix]), max_size=40))
    _check("".join(words).encode(), suffix)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
@settings(max_examples=25)
@given(data=st.data())
def test_read_of_a_damaged_file_raises_nothing(path: Any, data: st.DataObject) -> None:  # noqa: ANN401
    """Cut out, doubled, overwritten and inserted, at some places of a file that a program wrote."""
    whole = path.read_bytes()
    words = st.sampled_from(TOKENS[path.suffix]).map(str.encode) | st.binary(max_size=4)
    places = st.integers(0, len(whole))
    for at, length, doubled, put in data.draw(
        st.lists(st.tuples(places, st.integers(0, 200), st.booleans(), words), max_size=6)
    ):
        cut = whole[at : at + length]
        whole = whole[:at] + put + (cut * 2 if doubled else b"") + whole[at + length :]
    _check(whole, path.suffix)


@given(st.recursive(st.none() | st.integers() | st.floats() | st.text(), st.lists))
def test_read_of_any_json_raises_nothing(value: Any) -> None:  # noqa: ANN401
    found = read(json.dumps([{"title": value, "author": value}, value]).encode(), ".json")
    assert len(found.items) + len(found.problems) == 2
