"""One review in the bundle's PDF: who was asked, what each said, and who signed."""

from collections.abc import Mapping

from django.utils.translation import gettext as _

from editorial.evidence.naming import Names, by, moment
from editorial.evidence.rows import Facts, Kinds
from editorial.paper import Paper
from editorial.states import Conflict, Kind, State, Verdict


def review(paper: Paper, review: Facts, kinds: Kinds, names: Names) -> None:
    own = (event for event in kinds["events"] if event["review"] == review["id"])
    submitted = next(own, None)
    paper.heading(
        _("Review %(id)d: %(kind)s, %(state)s")
        % {
            "id": review["id"],
            "kind": Kind(review["kind"]).label,
            "state": State(review["state"]).label,
        },
        2,
    )
    paper.facts(
        [
            (_("Version"), str(submitted["details"].get("version", "")) if submitted else ""),
            (_("Digest of the text"), submitted["version_digest"] if submitted else ""),
            (_("Approvals needed"), str(review["approvals_needed"])),
            (_("Submitted"), by(review, "submitted", names)),
            *_said((_("Note"), review["note"])),
            *_said((_("Begun"), by(review, "begun", names))),
            *_said((_("Closed"), by(review, "closed", names))),
            *_said((_("Reason"), review["reason"])),
        ]
    )
    asked = [row for row in kinds["assignments"] if row["review"] == review["id"]]
    if asked:
        paper.heading(_("Who was asked, and conflicts of interest"), 3)
        paper.table(
            [_("Member"), _("Asked"), _("Conflict of interest"), _("What became of it")],
            [_assignment(row, names) for row in asked],
        )
    _signatures(paper, review, kinds)
    _comments(paper, {row["id"]: row for row in asked}, kinds, names)


def _assignment(row: Facts, names: Names) -> list[str]:
    conflict = [str(Conflict(row["conflict"]).label), row["conflict_statement"]]
    if row["waived_at"]:
        conflict.append(
            _("Waived by %(name)s on %(moment)s because: %(why)s")
            % {
                "name": names.account(row["waived_by"]),
                "moment": moment(row["waived_at"]),
                "why": row["waiver_reason"],
            }
        )
    outcome = [row["response"], row["response_reason"]]
    if row["released_at"]:
        outcome.append(_("Handed back: %(why)s") % {"why": row["release_reason"]})
    who = names.member(row["member"])
    if row["in_place_of"]:
        who += "\n" + _("in place of %(name)s") % {"name": names.member(row["in_place_of"])}
    return [
        who,
        moment(row["assigned_at"]),
        "\n".join(filter(None, conflict)),
        "\n".join(filter(None, outcome)),
    ]


def _signatures(paper: Paper, review: Facts, kinds: Kinds) -> None:
    withdrawn = {row["sign_off"]: row for row in kinds["withdrawals"]}
    for row in kinds["signatures"]:
        facts = row["facts"]
        if facts["review"] != review["id"]:
            continue
        taken_back = withdrawn.get(row["id"])
        words = (
            _("Signature %(id)d, withdrawn: %(verdict)s, %(name)s")
            if taken_back
            else _("Signature %(id)d: %(verdict)s, %(name)s")
        )
        paper.heading(
            words
            % {
                "id": row["id"],
                "verdict": Verdict(facts["verdict"]).label,
                "name": row["printed_name"],
            },
            3,
        )
        paper.facts(
            [
                (_("Meaning"), facts["meaning"]),
                (_("Signed"), moment(facts["at"])),
                *_said((_("Affiliation at signing"), facts["affiliation"])),
                *_said((_("Reason"), facts["reason"])),
                (_("Digest signed"), facts["digest"]),
                (_("Second factor"), _("used") if facts["used_second_factor"] else _("not used")),
                (_("Seal"), row["seal"]),
                *((each["question"], each["answer"]) for each in facts["answers"]),
                *(
                    [
                        (_("Withdrawn"), moment(taken_back["withdrawn_at"])),
                        (_("Why"), taken_back["reason"]),
                    ]
                    if taken_back
                    else []
                ),
            ]
        )


def _comments(paper: Paper, asked: Mapping[int, Facts], kinds: Kinds, names: Names) -> None:
    found = [row for row in kinds["comments"] if row["assignment"] in asked]
    if found:
        paper.heading(_("Comments"), 3)
        paper.table(
            [_("Member"), _("Section"), _("Comment"), _("How it was settled")],
            [
                [
                    names.member(asked[row["assignment"]]["member"]),
                    str(row["section"] + 1),
                    "\n".join(filter(None, [f"({row['weight']})", row["quote"], row["text"]])),
                    row["settlement"],
                ]
                for row in found
            ],
        )


def _said(fact: tuple[str, str]) -> list[tuple[str, str]]:
    """The fact, unless there is nothing to say."""
    return [fact] if fact[1] else []
