"""The reviews, what they were judged by, and what readers get because of them."""

from __future__ import annotations

import re

from editorial.evidence.verifier.reading import Bundle, Faults, Row, canonical, sha256, wrong

#: What takes an article from readers, and what gives it back.
AWAY, BACK = ("retire", "overdue-withdrawn"), ("reinstate", "overdue-returned")
CITED = re.compile(r'data-reference="([1-9][0-9]*)"')


def reviews(bundle: Bundle) -> Faults:
    told = {event["review"] for event in bundle.events if event["review"] is not None}
    for pk in sorted(told - set(bundle.reviews)):
        yield f"review {pk}", "is missing, but its events are there"
    for review in bundle.reviews.values():
        if bundle.told(review["id"], "submit"):
            yield from _passage(bundle, review)
            yield from _quorum(bundle, review)
        else:
            yield f"review {review['id']}", "has no event of its submission"


def _passage(bundle: Bundle, review: Row) -> Faults:
    """From what it was submitted as to the state that its last event left it in."""
    own = [event for event in bundle.events if event["review"] == review["id"]]
    [submitted, *_others] = bundle.told(review["id"], "submit")
    closing = bundle.told(review["id"], "return", "withdraw")
    policies = {row["review"]: row["policy"] for row in bundle.rows["policies"]}
    told = submitted["details"]
    # What events of older days did not say cannot differ.
    policy = sha256(canonical(policies.get(review["id"])))
    digests = {event["version_digest"] for event in own} - {""}
    yield from wrong(
        f"review {review['id']}",
        (own[-1]["to"] != review["state"], f"is {review['state']}: its last event says otherwise"),
        (digests != {bundle.digest(review["id"])}, "is of another version than its events"),
        (submitted["reason"] != review["note"], "has another note than it was submitted with"),
        (
            review["reason"] != (closing[-1]["reason"] if closing else ""),
            "was closed for another reason",
        ),
        (
            policy != told.get("policy", policy),
            "its policy is not the one that it was submitted under",
        ),
        *(
            (told.get(name, review[name]) != review[name], f"differs from its submission: {name}")
            for name in ("kind", "approvals_needed")
        ),
    )


def _quorum(bundle: Bundle, review: Row) -> Faults:
    withdrawn = {row["sign_off"] for row in bundle.rows["withdrawals"]}
    free = {
        row["member"]
        for row in bundle.rows["assignments"]
        if row["review"] == review["id"]
        and row["response"] != "declined"
        and row["released_at"] is None
        and (row["conflict"] == "none" or (row["conflict"] == "declared" and row["waived_at"]))
    }
    valid = {
        s["facts"]["member"]: s["facts"]["specialties"]
        for s in bundle.rows["signatures"]
        if s["facts"]["review"] == review["id"]
        and s["facts"]["verdict"] == "approve"
        and s["id"] not in withdrawn
        and s["facts"]["member"] in free
    }
    if review["state"] == "approved" and len(valid) < review["approvals_needed"]:
        yield f"review {review['id']}", "is approved without its quorum of valid signatures"
    specialty = bundle.versions[review["version"]]["content"]["specialty_slug"]
    wanted = any(
        row["policy"].get("needs_specialist")
        for row in bundle.rows["policies"]
        if row["review"] == review["id"]
    )
    if review["state"] == "approved" and wanted and not any(specialty in s for s in valid.values()):
        yield f"review {review['id']}", "is approved without a member of its specialty"


def standing(bundle: Bundle) -> Faults:
    """What readers get: the version approved last, and nothing of a retired article."""
    [article] = bundle.rows["article"]
    if {"id": article["id"], "slug": article["slug"]} != bundle.manifest["article"]:
        yield "article", "is not the one that the manifest names"
    approvals = [event for event in bundle.events if event["action"] == "approve"]
    approved = [bundle.reviews[event["review"]]["version"] for event in approvals]
    if article["live_version"] != (approved[-1] if approved else None):
        yield "article", "its live version is not the one that was approved last"
    turns = [e for e in bundle.events if e["action"] in (*AWAY, *BACK)]
    retired = turns[-1] if turns and turns[-1]["action"] in AWAY else None
    if article["retired_at"] != (retired["at"] if retired else None):
        yield "article", "is retired otherwise than its events tell"
    elif retired and article["retirement_reason"] != retired["reason"]:
        yield "article", "was retired for another reason"
    elif article["returns_when_reviewed"] is not (
        retired is not None and retired["action"] == "overdue-withdrawn"
    ):
        yield "article", "comes back otherwise than its events tell"
    yield from _publications(bundle)


def _publications(bundle: Bundle) -> Faults:
    """A version is published by its first approval; later ones confirm it."""
    approved: dict[int, str] = {}
    for event in bundle.events:
        if event["action"] == "approve":
            approved.setdefault(bundle.reviews[event["review"]]["version"], event["at"])
    published = {row["version"]: row["published_at"] for row in bundle.rows["publications"]}
    for version in sorted(set(approved) | set(published)):
        if approved.get(version) != published.get(version):
            yield f"publication of version {version}", "and its approval do not go together"


def comments(bundle: Bundle) -> Faults:
    made = {e["details"]["comment"]: e for e in bundle.events if e["action"] == "comment"}
    settled = {e["details"]["comment"]: e for e in bundle.events if e["action"] == "settle-comment"}
    for row in bundle.rows["comments"]:
        name, event = f"comment {row['id']}", made.pop(row["id"], None)
        if event is None:
            yield name, "has no event"
            continue
        told = (event["reason"], *(event["details"][key] for key in ("section", "quote", "weight")))
        last = settled.get(row["id"])
        yield from wrong(
            name,
            (
                told != (row["text"], row["section"], row["quote"], row["weight"]),
                "is not the one that was told of",
            ),
            (row["settlement"] != (last["reason"] if last else ""), "was settled otherwise"),
            (row["assignment"] not in bundle.assignments, "is of nobody who was asked"),
        )
    for pk in made:
        yield f"comment {pk}", "is missing, but its event is there"


def ticks(bundle: Bundle) -> Faults:
    """They have no events; but only whoever was asked can have set one, and with their account."""
    for row in bundle.rows["read_marks"]:
        own = bundle.assignments.get(row["assignment"], {}).get("member")
        if own is None or bundle.accounts.get(own) != row["read_by"]:
            yield f"tick {row['id']}", "is not of a member who was asked"


def references(bundle: Bundle) -> Faults:
    """Every citation leads to a record of its own version, and to one of the library."""
    library = {row["id"] for row in bundle.rows["references"]}
    checked = {row["id"] for row in bundle.rows["checks"]}
    for pk in sorted(library ^ checked):
        yield f"reference {pk}", "stands in one of the references and their checks only"
    for version in bundle.versions.values():
        content = version["content"]
        own = {record["id"] for record in content["references"]}
        texts = [s[part] for s in content["sections"] for part in ("body", "plain_language")]
        cited = {int(number) for text in texts for number in CITED.findall(text)}
        for pk in sorted(cited - own):
            yield f"version {version['number']}", f"cites reference {pk} without its record"
        for pk in sorted(own - library):
            yield f"reference {pk}", f"is cited by version {version['number']} and missing"
    accepted = {w["reference"] for w in bundle.rows["waivers"] if w["of"] == "source"}
    for pk in sorted(accepted - library):
        yield f"reference {pk}", "is missing, but its waiver is listed"


def notifications(bundle: Bundle) -> Faults:
    people = {row["id"] for row in bundle.rows["people"] if row["kind"] == "account"}
    for row in bundle.rows["notifications"]:
        yield from wrong(
            f"notification {row['id']}",
            (row["review"] not in {None, *bundle.reviews}, "is of a review that is missing"),
            (
                row["assignment"] not in {None, *bundle.assignments},
                "is of an assignment that is missing",
            ),
            (
                row["event"] is not None and not 1 <= row["event"] <= len(bundle.events),
                "is of an event that is missing",
            ),
            (row["recipient"] not in people, "is to somebody who is missing"),
        )
