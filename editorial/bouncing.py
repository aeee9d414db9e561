"""What is known of addresses at which mail does not arrive.

Only what a mail server says for good of the address itself counts: no such mailbox, no such domain.
A full mailbox, a server that is busy and a message that somebody takes for spam say nothing of the
address. While a row is open, nothing is sent to that address, others hear in its owner's place, and
the managing editors have been told once. A new address is a clean one.
"""

import re
import uuid

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from articles.models import Article
from editorial import outbox, permissions, replanning
from editorial.editors import planned_articles
from editorial.exceptions import NotPossible
from editorial.models import Bounce, Notification

#: RFC 3463: 5.1.x is about the address, 5.2.1 a closed mailbox, 5.4.4 a domain that is none.
#: 5.2.2 is a full mailbox; 5.3 to 5.7 are about systems, content and policies.
_ABOUT_THE_ADDRESS = re.compile(r"5\.1\.\d{1,3}|5\.2\.1|5\.4\.4")
#: "For good", and no more: Exim writes it whatever the server said.
_UNSPECIFIC = "5.0.0"
#: Not a part of an IP address.
_ENHANCED = re.compile(r"(?<![\d.])([245]\.\d{1,3}\.\d{1,3})(?!\.?\w)")
_CODE = re.compile(r"\W?([245]\d\d)\b")
#: RFC 5321 and 7504: no such mailbox, not here, no such name, a domain that takes no mail.
_CODES = {"550", "551", "553", "556"}
LONGEST_SAYING = 2_000
_MESSAGE_ID = re.compile(r"<?([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})@", re.IGNORECASE)


def is_about_the_address(status: str, says: str) -> bool:
    """Whether this is a refusal for good of the address itself.

    `status` is an enhanced status code (RFC 3463) or empty; `says` may begin with the SMTP code,
    and hold an enhanced one.
    """
    enhanced = [found[1] for found in map(_ENHANCED.search, (status, says)) if found]
    specific = next((code for code in enhanced if code != _UNSPECIFIC), None)
    if specific is not None:
        return _ABOUT_THE_ADDRESS.fullmatch(specific) is not None
    if code := _CODE.match(says):
        return code[1] in _CODES
    return bool(enhanced)


def message_with(message_id: str, *, sent_to: str = "") -> Notification | None:
    """The row of our outbox whose mail bore this Message-ID, or one of those that shared it.

    `sent_to` is the address it was sent to, where that is known: none is given if its recipient has
    another one by now, which did not bounce.
    """
    found = _MESSAGE_ID.search(message_id)
    if found is None:
        return None
    key = uuid.UUID(found[1])
    rows = Notification.objects.select_related("recipient", "article")
    row = rows.filter(pk=key).first() or rows.filter(digest=key).order_by("pk").first()
    if row is not None and sent_to and row.recipient.email.lower() != sent_to.lower():
        return None
    return row


def is_known(address: str) -> bool:
    """Whether it is that of somebody's account."""
    return bool(address.strip()) and User.objects.filter(email__iexact=address.strip()).exists()


def mark(
    address: str,
    *,
    source: Bounce.Source,
    status: str = "",
    says: str = "",
    notification: Notification | None = None,
) -> list[Bounce]:
    """Write down that mail to this address does not arrive. Gives the rows that are new.

    Whose address it is, is known by the message, else by the address. The same told again changes
    nothing. The caller has asked `is_about_the_address`.
    """
    if notification is not None:
        people = [notification.recipient]
    else:
        people = list(User.objects.filter(email__iexact=address.strip()).exclude(email=""))
    told = {"source": source, "status": _clean(status)[:20], "says": _clean(says)}
    found = [_mark(person, told, notification) for person in people if person.email]
    return [bounce for bounce in found if bounce is not None]


def _mark(person: User, told: dict[str, str], notification: Notification | None) -> Bounce | None:
    with transaction.atomic():
        bounce, is_new = Bounce.objects.get_or_create(
            user=person,
            address=person.email,
            cleared_at=None,
            defaults={**told, "notification": notification},
        )
        if not is_new:
            return None
        _tell_managing_editors(bounce, notification)
        replanning.look_again(planned_articles(person))
    return bounce


def clear(bounce: Bounce, *, by: User) -> Bounce:
    """The address works again, says whoever has it, or a managing editor.

    Raises:
        NotPossible: it was cleared before.
    """
    with transaction.atomic():
        held = Bounce.objects.select_for_update(of=("self",), no_key=True)
        bounce = held.select_related("user").get(pk=bounce.pk)
        permissions.demand(allowed=permissions.may_clear_bounce(by, bounce))
        if bounce.cleared_at is not None:
            raise NotPossible(_("This was said before. Mail is sent to this address."))
        bounce.cleared_at, bounce.cleared_by = timezone.now(), by
        bounce.save(update_fields=["cleared_at", "cleared_by"])
        replanning.look_again(planned_articles(bounce.user))
    return bounce


def _tell_managing_editors(bounce: Bounce, notification: Notification | None) -> None:
    """By a message about the article that was missed; where there is none, nothing was missed."""
    article = notification.article if notification else _last_told_of(bounce.user)
    if article is None:
        return
    outbox.owe(
        Notification.Kind.ADDRESS_BOUNCES,
        to=outbox.managing_editors().exclude(pk=bounce.user_id),
        article=article,
        subject=f"bounce:{bounce.pk}",
        due_on=timezone.now().date(),
    )


def _last_told_of(person: User) -> Article | None:
    last = Notification.objects.filter(recipient=person).select_related("article")
    row = last.order_by("-queued", "pk").first()
    if row is not None:
        return row.article
    return Article.objects.filter(owner=person).order_by("pk").first()


def _clean(text: str) -> str:
    """One that PostgreSQL can keep, and no longer than anybody reads."""
    readable = text.replace("\0", " ").encode("utf-8", errors="replace").decode()
    return readable.strip()[:LONGEST_SAYING]
