"""One mail a day: what it holds, what it leaves out, and that nothing is lost in it."""

import datetime
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
import time_machine
from django.contrib.auth.models import User
from django.db import connection
from django.db.models.functions import Now
from django.utils import timezone
from pytest_django import Settings

from articles.models import Article
from editorial import daily, digests, mail_choice, workflow
from editorial.attempts import RETRY, WAITS
from editorial.delivery import deliver
from editorial.models import Bounce, MailPreference, Notification, ReviewSchedule
from editorial.planning import plan
from editorial.timeline_words import message_words
from tests.factories.articles import ArticleFactory, UserFactory
from tests.factories.editorial import BoardMemberFactory, managing_editor, under_review
from tests.mail_server import DROP, MailServer
from tests.reminders import at, live_article

pytestmark = pytest.mark.django_db

State = Notification.State
Kind = Notification.Kind
Rhythm = MailPreference.Rhythm
THREADS = 8


def reader_of_a_daily_mail() -> User:
    user = UserFactory.create(group="Editors")
    mail_choice.choose(user, rhythm=Rhythm.DAILY)
    return user


def owed(
    user: User, *, count: int = 2, title: str = "What causes neck spasm?", articles: int = 1
) -> list[str]:
    """Rows of a kind that nothing cancels, whose daily mail is due now. Gives the titles."""
    live = [live_article(title=f"{title} {n}") for n in range(articles)]
    Notification.objects.bulk_create(
        Notification(
            subject=f"review:{article.reviews.get().pk}",
            kind=Kind.APPROVED,
            rung=rung,
            recipient=user,
            due_on=at(0).date(),
            article=article,
            review=article.reviews.get(),
            is_daily=True,
        )
        for article in live
        for rung in range(count // articles)
    )
    return [article.title for article in live]


def text_of(mails: MailServer, place: int = 0, kind: str = "plain") -> str:
    body = mails.accepted[place].get_body((kind,))
    assert body is not None
    content: str = body.get_content()
    return " ".join(content.split())


def again() -> None:
    """Let the waits and the leases of failed attempts run out."""
    Notification.objects.filter(state=State.QUEUED).update(not_before=Now())
    Notification.objects.filter(leased_until__isnull=False).update(
        leased_until=Now() - datetime.timedelta(seconds=1)
    )


# What waits for the daily mail.


def test_message_waits_for_the_daily_mail_of_whoever_wants_one() -> None:
    owner = reader_of_a_daily_mail()
    article = live_article(owner=owner)
    with time_machine.travel(datetime.datetime(2027, 6, 1, 12, 30, tzinfo=datetime.UTC)):
        workflow.retire(article, by=managing_editor(), reason="Superseded.")
    row = Notification.objects.get(recipient=owner)
    assert row.is_daily
    assert row.not_before == datetime.datetime(2027, 6, 2, 7, tzinfo=datetime.UTC)


def test_message_to_others_goes_at_once() -> None:
    article = live_article()
    workflow.retire(article, by=managing_editor(), reason="Superseded.")
    row = Notification.objects.get(recipient=article.owner)
    assert not row.is_daily
    assert row.not_before <= timezone.now()


def test_reminder_of_the_last_day_does_not_wait_for_the_daily_mail_and_others_do() -> None:
    owner = reader_of_a_daily_mail()
    live_article(owner=owner)
    for day, hour_of_it in ((-29, at(-28).replace(hour=7, minute=0)), (0, at(0))):
        Notification.objects.all().delete()
        ReviewSchedule.objects.update(planned_for=None)
        plan(at(day))
        assert Notification.objects.get().not_before == hour_of_it


@pytest.mark.parametrize(
    ("hours", "expected"),
    [
        ({}, "2027-06-07T07:00+00:00"),  # a Friday's message comes on Monday
        ({"time_zone": "America/New_York"}, "2027-06-07T11:00+00:00"),
        ({"time_zone": "Asia/Tokyo", "working_days": [6]}, "2027-06-04T22:00+00:00"),
        ({"quiet_until": datetime.time(9, 30)}, "2027-06-07T09:30+00:00"),
        ({"working_days": [1, 2, 3, 4, 5, 6, 7]}, "2027-06-05T07:00+00:00"),
    ],
    ids=["the site's", "another zone", "already Saturday", "later quiet hours", "every day"],
)
def test_daily_mail_comes_on_a_working_day_in_the_zone_of_its_recipient(
    hours: mail_choice.Hours, expected: str
) -> None:
    owner = UserFactory.create(group="Editors")
    mail_choice.choose(owner, rhythm=Rhythm.DAILY, **hours)
    article = live_article(owner=owner)
    with time_machine.travel(datetime.datetime(2027, 6, 4, 16, tzinfo=datetime.UTC)):
        workflow.retire(article, by=managing_editor(), reason="Superseded.")
    row = Notification.objects.get(recipient=owner)
    assert row.is_daily
    assert row.not_before == datetime.datetime.fromisoformat(expected)


@pytest.mark.parametrize(
    ("days_left", "waits"), [(2, False), (3, False), (4, True)], ids=["Sunday", "Monday", "Tuesday"]
)
def test_request_to_be_answered_before_the_next_daily_mail_goes_at_once(
    days_left: int, waits: bool
) -> None:
    """On a Friday, what is to be done by Monday is not left to Monday's mail."""
    friday = datetime.datetime(2027, 6, 4, 16, tzinfo=datetime.UTC)
    with time_machine.travel(friday):
        member = BoardMemberFactory.create()
        mail_choice.choose(member.user, rhythm=Rhythm.DAILY)
        review = under_review(members=[member, BoardMemberFactory.create()])
        Notification.objects.all().delete()
        workflow.extend(
            review.assignments.get(member=member),
            by=managing_editor(),
            sign_by=friday.date() + datetime.timedelta(days=days_left),
            reason="Sooner.",
            may_be_earlier=True,
        )
    assert Notification.objects.get(recipient=member.user).is_daily is waits


def test_request_that_presses_goes_at_once() -> None:
    members = [BoardMemberFactory.create(), BoardMemberFactory.create()]
    for member in members:
        mail_choice.choose(member.user, rhythm=Rhythm.DAILY)
    review = under_review(members=members)
    asked = Notification.objects.filter(kind=Kind.SIGN_OFF_ASKED)
    assert set(asked.values_list("is_daily", flat=True)) == {True}
    today = timezone.now().date()
    for kind, days, waits in [
        (Kind.EXTENDED, 1, False),
        (Kind.EXTENDED, 2, True),
        (Kind.SIGN_OFF_REMINDED, 20, False),
        (Kind.SOURCE_NOTICE, 20, False),
    ]:
        assignment = review.assignments.all()[0]
        assignment.sign_by = today + datetime.timedelta(days=days)
        assert daily.may_wait(kind, review, assignment, today=today) is waits
    review.is_urgent = True
    assert not daily.may_wait(Kind.APPROVED, review, None, today=today)
    review.is_urgent = False
    review.policy["respond_within_days"] = 1
    assert not daily.may_wait(Kind.SIGN_OFF_ASKED, review, None, today=today)


def test_choosing_mail_at_once_again_sends_what_waits(mails: MailServer) -> None:
    user = reader_of_a_daily_mail()
    owed(user)
    Notification.objects.update(not_before=timezone.now() + datetime.timedelta(days=1))
    assert deliver(timezone.now()).outcomes == {}
    mail_choice.choose(user, rhythm=Rhythm.SINGLE)
    assert deliver(timezone.now()).outcomes == {State.SENT: 2}
    assert len(mails.accepted) == 2


# What the mail holds.


def test_digest_is_one_mail_with_every_message(mails: MailServer, settings: Settings) -> None:
    settings.SITE_URL = "https://articles.example.org"
    user = reader_of_a_daily_mail()
    titles = owed(user, count=3, articles=3)
    assert deliver(timezone.now()).outcomes == {State.SENT: 3}
    assert len(mails.accepted) == 1
    mail = mails.accepted[0]
    begins = [f"Daily mail: Approved: {title}, version 1, and 2 more" for title in titles]
    assert str(mail["Subject"]) in begins
    assert mail["To"] == user.email
    for kind in ("plain", "html"):
        for title in titles:
            assert f"Approved: {title}, version 1" in text_of(mails, kind=kind)
    for article in Article.objects.all():
        assert f"https://articles.example.org/articles/{article.slug}/" in text_of(mails)
    assert "https://articles.example.org/accounts/mail/" in text_of(mails)
    digest = Notification.objects.values_list("digest", flat=True).distinct().get()
    assert mail["Message-ID"] == f"<{digest}@localhost>"
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    leave = settings.SITE_URL + mail_choice.leaving_path(user)
    assert mail["List-Unsubscribe"].strip() == f"<{leave}>"


def test_digest_begins_with_what_asks_for_something(mails: MailServer) -> None:
    member = BoardMemberFactory.create()
    mail_choice.choose(member.user, rhythm=Rhythm.DAILY)
    owed(member.user, count=1)
    under_review(ArticleFactory.create(title="Why?"), members=[member, BoardMemberFactory.create()])
    Notification.objects.exclude(recipient=member.user).delete()
    Notification.objects.update(not_before=timezone.now())
    deliver(timezone.now())
    assert mails.subjects[0].startswith("Daily mail: Sign-off asked: Why?, version 1, by ")


def test_digest_leaves_out_what_is_over(mails: MailServer) -> None:
    user = reader_of_a_daily_mail()
    gone, here = owed(user, articles=2)
    article = Article.objects.get(title=gone)
    workflow.retire(article, by=managing_editor(), reason="Superseded.")
    Notification.objects.filter(kind=Kind.RETIRED).delete()
    assert deliver(timezone.now()).outcomes == {State.CANCELLED: 1, State.SENT: 1}
    assert here in text_of(mails)
    assert gone not in text_of(mails)


def test_digest_of_nothing_but_what_is_over_is_not_sent(mails: MailServer) -> None:
    user = reader_of_a_daily_mail()
    owed(user)
    User.objects.filter(pk=user.pk).update(is_active=False)
    assert deliver(timezone.now()).outcomes == {State.CANCELLED: 2}
    assert mails.accepted == []


def test_digest_of_a_hostile_title_has_no_header_of_it(mails: MailServer) -> None:
    owed(reader_of_a_daily_mail(), count=1, title="What?\r\nBcc: everyone@example.org <script>")
    deliver(timezone.now())
    mail = mails.accepted[0]
    assert mail["Bcc"] is None
    assert not set(str(mail["Subject"])) & set("\r\n")
    assert "<script" not in text_of(mails, kind="html")


def reminders_of(user: User, *titles: str) -> None:
    """Of articles that are due on the same day; the reminders wait from Sunday to Monday."""
    for title in titles:
        live_article(owner=user, title=title)
    plan(at(-30))


def test_reminders_come_together_and_name_the_first(mails: MailServer) -> None:
    user = UserFactory.create(group="Editors")
    reminders_of(user, "Why one?", "Why two?", "Why three?")
    assert deliver(at(-29)).outcomes == {State.SENT: 3}
    (mail,) = mails.accepted
    subject = str(mail["Subject"])
    assert subject.startswith("3 reminders: Re-review due: Why ")
    assert subject.endswith(", and 2 more")
    text = text_of(mails)
    assert text.count("You get this because you own this article.") == 3
    assert "Reminders come together in one mail" in text
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"


def test_reminder_that_comes_alone_is_the_letter_itself(mails: MailServer) -> None:
    user = UserFactory.create(group="Editors")
    reminders_of(user, "Why one?")
    assert deliver(at(-29)).outcomes == {State.SENT: 1}
    (mail,) = mails.accepted
    assert str(mail["Subject"]).startswith("Re-review due: Why one? (by ")
    assert "there is" not in text_of(mails)
    digest = Notification.objects.get().digest
    assert mail["Message-ID"] == f"<{digest}@localhost>"
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"


def test_reminders_of_whoever_wants_each_by_itself_are_mails_of_their_own(
    mails: MailServer,
) -> None:
    user = UserFactory.create(group="Editors")
    mail_choice.choose(user, rhythm=Rhythm.SINGLE)
    reminders_of(user, "Why one?", "Why two?")
    assert deliver(at(-29)).outcomes == {State.SENT: 2}
    assert {subject[:15] for subject in mails.subjects} == {"Re-review due: "}
    assert all(mail["List-Unsubscribe"] is None for mail in mails.accepted)


def test_digests_of_two_people_are_two_mails(mails: MailServer) -> None:
    first, second = reader_of_a_daily_mail(), reader_of_a_daily_mail()
    owed(first)
    owed(second)
    assert deliver(timezone.now()).outcomes == {State.SENT: 4}
    assert sorted(mails.addressees) == sorted([first.email, second.email])


def test_digest_has_a_limit_and_the_rest_comes_in_another(
    mails: MailServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(digests, "MOST_ROWS", 2)
    owed(reader_of_a_daily_mail(), count=3)
    assert deliver(timezone.now()).outcomes == {State.SENT: 3}
    assert len(mails.times_received) == 2


def test_timeline_says_when_a_message_may_come_and_when_it_came(mails: MailServer) -> None:
    owed(reader_of_a_daily_mail(), count=1)
    waiting = Notification.objects.select_related("recipient").get()
    assert "not before " in " ".join(message_words(waiting)[1])
    deliver(timezone.now())
    waiting.refresh_from_db()
    assert message_words(waiting)[1][0] == "Sent"
    assert "sent " in message_words(waiting)[1][1]


# When something goes wrong.


def test_digest_after_a_killed_worker_is_sent_again_under_its_id(mails: MailServer) -> None:
    user = reader_of_a_daily_mail()
    owed(user)
    claimed = digests.claim(timezone.now())
    assert claimed is not None
    assert len(claimed) == 2
    assert deliver(timezone.now()).outcomes == {}  # leased
    again()
    later = owed(user, count=1, title="What came later?")[0]
    assert deliver(timezone.now()).outcomes == {State.POSSIBLY_REPEATED: 2, State.SENT: 1}
    first, second = mails.accepted
    assert first["Message-ID"] == f"<{claimed[0].digest}@localhost>"
    assert later not in text_of(mails)
    assert later in text_of(mails, 1)
    assert first["Message-ID"] != second["Message-ID"]


def test_digest_whose_answer_was_lost_comes_under_the_same_id(mails: MailServer) -> None:
    user = reader_of_a_daily_mail()
    owed(user)
    mails.answers[user.email] = DROP
    assert deliver(timezone.now()).outcomes == {RETRY: 2}
    mails.answers.clear()
    again()
    assert deliver(timezone.now()).outcomes == {State.POSSIBLY_REPEATED: 2}
    assert list(mails.times_received.values()) == [2]


def test_digest_to_a_busy_mailbox_waits(mails: MailServer) -> None:
    user = reader_of_a_daily_mail()
    owed(user)
    mails.answers[user.email] = "451 Try again later"
    before = timezone.now()
    assert deliver(timezone.now()).outcomes == {RETRY: 2}
    for row in Notification.objects.all():
        assert abs(row.not_before - before - WAITS[0]) < datetime.timedelta(seconds=20)
    mails.answers.clear()
    again()
    assert deliver(timezone.now()).outcomes == {State.SENT: 2}


def test_digest_that_fails_again_and_again_is_taken_apart(mails: MailServer) -> None:
    user = reader_of_a_daily_mail()
    owed(user)
    mails.answers[user.email] = "451 Try again later"
    for _attempt in range(digests.MOST_ATTEMPTS):
        deliver(timezone.now())
        again()
    mails.answers.clear()
    assert deliver(timezone.now()).outcomes == {State.SENT: 2}
    assert len(mails.times_received) == 2
    assert not Notification.objects.filter(is_daily=True).exists()


def test_digest_that_is_refused_is_taken_apart(mails: MailServer) -> None:
    """For what it says, perhaps: each row is then refused, or taken, by itself."""
    user = reader_of_a_daily_mail()
    owed(user)
    mails.answers[user.email] = "554 5.7.1 Not wanted"
    outcomes = deliver(timezone.now()).outcomes
    assert outcomes == {RETRY: 2, State.FAILED: 2}
    errors = Notification.objects.values_list("last_error", flat=True)
    assert set(errors) == {"554 5.7.1 Not wanted"}


def test_digest_to_an_address_that_is_none_parks_its_rows_after_one_try(mails: MailServer) -> None:
    user = reader_of_a_daily_mail()
    owed(user)
    mails.answers[user.email] = "550 No such user"
    assert deliver(timezone.now()).outcomes == {State.FAILED: 2}
    assert set(Notification.objects.filter(recipient=user).values_list("attempts")) == {(1,)}
    assert Bounce.objects.get().user == user


def test_row_that_cannot_be_written_does_not_keep_the_others(mails: MailServer) -> None:
    user = reader_of_a_daily_mail()
    _fine, poison = owed(user, articles=2)
    row = Notification.objects.get(article__title=poison)
    Notification.objects.filter(pk=row.pk).update(review=None)
    assert deliver(timezone.now()).outcomes == {RETRY: 1, State.SENT: 1}
    assert len(mails.accepted) == 1
    row.refresh_from_db()
    assert (row.is_daily, row.digest, row.state) == (False, None, State.QUEUED)
    assert "names no review" in row.last_error


def test_address_that_cannot_be_written_ends_in_parked_rows(mails: MailServer) -> None:
    user = reader_of_a_daily_mail()
    owed(user, count=1)
    User.objects.filter(pk=user.pk).update(email="a@example.org\nBcc: b@example.org")
    for _attempt in range(2 * len(WAITS)):
        deliver(timezone.now())
        again()
    assert Notification.objects.get().state == State.FAILED
    assert mails.accepted == []


@pytest.mark.django_db(transaction=True)
def test_digest_in_eight_threads_is_one_mail(mails: MailServer) -> None:
    owed(reader_of_a_daily_mail(), count=6)
    mails.pause = 0.02
    start = threading.Barrier(THREADS)

    def work() -> None:
        try:
            start.wait()
            deliver(timezone.now())
        finally:
            connection.close()

    with ThreadPoolExecutor(THREADS) as pool:
        for done in [pool.submit(work) for _ in range(THREADS)]:
            done.result()
    assert list(mails.times_received.values()) == [1]
    assert set(Notification.objects.values_list("state", flat=True)) == {State.SENT}
