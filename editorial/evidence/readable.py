"""The bundle's PDF: what was approved, by whom and how, for people."""

import datetime
from typing import Any, Final

from django.utils.translation import gettext as _
from django.utils.translation import override

from articles.models import Article
from articles.text.rendering import style_of
from editorial.evidence import readable_reviews, records
from editorial.evidence.naming import Names, moment
from editorial.evidence.rows import Facts, Kinds
from editorial.paper import Paper
from editorial.timeline_words import ACTIONS
from references.styles import format_reference

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
        % {"slug": article.slug, "moment": moment(as_of.isoformat())},
        footer=_("verify.py, beside this file, checks what is said here."),
    )
    names = Names(kinds["people"])
    _opening(paper, article, kinds, names, as_of)
    for review in kinds["reviews"]:
        readable_reviews.review(paper, review, kinds, names)
    _timeline(paper, kinds["events"])
    _versions(paper, article)
    return paper.to_bytes()


def _opening(
    paper: Paper, article: Article, kinds: Kinds, names: Names, as_of: datetime.datetime
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
            (_("Live since"), moment(live["published_at"]) if live else _("not live")),
            (_("Retired"), moment(facts["retired_at"]) if facts["retired_at"] else _("no")),
            *(
                [(_("Comes back"), _("with the approval of its next full review"))]
                if facts["returns_when_reviewed"]
                else []
            ),
            (_("As of"), moment(as_of.isoformat())),
            (_("Events"), str(len(kinds["events"]))),
            (_("Last event"), last["hash"] if last else ""),
        ]
    )


def _timeline(paper: Paper, events: list[Facts]) -> None:
    paper.heading(_("Timeline"), 2)
    paper.table(
        [_("No."), _("When"), _("Who"), _("What"), _("Reason")],
        [
            [
                str(event["sequence"]),
                moment(event["at"]),
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
            (_("Frozen"), moment(version["frozen_at"])),
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
