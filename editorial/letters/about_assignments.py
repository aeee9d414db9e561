"""Letters about one member's part in a review: their answers, and what was decided about it."""

from django.urls import reverse
from django.utils.translation import gettext as _

from editorial.letters import phrases
from editorial.letters.letter import Letter
from editorial.models import Assignment, Notification, Proposal


def declined(row: Notification) -> Letter:
    review, assignment = phrases.the_review(row), the_assignment(row)
    return Letter(
        subject=_("Member declined: %(what)s") % {"what": phrases.version(review)},
        lines=[
            _("%(who)s declined to review %(what)s.")
            % {"who": assignment.member, "what": phrases.in_quotes(review)},
            _("Ask another board member if the quorum needs one."),
        ],
        quote=reason_given(row) or assignment.response_reason,
        link=_("Open the review"),
        path=phrases.managers_page(row),
        why=phrases.as_managing_editor(),
    )


def reopened(row: Notification) -> Letter:
    review, assignment = phrases.the_review(row), the_assignment(row)
    return Letter(
        subject=_("Member takes it on after all: %(what)s") % {"what": phrases.version(review)},
        lines=[
            _("%(who)s had declined to review %(what)s, and opened it again.")
            % {"who": assignment.member, "what": phrases.in_quotes(review)},
            _(
                "The date to sign by is %(day)s now. If you asked somebody else meanwhile, both "
                "are asked: hand one assignment back if you like."
            )
            % {"day": phrases.long(assignment.sign_by)},
        ],
        link=_("Open the review"),
        path=phrases.managers_page(row),
        why=phrases.as_managing_editor(),
    )


def proposed(row: Notification) -> Letter:
    review, assignment = phrases.the_review(row), the_assignment(row)
    proposal = the_proposal(row, assignment)
    who, what = assignment.member, phrases.in_quotes(review)
    if proposal.sign_by is not None:
        subject = _("Another date proposed: %(what)s, by %(day)s") % {
            "what": phrases.version(review),
            "day": phrases.short(proposal.sign_by),
        }
        line = _("%(who)s proposes to sign %(what)s by %(day)s instead of %(old)s.") % {
            "who": who,
            "what": what,
            "day": phrases.long(proposal.sign_by),
            "old": phrases.long(assignment.sign_by),
        }
    else:
        subject = _("Another member proposed: %(what)s") % {"what": phrases.version(review)}
        line = _("%(who)s proposes that %(other)s reviews %(what)s in their place.") % {
            "who": who,
            "other": proposal.member,
            "what": what,
        }
    return Letter(
        subject=subject,
        lines=[line, _("Answer the proposal. Until then nothing changes.")],
        quote=proposal.reason,
        link=_("Answer the proposal"),
        path=reverse("admin:editorial_assignment_proposal", args=[assignment.pk]),
        why=phrases.as_managing_editor(),
    )


def proposal_answered(row: Notification) -> Letter:
    review, assignment = phrases.the_review(row), the_assignment(row)
    proposal = the_proposal(row, assignment)
    is_accepted = bool(proposal.is_accepted)
    subject = _("Proposal accepted: %(what)s") if is_accepted else _("Proposal declined: %(what)s")
    if not is_accepted:
        line = _("Your proposal for %(what)s was not taken up. Please sign by %(day)s.")
    elif proposal.sign_by is not None:
        line = _("Your proposal for %(what)s was accepted: please sign by %(day)s.")
    else:
        line = _("%(other)s was asked to review %(what)s in your place. Nothing is left to do.")
    return Letter(
        subject=subject % {"what": phrases.version(review)},
        lines=[
            line
            % {
                "what": phrases.in_quotes(review),
                "day": phrases.long(assignment.sign_by),
                "other": proposal.member,
            }
        ],
        quote=reason_given(row),
        link=_("See the review"),
        path=review.get_absolute_url(),
        why=_("You get this because you made the proposal."),
    )


def released(row: Notification) -> Letter:
    review, assignment = phrases.the_review(row), the_assignment(row)
    is_own = assignment.member.user_id == row.recipient_id
    line = (
        _("You are no longer asked to review %(what)s. Nothing is left to do.")
        if is_own
        else _("%(who)s is no longer asked to review %(what)s. Ask another member if needed.")
    )
    return Letter(
        subject=_("Assignment handed back: %(what)s") % {"what": phrases.version(review)},
        lines=[line % {"who": assignment.member, "what": phrases.in_quotes(review)}],
        quote=reason_given(row) or assignment.release_reason,
        link=_("See the review") if is_own else _("Open the review"),
        path=review.get_absolute_url() if is_own else phrases.managers_page(row),
        why=phrases.as_member() if is_own else phrases.as_managing_editor(),
    )


def extended(row: Notification) -> Letter:
    review, assignment = phrases.the_review(row), the_assignment(row)
    return Letter(
        subject=_("New date to sign: %(what)s, by %(day)s")
        % {"what": phrases.version(review), "day": phrases.short(assignment.sign_by)},
        lines=[
            _("The date for your review of %(what)s was changed. Please sign by %(day)s.")
            % {"what": phrases.in_quotes(review), "day": phrases.long(assignment.sign_by)}
        ],
        quote=reason_given(row),
        link=_("Read and sign"),
        path=review.get_absolute_url(),
        why=phrases.as_member(),
    )


def sign_off_reminded(row: Notification) -> Letter:
    review, assignment = phrases.the_review(row), the_assignment(row)
    return Letter(
        subject=_("Reminder, sign-off asked: %(what)s, by %(day)s")
        % {"what": phrases.version(review), "day": phrases.short(assignment.sign_by)},
        lines=[
            _("Your review of %(what)s is waited for. Please sign by %(day)s.")
            % {"what": phrases.in_quotes(review), "day": phrases.long(assignment.sign_by)},
            _("If you cannot, decline, or propose another date or member. The page lets you."),
        ],
        quote=reason_given(row) or review.note,
        link=_("Read and sign"),
        path=review.get_absolute_url(),
        why=phrases.as_member(),
    )


def conflict_waived(row: Notification) -> Letter:
    review, assignment = phrases.the_review(row), the_assignment(row)
    is_own = assignment.member.user_id == row.recipient_id
    return Letter(
        subject=_("Conflict of interest waived: %(what)s") % {"what": phrases.version(review)},
        lines=[
            _("The conflict of interest that %(who)s declared for %(what)s was waived.")
            % {"who": assignment.member, "what": phrases.in_quotes(review)},
            _("You can sign now, by %(day)s. Readers are told both.")
            % {"day": phrases.long(assignment.sign_by)}
            if is_own
            else _("They can sign now. Readers are told both."),
        ],
        quote=reason_given(row) or assignment.waiver_reason,
        link=_("Read and sign") if is_own else _("Open the review"),
        path=review.get_absolute_url() if is_own else phrases.managers_page(row),
        why=phrases.as_member() if is_own else phrases.as_managing_editor(),
    )


def the_assignment(row: Notification) -> Assignment:
    """Whose part in the review the message is about: its own, its event's, or the recipient's.

    Somebody may be asked by what happened to another's part: who is asked is the recipient.
    """
    review = phrases.the_review(row)
    asked = review.assignments.select_related("member__user", "in_place_of")
    key = row.assignment_id or (row.event and row.event.details.get("assignment"))
    if key and row.kind != Notification.Kind.SIGN_OFF_ASKED:
        return asked.get(pk=key)
    return asked.get(member__user=row.recipient_id)


def reason_given(row: Notification) -> str:
    """What the person said whose step the message tells of."""
    return row.event.reason if row.event is not None else ""


def the_proposal(row: Notification, assignment: Assignment) -> Proposal:
    """The one that the event names, else the latest."""
    proposals = assignment.proposals.select_related("member")
    key = row.event and row.event.details.get("proposal")
    return proposals.get(pk=key) if key else proposals[0]
