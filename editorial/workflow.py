"""The verbs of the editorial workflow: the only way a review moves.

Admin, desk, commands and tests all call these functions. Each has five beats in one transaction:
lock the row, check permission, transition, save and write the audit event, write the outbox rows.
Delivery is only prompted after commit, so a broker that is down never fails a step.

Every function may raise `PermissionDenied`, or a `WorkflowError` whose text a person can act on.
"""

import datetime
from collections.abc import Iterable, Sequence

from django.contrib.auth.models import User
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from articles.findings import check
from articles.models import Article, Version
from articles.publication import publish
from articles.versions import freeze
from editorial import audit, outbox, permissions, schedule
from editorial.eligibility import why_not
from editorial.exceptions import (
    ConflictUnanswered,
    DigestMismatch,
    DraftNotReady,
    NotEligible,
    NotPossible,
    ReasonMissing,
)
from editorial.models import Assignment, BoardMember, Notification, Policy, Review, SignOff
from editorial.signing import confirm_identity
from editorial.states import OPEN, Conflict, Kind, State, Verdict
from editorial.wording import meaning_of

Message = Notification.Kind


def submit(article: Article, *, by: User, note: str = "", kind: str | None = None) -> Review:
    """Freeze the draft into a version and ask for its review.

    `kind` is one of `Kind`; without it, a first version is *new* and a later one a *revision*. A
    *re-review* asks for a fresh signature under the live version, whose text stays as it is.

    Raises:
        DraftNotReady: with every finding, when at least one blocks.
        NotPossible: the article is retired, has an open review, or `kind` does not fit it.
    """
    with transaction.atomic():
        locked = Article.objects.select_for_update().get(pk=article.pk)
        permissions.demand(allowed=permissions.may_submit(by, locked))
        wanted = _kind_of(locked, kind)
        _refuse_submission(locked)
        version = _version_to_review(locked, wanted, by=by)
        policy = Policy.objects.get(tier=locked.risk_tier).frozen()
        now = timezone.now()
        review = Review.objects.create(
            article=locked,
            version=version,
            kind=wanted,
            policy=policy,
            approvals_needed=policy["approvals_needed"],
            note=note.strip(),
            submitted_at=now,
            submitted_by=by,
        )
        _record("submit", review, by=by, at=now, reason=review.note, details={"kind": wanted})
        _tell(Message.REVIEW_SUBMITTED, review, to=outbox.managing_editors(), at=now)
    return review


def begin(review: Review, *, by: User, members: Sequence[BoardMember]) -> Review:
    """Ask these board members to judge the version.

    Raises:
        NotEligible: a member is inactive or wrote a part of it.
        NotPossible: fewer members than approvals needed, or the review is past this step.
    """
    with transaction.atomic():
        review = _lock(review)
        permissions.demand(allowed=permissions.may_manage(by))
        _expect(review, State.SUBMITTED)
        chosen = _distinct(members)
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
        _assign(review, chosen, by=by, at=now)
        review.begin(by=by, at=now)
        review.save()
        _record("begin", review, by=by, at=now, details={"members": _named(chosen)})
        _tell(Message.SIGN_OFF_ASKED, review, to=[member.user for member in chosen], at=now)
    return review


def assign(review: Review, *, by: User, members: Sequence[BoardMember]) -> Review:
    """Ask further members while the review runs, for instance after one recused themselves.

    Raises:
        NotEligible: a member is inactive or wrote a part of it.
        NotPossible: the review is not under way, or a member was asked already.
    """
    with transaction.atomic():
        review = _lock(review)
        permissions.demand(allowed=permissions.may_manage(by))
        _expect(review, State.UNDER_REVIEW)
        chosen = _distinct(members)
        if not chosen:
            raise NotPossible(_("Choose at least one board member."))
        for assignment in review.assignments.filter(member__in=chosen).select_related("member"):
            raise NotPossible(_("%(member)s was asked already.") % {"member": assignment.member})
        now = timezone.now()
        _assign(review, chosen, by=by, at=now)
        _record("assign", review, by=by, at=now, details={"members": _named(chosen)})
        _tell(Message.SIGN_OFF_ASKED, review, to=[member.user for member in chosen], at=now)
    return review


def answer_conflict(review: Review, *, by: User, conflict: str, statement: str = "") -> Assignment:
    """State that there is no conflict of interest, or declare one in words (ICMJE).

    Raises:
        NotPossible: the review is not under way, the member has signed, or the answer is neither.
        ReasonMissing: a declared conflict without a statement.
    """
    with transaction.atomic():
        review = _lock(review)
        permissions.demand(allowed=permissions.may_sign(by, review))
        _expect(review, State.UNDER_REVIEW)
        assignment = review.assignments.select_related("member__user").get(member__user=by)
        if review.sign_offs.filter(member=assignment.member).exists():
            raise NotPossible(_("You have signed already. The answer stands with the signature."))
        if conflict not in (Conflict.NONE, Conflict.DECLARED):
            raise NotPossible(_("Answer whether you have a conflict of interest."))
        if conflict == Conflict.DECLARED and not statement.strip():
            raise ReasonMissing
        now = timezone.now()
        assignment.conflict, assignment.conflict_statement = conflict, statement.strip()
        assignment.conflict_answered_at, assignment.conflict_answered_by = now, by
        assignment.save()
        _record(
            "answer-conflict",
            review,
            by=by,
            at=now,
            reason=assignment.conflict_statement,
            details={"conflict": conflict},
        )
        if conflict == Conflict.DECLARED:
            _tell(Message.CONFLICT_DECLARED, review, to=outbox.managing_editors(), at=now)
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
    permissions.demand(allowed=permissions.may_sign(by, review))
    confirm_identity(by, password)
    with transaction.atomic():
        review = _lock(review)
        permissions.demand(allowed=permissions.may_sign(by, review))
        _expect(review, State.UNDER_REVIEW)
        now = timezone.now()
        assignment = review.assignments.select_related("member__user").get(member__user=by)
        _refuse_signature(assignment, review, verdict=verdict, digest=digest, reason=reason, at=now)
        signed = _sign(assignment, review, verdict=verdict, reason=reason.strip(), by=by, at=now)
        _record(
            "sign-off",
            review,
            by=by,
            at=now,
            reason=signed.reason,
            details={"verdict": verdict, "meaning": signed.meaning, "sign_off": signed.pk},
        )
        _conclude(review, by=by, at=now)
        if verdict == Verdict.RECUSE:
            _tell(Message.RECUSED, review, to=outbox.managing_editors(), at=now)
    return review


def return_for_changes(review: Review, *, by: User, reason: str) -> Review:
    """Send the version back to its editor."""
    with transaction.atomic():
        review = _lock(review)
        permissions.demand(allowed=permissions.may_manage(by))
        _expect(review, State.UNDER_REVIEW)
        _return(review, by=by, at=timezone.now(), reason=_demand_reason(reason))
    return review


def withdraw(review: Review, *, by: User, reason: str) -> Review:
    """Take the submission back before it is judged."""
    with transaction.atomic():
        review = _lock(review)
        permissions.demand(allowed=permissions.may_withdraw(by, review))
        _expect(review, *OPEN)
        before, now = review.state, timezone.now()
        review.withdraw(by=by, at=now, reason=_demand_reason(reason))
        review.save()
        _record("withdraw", review, by=by, at=now, reason=review.reason, before=before)
        asked = [assignment.member.user for assignment in _assigned(review)]
        _tell(Message.WITHDRAWN, review, to=[review.article.owner, *asked], at=now)
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
        article.retirement_reason = _demand_reason(reason)
        article.save(update_fields=["retired_at", "retired_by", "retirement_reason"])
        audit.record("retire", by=by, article=article, reason=article.retirement_reason, at=now)
        outbox.owe(Message.RETIRED, to=[article.owner], article=article, due_on=now.date())
    return article


def reinstate(article: Article, *, by: User, reason: str) -> Article:
    """Give a retired article back to readers, in its approved version."""
    with transaction.atomic():
        article = Article.objects.select_for_update().get(pk=article.pk)
        permissions.demand(allowed=permissions.may_manage(by))
        if not article.is_retired:
            raise NotPossible(_("This article is not retired."))
        now, why = timezone.now(), _demand_reason(reason)
        article.retired_at, article.retired_by, article.retirement_reason = None, None, ""
        article.save(update_fields=["retired_at", "retired_by", "retirement_reason"])
        audit.record("reinstate", by=by, article=article, reason=why, at=now)
        outbox.owe(Message.REINSTATED, to=[article.owner], article=article, due_on=now.date())
    return article


# The beats.


def _lock(review: Review) -> Review:
    """This review as it is now, held until the transaction ends."""
    return (
        Review.objects.select_for_update(of=("self",))
        .select_related("article__owner", "version")
        .get(pk=review.pk)
    )


def _expect(review: Review, *states: State) -> None:
    if review.state not in states:
        raise NotPossible(
            _("This review is “%(state)s”, so this step is not possible. Nothing was changed.")
            % {"state": review.get_state_display()}
        )


def _record(
    action: str,
    review: Review,
    *,
    by: User,
    at: datetime.datetime,
    reason: str = "",
    details: dict[str, object] | None = None,
    before: str | None = None,
) -> None:
    came_from = {"submit": "", "begin": State.SUBMITTED}.get(action, State.UNDER_REVIEW)
    audit.record(
        action,
        by=by,
        review=review,
        from_state=came_from if before is None else before,
        to_state=review.state,
        version_digest=review.version.digest,
        reason=reason,
        details={"version": review.version.number, **(details or {})},
        at=at,
    )


def _tell(
    kind: Notification.Kind, review: Review, *, to: Iterable[User], at: datetime.datetime
) -> None:
    outbox.owe(kind, to=to, article=review.article, review=review, due_on=at.date())


# Submitting.


def _kind_of(article: Article, kind: str | None) -> str:
    if kind is None:
        return Kind.NEW if article.live_version_id is None else Kind.REVISION
    if kind not in Kind.values:
        raise NotPossible(_("“%(kind)s” is not a kind of review.") % {"kind": kind})
    if (kind == Kind.NEW) is not (article.live_version_id is None):
        raise NotPossible(
            _("A review is “new” for an article without a live version, and only then.")
        )
    return kind


def _refuse_submission(article: Article) -> None:
    if article.is_retired:
        raise NotPossible(_("This article is retired. Reinstate it before you submit it."))
    if Review.objects.open().filter(article=article).exists():
        raise NotPossible(
            _("A review of this article is open. Withdraw it, or wait for its end.")
        )


def _version_to_review(article: Article, kind: str, *, by: User) -> Version:
    if kind == Kind.RE_REVIEW and article.live_version is not None:
        return article.live_version
    findings = check(article)
    if any(finding.blocks for finding in findings):
        raise DraftNotReady(findings)
    return freeze(article, by=by)


# Assigning.


def _distinct(members: Iterable[BoardMember]) -> list[BoardMember]:
    """The members as they are now, each once."""
    chosen = BoardMember.objects.filter(pk__in={member.pk for member in members})
    return list(chosen.select_related("user"))


def _assign(
    review: Review, members: list[BoardMember], *, by: User, at: datetime.datetime
) -> None:
    today = at.date()
    for member in members:
        if reason := why_not(member, review.version, on=today):
            raise NotEligible(reason)
    Assignment.objects.bulk_create(
        Assignment(
            review=review,
            member=member,
            respond_by=today + datetime.timedelta(days=review.policy["respond_within_days"]),
            sign_by=today + datetime.timedelta(days=review.policy["sign_within_days"]),
            assigned_at=at,
            assigned_by=by,
        )
        for member in members
    )


def _assigned(review: Review) -> list[Assignment]:
    return list(review.assignments.select_related("member__user"))


def _named(members: Iterable[BoardMember]) -> list[dict[str, object]]:
    return [{"id": member.pk, "name": member.printed_name} for member in members]


# Signing.


def _refuse_signature(
    assignment: Assignment,
    review: Review,
    *,
    verdict: str,
    digest: str,
    reason: str,
    at: datetime.datetime,
) -> None:
    member = assignment.member
    if verdict not in Verdict.values:
        raise NotPossible(_("Choose a verdict."))
    if review.sign_offs.filter(member=member).exists():
        raise NotPossible(_("You have signed this review already. Nothing was changed."))
    if digest != review.version.digest:
        raise DigestMismatch
    if verdict != Verdict.APPROVE and not reason.strip():
        raise ReasonMissing
    if why := why_not(member, review.version, on=at.date()):
        raise NotEligible(why)
    if verdict == Verdict.RECUSE:
        return
    if assignment.conflict == Conflict.UNANSWERED:
        raise ConflictUnanswered
    if assignment.conflict == Conflict.DECLARED:
        raise NotEligible(_("You declared a conflict of interest. You can recuse yourself."))


def _sign(
    assignment: Assignment,
    review: Review,
    *,
    verdict: str,
    reason: str,
    by: User,
    at: datetime.datetime,
) -> SignOff:
    try:
        with transaction.atomic():
            return SignOff.objects.create(
                review=review,
                member=assignment.member,
                verdict=verdict,
                reason=reason,
                digest=review.version.digest,
                meaning=meaning_of(verdict, review.version),
                signer_name=assignment.member.name,
                signer_credentials=assignment.member.credentials,
                signed_at=at,
                signed_by=by,
            )
    except IntegrityError as error:
        raise NotPossible(_("You have signed this review already.")) from error


def _conclude(review: Review, *, by: User, at: datetime.datetime) -> None:
    """Approve when the quorum is complete; return when all have answered and one asks for changes."""
    asked = _assigned(review)
    signed = {signature.member_id: signature for signature in review.sign_offs.all()}
    valid = [
        assignment
        for assignment in asked
        if assignment.member_id in signed
        and signed[assignment.member_id].verdict == Verdict.APPROVE
        and assignment.conflict == Conflict.NONE
        and not why_not(assignment.member, review.version, on=at.date())
    ]
    if len(valid) >= review.approvals_needed:
        _approve(review, asked, by=by, at=at)
        return
    wishes = [s for s in signed.values() if s.verdict == Verdict.REQUEST_CHANGES]
    if wishes and len(signed) == len(asked):
        reason = "\n\n".join(f"{wish.signer_name}: {wish.reason}" for wish in wishes)
        _return(review, by=by, at=at, reason=reason)


def _approve(
    review: Review, asked: list[Assignment], *, by: User, at: datetime.datetime
) -> None:
    review.approve(by=by, at=at)
    review.save()
    publish(review.version, by=by, at=at)
    due_on = schedule.renew(review, at=at)
    _record("approve", review, by=by, at=at, details={"due_on": due_on and due_on.isoformat()})
    members = [assignment.member.user for assignment in asked]
    _tell(Message.APPROVED, review, to=[review.article.owner, review.submitted_by, *members], at=at)


def _return(review: Review, *, by: User, at: datetime.datetime, reason: str) -> None:
    review.return_for_changes(by=by, at=at, reason=reason)
    review.save()
    _record("return", review, by=by, at=at, reason=reason)
    _tell(
        Message.CHANGES_REQUESTED, review, to=[review.article.owner, review.submitted_by], at=at
    )


def _demand_reason(reason: str) -> str:
    if not reason.strip():
        raise ReasonMissing
    return reason.strip()
