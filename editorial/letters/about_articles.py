"""Letters about a live article: the re-review ladder, retiring and reinstating."""

from django.utils.translation import gettext as _

from editorial.letters import phrases, rungs
from editorial.letters.letter import Letter
from editorial.models import Notification


def review_due(row: Notification) -> Letter:
    return Letter(
        subject=_("Re-review due: %(title)s (by %(day)s)")
        % {"title": phrases.headline(row), "day": phrases.short(row.due_on)},
        lines=[
            _("“%(title)s” is due for re-review on %(day)s, %(distance)s.")
            % {
                "title": phrases.title(row),
                "day": phrases.long(row.due_on),
                "distance": rungs.distance(row),
            },
            *rungs.why_early(row),
            phrases.last_reviewed(row),
            *rungs.which(row),
            _(
                "Check it against current evidence. Then submit a revision, or a re-review if the "
                "text still stands."
            ),
        ],
        link=_("Open the article"),
        path=phrases.editors_page(row),
        why=phrases.as_owner_or_stand_in(row),
    )


def review_overdue(row: Notification) -> Letter:
    return Letter(
        subject=_("Re-review overdue: %(title)s (since %(day)s)")
        % {"title": phrases.headline(row), "day": phrases.short(row.due_on)},
        lines=[
            _(
                "The re-review of “%(title)s” was due on %(day)s, %(distance)s. Readers see that "
                "it is overdue."
            )
            % {
                "title": phrases.title(row),
                "day": phrases.long(row.due_on),
                "distance": rungs.distance(row),
            },
            *rungs.why_early(row),
            phrases.last_reviewed(row),
            *rungs.which(row),
            _("Submit a revision, or a re-review if the text still stands."),
        ],
        link=_("Open the article"),
        path=phrases.editors_page(row),
        why=phrases.as_owner_or_stand_in(row),
    )


def escalation(row: Notification) -> Letter:
    review = row.article.reviews.open().select_related("version").first()
    standing = (
        _("%(what)s is with the board: %(state)s.")
        % {"what": phrases.version(review), "state": review.get_state_display()}
        if review
        else _("No review of it is open.")
    )
    return Letter(
        subject=_("Escalated, re-review overdue: %(title)s (since %(day)s)")
        % {"title": phrases.headline(row), "day": phrases.short(row.due_on)},
        lines=[
            _(
                "The re-review of “%(title)s” was due on %(day)s, %(distance)s. Its owner is "
                "%(owner)s."
            )
            % {
                "title": phrases.title(row),
                "day": phrases.long(row.due_on),
                "distance": rungs.distance(row),
                "owner": phrases.name(row.article.owner),
            },
            *rungs.why_early(row),
            standing,
            *rungs.which(row),
            _("See to it that it is reviewed, give it another owner, or retire it."),
        ],
        link=_("Open the article"),
        path=phrases.editors_page(row),
        why=phrases.as_lead_or_manager(row),
    )


def retired(row: Notification) -> Letter:
    return Letter(
        subject=_("Retired: %(title)s") % {"title": phrases.headline(row)},
        lines=[
            _("“%(title)s” was retired. Its address tells readers so.")
            % {"title": phrases.title(row)}
        ],
        quote=row.article.retirement_reason,
        link=_("Open the article") if row.recipient.is_staff else _("See what readers see"),
        path=phrases.editors_page(row)
        if row.recipient.is_staff
        else row.article.get_absolute_url(),
        why=phrases.as_owner_or_signer(row),
    )


def reinstated(row: Notification) -> Letter:
    return Letter(
        subject=_("Reinstated: %(title)s") % {"title": phrases.headline(row)},
        lines=[
            _("“%(title)s” is back for readers, in its approved version.")
            % {"title": phrases.title(row)}
        ],
        quote=row.event.reason if row.event is not None else "",
        link=_("See it as readers do"),
        path=row.article.get_absolute_url(),
        why=phrases.as_owner_or_signer(row),
    )


def signers_gone(row: Notification) -> Letter:
    return Letter(
        subject=_("No signer in office: %(title)s") % {"title": phrases.headline(row)},
        lines=[
            _("Nobody who signed the version of “%(title)s” that readers have is in office now.")
            % {"title": phrases.title(row)},
            *_who_signed(row),
            _("It stays live. Submit it as a re-review, so that a member in office signs it."),
        ],
        link=_("Open the article"),
        path=phrases.editors_page(row),
        why=phrases.as_owner_or_manager(row),
    )


def _who_signed(row: Notification) -> list[str]:
    members = row.event.details.get("members", []) if row.event is not None else []
    names = phrases.listed(str(member["name"]) for member in members)
    return [_("Signed by: %(names)s.") % {"names": names}] if names else []
