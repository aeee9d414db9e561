"""The letter about an address to which nothing can be sent any more."""

from django.utils.translation import gettext as _

from editorial.letters import phrases
from editorial.letters.letter import Letter
from editorial.models import Bounce, Notification


def address_bounces(row: Notification) -> Letter:
    bounce = the_bounce(row)
    facts = {
        "who": phrases.name(bounce.user),
        "address": bounce.address,
        "headline": phrases.headline(row),
        "title": phrases.title(row),
    }
    return Letter(
        subject=_("Mail does not arrive: %(headline)s (%(who)s was not told)") % facts,
        lines=[
            _("Mail to %(who)s at %(address)s is refused for good. Nothing is sent to it now.")
            % facts,
            _("A message about “%(title)s” did not reach them.") % facts,
            _(
                "Ask them for an address that works, and have it entered. If this one works again, "
                "they say so on their page “Your mail”. Until then others hear in their place."
            ),
        ],
        quote=bounce.says,
        link=_("Open the article"),
        path=phrases.editors_page(row),
        why=phrases.as_managing_editor(),
    )


def the_bounce(row: Notification) -> Bounce:
    """The one that the message's subject names."""
    key = row.subject.removeprefix("bounce:")
    return Bounce.objects.select_related("user").get(pk=int(key))
