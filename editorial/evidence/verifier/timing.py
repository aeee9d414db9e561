"""When the article is due, derived anew from its events: approvals, intervals, moves and causes."""

from __future__ import annotations

from editorial.evidence.verifier.reading import Bundle, Faults, Row, wrong

SETTLES = {"due-cause-settled": "no-longer", "dismiss-due-cause": "dismissed"}


CLOCKS = ("review", "reviewed_on", "interval_months", "regular_due_on", "due_on")
SETS = ("approve", "set-interval", "clear-interval", "move-due-date", "sample-clock-set-back")


def clocks(bundle: Bundle) -> Faults:
    told: Row = {}
    open_causes: dict[int, str] = {}
    for event in bundle.events:
        details = event["details"]
        if event["action"] == "due-earlier":
            open_causes[details["trigger"]] = details["cause_due_on"]
        elif event["action"] in SETTLES:
            open_causes.pop(details["trigger"], None)
        elif event["action"] in SETS and details.get("due_on"):
            told.update(_set(event, bundle, told))
            for settled in details.get("settled", []):
                open_causes.pop(settled, None)
    if told:
        earliest = min([told["regular_due_on"], *open_causes.values()])
        told["due_on"] = max(told["reviewed_on"], earliest)
    rows = [{name: row[name] for name in CLOCKS} for row in bundle.rows["clocks"]]
    if rows != ([told] if told else []):
        yield "clocks", "are not those that the events give"


def _set(event: Row, bundle: Bundle, before: Row) -> Row:
    """Events of before there were intervals and causes tell the due date alone: the interval's."""
    details = event["details"]
    now = {"regular_due_on": details.get("regular_due_on", details["due_on"])}
    if event["action"] == "approve":
        policies = {row["review"]: row["policy"] for row in bundle.rows["policies"]}
        now["review"] = event["review"]
        now["reviewed_on"] = event["at"][:10]
        now["interval_months"] = policies[event["review"]]["re_review_months"]
    kept = {**before, **now}
    for name in ("reviewed_on", "interval_months"):
        kept[name] = details.get(name, kept[name])
    return kept


def due_causes(bundle: Bundle) -> Faults:
    raised = {e["details"]["trigger"]: e for e in bundle.events if e["action"] == "due-earlier"}
    settled = _settled(bundle)
    for row in bundle.rows["due_causes"]:
        name, event = f"cause {row['id']} to be due earlier", raised.pop(row["id"], None)
        if event is None:
            yield name, "has no event"
            continue
        told = event["details"]
        how = (row["settlement"], row["settlement_reason"], row["settled_by_review"])
        yield from wrong(
            name,
            (
                (told["cause"], told["key"], told["cause_due_on"], told["facts"], event["reason"])
                != (row["kind"], row["key"], row["due_on"], row["details"], row["reason"]),
                "is not the one that was told of",
            ),
            (how != settled.get(row["id"], ("", "", None)), "was settled otherwise"),
        )
    for pk in raised:
        yield f"cause {pk} to be due earlier", "is missing, but its event is there"


def _settled(bundle: Bundle) -> dict[int, tuple[str, str, int | None]]:
    """How, why, in which review."""
    found: dict[int, tuple[str, str, int | None]] = {}
    for event in bundle.events:
        details = event["details"]
        if event["action"] in SETTLES:
            how = SETTLES[event["action"]]
            found[details["trigger"]] = (how, event["reason"], None)
        elif event["action"] == "approve":
            for pk in details.get("settled", []):
                found[pk] = ("reviewed", "", event["review"])
    return found


def intervals(bundle: Bundle) -> Faults:
    made = {e["details"]["interval"]: e for e in bundle.events if e["action"] == "set-interval"}
    ended = {
        e["details"]["ended"]
        for e in bundle.events
        if e["action"] in ("set-interval", "clear-interval") and "ended" in e["details"]
    }
    for row in bundle.rows["intervals"]:
        name, event = f"interval {row['id']}", made.pop(row["id"], None)
        if event is None:
            yield name, "has no event"
            continue
        told = (event["details"]["interval_months"], event["reason"])
        yield from wrong(
            name,
            (told != (row["months"], row["reason"]), "is not the one that was told of"),
            ((row["ended_at"] is not None) != (row["id"] in ended), "was ended otherwise"),
        )
    for pk in made:
        yield f"interval {pk}", "is missing, but its event is there"
