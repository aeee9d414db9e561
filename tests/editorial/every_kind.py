"""What brings each kind of message about, and what its letter says then."""

import datetime

from django.contrib.auth.models import User
from django.utils import timezone

from articles.models import Article
from editorial import (
    bouncing,
    outbox,
    overdue,
    owners_gone,
    reader_reports,
    workflow,
)
from editorial.models import Assignment, Bounce, Policy, Proposal
from editorial.planning import plan
from editorial.sources import react
from references.models import Reference
from tests.editorial.letters import Kind
from tests.factories.articles import PASSWORD, UserFactory
from tests.factories.editorial import (
    BoardMemberFactory,
    approved,
    managing_editor,
    sign,
    submitted,
    under_review,
)
from tests.reminders import at


def _submitted(article: Article) -> None:
    managing_editor()
    submitted(article)


def _begun(article: Article) -> None:
    under_review(article)


def _conflicted(article: Article) -> None:
    review = under_review(
        article, members=[BoardMemberFactory.create(), BoardMemberFactory.create()]
    )
    assignment = review.assignments.all()[0]
    workflow.answer_conflict(
        review, by=assignment.member.user, conflict="declared", statement="Paid <by> a company."
    )


def _recused(article: Article) -> None:
    review = under_review(article)
    sign(review, review.assignments.all()[0].member, "recuse", "A friend <of> mine.")


def _wished(article: Article) -> None:
    review = under_review(article)
    sign(review, review.assignments.all()[0].member, "request_changes", "The dose <is> wrong.")


def _approved(article: Article) -> None:
    approved(article)


def _returned(article: Article) -> None:
    workflow.return_for_changes(
        under_review(article), by=managing_editor(), reason="The dose <is> missing."
    )


def withdrawn(article: Article) -> None:
    workflow.withdraw(under_review(article), by=managing_editor(), reason="Too <early>.")


def _retired(article: Article) -> None:
    approved(article)
    workflow.retire(article, by=managing_editor(), reason="Superseded <by> another.")


def _reinstated(article: Article) -> None:
    _retired(article)
    workflow.reinstate(article, by=managing_editor(), reason="It stands.")


def due(days: int, article: Article) -> None:
    approved(article)
    schedule = article.review_schedule
    schedule.due_on = at(0).date()
    schedule.save()
    managing_editor()
    plan(at(days))


def _asked(article: Article) -> Assignment:
    return under_review(article).assignments.select_related("member__user")[0]


def _declined(article: Article) -> None:
    assignment = _asked(article)
    managing_editor()
    workflow.decline(assignment, by=assignment.member.user, reason="On <holiday>.")


def _reopened(article: Article) -> None:
    _declined(article)
    assignment = Assignment.objects.get(response="declined")
    workflow.reopen_assignment(assignment, by=assignment.member.user)


def _proposed(article: Article) -> Proposal:
    assignment = _asked(article)
    managing_editor()
    return workflow.propose(
        assignment,
        by=assignment.member.user,
        reason="A <congress> first.",
        sign_by=assignment.sign_by + datetime.timedelta(days=3),
    )


def _proposal_answered(article: Article) -> None:
    workflow.answer_proposal(
        _proposed(article), by=managing_editor(), accept=False, reason="Too <late>."
    )


def _released(article: Article) -> None:
    workflow.release(_asked(article), by=managing_editor(), reason="Not <needed>.")


def _extended(article: Article) -> None:
    assignment = _asked(article)
    workflow.extend(
        assignment,
        by=managing_editor(),
        sign_by=assignment.sign_by + datetime.timedelta(days=7),
        reason="A long <text>.",
    )


def _reminded(article: Article) -> None:
    workflow.remind_now(_asked(article), by=managing_editor())


def _sign_off_withdrawn(article: Article) -> None:
    review = under_review(article)
    member = review.assignments.select_related("member__user")[0].member
    sign(review, member)
    workflow.withdraw_sign_off(
        review.sign_offs.get(), by=member.user, reason="I misread <one> dose.", password=PASSWORD
    )


def _waived(article: Article) -> None:
    _conflicted(article)
    assignment = Assignment.objects.get(conflict="declared")
    workflow.waive_conflict(assignment, by=managing_editor(), reason="A <small> one.")


def _commented(article: Article) -> None:
    assignment = _asked(article)
    workflow.comment(
        assignment,
        by=assignment.member.user,
        section=0,
        weight="blocking",
        text="The dose <is> wrong.",
    )


def _signers_gone(article: Article) -> None:
    approved(article)
    outbox.owe(
        Kind.SIGNERS_GONE, to=[managing_editor()], article=article, due_on=timezone.now().date()
    )


def _source_retracted(article: Article) -> None:
    approved(article)
    Reference.objects.update(retraction="retracted")
    react()


def _answer_due(article: Article) -> None:
    assignment = under_review(article, answered=False).assignments.all()[0]
    plan(_at(assignment.respond_by))


def _sign_off_due(article: Article) -> None:
    plan(_at(_asked(article).sign_by))


def _assignment_late(article: Article) -> None:
    plan(_at(_asked(article).sign_by + datetime.timedelta(days=60)))


def _address_bounces(article: Article) -> None:
    approved(article)
    says = "550 No <such> user"
    bouncing.mark(article.owner.email, source=Bounce.Source.HOOK, status="5.1.1", says=says)


def _standing_in(article: Article) -> None:
    today = timezone.now().date()
    workflow.cover(
        article.owner,
        by=article.owner,
        to=UserFactory.create(group="Editors"),
        begins_on=today,
        ends_on=today,
        reason="On <leave>.",
    )


def _handed_over(article: Article) -> None:
    to = UserFactory.create(group="Editors")
    workflow.hand_over_articles(
        article.owner, to=to, by=managing_editor(), reason="Moves <on>.", articles=[article]
    )


def _owner_gone(article: Article) -> None:
    approved(article)
    User.objects.filter(pk=article.owner_id).update(is_active=False)
    owners_gone.tell()


def _page_withdrawn(article: Article) -> None:
    approved(article)
    Policy.objects.update(hard_limit_days=1, at_hard_limit="withdraw")
    overdue.enforce(timezone.now() + datetime.timedelta(days=9_999))


def _page_returned(article: Article) -> None:
    _page_withdrawn(article)
    tomorrow = timezone.now().date() + datetime.timedelta(days=1)
    workflow.snooze(article, by=managing_editor(), until=tomorrow, reason="Soon.")


def _reported(article: Article) -> None:
    approved(article)
    reader_reports.report(article, text="The <dose> is wrong.")


def _at(day: datetime.date) -> datetime.datetime:
    return datetime.datetime.combine(day, datetime.time(9, 41), tzinfo=datetime.UTC)


#: Kind: what brings it about, how its subject begins, where its link leads, what it quotes.
EVERY_KIND = {
    Kind.REVIEW_SUBMITTED: (_submitted, "Review to begin: ", "admin", "Please read."),
    Kind.SIGN_OFF_ASKED: (_begun, "Sign-off asked: ", "desk", "Please read."),
    Kind.CONFLICT_DECLARED: (_conflicted, "Conflict of interest declared: ", "admin", "Paid <by>"),
    Kind.RECUSED: (_recused, "Member recused: ", "admin", "A friend <of>"),
    Kind.CHANGES_WISHED: (_wished, "A member asks for changes: ", "admin", "The dose <is>"),
    Kind.APPROVED: (_approved, "Approved: ", "public", ""),
    Kind.CHANGES_REQUESTED: (_returned, "Changes requested: ", "admin", "The dose <is>"),
    Kind.WITHDRAWN: (withdrawn, "Withdrawn: ", "admin", "Too <early>."),
    Kind.RETIRED: (_retired, "Retired: ", "admin", "Superseded <by>"),
    Kind.REINSTATED: (_reinstated, "Reinstated: ", "public", ""),
    Kind.REVIEW_DUE: (lambda a: due(-7, a), "Re-review due: ", "admin", ""),
    Kind.REVIEW_OVERDUE: (lambda a: due(8, a), "Re-review overdue: ", "admin", ""),
    Kind.SOURCE_NOTICE: (_source_retracted, "Source retracted: ", "admin", ""),
    Kind.DECLINED: (_declined, "Member declined: ", "review", "On <holiday>."),
    Kind.REOPENED: (_reopened, "Member takes it on after all: ", "review", ""),
    Kind.PROPOSED: (_proposed, "Another date proposed: ", "answer", "A <congress> first."),
    Kind.PROPOSAL_ANSWERED: (_proposal_answered, "Proposal declined: ", "desk", "Too <late>."),
    Kind.RELEASED: (_released, "Assignment handed back: ", "desk", "Not <needed>."),
    Kind.EXTENDED: (_extended, "New date to sign: ", "desk", "A long <text>."),
    Kind.SIGN_OFF_REMINDED: (_reminded, "Reminder, sign-off asked: ", "desk", "Please read."),
    Kind.SIGN_OFF_WITHDRAWN: (_sign_off_withdrawn, "Sign-off withdrawn: ", "review", "I misread <"),
    Kind.CONFLICT_WAIVED: (_waived, "Conflict of interest waived: ", "desk", "A <small> one."),
    Kind.COMMENTED: (_commented, "Comments of the board: ", "desk", "The dose <is> wrong."),
    Kind.SIGNERS_GONE: (_signers_gone, "No signer in office: ", "admin", ""),
    Kind.ESCALATION: (lambda a: due(14, a), "Escalated, re-review overdue: ", "admin", ""),
    Kind.RESPONSE_DUE: (_answer_due, "Answer asked: ", "desk", ""),
    Kind.SIGN_OFF_DUE: (_sign_off_due, "Sign-off due: ", "desk", ""),
    Kind.ASSIGNMENT_LATE: (_assignment_late, "Escalated, sign-off late: ", "review", ""),
    Kind.ADDRESS_BOUNCES: (_address_bounces, "Mail does not arrive: ", "admin", "No <such> user"),
    Kind.STANDING_IN: (_standing_in, "Standing in for Sample Owner", "list", "On <leave>."),
    Kind.HANDED_OVER: (_handed_over, "Handed over to ", "list", "Moves <on>."),
    Kind.OWNER_GONE: (_owner_gone, "1 article without an owner", "owner", ""),
    Kind.PAGE_WITHDRAWN: (_page_withdrawn, "Withdrawn from readers: ", "admin", ""),
    Kind.PAGE_RETURNED: (_page_returned, "Given back to readers: ", "public", ""),
    Kind.READER_REPORT: (_reported, "A reader reports a problem: ", "reports", "The <dose>"),
}


#: Letters about all that somebody owns; those of one article name it.
ABOUT_SEVERAL = {Kind.STANDING_IN, Kind.HANDED_OVER, Kind.OWNER_GONE}
