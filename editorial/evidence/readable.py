"""The bundle's PDF: what was approved, by whom and how, for people."""

import datetime
from collections.abc import Mapping
from typing import Any, Final

from django.utils.translation import gettext as _
from django.utils.translation import override

from articles.models import Article
from articles.text.rendering import style_of
from editorial.evidence import records
from editorial.evidence.rows import Facts
from editorial.paper import Paper
from editorial.states import Conflict, Kind, State, Verdict
from editorial.timeline_words import ACTIONS
from references.styles import format_reference

Kinds = Mapping[str, list[Facts]]
#: Beyond so many characters of text, older versions are only named: their text is in their file.
MOST_TEXT: Final = 2_000_000


def pdf(article: Article, kinds: Kinds, as_of: datetime.datetime) -> bytes:
    """From the rows that the bundle holds, and the versions one by one. In English, the language
    of the record.
    """
    with override("en"):
        return _set(article, kinds, as_of)


def _set(article: Article, kinds: Kinds, as_of: datetime.datetime) -> bytes:
    paper = Paper(
        _("Evidence: %(title)s") % {"title": article.title},
        made_at=as_of,
        header=_("Evidence · %(slug)s · as of %(moment)s")
        % {"slug": article.slug, "moment": _moment(as_of.isoformat())},
        footer=_("verify.py, beside this file, checks what is said here."),
    )
    names = _Names(kinds["people"])
    _opening(paper, article, kinds, names, as_of)
    for review in kinds["reviews"]:
        _review(paper, review, kinds, names)
    _timeline(paper, kinds["events"])
    _versions(paper, article)
    return paper.to_bytes()


class _Names:
    """What people are called, by account or by member."""

    def __init__(self, people: list[Facts]) -> None:
        self._accounts = {row["id"]: row["name"] for row in people if row["kind"] == "account"}
        self._members = {
            row["id"]: f"{row['name']}, {row['credentials']}"
            for row in people
            if row["kind"] == "member"
        }

    def account(self, pk: int | None) -> str:
        return str(self._accounts.get(pk, "")) if pk is not None else ""

    def member(self, pk: int | None) -> str:
        return str(self._members.get(pk, "")) if pk is not None else ""


def _opening(
    paper: Paper, article: Article, kinds: Kinds, names: _Names, as_of: datetime.datetime
) -> None:
    [facts] = kinds["article"]
    live = next(
        (row for row in kinds["publications"] if row["version"] == facts["live_version"]), None
    )
    paper.heading(article.title)
    paper.note(
        _(
            "What is on record of this article: its versions, who was asked to review them, what "
            "they answered and signed, and everything that happened. The files beside this one "
            "hold the same for machines. To check them, run: python verify.py"
        )
    )
    last = kinds["events"][-1] if kinds["events"] else None
    paper.facts(
        [
            (_("Address"), facts["slug"]),
            (_("Owner"), names.account(facts["owner"])),
            (_("Live since"), _moment(live["published_at"]) if live else _("not live")),
            (_("Retired"), _moment(facts["retired_at"]) if facts["retired_at"] else _("no")),
            *(
                [(_("Comes back"), _("with the approval of its next full review"))]
                if facts["returns_when_reviewed"]
                else []
            ),
            (_("As of"), _moment(as_of.isoformat())),
            (_("Events"), str(len(kinds["events"]))),
            (_("Last event"), last["hash"] if last else ""),
        ]
    )


def _review(paper: Paper, review: Facts, kinds: Kinds, names: _Names) -> None:
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
            (_("Submitted"), _by(review, "submitted", names)),
            *_said((_("Note"), review["note"])),
            *_said((_("Begun"), _by(review, "begun", names))),
            *_said((_("Closed"), _by(review, "closed", names))),
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


def _assignment(row: Facts, names: _Names) -> list[str]:
    conflict = [str(Conflict(row["conflict"]).label), row["conflict_statement"]]
    if row["waived_at"]:
        conflict.append(
            _("Waived by %(name)s on %(moment)s because: %(why)s")
            % {
                "name": names.account(row["waived_by"]),
                "moment": _moment(row["waived_at"]),
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
        _moment(row["assigned_at"]),
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
                (_("Signed"), _moment(facts["at"])),
                *_said((_("Affiliation at signing"), facts["affiliation"])),
                *_said((_("Reason"), facts["reason"])),
                (_("Digest signed"), facts["digest"]),
                (_("Second factor"), _("used") if facts["used_second_factor"] else _("not used")),
                (_("Seal"), row["seal"]),
                *((each["question"], each["answer"]) for each in facts["answers"]),
                *(
                    [
                        (_("Withdrawn"), _moment(taken_back["withdrawn_at"])),
                        (_("Why"), taken_back["reason"]),
                    ]
                    if taken_back
                    else []
                ),
            ]
        )


def _comments(paper: Paper, asked: Mapping[int, Facts], kinds: Kinds, names: _Names) -> None:
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


def _timeline(paper: Paper, events: list[Facts]) -> None:
    paper.heading(_("Timeline"), 2)
    paper.table(
        [_("No."), _("When"), _("Who"), _("What"), _("Reason")],
        [
            [
                str(event["sequence"]),
                _moment(event["at"]),
                event["actor_name"],
                str(ACTIONS.get(event["action"], event["action"])),
                event["reason"],
            ]
            for event in events
        ],
    )


def _versions(paper: Paper, article: Article) -> None:
    """Newest first: it is the one that is looked for."""
    room = MOST_TEXT
    left_out = []
    for number, length in records.lengths(article):
        room -= length
        if room < 0:
            left_out.append(number)
            continue
        _version(paper, records.version_at(article, number))
    if left_out:
        paper.note(
            _("The text of older versions is in their files only: %(numbers)s.")
            % {"numbers": ", ".join(map(str, sorted(left_out)))}
        )


def _version(paper: Paper, version: Facts) -> None:
    content: dict[str, Any] = version["content"]
    numbers = {row["id"]: row["number"] for row in content["references"]}
    paper.new_page()
    paper.heading(_("Version %(number)d") % {"number": version["number"]}, 2)
    paper.facts(
        [
            (_("Digest"), version["digest"]),
            (_("Frozen"), _moment(version["frozen_at"])),
            (_("Question"), content["title"]),
            (_("Summary"), content["summary"]),
            (_("Authors"), ", ".join(author["name"] for author in content["authors"])),
        ]
    )
    for section in content["sections"]:
        paper.heading(section["heading"] or _("Opening text"), 3)
        paper.html(section["body"], numbers)
        if section["plain_language"]:
            paper.paragraph(_("In plain language"), is_strong=True)
            paper.html(section["plain_language"], numbers)
    if content["references"]:
        paper.heading(_("References"), 3)
        style = style_of(content)
        paper.items(
            (f"{row['number']}.", format_reference(row["csl"], row["kind"], style))
            for row in content["references"]
        )


def _said(fact: tuple[str, str]) -> list[tuple[str, str]]:
    """The fact, unless there is nothing to say."""
    return [fact] if fact[1] else []


def _by(row: Facts, step: str, names: _Names) -> str:
    if not row[f"{step}_at"]:
        return ""
    return f"{_moment(row[f'{step}_at'])}, {names.account(row[f'{step}_by'])}"


def _moment(text: str) -> str:
    """Times as an auditor compares them: UTC, to the second."""
    moment = datetime.datetime.fromisoformat(text).astimezone(datetime.UTC)
    return f"{moment:%Y-%m-%d %H:%M:%S} UTC"
