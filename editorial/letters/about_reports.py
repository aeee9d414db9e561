"""Letters about what readers report of a page."""

from django.urls import reverse
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from editorial.letters import phrases
from editorial.letters.letter import Letter
from editorial.models import Notification, ReaderReport

#: So many reports are quoted, and so much of each; the page has them all.
REPORTS_QUOTED = 5
LONGEST_QUOTE = 500


def reader_report(row: Notification) -> Letter:
    """All that wait for an answer: reports that came since the message was owed come with it.

    The address that a reader left is not in it: mail is passed on, and the page is for editors.
    """
    reports = list(
        ReaderReport.objects.filter(
            article=row.article_id, verdict=ReaderReport.Verdict.OPEN
        ).order_by("received", "pk")
    )
    count = len(reports)
    return Letter(
        subject=ngettext(
            "A reader reports a problem: %(title)s",
            "%(count)d reports of readers: %(title)s",
            count,
        )
        % {"count": count, "title": phrases.headline(row)},
        lines=[
            ngettext(
                "%(count)d report of a reader about “%(title)s” waits for an answer.",
                "%(count)d reports of readers about “%(title)s” wait for an answer.",
                count,
            )
            % {"count": count, "title": phrases.title(row)},
            _(
                "See whether it is so. Confirm or dismiss each with a word: several that are not "
                "dismissed make the article due for review."
            ),
        ],
        quote="\n\n".join(
            Truncator(report.text).chars(LONGEST_QUOTE) for report in reports[:REPORTS_QUOTED]
        ),
        link=_("Open the reports"),
        path=f"{reverse('editorial:reader-reports')}?article={row.article_id}",
        why=_why(row),
    )


def _why(row: Notification) -> str:
    if row.article.owner_id == row.recipient_id:
        return _("You get this because you own this article.")
    return _("You get this because you look after this article for %(owner)s.") % {
        "owner": phrases.name(row.article.owner)
    }
