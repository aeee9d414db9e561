"""The facts of one review's page, and who gets to see which of them."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from django.contrib.auth.models import User
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from articles.models import RiskTier, Version
from editorial import rounds, selectors
from editorial.audit import name_of
from editorial.clocks import Clocks, clocks
from editorial.comments import section_name
from editorial.due import Due
from editorial.eligibility import why_not, why_not_asked
from editorial.models import Assignment, ReadMark, Review, SignOff
from editorial.oversight.quorum import quorum_of, weigh
from editorial.source_warnings import Figure, warnings
from editorial.states import Conflict, Kind, State, Verdict
from editorial.unchanged import SignedBefore, signed_before
from editorial.views.desk_cards import (
    read_in_words,
    tone_of,
    what_is_asked,
)
from editorial.views.desk_checks import Check, checks_of
from editorial.views.desk_progress import Progress, progress_of
from editorial.views.desk_sources import figures_of
from editorial.wording import meaning_of


@dataclass(frozen=True)
class Choice:
    """A verdict, and what signing it declares."""

    value: str
    label: str
    meaning: str


@dataclass(frozen=True)
class ReviewPage:
    """One review as this viewer may see it at this moment."""

    review: Review
    viewer: User
    assignments: list[Assignment]
    sign_offs: Mapping[int, SignOff]
    read_marks: Mapping[int, ReadMark]
    locked_until: datetime.datetime | None
    now: datetime.datetime

    @property
    def version(self) -> Version:
        return self.review.version

    @cached_property
    def assignment(self) -> Assignment | None:
        """The viewer's own, if the viewer was asked."""
        own = [row for row in self.assignments if row.member.user_id == self.viewer.pk]
        return own[0] if own else None

    @property
    def signed(self) -> SignOff | None:
        """The viewer's signature."""
        return self.sign_offs.get(self.assignment.member_id) if self.assignment else None

    @property
    def is_under_review(self) -> bool:
        return State(self.review.state) is State.UNDER_REVIEW

    @property
    def text_is_shown(self) -> bool:
        """Whoever is asked to judge answers the conflict question before reading on.

        Nobody reads on who declined, or whose assignment was handed back.
        """
        return self.assignment is None or (self.conflict_is_answered and self.assignment.is_active)

    @property
    def conflict_is_answered(self) -> bool:
        return self.assignment is not None and self.assignment.conflict != Conflict.UNANSWERED

    @property
    def answer(self) -> dict[str, str]:
        """What the viewer has answered so far, for the form that changes it."""
        if self.assignment is None or not self.conflict_is_answered:
            return {}
        return {
            "conflict": self.assignment.conflict,
            "statement": self.assignment.conflict_statement,
        }

    @property
    def is_asked(self) -> bool:
        """Something is expected of the viewer now."""
        return self.assignment is not None and self.is_under_review and self.signed is None

    @cached_property
    def obstacle(self) -> str:
        """Why the viewer, though asked, may not judge this version."""
        if self.assignment is None or not self.is_asked:
            return ""
        own = self.assignment
        return why_not(own.member, self.version, on=self.now.date()) or why_not_asked(own)

    @property
    def may_answer(self) -> bool:
        return self.is_asked and not self.obstacle

    @property
    def may_sign(self) -> bool:
        return self.may_answer and self.conflict_is_answered

    @property
    def may_comment(self) -> bool:
        return self.may_sign and self.assignment is not None and self.assignment.is_unconflicted

    @cached_property
    def unread(self) -> list[str]:
        """The names of the sections that the viewer has not ticked as read."""
        sections = range(len(self.version.content["sections"]))
        return [section_name(self.review, n) for n in sections if n not in self.read_marks]

    @property
    def reading_progress(self) -> str:
        sections = len(self.version.content["sections"])
        return read_in_words(sections - len(self.unread), sections)

    @property
    def verdicts(self) -> list[Choice]:
        """With a declared conflict, only stepping back is left."""
        offered = [Verdict.RECUSE] if self.has_standing_conflict else list(Verdict)
        return [Choice(v, str(v.label), meaning_of(v, self.version)) for v in offered]

    @property
    def has_standing_conflict(self) -> bool:
        """Declared, and not waived by a managing editor."""
        answer = self.assignment.conflict if self.assignment is not None else None
        return answer == Conflict.DECLARED and not self._is_waived

    @property
    def _is_waived(self) -> bool:
        return self.assignment is not None and self.assignment.waived_at is not None

    @property
    def may_take_back(self) -> bool:
        """The viewer's signature stands, and the review goes on."""
        signed = self.signed
        return signed is not None and not signed.is_withdrawn and self.is_under_review

    @property
    def questions(self) -> list[str]:
        """Of the policy under which the version was submitted."""
        return list(self.review.policy.get("questions", []))

    @property
    def progress(self) -> list[Progress]:
        """A member who has yet to sign is not told the others' verdicts, so as not to be swayed."""
        return [
            progress_of(
                assignment,
                self.sign_offs.get(assignment.member_id),
                hides=self.is_asked,
                is_viewer=assignment == self.assignment,
            )
            for assignment in self.assignments
        ]

    @property
    def sees_statements(self) -> bool:
        """Statements about conflicts are for those who run the review, not for fellow members."""
        return self.assignment is None

    @cached_property
    def approvals(self) -> str:
        """What is missing for the approval, as the trigger counts; not for who has yet to sign."""
        if self.is_asked:
            return ""
        return str(quorum_of(self.review, weigh([self.review.pk])[self.review.pk]))

    @property
    def task(self) -> str:
        return what_is_asked(self.review)

    @property
    def tone(self) -> str:
        """The class of the state's chip; the word in the chip says the same."""
        return tone_of(self.review)

    @property
    def respond_by(self) -> Due | None:
        if self.assignment is None or self.conflict_is_answered:
            return None
        return Due.seen_from(self.now.date(), self.assignment.respond_by)

    @property
    def still_asked(self) -> list[Assignment]:
        """Without those who declined, or whose assignment was handed back."""
        return [row for row in self.assignments if row.is_active]

    @property
    def sign_by(self) -> Due | None:
        """The viewer's own date, else the earliest of those who are still asked."""
        rows = [self.assignment] if self.assignment else self.still_asked
        dates = [row.sign_by for row in rows]
        return Due.seen_from(self.now.date(), min(dates)) if dates else None

    @cached_property
    def signed_before(self) -> SignedBefore | None:
        """What of this text somebody has approved in an earlier review."""
        return signed_before(self.review) if self.text_is_shown else None

    @cached_property
    def round(self) -> str:
        """“second round”; nothing for the first."""
        return rounds.in_words(rounds.round_of(self.review))

    @cached_property
    def checks(self) -> list[Check]:
        return checks_of(self.version)

    @cached_property
    def figures(self) -> list[Figure]:
        """About the version's sources."""
        return figures_of(self.review, self.now)

    @property
    def source_warnings(self) -> list[Figure]:
        return warnings(self.figures)

    @property
    def is_live(self) -> bool:
        """Readers get this very version now."""
        article = self.review.article
        return article.is_live and article.live_version_id == self.version.pk

    @property
    def quorum(self) -> str:
        """How many of those still asked have to approve."""
        needed, asked = self.review.approvals_needed, len(self.still_asked)
        if not asked:
            return str(needed)
        if asked < needed:
            return ngettext(
                "%(needed)d, but only %(asked)d is asked",
                "%(needed)d, but only %(asked)d are asked",
                asked,
            ) % {"needed": needed, "asked": asked}
        return _("%(needed)d of the %(asked)d asked") % {"needed": needed, "asked": asked}

    @property
    def rules(self) -> str:
        """The policy that was copied onto the review."""
        policy = self.review.policy
        return _("%(tier)s: sign within %(days)d days, next review after %(months)d months") % {
            "tier": RiskTier(policy["tier"]).label,
            "days": policy["sign_within_days"],
            "months": policy["re_review_months"],
        }

    @cached_property
    def clocks(self) -> Clocks:
        """Of the version that is live; empty while none has been."""
        return clocks(self.review.article, today=self.now.date())

    @property
    def submitter(self) -> str:
        return name_of(self.review.submitted_by)

    @property
    def closer(self) -> str:
        return name_of(self.review.closed_by) if self.review.closed_by else ""

    @property
    def is_re_review(self) -> bool:
        return self.review.kind == Kind.RE_REVIEW


def review_page(review: Review, *, viewer: User, now: datetime.datetime) -> ReviewPage:
    """Everything read in a fixed number of queries."""
    return ReviewPage(
        review=review,
        viewer=viewer,
        assignments=selectors.assignments_of(review),
        sign_offs=selectors.sign_offs_of(review),
        read_marks=selectors.read_marks_of(review, by=viewer),
        locked_until=selectors.locked_until(viewer, now),
        now=now,
    )
