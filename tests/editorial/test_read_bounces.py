"""Bounce messages in files, as Postfix, Exchange and others write them."""

from contextlib import suppress
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from editorial import bounce_reading
from editorial.models import Bounce, Notification
from tests.factories.articles import UserFactory
from tests.reminders import at, live_article

pytestmark = pytest.mark.django_db

ADDRESS = "sample@example.org"
DSN = """\
From: MAILER-DAEMON@mail.example.net (Mail Delivery System)
To: editorial@articles.example.org
Subject: Undelivered Mail Returned to Sender
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="b"

--b
Content-Type: text/plain; charset=us-ascii

This is the mail system. I could not deliver your message.

--b
Content-Type: message/delivery-status

Reporting-MTA: dns; mail.example.net
Arrival-Date: Mon, 16 May 2027 09:00:00 +0000 (UTC)

Final-Recipient: rfc822; {address}
Action: {action}
Status: {status}
Diagnostic-Code: smtp; {says}

--b
Content-Type: {returned}

Message-ID: {message_id}
Subject: Re-review due
To: {address}

--b--
"""


def dsn(**facts: str) -> str:
    usual = {
        "address": ADDRESS,
        "action": "failed",
        "status": "5.1.1",
        "says": "550 5.1.1 No such user",
        "returned": "text/rfc822-headers",
        "message_id": "<x@example.org>",
    }
    return DSN.format(**{**usual, **facts})


def run(tmp_path: Path, *contents: str | bytes) -> str:
    names = []
    for place, content in enumerate(contents):
        path = tmp_path / f"{place}.eml"
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        names.append(str(path))
    out = StringIO()
    call_command("read_bounces", *names, stdout=out)
    return out.getvalue()


def test_read_bounces_marks_the_final_recipient_and_is_harmless_to_repeat(tmp_path: Path) -> None:
    user = UserFactory.create(email=ADDRESS)
    assert "1 marked, 0 known before" in run(tmp_path, dsn())
    assert "0 marked, 1 known before" in run(tmp_path, dsn())
    bounce = Bounce.objects.get()
    assert (bounce.user, bounce.status, bounce.source) == (user, "5.1.1", "file")
    assert bounce.says == "550 5.1.1 No such user"


def test_read_bounces_reads_notifications_with_addresses_in_utf_8(tmp_path: Path) -> None:
    """RFC 6533."""
    UserFactory.create(email=ADDRESS)
    told = dsn().replace("message/delivery-status", "message/global-delivery-status")
    assert "1 marked" in run(tmp_path, told.replace("rfc822; ", "utf-8; "))


@pytest.mark.parametrize("returned", ["text/rfc822-headers", "message/rfc822"])
def test_read_bounces_goes_by_the_message_first(tmp_path: Path, returned: str) -> None:
    UserFactory.create(email=ADDRESS)
    article = live_article()
    row = Notification.objects.create(
        subject="article:1",
        kind=Notification.Kind.REINSTATED,
        recipient=article.owner,
        due_on=at(0).date(),
        article=article,
    )
    run(tmp_path, dsn(message_id=f"<{row.pk}@localhost>", returned=returned))
    assert Bounce.objects.get().user == article.owner
    assert Bounce.objects.get().notification == row


def test_read_bounces_leaves_an_address_that_took_the_place_of_the_one_that_bounced(
    tmp_path: Path,
) -> None:
    article = live_article()
    row = Notification.objects.create(
        subject="article:1",
        kind=Notification.Kind.REINSTATED,
        recipient=article.owner,
        due_on=at(0).date(),
        article=article,
    )
    told = dsn(message_id=f"<{row.pk}@localhost>")
    final = f"Final-Recipient: rfc822; {ADDRESS}"
    before = told.replace(final, f"{final}\nOriginal-Recipient: rfc822; {ADDRESS}")
    assert "1 of nobody here" in run(tmp_path, before)
    now = told.replace(final, f"{final}\nOriginal-Recipient: rfc822; {article.owner.email}")
    assert "1 marked" in run(tmp_path, now)


@pytest.mark.parametrize(
    ("facts", "what"),
    [
        ({"action": "delayed", "status": "4.4.1"}, "0 of nobody here, 0 not for good"),
        ({"action": "delivered", "status": "2.0.0"}, "0 of nobody here, 0 not for good"),
        ({"status": "5.7.1", "says": "550 spam"}, "0 of nobody here, 1 not for good"),
        ({"address": "nobody@example.net"}, "1 of nobody here, 0 not for good"),
    ],
)
def test_read_bounces_leaves_out_what_says_nothing_of_our_addresses(
    tmp_path: Path, facts: dict[str, str], what: str
) -> None:
    UserFactory.create(email=ADDRESS)
    assert what in run(tmp_path, dsn(**facts))
    assert not Bounce.objects.exists()


def test_read_bounces_reads_a_mailbox_and_names_the_lines_of_what_it_cannot_read(
    tmp_path: Path,
) -> None:
    other = "other@example.org"
    for address in (ADDRESS, other):
        UserFactory.create(email=address)
    begin = "From MAILER-DAEMON Mon May 16 09:00:00 2027\n"
    letter = "From: a@example.org\nSubject: Hello\n\nFrom here on it is text.\n"
    mailbox = f"{begin}{dsn()}\n{begin}{letter}\n{begin}{dsn(address=other)}"
    with pytest.raises(CommandError) as refused:
        run(tmp_path, mailbox, b"\xff\xfe\x00not mail")
    line = mailbox[: mailbox.index("Subject: Hello")].count("\n") - 1
    assert f"0.eml, line {line}: no delivery status notification" in str(refused.value)
    assert "1.eml, line 1: no delivery status notification" in str(refused.value)
    assert set(Bounce.objects.values_list("address", flat=True)) == {ADDRESS, other}


def test_read_bounces_names_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match=r"missing\.eml: No such file"):
        call_command("read_bounces", str(tmp_path / "missing.eml"), stdout=StringIO())


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"From ",
        dsn().replace("Final-Recipient: rfc822; " + ADDRESS, "X-Nothing: x").encode(),
        dsn(address="=?utf-8?q?=ff?=").encode(),
        dsn().replace("boundary", "border").encode(),
        dsn(message_id="<" + "é" * 500).encode(),
        dsn().encode("utf-16"),
    ],
)
def test_reading_a_broken_message_ends_in_no_other_error(content: bytes) -> None:
    for piece in bounce_reading.pieces(content):
        with suppress(bounce_reading.NotABounce):
            assert all("\n" not in told.address for told in bounce_reading.read(piece.content))
