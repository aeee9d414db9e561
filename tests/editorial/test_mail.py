import datetime
from email import message_from_bytes, policy
from email.message import EmailMessage

import pytest
import time_machine
from django.contrib.auth.models import User
from django.utils import timezone
from pytest_django import Settings

from articles.models import Article
from editorial import (
    bouncing,
    outbox,
    overdue,
    owners_gone,
    reader_reports,
    workflow,
)
from editorial.letters import letter
from editorial.mail import LONGEST_SUBJECT, compose, one_line
from editorial.models import Assignment, Bounce, Notification, Policy, Proposal, Review
from editorial.planning import plan
from editorial.sources import react
from references.models import Reference
from tests.factories.articles import PASSWORD, ArticleFactory, SpecialtyFactory, UserFactory
from tests.factories.editorial import (
    BoardMemberFactory,
    approved,
    managing_editor,
    sign,
    submitted,
    under_review,
)
from tests.reminders import at

pytestmark = pytest.mark.django_db

Kind = Notification.Kind
TITLE = "What causes neck spasm?"


@pytest.fixture
def article() -> Article:
    owner = UserFactory.create(first_name="Sample", last_name="Owner", group="Editors")
    return ArticleFactory.create(title=TITLE, owner=owner)


def mail(row: Notification) -> EmailMessage:
    """As a mail program reads it."""
    return message_from_bytes(compose(row).message().as_bytes(), policy=policy.default)


def text(message: EmailMessage, kind: str) -> str:
    body = message.get_body((kind,))
    assert body is not None
    content: str = body.get_content()
    return content


def only(kind: Kind) -> Notification:
    return Notification.objects.filter(kind=kind).order_by("recipient")[0]


def test_mail_asks_for_a_sign_off_by_a_day(article: Article, settings: Settings) -> None:
    settings.SITE_URL = "https://articles.example.org"
    settings.MAIL_HOST_NAME = "articles.example.org"
    with time_machine.travel(datetime.datetime(2027, 11, 21, 12, tzinfo=datetime.UTC)):
        review = under_review(article)
        row = only(Kind.SIGN_OFF_ASKED)
        message = mail(row)
    assert message["Subject"] == f"Sign-off asked: {TITLE}, version 1, by 12 December"
    assert message["Message-ID"] == f"<{row.pk}@articles.example.org>"
    assert message["Auto-Submitted"] == "auto-generated"
    assert message["To"] == row.recipient.email
    plain, html = text(message, "plain"), text(message, "html")
    url = f"https://articles.example.org/desk/reviews/{review.pk}/"
    for body in (plain, html):
        assert f"version 1 of “{TITLE}”" in " ".join(body.split())
        assert "28 November 2027" in body
        assert "12 December 2027" in body
        assert "Please read." in body
        assert "because you were asked to review this version" in " ".join(body.split())
        assert body.count(url) == 1
    assert html.count("<a ") == 1


def test_mail_says_the_year_when_it_is_another(article: Article) -> None:
    with time_machine.travel(datetime.datetime(2027, 12, 21, 12, tzinfo=datetime.UTC)):
        under_review(article)
        message = mail(only(Kind.SIGN_OFF_ASKED))
    assert str(message["Subject"]).endswith("by 11 January 2028")


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


def _withdrawn(article: Article) -> None:
    workflow.withdraw(under_review(article), by=managing_editor(), reason="Too <early>.")


def _retired(article: Article) -> None:
    approved(article)
    workflow.retire(article, by=managing_editor(), reason="Superseded <by> another.")


def _reinstated(article: Article) -> None:
    _retired(article)
    workflow.reinstate(article, by=managing_editor(), reason="It stands.")


def _due(days: int, article: Article) -> None:
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
    Kind.WITHDRAWN: (_withdrawn, "Withdrawn: ", "admin", "Too <early>."),
    Kind.RETIRED: (_retired, "Retired: ", "admin", "Superseded <by>"),
    Kind.REINSTATED: (_reinstated, "Reinstated: ", "public", ""),
    Kind.REVIEW_DUE: (lambda a: _due(-7, a), "Re-review due: ", "admin", ""),
    Kind.REVIEW_OVERDUE: (lambda a: _due(8, a), "Re-review overdue: ", "admin", ""),
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
    Kind.ESCALATION: (lambda a: _due(14, a), "Escalated, re-review overdue: ", "admin", ""),
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


def test_every_kind_is_tested() -> None:
    assert set(EVERY_KIND) == set(Kind)


@pytest.mark.parametrize("kind", Kind)
def test_mail_of_every_kind_names_the_article_the_link_and_the_reason(
    kind: Kind, article: Article, settings: Settings
) -> None:
    happens, subject, where, quoted = EVERY_KIND[kind]
    happens(article)
    message = mail(only(kind))
    title = "" if kind in ABOUT_SEVERAL else TITLE
    assert str(message["Subject"]).startswith(subject + title)
    plain, html = text(message, "plain"), text(message, "html")
    path = {
        "admin": f"/admin/articles/article/{article.pk}/change/",
        "answer": "/admin/editorial/assignment/",
        "review": "/admin/editorial/review/",
        "desk": "/desk/reviews/",
        "public": f"/articles/{article.slug}/",
        "list": "/admin/articles/article/",
        "owner": f"/desk/due/owners/{article.owner_id}/",
        "reports": f"/desk/due/reports/?article={article.pk}",
    }[where]
    assert plain.count(settings.SITE_URL + path) == 1
    assert html.count(f'href="{settings.SITE_URL}{path}') == 1
    assert "You get this because" in " ".join(plain.split())
    assert quoted in plain
    assert quoted.replace("<", "&lt;").replace(">", "&gt;") in html
    assert "{" not in plain


@pytest.mark.parametrize("kind", Kind)
def test_mail_of_every_kind_keeps_a_hostile_title_out_of_its_header(kind: Kind) -> None:
    owner = UserFactory.create(first_name="Sample", last_name="Owner", group="Editors")
    title = "\u202eWhat\r\nBcc: everyone@example.org\r\n\r\n<script>?" + "o" * 250
    EVERY_KIND[kind][0](ArticleFactory.create(title=title, owner=owner))
    message = mail(only(kind))
    assert message["Bcc"] is None
    assert message.get_content_type() == "multipart/alternative"
    assert not set(str(message["Subject"])) & set("\r\n\u202e")
    assert len(str(message["Subject"]).strip()) <= LONGEST_SUBJECT  # where it is folded is no text
    assert "<script" not in text(message, "html")


def test_reminder_says_how_far_the_day_is_and_which_reminder_it_is(article: Article) -> None:
    _due(-30, article)
    row = only(Kind.REVIEW_DUE)
    with time_machine.travel(at(-30)):
        lines = " ".join(letter(row).lines)
    assert "is due for re-review on 15 June 2027, in 30 days." in lines
    assert "reminder of it" not in lines
    Notification.objects.filter(pk=row.pk).update(state="sent", sent=timezone.now())
    for days, which, far in ((0, "second", "today"), (21, "third", "21 days ago")):
        plan(at(days))
        row = Notification.objects.get(
            kind__in=Notification.LADDER, rung=days, recipient=row.recipient
        )
        with time_machine.travel(at(days)):
            lines = " ".join(letter(row).lines)
        assert f"This is the {which} reminder of it." in lines
        assert f"on 15 June 2027, {far}." in lines
        Notification.objects.filter(pk=row.pk).update(state="sent", sent=timezone.now())


def test_reminder_says_why_it_comes_before_the_interval_is_over(article: Article) -> None:
    approved(article)
    workflow.make_due_now(article, by=managing_editor(), reason="A recall of the drug.")
    plan(timezone.now())
    lines = " ".join(letter(only(Kind.REVIEW_DUE)).lines)
    assert "It is due before" in lines
    assert "A recall of the drug." in lines


def test_reminder_says_for_whom_its_recipient_stands_in(article: Article) -> None:
    approved(article)
    stand_in = UserFactory.create(group="Editors")
    today = timezone.now().date()
    workflow.cover(
        article.owner,
        by=article.owner,
        to=stand_in,
        begins_on=today,
        ends_on=today + datetime.timedelta(days=9),
        reason="On leave.",
    )
    workflow.make_due_now(article, by=managing_editor(), reason="A recall.")
    plan(timezone.now())
    row = Notification.objects.get(kind=Kind.REVIEW_DUE, recipient=stand_in)
    assert letter(row).why.startswith("You get this because you stand in for Sample Owner until ")


def test_escalation_says_that_its_recipient_answers_for_the_specialty(article: Article) -> None:
    article.specialty = SpecialtyFactory.create()
    article.save()
    lead = managing_editor()
    workflow.set_lead(article.specialty, user=lead, by=lead)
    _due(14, article)
    row = Notification.objects.get(kind=Kind.ESCALATION, recipient=lead)
    assert letter(row).why == "You get this because you answer for the specialty of this article."


def test_mail_to_a_member_of_a_withdrawn_review_leads_to_the_desk(article: Article) -> None:
    _withdrawn(article)
    member = Assignment.objects.all()[0].member
    row = Notification.objects.get(kind=Kind.WITHDRAWN, recipient=member.user)
    assert letter(row).path == Review.objects.get().get_absolute_url()


def test_mail_to_a_stand_in_names_the_owner(article: Article) -> None:
    _due(-60, article)
    Notification.objects.all().delete()
    User.objects.filter(pk=article.owner_id).update(is_active=False)
    plan(at(-7))
    why = letter(only(Kind.REVIEW_DUE)).why
    assert "the owner of this article, Sample Owner, cannot be reached" in why


TITLES = [
    "What?\r\nBcc: everyone@example.org",
    "What?\nContent-Type: text/html\n\n<script>alert(1)</script>",
    "What\u2028is\x0bthis\x85?",
    "<script>alert('x')</script> & “what”?",
    "Miért fáj a nyakam? 頸部痙攣",
    "Why " * 74 + "so?",
]


@pytest.mark.parametrize("title", TITLES)
def test_mail_of_a_hostile_title_has_no_header_and_no_tag_of_it(title: str) -> None:
    under_review(ArticleFactory.create(title=title))
    message = mail(only(Kind.SIGN_OFF_ASKED))
    assert message["Bcc"] is None
    assert message.get_content_type() == "multipart/alternative"
    assert message.get_all("Subject") is not None
    assert len(message.get_all("Subject") or []) == 1
    assert len(str(message["Subject"])) <= LONGEST_SUBJECT
    assert ", version 1, by " in str(message["Subject"])
    assert not set(str(message["Subject"])) & set("\r\n\x0b\x85\u2028")
    assert "<script" not in text(message, "html")


def test_compose_is_the_same_every_time(article: Article) -> None:
    under_review(article)
    row = only(Kind.SIGN_OFF_ASKED)
    first, second = mail(row), mail(Notification.objects.get(pk=row.pk))
    assert first["Message-ID"] == second["Message-ID"]
    assert text(first, "plain") == text(second, "plain")


def test_one_line_shortens_and_keeps_the_end_visible() -> None:
    assert one_line(" a\tb \n c ") == "a b c"
    assert one_line("x" * 500) == "x" * (LONGEST_SUBJECT - 1) + "…"
