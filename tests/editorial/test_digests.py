"""One mail with many messages: what it holds, and what it leaves out."""

import pytest
from django.contrib.auth.models import User
from django.utils import timezone
from pytest_django import Settings

from articles.models import Article
from editorial import digests, mail_choice, workflow
from editorial.delivery import deliver
from editorial.models import Notification
from editorial.planning import plan
from editorial.timeline_words import message_words
from tests.editorial.daily_mail import Kind, Rhythm, State, owed, reader_of_a_daily_mail, text_of
from tests.factories.articles import ArticleFactory, UserFactory
from tests.factories.editorial import BoardMemberFactory, managing_editor, under_review
from tests.mail_server import MailServer
from tests.reminders import at, live_article

pytestmark = pytest.mark.django_db


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
