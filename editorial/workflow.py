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
    audit,
    beats,
    outbox,
    permissions,
    signatures,
    source_news,
    standing_lock,
    submission,
)
from editorial.acceptance import accept_source, no_longer_accept_source
from editorial.exceptions import NotPossible, ReasonMissing
from editorial.models import Assignment, BoardMember, Notification, Review
from editorial.reassigning import extend, reassign, release, remind_now
from editorial.signing import confirm_identity
from editorial.states import OPEN, Conflict, State, Verdict

#: Every verb; those about a source are written down in `editorial.acceptance`, those of a managing
#: editor about one assignment in `editorial.reassigning`.
__all__ = [
    "accept_source",
    "answer_conflict",
    "assign",
    "begin",
    "extend",
    "no_longer_accept_source",
    "reassign",
    "reinstate",
    "release",
    "remind_now",
    "retire",
    "return_for_changes",
    "sign_off",
    "submit",
    "withdraw",
]

Message = Notification.Kind
#: What managing editors hear of at once: the others may complete the quorum meanwhile.
NEWS = {Verdict.RECUSE: Message.RECUSED, Verdict.REQUEST_CHANGES: Message.CHANGES_WISHED}


def submit(article: Article, *, by: User, note: str = "", kind: str | None = None) -> Review:
    """Freeze the draft into a version and ask for its review.

    `kind` is one of `Kind`; without it, a first version is *new* and a later one a *revision*. A
    *re-review* asks for a fresh signature under the live version, whose text stays as it is.

    Raises:
        DraftNotReady: with every finding, when at least one blocks.
        NotPossible: the article is retired, has an open review, or `kind` does not fit it.
    """
    with transaction.atomic():
        standing_lock.hold()
        locked = Article.objects.select_for_update().get(pk=article.pk)
        permissions.demand(allowed=permissions.may_submit(by, locked))
        wanted = submission.kind_of(locked, kind)
        submission.refuse_submission(locked)
        version = submission.version_to_review(locked, wanted, by=by)
        return submission.open_review(
            locked, version, kind=wanted, by=by, note=beats.readable(note), at=timezone.now()
        )


def begin(review: Review, *, by: User, members: Sequence[BoardMember]) -> Review:
    """Ask these board members to judge the version.

    Raises:
        NotEligible: a member is inactive or wrote a part of it.
        NotPossible: fewer members than approvals needed, or the review is past this step.
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
        assigning.ask(review, chosen, by=by, at=now)
        review.begin(by=by, at=now)
        review.save()
        beats.record("begin", review, by=by, at=now, details={"members": assigning.named(chosen)})
        beats.tell(Message.SIGN_OFF_ASKED, review, to=[member.user for member in chosen], at=now)
    return review


def assign(review: Review, *, by: User, members: Sequence[BoardMember]) -> Review:
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
        for assignment in review.assignments.filter(member__in=chosen).select_related("member"):
            raise NotPossible(_("%(member)s was asked already.") % {"member": assignment.member})
        now = timezone.now()
        assigning.ask(review, chosen, by=by, at=now)
        beats.record("assign", review, by=by, at=now, details={"members": assigning.named(chosen)})
        beats.tell(Message.SIGN_OFF_ASKED, review, to=[member.user for member in chosen], at=now)
    return review


def answer_conflict(review: Review, *, by: User, conflict: str, statement: str = "") -> Assignment:
    """State that there is no conflict of interest, or declare one in words (ICMJE).

    Raises:
        NotPossible: the review is not under way, the member has signed, or the answer is neither.
        ReasonMissing: a declared conflict without a statement.
    """
    with transaction.atomic():
        review = beats.lock(review)
        permissions.demand(allowed=permissions.may_sign(by, review))
        beats.expect(review, State.UNDER_REVIEW)
        assignment = review.assignments.select_related("member__user").get(member__user=by)
        if review.sign_offs.filter(member=assignment.member).exists():
            raise NotPossible(_("You have signed already. The answer stands with the signature."))
        if conflict not in (Conflict.NONE, Conflict.DECLARED):
            raise NotPossible(_("Answer whether you have a conflict of interest."))
        words = beats.readable(statement)
        if conflict == Conflict.DECLARED and not words:
            raise ReasonMissing
        now = timezone.now()
        assignment.conflict, assignment.conflict_statement = conflict, words
        assignment.conflict_answered_at, assignment.conflict_answered_by = now, by
        assignment.save()
        beats.record(
            "answer-conflict",
            review,
            by=by,
            at=now,
            reason=assignment.conflict_statement,
            details={"conflict": conflict},
        )
        if conflict == Conflict.DECLARED:
            beats.tell_of_member(Message.CONFLICT_DECLARED, assignment, review, at=now)
    return assignment


def sign_off(
    review: Review, *, by: User, verdict: str, digest: str, password: str, reason: str = ""
) -> Review:
    """Sign a verdict on the text with this digest; the last approval needed makes it live.

    The password is checked before the review is locked: hashing is slow by design, and a wrong one
    must be counted even though nothing else is written.

    Raises:
        WrongPassword, SigningLocked: who signs is not certain.
        DigestMismatch: another text was read than the one under review.
        ConflictUnanswered, NotEligible: the member may not judge this version (now).
        ReasonMissing: a verdict other than approval without a reason.
        NotPossible: the review is closed or not begun, or the member has signed already.
    """
    reason = beats.readable(reason)
    permissions.demand(allowed=permissions.may_sign(by, review))
    confirm_identity(by, password)
    with transaction.atomic():
        review = beats.lock(review)
        permissions.demand(allowed=permissions.may_sign(by, review))
        signatures.refuse_second_signature(review, by=by)
        beats.expect(review, State.UNDER_REVIEW)
        now = timezone.now()
        assignment = signatures.lock_signer(review, by=by)
        signatures.refuse_signature(
            assignment, review, verdict=verdict, digest=digest, reason=reason, at=now
        )
        signed = signatures.sign(assignment, review, verdict=verdict, reason=reason, by=by, at=now)
        beats.record(
            "sign-off",
            review,
            by=by,
            at=now,
            reason=signed.reason,
            details={
                "verdict": verdict,
                "meaning": signed.meaning,
                "signer": signed.printed_name,
                "sign_off": signed.pk,
            },
        )
        signatures.conclude(review, by=by, at=now)
        if news := NEWS.get(Verdict(verdict)):
            beats.tell_of_member(news, assignment, review, at=now)
    return review


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
        asked = [assignment.member.user for assignment in assigning.assigned(review)]
        beats.tell(Message.WITHDRAWN, review, to=[review.article.owner, *asked], at=now)
    return review


def retire(article: Article, *, by: User, reason: str) -> Article:
    """Take an article from readers at once; its address says so (410)."""
    with transaction.atomic():
        article = Article.objects.select_for_update().get(pk=article.pk)
        permissions.demand(allowed=permissions.may_manage(by))
        if article.live_version_id is None:
            raise NotPossible(_("Only an article that readers can see is retired."))
        if article.is_retired:
            raise NotPossible(_("This article is retired already."))
        now = timezone.now()
        article.retired_at, article.retired_by = now, by
        article.retirement_reason = beats.demand_reason(reason)
        article.save(update_fields=["retired_at", "retired_by", "retirement_reason"])
        audit.record("retire", by=by, article=article, reason=article.retirement_reason, at=now)
        outbox.owe(Message.RETIRED, to=[article.owner], article=article, due_on=now.date())
    return article


def reinstate(article: Article, *, by: User, reason: str) -> Article:
    """Give a retired article back to readers, in its approved version.

    If a source of it was retracted or doubted, an urgent re-review is opened, as it would have been
    had the article been live on that day.
    """
    with transaction.atomic():
        article = Article.objects.select_for_update().get(pk=article.pk)
        permissions.demand(allowed=permissions.may_manage(by))
        if not article.is_retired:
            raise NotPossible(_("This article is not retired."))
        now, why = timezone.now(), beats.demand_reason(reason)
        article.retired_at, article.retired_by, article.retirement_reason = None, None, ""
        article.save(update_fields=["retired_at", "retired_by", "retirement_reason"])
        audit.record("reinstate", by=by, article=article, reason=why, at=now)
        outbox.owe(Message.REINSTATED, to=[article.owner], article=article, due_on=now.date())
        source_news.look_again(article, by=by, at=now)
    return article
