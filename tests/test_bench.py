"""`make bench` prints what it promises. How fast anything is, no test says: machines differ."""

import json
import subprocess
import sys
from pathlib import Path

import psycopg
import pytest
from django.db import connection

from bench.prose import sentences
from bench.sizes import Sizes
from bench.timing import Measured, interleaved, number, timing
from bench.visitors import length_of

ROOT = Path(__file__).resolve().parent.parent
NAMES = [
    "format",
    "compare",
    "admin-list",
    "import",
    "transition",
    "verify",
    "where-used",
    "import-references",
    "search",
    "ask",
    "plan",
    "idle-sweep",
    "deliver",
    "reader",
]
TINY = {
    "BENCH_ROUNDS": "1",
    "BENCH_ARTICLES": "120",
    "BENCH_LIVE": "30",
    "BENCH_MAILS": "1",
    "BENCH_WORDS": "40",
    "BENCH_FILES": "3",
    "BENCH_RECORDS": "10",
    "BENCH_REVIEWS": "1",
    "BENCH_EVENTS": "60",
    "BENCH_ROWS": "20",
    "BENCH_REFERENCES": "3",
    "BENCH_CITATIONS": "300",
    "BENCH_COMPARED": "200",
    "BENCH_TURN": "1",
}


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_bench_prints_a_line_for_each_measure_and_leaves_nothing(
    command_environment: dict[str, str], tmp_path: Path
) -> None:
    results = tmp_path / "results.json"
    done = subprocess.run(
        [sys.executable, "-m", "bench"],
        cwd=ROOT,
        env=command_environment | TINY | {"BENCH_RESULTS": str(results)},
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
    assert done.returncode == 0, done.stderr
    lines = done.stdout.splitlines()[1:-1]
    assert [line.split()[0] for line in lines] == NAMES
    assert all(float(line.split()[1].replace(",", "")) > 0 for line in lines)
    written = json.loads(results.read_text())["measures"]
    assert [measure["name"] for measure in written] == NAMES
    assert all(measure["ratio"] > 0 for measure in written)
    figures = {measure["name"]: measure["figures"] for measure in written}
    assert figures["reader"]["queries"] == 1
    assert figures["admin-list"]["queries at 10"] == figures["admin-list"]["queries at 20"]
    assert figures["where-used"]["queries"] == 1
    assert figures["import-references"]["peak MB"] > 0
    assert figures["plan"]["reminders"] >= 1
    assert figures["deliver"]["mails/s"] > 0
    assert not left_over()


def left_over() -> list[str]:
    with psycopg.connect(**connection.get_connection_params()) as server:
        found = server.execute("SELECT datname FROM pg_database WHERE datname LIKE '%\\_bench'")
        ours = connection.settings_dict["NAME"]
        return [str(row[0]) for row in found.fetchall() if str(row[0]).startswith(ours)]


@pytest.mark.parametrize("text", ["0", "-1", "many", "1.5", "²"])
def test_sizes_refuse_what_is_no_size(monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    monkeypatch.setenv("BENCH_FILES", text)
    with pytest.raises(SystemExit, match="BENCH_FILES must be a whole number"):
        Sizes.from_environment()


def test_sizes_take_what_the_environment_asks_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BENCH_ARTICLES", "1000000")
    sizes = Sizes.from_environment()
    assert (sizes.articles, sizes.files) == (1_000_000, Sizes().files)


@pytest.mark.parametrize(
    ("articles", "scales"),
    [
        (120, [120]),
        (10_000, [10_000]),
        (25_000, [10_000, 25_000]),
        (1_000_000, [10_000, 100_000, 1_000_000]),
    ],
)
def test_scales_grow_tenfold_up_to_what_was_asked_for(articles: int, scales: list[int]) -> None:
    assert Sizes(articles=articles).scales == scales


def test_timing_is_the_median_of_the_rounds() -> None:
    timed = timing([[2.0, 1.0], [9.0, 3.0], [4.0, 4.0]])
    assert (timed.ours, timed.bare, timed.ratio) == (4.0, 3.0, 2.0)


def test_interleaving_calls_both_in_every_round_and_once_to_warm_up() -> None:
    called: list[str] = []
    interleaved(lambda: called.append("ours"), lambda: called.append("bare"), rounds=3)
    assert called == ["bare", "ours", "ours", "bare", "bare", "ours", "ours", "bare"]


def test_line_begins_with_the_name_and_the_ratio() -> None:
    measured = Measured("reader", 12.345, "a bare view", {"pages/s": 1234.5}, {"rows": 1000})
    assert measured.line.split()[:2] == ["reader", "12.3"]
    assert measured.line.endswith("pages/s 1,234 | 1,000 rows")


@pytest.mark.parametrize(
    ("value", "shown"), [(0.01234, "0.0123"), (1.0, "1"), (99.94, "99.9"), (123456.7, "123,457")]
)
def test_number_has_three_digits_and_no_exponent(value: float, shown: str) -> None:
    assert number(value) == shown


def test_prose_is_the_same_for_the_same_seed() -> None:
    assert sentences(30, 7) == sentences(30, 7) != sentences(30, 8)
    assert len(sentences(30, 7).split()) == 30


def test_answer_without_a_length_is_refused() -> None:
    assert length_of(b"HTTP/1.1 200 OK\r\nContent-Length: 42") == 42
    with pytest.raises(RuntimeError, match="how long"):
        length_of(b"HTTP/1.1 200 OK")
