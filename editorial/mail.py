"""From a row of the outbox to an e-mail, or from several to one."""

from collections.abc import Mapping, Sequence
from textwrap import indent

from django.conf import settings
from django.contrib.auth.models import User
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _

from editorial import mail_choice
from editorial.letters import Letter, letter
from editorial.letters.phrases import name
from editorial.models import MailPreference, Notification

LONGEST_SUBJECT = 200
Kind = Notification.Kind
REMINDERS = {*Notification.LADDER, *Notification.ASSIGNMENT_LADDER}
#: What asks its recipient for something; the rest reports.
ASKS = frozenset(
    {
        *(Kind.SIGN_OFF_ASKED, Kind.SIGN_OFF_REMINDED, Kind.REVIEW_SUBMITTED, Kind.PROPOSED),
        *(Kind.CHANGES_REQUESTED, Kind.OWNER_GONE, Kind.READER_REPORT, Kind.ADDRESS_BOUNCES),
        *REMINDERS,
    }
)


def compose(row: Notification) -> EmailMultiAlternatives:
    """The same text and Message-ID every time it is asked for the same row.

    Raises:
        ValueError: the row or the recipient's address cannot be put into a mail.
    """
    content = letter(row)
    return _mail(
        "letter",
        row.recipient,
        subject=content.subject,
        facts=_facts(content),
        headers={"Message-ID": message_id(row)},
    )


def compose_digest(written: Sequence[tuple[Notification, Letter]]) -> EmailMultiAlternatives:
    """Several letters to one person as one mail, under the id that all of its rows bear.

    What asks for something comes first, the earliest date before others, and gives the subject. Of
    reminders that come together a single one is a letter like any other. Mail programs offer to end
    gathered mail (RFC 8058): then every message comes by itself, so that nothing asked of anybody
    goes unheard.

    Raises:
        ValueError: as `compose`.
    """
    rows = sorted(written, key=lambda each: (each[0].kind not in ASKS, each[0].due_on))
    first, letters = rows[0][0], [content for _row, content in rows]
    is_daily = mail_choice.rhythm_of(first.recipient) == MailPreference.Rhythm.DAILY
    leave = settings.SITE_URL + mail_choice.leaving_path(first.recipient)
    headers = {
        "Message-ID": f"<{first.digest}@{settings.MAIL_HOST_NAME}>",
        "List-Unsubscribe": f"<{leave}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    }
    if len(letters) == 1 and not is_daily:
        (only,) = letters
        return _mail(
            "letter", first.recipient, subject=only.subject, facts=_facts(only), headers=headers
        )
    return _mail(
        "digest",
        first.recipient,
        subject=_subject_of([row for row, _letter in rows], letters, is_daily=is_daily),
        facts={
            "letters": [_facts(content) for content in letters],
            "choice": settings.SITE_URL + reverse("editorial:mail-preference"),
            "is_daily": is_daily,
        },
        headers=headers,
    )


def _subject_of(rows: Sequence[Notification], letters: Sequence[Letter], *, is_daily: bool) -> str:
    """Names the first letter, and says how many there are."""
    count = len(letters)
    facts = {"first": letters[0].subject, "others": count - 1, "count": count}
    if is_daily and count == 1:
        return _("Daily mail: %(first)s") % facts
    if is_daily:
        return _("Daily mail: %(first)s, and %(others)d more") % facts
    if {row.kind for row in rows} <= REMINDERS:
        return _("%(count)d reminders: %(first)s, and %(others)d more") % facts
    return _("%(count)d messages: %(first)s, and %(others)d more") % facts


def _facts(content: Letter) -> dict[str, object]:
    return {
        "letter": content,
        "url": settings.SITE_URL + content.path,
        "quote": indent(content.quote, "> ", lambda _line: True),
    }


def _mail(
    template: str,
    recipient: User,
    *,
    subject: str,
    facts: Mapping[str, object],
    headers: Mapping[str, str],
) -> EmailMultiAlternatives:
    subject = one_line(subject)
    context = {**facts, "subject": subject, "site": settings.SITE_URL, "recipient": name(recipient)}
    message = EmailMultiAlternatives(
        subject=subject,
        body=render_to_string(f"editorial/mail/{template}.txt", context),
        to=[recipient.email],
        headers={
            **headers,
            "Auto-Submitted": "auto-generated",  # RFC 3834: no out-of-office answers, please
            "X-Auto-Response-Suppress": "All",
        },
    )
    html = render_to_string(f"editorial/mail/{template}.html", context)
    message.attach_alternative(html, "text/html")
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
