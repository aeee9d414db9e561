"""Letters about a source that an article cites, when something has become of it."""

from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from editorial import source_sentences
from editorial.letters import phrases
from editorial.letters.letter import Letter
from editorial.models import AuditEvent, Notification, SignOff
from editorial.source_news import OPENED
from editorial.states import State, Verdict

SUBJECTS: Final = {
    "source-retracted": gettext_lazy("Source retracted: %(title)s%(number)s"),
    "source-doubted": gettext_lazy("Expression of concern about a source: %(title)s%(number)s"),
    "source-corrected": gettext_lazy("Source corrected: %(title)s%(number)s"),
    "source-reinstated": gettext_lazy("Source reinstated: %(title)s%(number)s"),
    "source-cleared": gettext_lazy("Notice about a source withdrawn: %(title)s%(number)s"),
    source_sentences.ACCEPTED: gettext_lazy("Source kept: %(title)s%(number)s"),
    source_sentences.NO_LONGER_ACCEPTED: gettext_lazy("Source no longer kept: %(title)s%(number)s"),
}


def source_notice(row: Notification) -> Letter:
    event = row.event
    if event is None:
        raise ValueError(f"Notification {row.pk} ({row.kind}) names no event")
    details = event.details
    is_member = row.review is not None and phrases.is_asked(row)
    is_owner = row.article.owner_id == row.recipient_id
    return Letter(
        subject=SUBJECTS[event.action] % {"title": phrases.headline(row), "number": _number(event)},
        lines=[
            _("There is news of a source that “%(title)s” cites.") % {"title": phrases.title(row)},
            source_sentences.happened(event.action, details),
            *source_sentences.where(details),
            *source_sentences.address(details),
            str(source_sentences.OUTCOMES[details["outcome"]]),
            *([_replacing()] if is_owner and details["outcome"] == OPENED else []),
        ],
        quote=event.reason,
        link=_link(row, is_member=is_member),
        path=_path(row, is_member=is_member),
        why=_why(row, is_member=is_member),
    )


def _number(event: AuditEvent) -> str:
    """So that letters about two sources of one article can be told apart."""
    numbers = [str(n) for place in event.details["places"] for n in place.get("numbers", [])]
    return _(", reference %(number)s") % {"number": numbers[0]} if numbers else ""


def _replacing() -> str:
    return _(
        "To cite another source: withdraw the re-review, change the draft, and submit it as a "
        "revision."
    )


def _link(row: Notification, *, is_member: bool) -> str:
    if is_member:
        return _("See the review")
    return _("Open the article") if row.recipient.is_staff else _("See it as readers do")


def _path(row: Notification, *, is_member: bool) -> str:
    """Where the recipient can do something; those who only signed read it as readers do."""
    if is_member:
        return phrases.the_review(row).get_absolute_url()
    if row.recipient.is_staff:
        return phrases.editors_page(row)
    return row.article.get_absolute_url()


def _why(row: Notification, *, is_member: bool) -> str:
    owner = row.article.owner
    if owner.pk == row.recipient_id:
        return _("You get this because you own this article.")
    if is_member:
        return phrases.as_member()
    if _has_signed(row):
        return _("You get this because you signed the version that readers have.")
    if owner.is_active and owner.email:
        return phrases.as_managing_editor()
    return phrases.as_owner_or_stand_in(row)


def _has_signed(row: Notification) -> bool:
    return SignOff.objects.filter(
        member__user=row.recipient_id,
        verdict=Verdict.APPROVE,
        withdrawal__isnull=True,
        review__state=State.APPROVED,
        review__article=row.article_id,
    ).exists()
