"""What was said about a version, as far as it is for the viewer.

Members read independently: until one has signed, one sees one's own comments only (ADR 0054).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final

from django.contrib.auth.models import User
from django.db.models import QuerySet
from django.forms import Form

from editorial import permissions
from editorial.audit import name_of
from editorial.comments import comments_of, round_before, section_name
from editorial.models import Comment, Review
from editorial.states import Weight
from editorial.views.desk_page import ReviewPage

#: The class of a weight's chip; the word in the chip says the same.
TONES: Final = {
    Weight.BLOCKING: "is-alarm",
    Weight.SUGGESTION: "is-information",
    Weight.PRAISE: "is-approved",
}


@dataclass(frozen=True)
class Said:
    """One comment: about which section, and whether the viewer may say what came of it."""

    comment: Comment
    section: str
    is_own: bool
    may_settle: bool
    form: Form | None = None

    @property
    def tone(self) -> str:
        return TONES[Weight(self.comment.weight)]

    @property
    def settler(self) -> str:
        return name_of(self.comment.settled_by)

    @property
    def error_id(self) -> str:
        """Of what is wrong with a refused settlement."""
        return f"settlement-error-{self.comment.pk}"


@dataclass(frozen=True)
class Discussion:
    """Comments on the version under review, and on the one of the round before."""

    here: list[Said]
    before: list[Said]
    earlier: Review | None
    others_are_hidden: bool

    def on(self, section: int) -> list[Said]:
        return [said for said in self.here if said.comment.section == section]

    @property
    def is_empty(self) -> bool:
        return not self.here and not self.before

    @property
    def before_is_open(self) -> bool:
        """Something of the round before waits for this viewer to say what came of it."""
        return any(said.may_settle for said in self.before)


def discussion(page: ReviewPage, *, settling: Form | None = None) -> Discussion:
    """`settling` is the refused form of a settlement, to be shown where it was filled in."""
    if not page.text_is_shown:
        return Discussion([], [], None, others_are_hidden=False)
    hides = page.is_asked
    earlier = round_before(page.review)
    return Discussion(
        here=_said(page, page.review, settling, only_own=hides),
        before=_said(page, earlier, settling, only_own=hides) if earlier else [],
        earlier=earlier,
        others_are_hidden=hides,
    )


def may_settle(user: User, review: Review) -> bool:
    return permissions.may_submit(user, review.article) or permissions.may_manage(user)


def _said(page: ReviewPage, review: Review, settling: Form | None, *, only_own: bool) -> list[Said]:
    comments: QuerySet[Comment] = comments_of(review)
    if only_own:
        comments = comments.filter(assignment__member__user=page.viewer)
    return list(_each(page, review, comments, settling))


def _each(
    page: ReviewPage, review: Review, comments: Iterable[Comment], settling: Form | None
) -> Iterable[Said]:
    settles = may_settle(page.viewer, page.review)
    refused: Any = settling.data.get("comment") if settling is not None else None
    for comment in comments:
        yield Said(
            comment=comment,
            section=section_name(review, comment.section),
            is_own=comment.made_by_id == page.viewer.pk,
            may_settle=settles and comment.settled_at is None,
            form=settling if refused == str(comment.pk) else None,
        )
