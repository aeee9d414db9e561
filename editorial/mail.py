"""From a row of the outbox to an e-mail."""

from textwrap import indent

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string

from editorial.letters import letter
from editorial.letters.phrases import name
from editorial.models import Notification

LONGEST_SUBJECT = 200


def compose(row: Notification) -> EmailMultiAlternatives:
    """The same text and Message-ID every time it is asked for the same row.

    Raises:
        ValueError: the row or the recipient's address cannot be put into a mail.
    """
    content = letter(row)
    facts = {
        "letter": content,
        "url": settings.SITE_URL + content.path,
        "site": settings.SITE_URL,
        "recipient": name(row.recipient),
        "quote": indent(content.quote, "> ", lambda _line: True),
    }
    message = EmailMultiAlternatives(
        subject=one_line(content.subject),
        body=render_to_string("editorial/mail/letter.txt", facts),
        to=[row.recipient.email],
        headers={
            "Message-ID": message_id(row),
            "Auto-Submitted": "auto-generated",  # RFC 3834: no out-of-office answers, please
            "X-Auto-Response-Suppress": "All",
        },
    )
    message.attach_alternative(render_to_string("editorial/mail/letter.html", facts), "text/html")
    message.message()  # builds the headers now, where what is wrong with them has a name
    return message


def message_id(row: Notification) -> str:
    """Fixed for ever, so that a mail that is sent twice is shown once."""
    return f"<{row.pk}@{settings.MAIL_HOST_NAME}>"


def one_line(text: str) -> str:
    """A title may hold line breaks and control characters; a header holds neither."""
    visible = "".join(character if character.isprintable() else " " for character in text)
    line = " ".join(visible.split())
    return line if len(line) <= LONGEST_SUBJECT else f"{line[: LONGEST_SUBJECT - 1]}…"
