"""Which sentences need a source."""

import time

import pytest

from articles.text.claims import Claim, kinds_of, sentences, uncited_claims

CITE = '<cite data-reference="1"></cite>'


@pytest.mark.parametrize(
    ("sentence", "kinds"),
    [
        ("Give 5 mg by mouth.", ("dose",)),
        ("Give 2.5\xa0mg/kg.", ("dose",)),
        ("Give 5-10 mg.", ("dose",)),
        ("Give 0.5 µg/h.", ("dose",)),
        ("Inject 200 units into the muscle.", ("dose",)),
        ("Take two tablets twice daily.", ("dose",)),
        ("Repeat every 6 hours.", ("dose", "duration")),
        ("The starting dose is low.", ("dose",)),
        ("Only for short periods (up to 2\u20133 weeks).", ("duration",)),
        ("Pain lasts for several months.", ("duration",)),
        ("A 10-day course helps.", ("duration",)),
        ("Cyclobenzaprine is indicated as an adjunct to rest.", ("indication",)),
        ("It is only indicated for adults.", ("indication",)),
        ("It is approved for spasm.", ("indication",)),
        ("It is contraindicated after infarction.", ("contraindication",)),
        ("It is contra-indicated in children.", ("contraindication",)),
        ("It is not recommended in pregnancy.", ("contraindication",)),
        ("It is not indicated for spasticity.", ("contraindication",)),
        ("It should not be used with alcohol.", ("contraindication",)),
        ("Opioids should be avoided.", ("contraindication",)),
        ("Do not use it in children.", ("contraindication",)),
        ("Avoid opioids in the elderly.", ("contraindication",)),
        # Not claims of these kinds:
        ("A 65-year-old man came in.", ()),
        ("Patients aged 65 years came in.", ()),
        ("Women were 40 years of age.", ()),
        ("CRP was 10 mg/L.", ()),
        ("Glucose above 180 mg/dL is high.", ()),
        ("Clearance fell to 60 mL/min.", ()),
        ("It occurs in 42% of people.", ()),
        ("The study indicated that posture matters.", ()),
        ("The C5-C6 level is affected.", ()),
    ],
)
def test_kinds_of_names_what_a_sentence_states(sentence: str, kinds: tuple[str, ...]) -> None:
    assert kinds_of(sentence) == kinds


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("One. Two! Three? Four", ["One.", "Two!", "Three?", "Four"]),
        ("Use heat, e.g. Warm packs, i.e. These.", ["Use heat, e.g. Warm packs, i.e. These."]),
        ("Dr. Sample saw X vs. Y.", ["Dr. Sample saw X vs. Y."]),
        ("Take 0.5 mg. daily. Then stop.", ["Take 0.5 mg. daily.", "Then stop."]),
        ("Take 5 mg. Then stop.", ["Take 5 mg.", "Then stop."]),
        ("Sample No. 5 failed.", ["Sample No. 5 failed."]),
        ("He said “stop.” Then left.", ["He said “stop.”", "Then left."]),
        ("One (two.) Three", ["One (two.)", "Three"]),
        ("Vitamin D. It helps.", ["Vitamin D.", "It helps."]),
        ("Line\nNext", ["Line", "Next"]),
        ("", []),
    ],
)
def test_sentences_knows_full_stops_from_other_stops(text: str, expected: list[str]) -> None:
    assert sentences(text) == expected


@pytest.mark.parametrize(
    "html",
    [
        f"<p>Take 5 mg.{CITE}</p>",
        f"<p>Take 5 mg. {CITE} It works.</p>",
        f"<p>Take 5 mg{CITE}.</p>",
        f"<p>Take 5 mg,{CITE} then rest.</p>",
        f"<ul><li>Take 5 mg {CITE}</li></ul>",
        '<p>Take 5 mg.<cite data-unresolved="x"></cite></p>',
        "<p>Rest is good.</p>",
    ],
)
def test_uncited_claims_passes_a_claim_with_a_citation(html: str) -> None:
    assert uncited_claims(html) == []


def test_uncited_claims_tells_sentence_block_and_kind() -> None:
    html = (
        f"<p>Take 5 mg.{CITE} Stop after 2 weeks. It helps.</p>"
        f"<ul><li>It is <em>contra</em>indicated in asthma.</li><li>Well{CITE}</li></ul>"
    )
    claims = uncited_claims(html)
    assert claims == [
        Claim("Stop after 2 weeks.", 0, ("duration",)),
        Claim("It is contraindicated in asthma.", 1, ("contraindication",)),
    ]
    assert str(claims[0]) == "Stop after 2 weeks."


def test_uncited_claims_does_not_count_a_citation_of_the_next_sentence() -> None:
    [claim] = uncited_claims(f"<p>Take 5 mg. It helps.{CITE}</p>")
    assert claim.sentence == "Take 5 mg."


@pytest.mark.parametrize(
    "piece", ["5 mg. ", "1,", "1 - ", "avoid a ", ". ", "..", "contra", "is ", ")", "e.g. "]
)
def test_uncited_claims_takes_linear_time(piece: str) -> None:
    def seconds(size: int) -> float:
        html = f"<p>{piece * (size // len(piece))}</p>"
        started = time.process_time()
        uncited_claims(html)
        return time.process_time() - started

    seconds(10_000)
    small, large = seconds(30_000), seconds(240_000)
    assert large < 3 * 8 * small + 0.5
