"""Everything that can be done to a bundle without its key: verify.py finds it, and names it."""

import hashlib
import json
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.editorial.evidence.forging import (
    Files,
    canonical,
    changed,
    dropped,
    follow,
    rechained,
    rewritten,
    rows_of,
)
from tests.editorial.evidence.verifier import verified

#: The database is set up for tests that say so; the bundle is made from it once (conftest).
pytestmark = pytest.mark.django_db


def version_changed(name: str, value: object) -> Callable[[Files], None]:
    def tamper(files: Files) -> None:
        version = json.loads(files["versions/0002.json"])
        version[name] = value
        rewritten(files, "versions/0002.json", version)

    return tamper


def content_changed(*, with_digest: bool) -> Callable[[Files], None]:
    """Another dose; at best with a digest that fits it."""

    def tamper(files: Files) -> None:
        version = json.loads(files["versions/0002.json"])
        body = version["content"]["sections"][1]["body"]
        version["content"]["sections"][1]["body"] = body.replace("5 mg", "50 mg")
        assert body != version["content"]["sections"][1]["body"]
        if with_digest:
            version["digest"] = hashlib.sha256(canonical(version["content"])).hexdigest()
        rewritten(files, "versions/0002.json", version)

    return tamper


def file_removed(name: str, *, from_manifest: bool = False) -> Callable[[Files], None]:
    def tamper(files: Files) -> None:
        del files[name]
        if from_manifest:
            follow(files)

    return tamper


def bytes_added(name: str) -> Callable[[Files], None]:
    def tamper(files: Files) -> None:
        files[name] = files.get(name, b"") + b" "

    return tamper


def not_canonical(files: Files) -> None:
    files["reviews.json"] = json.dumps(rows_of(files, "reviews"), indent=1).encode()
    follow(files)


def file_added(files: Files) -> None:
    files["opinions.json"] = b"[]"


def event_altered_and_rechained(files: Files) -> None:
    """The whole chain made anew: what was signed says otherwise."""
    events = rows_of(files, "events")
    event = next(e for e in events if e["action"] == "sign-off")
    event["actor"] += 1
    rechained(files, events)


def events_cut(files: Files) -> None:
    events = rows_of(files, "events")
    del events[-2:]
    rechained(files, events)


def signature_never_given(files: Files) -> None:
    """Of the approved review, with its event and everything that was hashed after it."""
    signatures, events = rows_of(files, "signatures"), rows_of(files, "events")
    approved = next(r["id"] for r in rows_of(files, "reviews") if r["state"] == "approved")
    gone = next(row for row in signatures if row["facts"]["review"] == approved)
    signatures.remove(gone)
    files["signatures.json"] = canonical(signatures)
    rechained(files, [e for e in events if e["details"].get("sign_off") != gone["id"]])


def specialist_wanted(files: Files) -> None:
    """The policy wants one among the signers, and none of them is."""
    policies, signatures = rows_of(files, "policies"), rows_of(files, "signatures")
    for row in policies:
        row["policy"]["needs_specialist"] = True
    for row in signatures:
        row["facts"]["specialties"] = ["of-another-field"]
    files["signatures.json"] = canonical(signatures)
    rewritten(files, "policies.json", policies)


def event_moved(files: Files) -> None:
    events = rows_of(files, "events")
    events[4], events[5] = events[5], events[4]
    rewritten(files, "events.json", events)


def signature_moved(files: Files) -> None:
    """Of the second review to the third, whose text is the same."""
    rows = rows_of(files, "signatures")
    third = rows[-1]["facts"]["review"]
    moved = next(row for row in rows if row["facts"]["review"] == third - 1)
    moved["facts"]["review"] = third
    rewritten(files, "signatures.json", rows)


def seat_given_to_another(files: Files) -> None:
    rows = rows_of(files, "assignments")
    rows[0]["member"] = max(row["member"] for row in rows) + 999
    rewritten(files, "assignments.json", rows)


def not_json(files: Files) -> None:
    files["people.json"] = b"{"
    follow(files)


def nobody_left(files: Files) -> None:
    rewritten(files, "people.json", [])


CASES: dict[str, tuple[Callable[[Files], None], str]] = {
    "a byte more in a file": (bytes_added("reviews.json"), "reviews.json: is not the file"),
    "a byte more in the PDF": (bytes_added("evidence.pdf"), "evidence.pdf: is not the file"),
    "a file removed": (file_removed("comments.json"), "comments.json: is missing"),
    "a version removed": (file_removed("versions/0001.json"), "versions/0001.json: is missing"),
    "a version removed, manifest too": (
        file_removed("versions/0001.json", from_manifest=True),
        "versions: are not numbered from 1",
    ),
    "the events removed, manifest too": (
        lambda files: rewritten(files, "events.json", rows_of(files, "events")[:1]),
        "review",
    ),
    "a file added": (file_added, "opinions.json: is not in the manifest"),
    "another form of JSON": (not_canonical, "reviews.json: is not in canonical form"),
    "no JSON": (not_json, "people.json is not JSON"),
    "the text of a version": (content_changed(with_digest=False), "version 2: its content"),
    "a text with a digest that fits": (content_changed(with_digest=True), "is for another text"),
    "a rendering": (
        version_changed("clinical_html", "<p>50 mg</p>"),
        "version 2: its clinical rendering",
    ),
    "the other rendering": (version_changed("plain_html", ""), "version 2: its plain rendering"),
    "a version's number": (version_changed("number", 3), "version 3: its content has another"),
    "an event's reason": (changed("events", 3, reason="Another."), "was altered"),
    "an event's actor": (changed("events", 0, actor=1_000_000), "(submit): was altered"),
    "an event's time": (
        changed("events", 5, at="2026-03-02T09:00:00.000000+00:00"),
        "was altered",
    ),
    "an event left out": (dropped("events", 4), "is where event 5 should be"),
    "two events in another order": (event_moved, "is where event 5 should be"),
    "the last event left out": (dropped("events", -1), "article: is retired otherwise"),
    "a chain made anew without its end": (events_cut, "is of an event that is missing"),
    "a chain made anew around one event": (
        event_altered_and_rechained,
        "differs from its event: account",
    ),
    "a signature and its event, the chain made anew": (
        signature_never_given,
        "is approved without its quorum of valid signatures",
    ),
    "a verdict": (changed("signatures", 1, verdict="approve"), "differs from its event: verdict"),
    "a meaning": (changed("signatures", 2, meaning="I like it."), "its event: meaning"),
    "a time of signing": (
        changed("signatures", 3, at="2020-01-01T00:00:00.000000+00:00"),
        "differs from its event: time",
    ),
    "a signer's name": (changed("signatures", 3, name="Dr. Sample Nobody"), "printed name"),
    "an affiliation": (changed("signatures", 3, affiliation="Elsewhere"), "event: affiliation"),
    "a signer": (changed("signatures", 3, member=1_000_000), "own account"),
    "a digest that was signed": (changed("signatures", 3, digest="0" * 64), "for another text"),
    "a seal": (changed("signatures", 3, seal="0" * 64), "differs from its event: seal"),
    "a signature left out": (dropped("signatures", 3), "is missing, but its event is there"),
    "a signature moved": (signature_moved, "differs from its event: review"),
    "a withdrawal left out": (dropped("withdrawals", 0), "withdrawal of signature"),
    "why a signature was withdrawn": (
        changed("withdrawals", 0, reason="Because."),
        "is not the one that was told of",
    ),
    "a conflict of interest": (
        changed("assignments", 0, conflict="none"),
        "its conflict of interest is not",
    ),
    "what the conflict is": (
        changed("assignments", 0, conflict_statement="Nothing much."),
        "its statement is not",
    ),
    "why it was waived": (
        changed("assignments", 0, waiver_reason="Never mind."),
        "its waiver is not",
    ),
    "why a member declined": (
        lambda files: changed(
            "assignments",
            [row["response"] for row in rows_of(files, "assignments")].index("declined"),
            response_reason="No time for this journal.",
        )(files),
        "was declined for another reason",
    ),
    "a policy that is missing": (dropped("policies", 1), "its policy is not the one"),
    "a waiver left out of the list": (dropped("waivers", 0), "its waiver is listed otherwise"),
    "who was asked": (seat_given_to_another, "no event tells that this member was asked"),
    "who waived it": (changed("assignments", 0, waived_by=1_000_000), "assignments"),
    "an assignment left out": (dropped("assignments", 3), "was not asked"),
    "when a member was asked": (
        changed("assignments", 2, assigned_at="2020-01-01T00:00:00.000000+00:00"),
        "no event tells",
    ),
    "a review's state": (changed("reviews", 0, state="approved"), "its last event says otherwise"),
    "the approvals needed": (
        changed("reviews", 1, approvals_needed=1),
        "differs from its submission: approvals_needed",
    ),
    "a review's kind": (changed("reviews", 1, kind="correction"), "its submission: kind"),
    "a review's reason": (changed("reviews", 0, reason="Fine."), "closed for another reason"),
    "a review's note": (changed("reviews", 0, note="Fine."), "has another note"),
    "a specialist wanted": (specialist_wanted, "is approved without a member of its specialty"),
    "a policy": (changed("policies", 0, policy={"tier": "none"}), "its policy is not the one"),
    "a review left out": (dropped("reviews", 2), "is missing, but its events are there"),
    "a publication left out": (dropped("publications", 0), "and its approval do not go together"),
    "what is live": (changed("article", 0, live_version=None), "its live version is not"),
    "a comment": (changed("comments", 0, text="Good."), "comment"),
    "how a comment was settled": (changed("comments", 0, settlement="Ignored."), "otherwise"),
    "a comment left out": (dropped("comments", 0), "is missing, but its event is there"),
    "when it is due": (changed("clocks", 0, due_on="2030-01-01"), "that the events give"),
    "when it would be due": (
        changed("clocks", 0, regular_due_on="2030-01-01"),
        "that the events give",
    ),
    "the clocks left out": (dropped("clocks", 0), "that the events give"),
    "an interval": (changed("intervals", 1, months=60), "is not the one that was told of"),
    "an interval that goes on": (
        changed("intervals", 0, ended_at=None, ended_by=None),
        "was ended otherwise",
    ),
    "an interval left out": (dropped("intervals", 0), "is missing, but its event is there"),
    "a cause to be due": (changed("due_causes", 1, due_on="2030-01-01"), "was told of"),
    "how a cause was settled": (
        changed("due_causes", 1, settlement="no-longer"),
        "was settled otherwise",
    ),
    "why a cause was dismissed": (
        changed("due_causes", 0, settlement_reason="Fine."),
        "was settled otherwise",
    ),
    "who asked for it": (changed("due_causes", 0, raised_by=1_000_000), "no event tells"),
    "a cause left out": (dropped("due_causes", 0), "is missing, but its event is there"),
    "whose tick it is": (changed("read_marks", 0, read_by=1_000_000), "tick"),
    "a reference left out": (dropped("references", 0), "is cited by version 1 and missing"),
    "a check left out": (dropped("checks", 0), "references and their checks only"),
    "everybody's name": (nobody_left, "own account"),
    "a proposal's day": (changed("proposals", 0, sign_by="2030-01-01"), "is for another day"),
    "a proposal refused": (changed("proposals", 0, is_accepted=False), "was answered otherwise"),
    "a proposal left out": (dropped("proposals", 0), "is missing"),
    "a proposal's answer": (changed("proposals", 0, answered_by=1_000_000), "proposals"),
    "whom a message was for": (changed("notifications", 0, recipient=1_000_000), "somebody"),
    "of which event a message is": (changed("notifications", 0, event=1_000_000), "notification"),
}


@pytest.mark.parametrize("case", CASES)
def test_verify_finds_and_names(files: Files, tmp_path: Path, case: str) -> None:
    tamper, named = CASES[case]
    tamper(files)
    found = verified(files, tmp_path)
    assert found.stderr == ""
    assert found.returncode == 1
    assert named in found.stdout
