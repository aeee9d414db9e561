"""What members say about passages while they read, what they have read, and how it was settled.

The verbs of `editorial.workflow` that belong to reading; see its five beats.
"""

import datetime

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from articles.rendered_sections import says
from editorial import beats, outbox, permissions
from editorial.eligibility import why_not, why_not_asked
from editorial.exceptions import NotEligible, NotPossible
from editorial.models import Assignment, Comment, Notification, ReadMark, Review
from editorial.states import Conflict, State, Weight

LONGEST_QUOTE = 2_000
LONGEST_COMMENT = 10_000


def comment(
    assignment: Assignment, *, by: User, section: int, weight: str, text: str, quote: str = ""
) -> Comment:
    """Say something about a section (its place in the version, from 0) or a passage of it.

    The same comment sent twice is one.

    Raises:
        NotEligible: the member may not judge this version (now), or has a conflict of interest.
        NotPossible: the review is not under way, the member has not answered the question about
            conflicts or has signed, or what was sent is not a comment on this text.
    """
    with transaction.atomic():
        review = beats.lock(assignment.review)
        own, now = _reader(assignment, review, by=by), timezone.now()
        _refuse_reader(own, review, on=now.date())
        if not own.is_unconflicted:
            raise NotEligible(
                _("You declared a conflict of interest, so you do not comment on this text.")
            )
        said = _comment(review, section=section, weight=weight, text=text, quote=quote)
        if earlier := own.comments.filter(settled_at__isnull=True, **said).first():
            return earlier
        made = Comment.objects.create(assignment=own, made_at=now, made_by=by, **said)
        event = beats.record(
            "comment", review, by=by, at=now, reason=made.text, details=_details(made, review)
        )
        outbox.owe_gathered(
            Notification.Kind.COMMENTED,
            to=[review.article.owner, review.submitted_by],
            article=review.article,
            review=review,
            event=event,
            due_on=now.date(),
        )
    return made


def settle_comment(comment: Comment, *, by: User, settlement: str) -> Comment:
    """Say what came of a comment: once, by an editor, also after the review has ended.

    Raises:
        NotPossible: the comment was settled before.
        ReasonMissing: nothing is said.
    """
    with transaction.atomic():
        review = beats.lock(comment.assignment.review)
        allowed = permissions.may_submit(by, review.article) or permissions.may_manage(by)
        permissions.demand(allowed=allowed)
        held = Comment.objects.select_for_update().get(pk=comment.pk)
        if held.settled_at is not None:
            raise NotPossible(_("This comment was settled before. Nothing was changed."))
        words = beats.demand_reason(settlement)
        _refuse_length(words, LONGEST_COMMENT)
        now = timezone.now()
        held.settlement, held.settled_at, held.settled_by = words, now, by
        held.save(update_fields=["settlement", "settled_at", "settled_by"])
        beats.record(
            "settle-comment",
            review,
            by=by,
            at=now,
            reason=words,
            details=_details(held, review),
            before=review.state,
        )
    return held


def mark_read(assignment: Assignment, *, by: User, section: int) -> ReadMark:
    """Tick a section as read. A tick stays; setting it again changes nothing.

    It has no audit event: the row itself is append-only and names who and when.

    Raises:
        NotEligible, NotPossible: as for a comment; a declared conflict does not matter here.
    """
    with transaction.atomic():
        review = beats.lock(assignment.review)
        own, now = _reader(assignment, review, by=by), timezone.now()
        _refuse_reader(own, review, on=now.date())
        _refuse_section(review, section)
        mark, _is_new = ReadMark.objects.get_or_create(
            assignment=own, section=section, defaults={"read_at": now, "read_by": by}
        )
    return mark


def _reader(assignment: Assignment, review: Review, *, by: User) -> Assignment:
    """The assignment as it is now, for the member whose own it is."""
    own = review.assignments.select_related("member__user").get(pk=assignment.pk)
    permissions.demand(allowed=permissions.may_sign(by, review) and own.member.user_id == by.pk)
    beats.expect(review, State.UNDER_REVIEW)
    return own


def _refuse_reader(own: Assignment, review: Review, *, on: datetime.date) -> None:
    if why := why_not_asked(own) or why_not(own.member, review.version, on=on):
        raise NotEligible(why)
    if own.conflict == Conflict.UNANSWERED:
        raise NotPossible(_("Answer the question about conflicts of interest first."))
    if review.sign_offs.filter(member=own.member).exists():
        raise NotPossible(_("You have signed. What you said before stands with the signature."))


def _comment(
    review: Review, *, section: int, weight: str, text: str, quote: str
) -> dict[str, str | int]:
    """The fields of a comment on this version's text, once nothing is wrong with them."""
    _refuse_section(review, section)
    words, passage = beats.readable(text), " ".join(beats.readable(quote).split())
    if weight not in Weight.values:
        raise NotPossible(_("Choose how much weight your comment has."))
    if not words:
        raise NotPossible(_("Write your comment: it has no text yet."))
    _refuse_length(words, LONGEST_COMMENT)
    _refuse_length(passage, LONGEST_QUOTE)
    if passage and not says(review.version, section, passage):
        raise NotPossible(
            _(
                "This passage is not in the section. Copy it exactly as it stands there, or leave "
                "the field empty to comment on the whole section."
            )
        )
    return {"section": section, "quote": passage, "weight": weight, "text": words}


def _refuse_section(review: Review, section: int) -> None:
    if not 0 <= section < len(review.version.content["sections"]):
        raise NotPossible(_("This version has no such section. Open the review again."))


def _refuse_length(words: str, longest: int) -> None:
    if len(words) > longest:
        raise NotPossible(
            _("Shorten this to %(limit)d characters; it has %(length)d. Your text is kept here.")
            % {"limit": longest, "length": len(words)}
        )


def _details(made: Comment, review: Review) -> dict[str, object]:
    return {
        "comment": made.pk,
        "section": made.section,
        "heading": review.version.content["sections"][made.section]["heading"],
        "quote": made.quote,
        "weight": made.weight,
    }
