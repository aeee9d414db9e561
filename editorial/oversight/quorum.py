"""What the assignments of reviews come to: which approvals count, and who could still give one.

Asked of the database by the very words of the trigger that guards the approval, so that the board
never shows another count than the one that decides.
"""

from collections.abc import Collection
from dataclasses import dataclass

from django.db import connection
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from editorial.models import Review
from editorial.states import State
from editorial.triggers.members import IN_OFFICE, STILL_ASKED, UNCONFLICTED, WROTE_NOTHING
from editorial.triggers.reviews import VALID_APPROVAL

_WEIGH = f"""
SELECT
    a.review_id,
    s.id IS NOT NULL AND {VALID_APPROVAL},
    s.id IS NULL AND {STILL_ASKED} AND {IN_OFFICE} AND {WROTE_NOTHING}
        AND (a.conflict = 'unanswered' OR {UNCONFLICTED}),
    COALESCE(CASE WHEN s.id IS NULL THEN EXISTS (
        SELECT FROM editorial_boardmember_specialties AS held
        JOIN articles_specialty AS specialty ON specialty.id = held.specialty_id
        WHERE held.boardmember_id = m.id AND specialty.slug = v.specialty_slug
    ) ELSE s.signer_specialties ? v.specialty_slug END, FALSE)
FROM editorial_assignment AS a
JOIN editorial_review AS r ON r.id = a.review_id
JOIN articles_version AS v ON v.id = r.version_id
JOIN editorial_boardmember AS m ON m.id = a.member_id
JOIN auth_user AS u ON u.id = m.user_id
LEFT JOIN editorial_signoff AS s ON s.review_id = a.review_id AND s.member_id = a.member_id
WHERE a.review_id = ANY(%s)
"""  # noqa: S608 - constants of the triggers


@dataclass(frozen=True)
class Weight:
    """One assignment: whether its approval counts, or it could still bring one."""

    counts: bool
    could_count: bool
    is_specialist: bool


@dataclass(frozen=True)
class Quorum:
    """What is missing for an approval, and whether those who are asked could still give it."""

    needed: int
    given: int
    could_follow: int
    lacks_specialist: bool
    could_bring_specialist: bool
    is_begun: bool

    @property
    def missing(self) -> int:
        return max(self.needed - self.given, 0)

    @property
    def is_stuck(self) -> bool:
        """Nobody is left who could complete it. Without a signature nothing is approved."""
        if not self.is_begun:
            return False
        return (
            self.could_follow == 0
            or self.could_follow < self.missing
            or (self.lacks_specialist and not self.could_bring_specialist)
        )

    def __str__(self) -> str:
        approvals = ngettext(
            "%(given)d of %(needed)d approval given",
            "%(given)d of %(needed)d approvals given",
            self.needed,
        ) % {"given": self.given, "needed": self.needed}
        if self.lacks_specialist:
            return _("%(approvals)s, none by a member of the article's specialty") % {
                "approvals": approvals
            }
        return approvals

    @property
    def why_stuck(self) -> str:
        """What is wrong and what to do, where it is stuck."""
        if not self.is_stuck:
            return ""
        if self.could_follow < self.missing:
            return ngettext(
                "Nobody who is asked can give the %(count)d approval that is missing. Ask further "
                "members, or return the version.",
                "Those who are asked cannot give the %(count)d approvals that are missing. Ask "
                "further members, or return the version.",
                self.missing,
            ) % {"count": self.missing}
        if self.lacks_specialist:
            return _(
                "A member of the article's specialty must be among the signers, and nobody who is "
                "asked is one. Ask such a member, or return the version."
            )
        return _(
            "The approvals are there, but only a signature completes them, and nobody is left to "
            "sign. Ask one further member, or return the version."
        )


def weigh(review_ids: Collection[int]) -> dict[int, list[Weight]]:
    """Every assignment of these reviews, by the id of its review, in one query."""
    weights: dict[int, list[Weight]] = {pk: [] for pk in review_ids}
    with connection.cursor() as cursor:
        cursor.execute(_WEIGH, [list(weights)])
        for review_id, *weight in cursor.fetchall():
            weights[review_id].append(Weight(*weight))
    return weights


def quorum_of(review: Review, weights: Collection[Weight]) -> Quorum:
    """The quorum of one review, from the weights of its assignments."""
    given = [weight for weight in weights if weight.counts]
    coming = [weight for weight in weights if weight.could_count]
    return Quorum(
        needed=review.approvals_needed,
        given=len(given),
        could_follow=len(coming),
        lacks_specialist=bool(review.policy.get("needs_specialist"))
        and not any(weight.is_specialist for weight in given),
        could_bring_specialist=any(weight.is_specialist for weight in coming),
        is_begun=review.state == State.UNDER_REVIEW,
    )
