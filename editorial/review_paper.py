"""A version under review on paper: the text of every audience, its references, and its digest."""

import datetime
from collections.abc import Mapping
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from articles.models import Publication, Version
from articles.text.rendering import DISCLAIMER_HEADINGS, style_of
from articles.text.strength import strength
from editorial.audit import name_of
from editorial.models import Review
from editorial.paper import Paper
from references.kinds import label
from references.styles import format_reference

#: So much of the digest stands on every page; all of it is on the first.
DIGEST_SHOWN = 16


def review_paper(review: Review, *, made_at: datetime.datetime) -> bytes:
    """A PDF. Each page says whether the board has approved what stands on it."""
    version = review.version
    paper = Paper(
        version.title,
        made_at=made_at,
        header=_standing(version),
        footer=_("Version %(number)d · digest %(digest)s…")
        % {"number": version.number, "digest": version.digest[:DIGEST_SHOWN]},
    )
    paper.heading(version.title)
    paper.facts(_facts(review))
    paper.paragraph(version.summary)
    _text(paper, version.content)
    _references(paper, version.content)
    _disclaimers(paper, version.content)
    return paper.to_bytes()


def _standing(version: Version) -> str:
    publication = Publication.objects.filter(version=version).first()
    if publication is None:
        return _("Not approved: for review only")
    return _("Approved and published on %(day)s. Printed from the review desk.") % {
        "day": date_format(publication.published_at.date())
    }


def _facts(review: Review) -> list[tuple[str, str]]:
    version = review.version
    return [
        (_("Version"), str(version.number)),
        (_("Review"), f"{review.get_kind_display()}, {review.get_state_display()}"),
        (_("Written by"), ", ".join(author["name"] for author in version.authors)),
        (
            _("Submitted by"),
            f"{name_of(review.submitted_by)}, {date_format(review.submitted_at.date())}",
        ),
        (_("Digest (SHA-256)"), version.digest),
    ]


def _text(paper: Paper, content: Mapping[str, Any]) -> None:
    numbers = {reference["id"]: reference["number"] for reference in content["references"]}
    for section in content["sections"]:
        if heading := section["heading"].strip():
            paper.heading(heading, 2)
        paper.html(section["body"], numbers)
        if section["plain_language"]:
            paper.heading(_("For patients"), 3)
            paper.html(section["plain_language"], numbers)
        else:
            paper.note(_("Patients are given the same text."))


def _references(paper: Paper, content: Mapping[str, Any]) -> None:
    if not content["references"]:
        return
    style = style_of(content)
    paper.heading(_("References"), 2)
    paper.items(
        (
            f"{reference['number']}.",
            f"{label(reference['kind'])}. "
            f"{format_reference(reference['csl'], reference['kind'], style)} {strength(reference)}",
        )
        for reference in content["references"]
    )


def _disclaimers(paper: Paper, content: Mapping[str, Any]) -> None:
    for audience, heading in DISCLAIMER_HEADINGS.items():
        if words := content["disclaimer"][audience].strip():
            paper.heading(heading, 2)
            paper.paragraph(words)
