"""Letters about pages past their hard limit: withdrawn from readers, and given back."""

from django.utils.translation import gettext as _

from editorial.letters import phrases
from editorial.letters.letter import Letter
from editorial.models import Notification
from editorial.overdue import SNOOZED
from editorial.states import FULL_REVIEWS


def page_withdrawn(row: Notification) -> Letter:
    return Letter(
        subject=_("Withdrawn from readers: %(title)s (review overdue)")
        % {"title": phrases.headline(row)},
        lines=[
            _("Readers no longer get “%(title)s”. Its address tells them why.")
            % {"title": phrases.title(row)},
            phrases.last_reviewed(row),
            _what_to_do(row),
        ],
        quote=row.article.retirement_reason,
        link=_link(row),
        path=_path(row),
        why=_why(row),
    )


def _what_to_do(row: Notification) -> str:
    """The page comes back by itself: nobody is asked to reinstate it."""
    if row.article.reviews.open().filter(kind__in=FULL_REVIEWS).exists():
        return _("A review of it is open. The board's approval gives the page back.")
    if row.recipient.is_staff:
        return _(
            "Submit it as a revision, or as a re-review if the text still stands. The board's "
            "approval gives the page back."
        )
    return _("The board's approval of its next review gives the page back.")


def page_returned(row: Notification) -> Letter:
    snoozed = row.event is not None and row.event.details.get("cause") == SNOOZED
    return Letter(
        subject=_("Given back to readers: %(title)s") % {"title": phrases.headline(row)},
        lines=[
            _("Readers get “%(title)s” again, in its approved version.")
            % {"title": phrases.title(row)},
            _(
                "Its review is still overdue: a managing editor gives it more time. Without a "
                "review, the page is withdrawn again after that."
            )
            if snoozed
            else _("The board has approved its review."),
        ],
        link=_("See it as readers do"),
        path=row.article.get_absolute_url(),
        why=_why(row),
    )


def _link(row: Notification) -> str:
    return _("Open the article") if row.recipient.is_staff else _("See what readers see")


def _path(row: Notification) -> str:
    if row.recipient.is_staff:
        return phrases.editors_page(row)
    return row.article.get_absolute_url()


def _why(row: Notification) -> str:
    """Owner first; then whoever has the rights of a managing editor; the rest have signed it."""
    if row.article.owner_id == row.recipient_id:
        return _("You get this because you own this article.")
    if row.recipient.has_perm("editorial.manage_reviews"):
        return phrases.as_managing_editor()
    if row.recipient.is_staff:
        return _("You get this because you look after this article for %(owner)s.") % {
            "owner": phrases.name(row.article.owner)
        }
    return _("You get this because you signed the version that readers had.")
