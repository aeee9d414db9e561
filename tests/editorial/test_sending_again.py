"""Messages that were given up and are put back into the queue by hand."""

import pytest
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from editorial import timeline, workflow
from editorial.delivery import deliver
from editorial.exceptions import NotPossible
from editorial.models import AuditEvent, Notification
from editorial.sending_again import send_again
from tests.editorial.daily_mail import State, again, owed, reader_of_a_daily_mail
from tests.factories.articles import UserFactory
from tests.factories.editorial import managing_editor
from tests.mail_server import DROP, MailServer

pytestmark = pytest.mark.django_db


def choose(client: Client, *rows: Notification) -> str:
    chosen = {"action": "send_again", "_selected_action": [str(row.pk) for row in rows]}
    page = client.post(reverse("admin:editorial_notification_changelist"), chosen, follow=True)
    return page.content.decode()


def given_up(mails: MailServer, user: User) -> list[Notification]:
    """Two rows of one gathered mail that may have arrived, and was refused in the end."""
    owed(user)
    mails.answers[user.email] = DROP
    deliver(timezone.now())
    again()
    mails.answers[user.email] = "554 5.7.1 Not wanted"
    deliver(timezone.now())
    mails.answers.clear()
    rows = list(Notification.objects.order_by("queued", "pk"))
    assert [row.state for row in rows] == [State.FAILED, State.FAILED]
    return rows


def test_what_was_given_up_goes_out_under_its_message_id(mails: MailServer, client: Client) -> None:
    rows = given_up(mails, reader_of_a_daily_mail())
    editor = managing_editor()
    client.force_login(editor)
    assert "2 messages are in the queue again" in choose(client, *rows)
    assert deliver(timezone.now()).outcomes == {State.POSSIBLY_REPEATED: 2}
    assert list(mails.times_received) == [f"<{rows[0].digest}@localhost>"]
    told = AuditEvent.objects.filter(action="send-again").order_by("pk")
    assert [(event.actor_name, event.details["notification"]) for event in told] == [
        (editor.get_full_name(), str(row.pk)) for row in rows
    ]
    lines = timeline.entries(timeline.moments(rows[0].article))
    assert "A message that was given up is sent again" in [line.what for line in lines]
    assert "The others were left as they are" in choose(client, *rows)
    with pytest.raises(NotPossible, match="not given up"):
        send_again(rows[0], by=editor)


def test_what_has_become_moot_is_cancelled_instead(mails: MailServer) -> None:
    row, _other = given_up(mails, reader_of_a_daily_mail())
    workflow.retire(row.article, by=managing_editor(), reason="Superseded.")
    Notification.objects.filter(kind="retired").delete()
    send_again(row, by=managing_editor())
    assert deliver(timezone.now()).outcomes == {State.CANCELLED: 1}


@pytest.mark.parametrize("group", ["Editors", "Board", "Auditors"])
def test_only_managing_editors_send_again(client: Client, group: str) -> None:
    owed(reader_of_a_daily_mail(), count=1)
    row = Notification.objects.get()
    Notification.objects.update(state=State.FAILED)
    by = UserFactory.create(group=group)
    with pytest.raises(PermissionDenied):
        send_again(row, by=by)
    client.force_login(by)
    choose(client, row)
    assert Notification.objects.get().state == State.FAILED
