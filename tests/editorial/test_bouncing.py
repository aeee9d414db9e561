"""Addresses at which mail does not arrive: what counts, what follows, and how it ends."""

import pytest
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.utils import timezone

from editorial import bouncing
from editorial.bouncing import is_about_the_address
from editorial.delivery import deliver
from editorial.exceptions import NotPossible
from editorial.letters import letter
from editorial.models import Bounce, Notification, ReviewSchedule
from editorial.planning import plan
from tests.factories.articles import UserFactory
from tests.factories.editorial import managing_editor
from tests.mail_server import MailServer
from tests.reminders import at, live_article, planned

pytestmark = pytest.mark.django_db

Kind = Notification.Kind
State = Notification.State
Source = Bounce.Source


@pytest.mark.parametrize(
    ("status", "says", "counts"),
    [
        ("5.1.1", "550 5.1.1 User unknown", True),
        ("5.1.10", "", True),
        ("5.2.1", "mailbox disabled", True),
        ("", "550 No such user", True),
        ("", "550 5.1.1 <a@example.org>: no such user", True),
        ("", "556 this domain accepts no mail", True),
        ("5.2.2", "552 mailbox full", False),
        ("5.7.1", "550 rejected as spam", False),
        ("", "550 5.7.1 message content rejected", False),
        ("", "554 Transaction failed", False),
        ("4.1.1", "451 try again", False),
        ("", "450 mailbox busy", False),
        ("5.3.4", "message too big", False),
        ("", "", False),
        ("5.1.1x", "nonsense", False),
        # As Exim says it, whatever the server meant.
        ("5.0.0", "550 No such user here", True),
        ("5.0.0", "550 5.1.1 No such user here", True),
        ("5.0.0", "", True),
        ("5.0.0", "552 Mailbox full", False),
        ("5.0.0", "550 5.7.1 Message rejected as spam", False),
        # Postfix, where there is no such domain; Exchange; a server that names its address.
        ("5.4.4", "Host or domain name not found", True),
        ("", "#550 5.1.10 RESOLVER.ADR.RecipientNotFound; not found", True),
        ("", "554 refused by 192.5.1.1", False),
    ],
)
def test_only_what_is_said_for_good_of_the_address_counts(
    status: str, says: str, counts: bool
) -> None:
    assert is_about_the_address(status, says) is counts


@pytest.fixture
def owner() -> User:
    return UserFactory.create(group="Editors", first_name="Sample", last_name="Owner")


def _leave_no_managing_editor() -> None:
    """Those who began and approved what there is."""
    User.objects.filter(groups__name="Managing editors").update(is_active=False)


def owed_to(owner: User) -> Notification:
    """A message that nothing cancels."""
    article = live_article(owner=owner, title="Why?")
    _leave_no_managing_editor()
    return Notification.objects.create(
        subject=f"review:{article.reviews.get().pk}",
        kind=Kind.APPROVED,
        recipient=owner,
        due_on=at(0).date(),
        article=article,
        review=article.reviews.get(),
    )


def test_deliver_marks_an_address_that_is_refused_and_tells_the_managing_editors_once(
    mails: MailServer, owner: User
) -> None:
    row = owed_to(owner)
    manager = managing_editor()
    mails.answers[owner.email] = "550 5.1.1 No such user"
    assert deliver(timezone.now()).outcomes == {State.FAILED: 1}
    assert deliver(timezone.now()).outcomes == {State.SENT: 1}
    bounce = Bounce.objects.get()
    assert (bounce.user, bounce.address, bounce.source) == (owner, owner.email, Source.SMTP)
    assert bounce.notification == row
    (mail,) = mails.accepted
    assert mail["To"] == manager.email
    assert mail["Subject"] == "Mail does not arrive: Why? (Sample Owner was not told)"
    bouncing.mark(owner.email, source=Source.SMTP, says="550 No such user", notification=row)
    assert Bounce.objects.count() == 1
    assert Notification.objects.filter(kind=Kind.ADDRESS_BOUNCES).count() == 1


@pytest.mark.parametrize("answer", ["451 Busy", "554 5.7.1 Spam", "552 5.2.2 Full"])
def test_deliver_marks_no_address_for_what_is_not_its_fault(
    mails: MailServer, owner: User, answer: str
) -> None:
    owed_to(owner)
    mails.answers[owner.email] = answer
    deliver(timezone.now())
    assert not Bounce.objects.exists()


def test_deliver_skips_an_address_that_is_marked_until_it_is_another(
    mails: MailServer, owner: User
) -> None:
    row = owed_to(owner)
    bouncing.mark(owner.email.upper(), source=Source.HOOK, status="5.1.1")
    assert deliver(timezone.now()).outcomes == {State.SKIPPED: 1}
    row.refresh_from_db()
    assert row.last_error == "Mail to this address does not arrive."
    User.objects.filter(pk=owner.pk).update(email="new@example.org")
    Notification.objects.update(state=State.QUEUED)
    assert deliver(timezone.now()).outcomes == {State.SENT: 1}
    assert mails.addressees == ["new@example.org"]


def test_mark_sends_reminders_to_others_and_clear_brings_them_back(owner: User) -> None:
    live_article(owner=owner)
    _leave_no_managing_editor()
    manager = managing_editor()
    (bounce,) = bouncing.mark(owner.email, source=Source.FILE, status="5.1.1")
    Notification.objects.all().delete()
    plan(at(-30))
    assert planned() == {("review-due", -30, manager.username)}
    bouncing.clear(bounce, by=owner)
    assert ReviewSchedule.objects.get().planned_for is None
    plan(at(-7))
    assert ("review-due", -7, owner.username) in planned()


def test_mark_of_an_address_that_two_share_marks_both() -> None:
    shared = [UserFactory.create(email="desk@example.org") for _ in range(2)]
    bouncing.mark("Desk@example.org", source=Source.HOOK, status="5.1.1")
    assert set(Bounce.objects.values_list("user", flat=True)) == {user.pk for user in shared}


def test_mark_of_nobodys_address_does_nothing() -> None:
    UserFactory.create(email="")
    assert bouncing.mark("x@example.org", source=Source.HOOK, status="5.1.1") == []
    assert bouncing.mark("", source=Source.HOOK, status="5.1.1") == []


def test_mark_keeps_what_the_server_said_readable(owner: User) -> None:
    bouncing.mark(owner.email, source=Source.HOOK, status="5.1.1", says="\0 \ud800" + "x" * 9_000)
    says = Bounce.objects.get().says
    assert len(says) == bouncing.LONGEST_SAYING
    assert "\0" not in says


def test_letter_about_an_address_is_cancelled_when_the_address_works(
    mails: MailServer, owner: User
) -> None:
    owed_to(owner).delete()
    managing_editor()
    (bounce,) = bouncing.mark(owner.email, source=Source.HOOK, status="5.1.1")
    assert "Ask them for an address" in " ".join(letter(Notification.objects.get()).lines)
    bouncing.clear(bounce, by=owner)
    assert deliver(timezone.now()).outcomes == {State.CANCELLED: 1}
    assert mails.accepted == []


def test_clear_is_ones_own_or_a_managing_editors_and_once(owner: User) -> None:
    (bounce,) = bouncing.mark(owner.email, source=Source.HOOK, status="5.1.1")
    with pytest.raises(PermissionDenied):
        bouncing.clear(bounce, by=UserFactory.create(group="Editors"))
    manager = managing_editor()
    assert bouncing.clear(bounce, by=manager).cleared_by == manager
    with pytest.raises(NotPossible):
        bouncing.clear(bounce, by=owner)


def test_page_says_that_mail_does_not_arrive_and_has_a_button(client: Client, owner: User) -> None:
    (bounce,) = bouncing.mark(
        owner.email, source=Source.HOOK, status="5.1.1", says="No <such> user"
    )
    client.force_login(owner)
    text = client.get("/accounts/mail/").content.decode()
    assert "“No &lt;such&gt; user”" in text
    path = f"/accounts/mail/works/{bounce.pk}/"
    assert f'action="{path}"' in text
    stranger = Client()
    stranger.force_login(UserFactory.create())
    assert stranger.post(path).status_code == 404
    assert "Mail is sent to this address again" in client.post(path, follow=True).content.decode()
    assert "This was said before" in client.post(path, follow=True).content.decode()
    assert "has not arrived since" not in client.get("/accounts/mail/").content.decode()
