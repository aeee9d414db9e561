"""Everybody who was asked to judge a review: where they stand, in words."""

import datetime
from dataclasses import dataclass

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from editorial.due import Due
from editorial.models import Assignment, Proposal, SignOff
from editorial.states import Conflict, Response, Verdict

#: The class of a chip by the verdict; the word in it says the same.
TONES = {Verdict.APPROVE: "is-approved", Verdict.REQUEST_CHANGES: "is-notice"}


@dataclass(frozen=True)
class AssignmentRow:
    """One member asked: where they stand, what is late, and what can be done about it.

    `is_own` says that the member is whoever looks: nobody decides about themselves.
    """

    assignment: Assignment
    sign_off: SignOff | None
    is_late: bool
    was_reminded_today: bool
    sections: int
    ticks: int
    proposal: Proposal | None
    is_own: bool
    today: datetime.date

    @property
    def is_waited_for(self) -> bool:
        """Something can still be done about it."""
        return self.sign_off is None and self.assignment.is_active

    @property
    def may_be_asked_again(self) -> bool:
        """Declined, or handed back."""
        return self.sign_off is None and not self.assignment.is_active

    @property
    def may_be_waived(self) -> bool:
        """A conflict of interest stands against it, and it is not the viewer's own."""
        return self.is_waited_for and self.has_conflict and not self.is_own

    @property
    def state(self) -> str:
        """In a word or two, for the chip."""
        if self.sign_off is not None:
            return self._how_signed(self.sign_off)
        return self._how_over() or self._how_far()

    @property
    def tone(self) -> str:
        if self.sign_off is not None:
            if self.is_withdrawn:
                return "is-notice"
            return TONES.get(Verdict(self.sign_off.verdict), "")
        if not self.is_waited_for:
            return ""
        return "is-notice" if self.has_conflict else "is-information"

    @property
    def is_withdrawn(self) -> bool:
        return self.sign_off is not None and self.sign_off.is_withdrawn

    @property
    def has_conflict(self) -> bool:
        """Declared, and not waived."""
        assignment = self.assignment
        return assignment.conflict == Conflict.DECLARED and not assignment.is_unconflicted

    @property
    def facts(self) -> list[str]:
        """What else there is to say, a short line each."""
        assignment, lines = self.assignment, []
        if assignment.in_place_of is not None:
            lines.append(_("In place of %(member)s") % {"member": assignment.in_place_of})
        if assignment.waived_at is not None:
            lines.append(_("Conflict of interest declared, and waived"))
        if self.is_waited_for and self.sections:
            lines.append(self.read)
        if self.sign_off is not None:
            lines.append(_("Signed on %(day)s") % {"day": day(self.sign_off.signed_at.date())})
        if assignment.released_at is not None:
            lines.append(_("Why: %(reason)s") % {"reason": assignment.release_reason})
        elif assignment.response == Response.DECLINED:
            lines.append(_("Why: %(reason)s") % {"reason": assignment.response_reason})
        if self.was_reminded_today and self.is_waited_for:
            lines.append(_("Reminded today"))
        return lines

    @property
    def read(self) -> str:
        return ngettext(
            "%(ticks)d of %(sections)d section read",
            "%(ticks)d of %(sections)d sections read",
            self.sections,
        ) % {"ticks": self.ticks, "sections": self.sections}

    @property
    def dates(self) -> list[tuple[str, Due]]:
        """What is waited for, by when: the answer to being asked first, and the signature."""
        if not self.is_waited_for:
            return []
        sign = (_("Sign by"), Due.seen_from(self.today, self.assignment.sign_by))
        answered = self.assignment.conflict != Conflict.UNANSWERED
        if answered or self.assignment.response != Response.UNANSWERED:
            return [sign]
        return [(_("Answer by"), Due.seen_from(self.today, self.assignment.respond_by)), sign]

    @property
    def proposed(self) -> str:
        if self.proposal is None:
            return ""
        if self.proposal.sign_by is not None:
            return _("Proposes to sign by %(day)s: %(reason)s") % {
                "day": day(self.proposal.sign_by),
                "reason": self.proposal.reason,
            }
        return _("Proposes that %(member)s takes it: %(reason)s") % {
            "member": self.proposal.member,
            "reason": self.proposal.reason,
        }

    def _how_signed(self, sign_off: SignOff) -> str:
        if self.is_withdrawn:
            return _("Signature withdrawn")
        return _("Signed: %(verdict)s") % {"verdict": sign_off.get_verdict_display()}

    def _how_over(self) -> str:
        if self.assignment.released_at is not None:
            return _("Handed back")
        return _("Declined") if self.assignment.response == Response.DECLINED else ""

    def _how_far(self) -> str:
        if self.has_conflict:
            return _("Conflict of interest declared")
        if self.assignment.response == Response.ACCEPTED:
            return _("Accepted")
        if self.assignment.conflict != Conflict.UNANSWERED:
            return _("Has begun to read")
        return _("Asked")


def day(date: datetime.date) -> str:
    """4 November 2025."""
    return date_format(date, "j F Y")
