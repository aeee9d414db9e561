"""Words that several letters use."""

import datetime
from collections.abc import Iterable

from django.contrib.auth.models import User
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from editorial.models import Cover, Notification, Review, SpecialtyLead

LONGEST_HEADLINE = 120


def the_review(row: Notification) -> Review:
    """The review of a message that is about one."""
    if row.review is None:
        raise ValueError(f"Notification {row.pk} ({row.kind}) names no review")
    return row.review


def title(row: Notification) -> str:
    """As readers know the article, or as its draft is called before they do."""
    live = row.article.live_version
    return live.title if live is not None else row.article.title


def headline(row: Notification) -> str:
    """The title for a subject, so short that what follows it is still read."""
    return _shortened(title(row))


def version(review: Review) -> str:
    """For subjects: the question and the number."""
    return _("%(title)s, version %(number)d") % {
        "title": _shortened(review.version.title),
        "number": review.version.number,
    }


def in_quotes(review: Review) -> str:
    """For sentences."""
    return _("version %(number)d of “%(title)s”") % {
        "title": review.version.title,
        "number": review.version.number,
    }


def name(user: User) -> str:
    return user.get_full_name() or user.get_username()


def lowered(text: str) -> str:
    """With a small first letter, to stand within a sentence."""
    return text[:1].lower() + text[1:]


def listed(names: Iterable[str]) -> str:
    return ", ".join(dict.fromkeys(names))


def long(day: datetime.date) -> str:
    """4 November 2025."""
    return date_format(day, "j F Y")


def short(day: datetime.date) -> str:
    """4 November, with the year where it is not this year."""
    return date_format(day, "j F" if day.year == timezone.now().year else "j F Y")


def last_reviewed(row: Notification) -> str:
    """When the board last judged the whole text."""
    return _("It was last reviewed in full on %(day)s.") % {
        "day": long(row.article.review_schedule.reviewed_on)
    }


def editors_page(row: Notification) -> str:
    """Where editors and managing editors act on an article."""
    return reverse("admin:articles_article_change", args=[row.article_id])


def managers_page(row: Notification) -> str:
    """Where managing editors act on a review: who was asked, what they answered, each next step."""
    return reverse("admin:editorial_review_change", args=[the_review(row).pk])


def is_asked(row: Notification) -> bool:
    """Whether the recipient was asked to judge the review."""
    return the_review(row).assignments.filter(member__user=row.recipient_id).exists()


def as_managing_editor() -> str:
    return _("You get this because you are a managing editor.")


def as_member() -> str:
    return _("You get this because you were asked to review this version.")


def as_owner_or_stand_in(row: Notification) -> str:
    if row.article.owner_id == row.recipient_id:
        return _("You get this because you own this article.")
    owner = {"owner": name(row.article.owner)}
    if cover := _standing_in(row):
        return _("You get this because you stand in for %(owner)s until %(day)s.") % {
            **owner,
            "day": long(cover.ends_on),
        }
    if _leads(row):
        return (
            _(
                "You get this because you answer for the specialty of this article, and its owner, "
                "%(owner)s, cannot be reached."
            )
            % owner
        )
    return (
        _(
            "You get this because you are a managing editor and the owner of this article, "
            "%(owner)s, cannot be reached."
        )
        % owner
    )


def as_lead_or_manager(row: Notification) -> str:
    """For what is escalated."""
    if _leads(row):
        return _("You get this because you answer for the specialty of this article.")
    return as_managing_editor()


def _standing_in(row: Notification) -> Cover | None:
    today = timezone.now().date()
    return Cover.objects.filter(
        owner=row.article.owner_id,
        to=row.recipient_id,
        begins_on__lte=today,
        ends_on__gte=today,
        ended_at__isnull=True,
    ).first()


def _leads(row: Notification) -> bool:
    return SpecialtyLead.objects.filter(
        specialty=row.article.specialty_id, user=row.recipient_id
    ).exists()


def as_owner_or_manager(row: Notification) -> str:
    if row.article.owner_id == row.recipient_id:
        return _("You get this because you own this article.")
    return as_managing_editor()


def as_owner_or_signer(row: Notification) -> str:
    if row.article.owner_id == row.recipient_id:
        return _("You get this because you own this article.")
    return _("You get this because you signed the version that readers had.")


def as_involved(row: Notification) -> str:
    """For reports that go to owner, submitter, members and managing editors alike."""
    if row.article.owner_id == row.recipient_id:
        return _("You get this because you own this article.")
    if row.review is not None and is_asked(row):
        return as_member()
    if row.review is None or row.review.submitted_by_id == row.recipient_id:
        return _("You get this because you submitted this version.")
    return as_managing_editor()


def _shortened(text: str) -> str:
    return Truncator(text).chars(LONGEST_HEADLINE)
