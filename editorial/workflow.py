"""The verbs of the editorial workflow: the only way a review moves.

Admin, desk, commands and tests all call these functions. Each has five beats in one transaction:
lock the row, check permission, transition, save and write the audit event, write the outbox rows.
Delivery is only prompted after commit, so a broker that is down never fails a step.

Every function may raise `PermissionDenied`, or a `WorkflowError` whose text a person can act on.
"""

from collections.abc import Sequence

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from articles.models import Article
from editorial import (
    assigning,
    beats,
    permissions,
    signatures,
    specialists,
    standing_lock,
    submission,
    waiving,
)
from editorial.acceptance import accept_source, no_longer_accept_source
from editorial.answering import accept, answer_proposal, decline, propose, reopen_assignment
from editorial.commenting import comment, mark_read, settle_comment
from editorial.covering import cover, end_cover
from editorial.delegating import delegate, end_delegation, hand_over
from editorial.due_dates import (
    clear_interval,
    dismiss_trigger,
    make_due_now,
    move_due_date,
    set_interval,
)
from editorial.eligibility import why_not_asked
from editorial.exceptions import NotEligible, NotPossible, ReasonMissing
from editorial.handing_over import hand_over as hand_over_articles
from editorial.ladders import change_ladder
from editorial.leads import set_lead
from editorial.models import Assignment, BoardMember, Notification, Review
from editorial.reader_reports import settle_report
from editorial.reassigning import extend, reassign, release, remind_now
from editorial.retiring import reinstate, retire
from editorial.signing_off import sign_off
from editorial.snoozing import end_snooze, snooze
from editorial.states import OPEN, Conflict, State
from editorial.taking_back import withdraw_sign_off
from editorial.waiving import waive_conflict

#: Every verb; those about a source are written down in `editorial.acceptance`, those of a managing
#: editor about one assignment in `editorial.reassigning`.
__all__ = [
    "accept",
    "accept_source",
    "answer_conflict",
    "answer_proposal",
    "assign",
    "begin",
    "change_ladder",
    "clear_interval",
    "comment",
    "cover",
    "decline",
    "delegate",
    "dismiss_trigger",
    "end_cover",
    "end_delegation",
    "end_snooze",
    "extend",
    "hand_over",
    "hand_over_articles",
    "make_due_now",
    "mark_read",
    "move_due_date",
    "no_longer_accept_source",
    "propose",
    "reassign",
    "reinstate",
    "release",
    "remind_now",
    "reopen_assignment",
    "retire",
    "return_for_changes",
    "set_interval",
    "set_lead",
    "settle_comment",
    "settle_report",
    "sign_off",
    "snooze",
    "submit",
    "waive_conflict",
    "withdraw",
    "withdraw_sign_off",
]

Message = Notification.Kind


def submit(article: Article, *, by: User, note: str = "", kind: str | None = None) -> Review:
    """Freeze the draft into a version and ask for its review.

    `kind` is one of `Kind`; without it, a first version is *new* and a later one a *revision*. A
    *re-review* asks for a fresh signature under the live version, whose text stays as it is. A
    *correction* needs one signer, and may change nothing but spelling (`articles.corrections`).

    Raises:
        DraftNotReady: with every finding, when at least one blocks; a correction with all that
            makes it more than one.
        NotPossible: the article is retired, has an open review, or `kind` does not fit it.
    """
    with transaction.atomic():
        standing_lock.hold()
        drafts = Article.objects.select_related("specialty", "disclaimer")
        locked = drafts.select_for_update(of=("self",)).get(pk=article.pk)
        permissions.demand(allowed=permissions.may_submit(by, locked))
        wanted = submission.kind_of(locked, kind)
        submission.refuse_submission(locked, wanted)
        checked = submission.version_to_review(locked, wanted, by=by)
        return submission.open_review(
            locked,
            checked.version,
            kind=wanted,
            by=by,
            note=beats.readable(note),
            at=timezone.now(),
            outcome=checked.outcome,
        )


def begin(
    review: Review,
    *,
    by: User,
    members: Sequence[BoardMember],
    dates: assigning.Dates = assigning.BY_POLICY,
) -> Review:
    """Ask these board members to judge the version, or the stand-in of whoever is away.

    Raises:
        NotEligible: a member is inactive or wrote a part of it.
        NotPossible: fewer members than approvals needed, none of the article's specialty where
            the policy wants one, or the review is past this step.
    """
    with transaction.atomic():
        review = beats.lock(review)
        permissions.demand(allowed=permissions.may_manage(by))
        beats.expect(review, State.SUBMITTED)
        chosen = assigning.distinct(members)
        if len(chosen) < review.approvals_needed:
            raise NotPossible(
                ngettext(
                    "Choose at least %(count)d board member: so many approvals are needed.",
                    "Choose at least %(count)d board members: so many approvals are needed.",
                    review.approvals_needed,
                )
                % {"count": review.approvals_needed}
            )
        now = timezone.now()
        asked = assigning.ask(review, chosen, by=by, at=now, dates=dates)
        specialists.refuse_without(review, asked)
        review.begin(by=by, at=now)
        review.save(update_fields=["state", "begun_at", "begun_by"])
        assigning.announce("begin", review, asked, by=by, at=now)
    return review


def assign(
    review: Review,
    *,
    by: User,
    members: Sequence[BoardMember],
    dates: assigning.Dates = assigning.BY_POLICY,
) -> Review:
    """Ask further members while the review runs, for instance after one recused themselves.

    Raises:
        NotEligible: a member is inactive or wrote a part of it.
        NotPossible: the review is not under way, or a member was asked already.
    """
    with transaction.atomic():
        review = beats.lock(review)
        permissions.demand(allowed=permissions.may_manage(by))
        beats.expect(review, State.UNDER_REVIEW)
        chosen = assigning.distinct(members)
        if not chosen:
            raise NotPossible(_("Choose at least one board member."))
        now = timezone.now()
        asked = assigning.ask(review, chosen, by=by, at=now, dates=dates)
        assigning.announce("assign", review, asked, by=by, at=now)
    return review


def answer_conflict(review: Review, *, by: User, conflict: str, statement: str = "") -> Assignment:
    """State that there is no conflict of interest, or declare one in words (ICMJE).

    Answering takes the assignment on.

    Raises:
        NotEligible: the member declined, or the assignment was handed back.
        NotPossible: the review is not under way, the member has signed, or the answer is neither.
        ReasonMissing: a declared conflict without a statement.
    """
    with transaction.atomic():
        review = beats.lock(review)
        assignment = assigning.asked_of(by, review.assignments.all())
        beats.expect(review, State.UNDER_REVIEW)
        if getattr(assignment, "has_signed", False):
            raise NotPossible(_("You have signed already. The answer stands with the signature."))
        if over := why_not_asked(assignment):
            raise NotEligible(over)
        if conflict not in (Conflict.NONE, Conflict.DECLARED):
            raise NotPossible(_("Answer whether you have a conflict of interest."))
        words = beats.readable(statement)
        if conflict == Conflict.DECLARED and not words:
            raise ReasonMissing
        now = timezone.now()
        assignment.conflict, assignment.conflict_statement = conflict, words
        assignment.conflict_answered_at, assignment.conflict_answered_by = now, by
        accepted = assigning.take_on(assignment, by=by, at=now)
        waiver_ended = waiving.forget_waiver(assignment)
        assignment.save()
        event = beats.record(
            "answer-conflict",
            review,
            by=by,
            at=now,
            reason=assignment.conflict_statement,
            details={"conflict": conflict, "accepted": accepted, "waiver_ended": waiver_ended},
        )
        if conflict == Conflict.DECLARED:
            beats.tell_of_member(Message.CONFLICT_DECLARED, assignment, review, at=now, event=event)
    return assignment


def return_for_changes(review: Review, *, by: User, reason: str) -> Review:
    """Send the version back to its editor."""
    with transaction.atomic():
        review = beats.lock(review)
        permissions.demand(allowed=permissions.may_manage(by))
        beats.expect(review, State.UNDER_REVIEW)
        signatures.send_back(review, by=by, at=timezone.now(), reason=beats.demand_reason(reason))
    return review


def withdraw(review: Review, *, by: User, reason: str) -> Review:
    """Take the submission back before it is judged."""
    with transaction.atomic():
        review = beats.lock(review)
        permissions.demand(allowed=permissions.may_withdraw(by, review))
        beats.expect(review, *OPEN)
        before, now = review.state, timezone.now()
        review.withdraw(by=by, at=now, reason=beats.demand_reason(reason))
        review.save()
        beats.record("withdraw", review, by=by, at=now, reason=review.reason, before=before)
        concerned = [review.article.owner_id, *assigning.still_asked(review)]
        others = User.objects.filter(pk__in=concerned).exclude(pk=by.pk)
        beats.tell(Message.WITHDRAWN, review, to=others, at=now)
    return review
