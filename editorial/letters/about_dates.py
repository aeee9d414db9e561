"""Letters about a member's dates: to respond by, to sign by, and what is late."""

from django.utils.translation import gettext as _

from editorial.letters import phrases, rungs
from editorial.letters.about_assignments import the_assignment
from editorial.letters.letter import Letter
from editorial.models import Assignment, Notification
from editorial.states import Conflict, Response


def response_due(row: Notification) -> Letter:
    review = phrases.the_review(row)
    facts = _facts(row)
    line = (
        _("Your answer about %(what)s was asked for by %(day)s, %(distance)s.")
        if rungs.is_over(row.due_on)
        else _("Your answer about %(what)s is asked for by %(day)s, %(distance)s.")
    )
    return Letter(
        subject=_("Answer asked: %(version)s, by %(short)s") % facts,
        lines=[
            line % facts,
            *rungs.which(row),
            _(
                "Say whether you have a conflict of interest, or decline, or propose another date "
                "or member. The page lets you."
            ),
        ],
        link=_("Answer"),
        path=review.get_absolute_url(),
        why=phrases.as_member(),
    )


def sign_off_due(row: Notification) -> Letter:
    review = phrases.the_review(row)
    facts = _facts(row)
    is_over = rungs.is_over(row.due_on)
    subject = (
        _("Sign-off late: %(version)s, since %(short)s")
        if is_over
        else _("Sign-off due: %(version)s, by %(short)s")
    )
    line = (
        _("Your signature under %(what)s was asked for by %(day)s, %(distance)s.")
        if is_over
        else _("Your signature under %(what)s is asked for by %(day)s, %(distance)s.")
    )
    return Letter(
        subject=subject % facts,
        lines=[
            line % facts,
            *rungs.which(row),
            _("If you cannot, decline, or propose another date or member. The page lets you."),
        ],
        link=_("Read and sign"),
        path=review.get_absolute_url(),
        why=phrases.as_member(),
    )


def assignment_late(row: Notification) -> Letter:
    assignment = the_assignment(row)
    facts = {**_facts(row), "who": assignment.member}
    is_silent = _has_not_answered(assignment)
    line = (
        _("%(who)s was asked to review %(what)s and to answer by %(day)s, %(distance)s.")
        if is_silent
        else _("%(who)s was asked to sign %(what)s by %(day)s, %(distance)s.")
    )
    return Letter(
        subject=(
            _("Escalated, no answer: %(version)s, since %(short)s")
            if is_silent
            else _("Escalated, sign-off late: %(version)s, since %(short)s")
        )
        % facts,
        lines=[
            line % facts,
            *rungs.which(row),
            _("Remind them yourself, give them another date, or ask another member instead."),
        ],
        link=_("Open the review"),
        path=phrases.managers_page(row),
        why=phrases.as_lead_or_manager(row),
    )


def _facts(row: Notification) -> dict[str, object]:
    review = phrases.the_review(row)
    return {
        "version": phrases.version(review),
        "what": phrases.in_quotes(review),
        "short": phrases.short(row.due_on),
        "day": phrases.long(row.due_on),
        "distance": rungs.distance(row),
    }


def _has_not_answered(assignment: Assignment) -> bool:
    """A member who answered the question of conflicts of interest has taken it on."""
    return assignment.response == Response.UNANSWERED and assignment.conflict == Conflict.UNANSWERED
