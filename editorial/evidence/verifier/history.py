"""The files, the versions and the chain of events."""

from __future__ import annotations

import json

from editorial.evidence.verifier.reading import (
    FORM,
    MANIFEST,
    SEAL,
    Bundle,
    Faults,
    canonical,
    sha256,
)

#: Each step of a row that names its moment and its person must have an event that says the same.
STEPS = {
    "reviews": ["submitted", "begun", "closed"],
    "assignments": ["assigned", "responded", "conflict_answered", "waived", "released"],
    "proposals": ["made", "answered"],
    "withdrawals": ["withdrawn"],
    "comments": ["made", "settled"],
    "publications": ["published"],
    "intervals": ["set", "ended"],
    "due_causes": ["raised", "settled"],
}


def manifest(bundle: Bundle) -> Faults:
    listed = bundle.manifest["files"]
    if bundle.manifest["form"] != FORM:
        yield MANIFEST, "is of another form than this program knows"
    for name in sorted(set(listed) - set(bundle.files)):
        yield name, "is missing"
    for name in sorted(set(bundle.files) - set(listed) - {MANIFEST, SEAL}):
        yield name, "is not in the manifest"
    for name in sorted(set(listed) & set(bundle.files)):
        if sha256(bundle.files[name]) != listed[name]:
            yield name, "is not the file that the manifest names"


def forms(bundle: Bundle) -> Faults:
    for name, data in sorted(bundle.files.items()):
        if name.endswith(".json") and canonical(json.loads(data)) != data:
            yield name, "is not in canonical form"


def versions(bundle: Bundle) -> Faults:
    numbers = sorted(version["number"] for version in bundle.versions.values())
    if numbers != list(range(1, len(numbers) + 1)):
        yield "versions", "are not numbered from 1 without a gap"
    for version in bundle.versions.values():
        row, content = f"version {version['number']}", version["content"]
        if sha256(canonical(content)) != version["digest"]:
            yield row, "its content does not have its digest"
        if content["number"] != version["number"]:
            yield row, "its content has another number"
        for audience in ("clinical", "plain"):
            rendered = version[audience + "_html"].encode()
            if sha256(rendered) != content["rendered"][audience]:
                yield row, f"its {audience} rendering is not the one that was signed"
        if f"versions/{version['number']:04}.json" not in bundle.files:
            yield row, "is in a file of another name"


def chain(bundle: Bundle) -> Faults:
    article, previous = bundle.manifest["article"]["id"], "0" * 64
    for place, event in enumerate(bundle.events, start=1):
        row = f"event {event['chain']}/{event['sequence']} ({event['action']})"
        facts = {name: value for name, value in event.items() if name != "hash"}
        if event["chain"] != article or event["article"] != article:
            yield row, "is of another article"
        if event["sequence"] != place:
            yield row, f"is where event {place} should be: one is missing or out of order"
        if event["previous_hash"] != previous:
            yield row, "does not follow the event before it"
        if sha256(canonical(facts)) != event["hash"]:
            yield row, "was altered: its hash is not that of its contents"
        previous = event["hash"]
    last = bundle.events[-1] if bundle.events else None
    head = [last["chain"], last["sequence"], last["hash"]] if last else None
    if bundle.manifest["head"] != head:
        yield "events", "do not end with the event that the manifest names"


def steps(bundle: Bundle) -> Faults:
    known = {(event["at"], event["actor"]) for event in bundle.events}
    for kind, names in STEPS.items():
        for row in bundle.rows[kind]:
            for name in names:
                told = (row[name + "_at"], row[name + "_by"])
                if told != (None, None) and told not in known:
                    yield f"{kind} {row['id']}", f"no event tells that it was {name} then by them"
