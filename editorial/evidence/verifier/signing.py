"""Who was asked, what they answered and what they signed."""

from __future__ import annotations

from editorial.evidence.verifier.reading import Bundle, Faults, Row, wrong


def signatures(bundle: Bundle) -> Faults:
    events = {e["details"].get("sign_off"): e for e in bundle.events if e["action"] == "sign-off"}
    asked = {(row["review"], row["member"]) for row in bundle.rows["assignments"]}
    for signature in bundle.rows["signatures"]:
        row, facts = f"signature {signature['id']}", signature["facts"]
        event = events.pop(signature["id"], None)
        yield from wrong(
            row,
            (facts["digest"] != bundle.digest(facts["review"]), "is for another text"),
            (
                bundle.accounts.get(facts["member"]) != facts["account"],
                "was not given by the member's own account",
            ),
            (
                (facts["review"], facts["member"]) not in asked,
                "is of a member who was not asked",
            ),
            (event is None, "has no event"),
        )
        if event is not None:
            for name in _differences(signature, event):
                yield row, f"differs from its event: {name}"
    for pk in events:
        yield f"signature {pk}", "is missing, but its event is there"


def _differences(signature: Row, event: Row) -> list[str]:
    """What the event says otherwise. What events of older days did not say cannot differ."""
    facts, printed = signature["facts"], signature["printed_name"]
    told = {
        "review": (event["review"], facts["review"]),
        "account": (event["actor"], facts["account"]),
        "time": (event["at"], facts["at"]),
        "digest": (event["version_digest"], facts["digest"]),
        "reason": (event["reason"], facts["reason"]),
        "printed name": (printed, f"{facts['name']}, {facts['credentials']}"),
    }
    mine = {**facts, "signer": printed, "seal": signature["seal"]}
    for name in ("verdict", "meaning", "signer", "affiliation", "seal"):
        told[name] = (event["details"].get(name, mine[name]), mine[name])
    return [name for name, (said, is_now) in told.items() if said != is_now]


def withdrawals(bundle: Bundle) -> Faults:
    told = [event for event in bundle.events if event["action"] == "withdraw-sign-off"]
    events = {event["details"]["sign_off"]: event for event in told}
    for row in bundle.rows["withdrawals"]:
        event = events.pop(row["sign_off"], None)
        if event is None or event["reason"] != row["reason"]:
            yield f"withdrawal of signature {row['sign_off']}", "is not the one that was told of"
    for pk in events:
        yield f"withdrawal of signature {pk}", "is missing, but its event is there"


def conflicts(bundle: Bundle) -> Faults:
    """Who was asked; the last answer of each, and the waiver of it, as they were told of."""
    listed = {row["assignment"]: row for row in bundle.rows["waivers"] if row["of"] == "conflict"}
    for row in bundle.rows["assignments"]:
        name = f"assignment {row['id']}"
        answers = bundle.told(row["review"], "answer-conflict")
        answers = [e for e in answers if e["actor"] == bundle.accounts.get(row["member"])]
        asked = [
            member["id"]
            for event in bundle.events
            if event["review"] == row["review"] and event["at"] == row["assigned_at"]
            for list_of in ("members", "asked")
            for member in event["details"].get(list_of, [])
        ]
        answer = answers[-1] if answers else None
        yield from wrong(
            name,
            (row["member"] not in asked, "no event tells that this member was asked"),
            (
                row["conflict"] != (answer["details"]["conflict"] if answer else "unanswered"),
                "its conflict of interest is not the one that was told of",
            ),
            (
                row["conflict_statement"] != (answer["reason"] if answer else ""),
                "its statement is not the one that was told of",
            ),
        )
        yield from _waiver(bundle, row, answer, listed.pop(row["id"], None))
        yield from _outcome(bundle, row)
    for pk in listed:
        yield f"assignment {pk}", "is missing, but its waiver is listed"


def proposals(bundle: Bundle) -> Faults:
    """What was proposed, and whether it was granted. Events of older days tell no member by id."""
    made = {e["details"]["proposal"]: e for e in bundle.events if e["action"] == "propose"}
    answered = {
        e["details"]["proposal"]: e for e in bundle.events if e["action"] == "answer-proposal"
    }
    for row in bundle.rows["proposals"]:
        name, event = f"proposal {row['id']}", made.pop(row["id"], None)
        if event is None:
            yield name, "has no event"
            continue
        told, answer = event["details"], answered.get(row["id"])
        yield from wrong(
            name,
            (event["reason"] != row["reason"], "was made for another reason"),
            (told["assignment"] != row["assignment"], "is of another assignment"),
            (told.get("sign_by") != row["sign_by"], "is for another day"),
            (told.get("other_id", row["member"]) != row["member"], "is for another member"),
            (
                answer is not None and answer["details"]["accepted"] is not row["is_accepted"],
                "was answered otherwise",
            ),
        )
    for pk in made:
        yield f"proposal {pk}", "is missing, but its event is there"


def _outcome(bundle: Bundle, row: Row) -> Faults:
    """Why it was declined, or handed back, as far as its own events say."""
    about = [e for e in bundle.events if e["details"].get("assignment") == row["id"]]
    declined = [e["reason"] for e in about if e["action"] == "decline"]
    released = {e["at"]: e["reason"] for e in about if e["action"] in ("release", "reassign")}
    reason = declined[-1] if declined and row["response"] == "declined" else ""
    yield from wrong(
        f"assignment {row['id']}",
        (row["response_reason"] != reason, "was declined for another reason"),
        (row["response"] == "declined" and not declined, "no event tells that it was declined"),
        (
            released.get(row["released_at"], row["release_reason"]) != row["release_reason"],
            "was handed back for another reason",
        ),
    )


def _waiver(bundle: Bundle, row: Row, answer: Row | None, listed: Row | None) -> Faults:
    """One that came after the last answer holds, and no other."""
    waivers = bundle.told(row["review"], "waive-conflict")
    own = [event for event in waivers if event["details"]["assignment"] == row["id"]]
    holds = own[-1] if own and answer and own[-1]["sequence"] > answer["sequence"] else None
    told = (holds["at"], holds["actor"], holds["reason"]) if holds else (None, None, "")
    said = (listed["at"], listed["by"], listed["because"]) if listed else (None, None, "")
    kept = (row["waived_at"], row["waived_by"], row["waiver_reason"])
    yield from wrong(
        f"assignment {row['id']}",
        (kept != told, "its waiver is not the one that was told of"),
        (kept != said, "its waiver is listed otherwise"),
    )
