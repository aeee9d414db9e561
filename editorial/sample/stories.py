"""One article in each situation. Every story is told by the verbs that people use."""

import datetime
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final

from django.utils import timezone
from django.utils.translation import gettext as _

from editorial import audit, workflow
from editorial.exceptions import DraftNotReady
from editorial.models import ReviewSchedule
from editorial.sample import re_review
from editorial.sample.people import Cast
from editorial.sample.steps import begun, brought_live, imported, resolve, signed
from editorial.schedule import due_after
from editorial.states import Verdict

DAYS_OVERDUE: Final = 21

#: What the two citations of the first article that come without a source turn out to be.
HANDHELD_DEVICES: Final = {
    "type": "article-journal",
    "genre": "Systematic review",
    "title": "Prevalence and risk factors associated with musculoskeletal complaints among users "
    "of mobile handheld devices: A systematic review",
    "author": [
        {"family": "Xie", "given": "Yanfei"},
        {"family": "Szeto", "given": "Grace"},
        {"family": "Dai", "given": "Jie"},
    ],
    "container-title": "Applied Ergonomics",
    "container-title-short": "Appl Ergon",
    "issued": {"date-parts": [[2017, 3]]},
    "volume": "59",
    "page": "132-142",
    "DOI": "10.1016/j.apergo.2016.08.020",
}
CYCLOBENZAPRINE_LABEL: Final = {
    "type": "report",
    "genre": "Drug label",
    "title": "Cyclobenzaprine hydrochloride tablets",
    "publisher": "Solco Healthcare US, LLC",
    "issued": {"date-parts": [[2022, 8, 22]]},
    "URL": "https://dailymed.nlm.nih.gov/dailymed/drugInfo.cfm"
    "?setid=f558863b-ea3f-4e4b-85e9-edb2573e7151",
}


@dataclass(frozen=True, slots=True)
class Story:
    """What becomes of the article at `slug`; `tell` yields what it did, line by line."""

    slug: str
    tell: Callable[[Cast], Iterator[str]]


def whole_way(cast: Cast) -> Iterator[str]:
    """Imported, refused, mended, submitted, reviewed, live."""
    article = imported("neck-and-jaw-spasms.md", cast.editor)
    yield _("imported as a draft of %(name)s") % {"name": cast.editor.get_full_name()}
    try:
        workflow.submit(article, by=cast.editor)
    except DraftNotReady as refused:
        yield str(refused)
        unresolved = [f for f in refused.findings if f.code == "unresolved-citation"]
        yield from dict.fromkeys(finding.message for finding in unresolved)
    else:
        raise AssertionError("The gate let unresolved citations through.")
    resolve(
        article,
        {"handheld-devices": HANDHELD_DEVICES, "cyclobenzaprine-label": CYCLOBENZAPRINE_LABEL},
        by=cast.editor,
    )
    yield _("both citations resolved by the editor")
    note = _("Two citations came without a source. Both are resolved; please look at them.")
    brought_live(article, cast, cast.board[:2], note)
    yield _("submitted, begun, signed by two members: live")


def draft_with_unresolved_citations(cast: Cast) -> Iterator[str]:
    imported("low-back-pain.md", cast.second_editor)
    yield _("draft with two unresolved citations")


def submitted(cast: Cast) -> Iterator[str]:
    article = imported("cervical-radiculopathy.md", cast.editor)
    workflow.submit(article, by=cast.editor, note=_("New article, background only."))
    yield _("submitted, waits for the managing editor")


def half_signed(cast: Cast) -> Iterator[str]:
    article = imported("temporomandibular-disorder.md", cast.second_editor)
    review = workflow.submit(article, by=cast.second_editor, note=_("Please check the table."))
    review = begun(review, cast, [cast.board[2], cast.board[0]])
    signed(review, cast, cast.board[2])
    yield _("under review, one of two signatures is there")
    workflow.assign(review, by=cast.managing_editor, members=[cast.board[1]])
    declining = review.assignments.get(member=cast.board[1])
    workflow.decline(declining, by=cast.board[1].user, reason=_("The jaw is not my field."))
    yield _("a third member declined")
    asked = review.assignments.get(member=cast.board[0])
    workflow.propose(
        asked,
        by=cast.board[0].user,
        reason=_("I am at a congress that week."),
        sign_by=asked.sign_by + datetime.timedelta(days=7),
    )
    yield _("the other one proposes to sign a week later")


def sent_back(cast: Cast) -> Iterator[str]:
    article = imported("concussion.md", cast.editor)
    review = workflow.submit(article, by=cast.editor)
    review = begun(review, cast, [cast.board[1], cast.board[3]])
    review = signed(review, cast, cast.board[1])
    reason = _("Please say what relative rest means for pupils and students.")
    signed(review, cast, cast.board[3], Verdict.REQUEST_CHANGES, reason)
    yield _("returned to its editor with a wish for changes")


def overdue(cast: Cast) -> Iterator[str]:
    """Live, and past the day on which it should have been reviewed again.

    Signatures carry the moment at which they were given and can never be changed, so the past
    cannot be made by the verbs. The one row that may change is the schedule: it is set back, and
    the history of the article says so.
    """
    article = imported("trigeminal-neuralgia.md", cast.second_editor)
    review = brought_live(article, cast, [cast.board[0], cast.board[3]], _("New article."))
    due_on = timezone.now().date() - datetime.timedelta(days=DAYS_OVERDUE)
    reviewed_on = due_after(due_on, -review.policy["re_review_months"])
    ReviewSchedule.objects.filter(article=article).update(
        due_on=due_on, regular_due_on=due_on, reviewed_on=reviewed_on
    )
    audit.record(
        "sample-clock-set-back",
        by=None,
        article=article,
        reason="For the sample only: the schedule was set back so that a review is overdue.",
        details={
            "due_on": due_on.isoformat(),
            "regular_due_on": due_on.isoformat(),
            "reviewed_on": reviewed_on.isoformat(),
        },
    )
    yield _("live; its next review is %(days)d days overdue") % {"days": DAYS_OVERDUE}


def revised(cast: Cast) -> Iterator[str]:
    article = imported("cervical-dystonia.md", cast.editor)
    brought_live(article, cast, [cast.board[0], cast.board[1]], _("New article."))
    article = imported("cervical-dystonia-revised.md", cast.editor)
    review = workflow.submit(article, by=cast.editor, note=_("Adds a section on treatment."))
    begun(review, cast, [cast.board[0], cast.board[3]])
    yield _("live in version 1, version 2 is under review")


def retired(cast: Cast) -> Iterator[str]:
    article = imported("whiplash-collar.md", cast.second_editor)
    brought_live(article, cast, [cast.board[1], cast.board[3]], _("New article."))
    reason = _("A new article on injuries of the neck will take its place.")
    workflow.retire(article, by=cast.managing_editor, reason=reason)
    yield _("retired: its address says so")


STORIES: Final = (
    Story("what-causes-muscle-spasms-in-the-anterior-neck-and-jaw", whole_way),
    Story(
        "how-is-acute-low-back-pain-without-red-flags-treated-first",
        draft_with_unresolved_citations,
    ),
    Story("how-common-is-cervical-radiculopathy-and-how-does-it-end", submitted),
    Story("when-does-jaw-pain-come-from-a-temporomandibular-disorder", half_signed),
    Story("how-long-should-a-person-rest-after-a-concussion", sent_back),
    Story("how-is-trigeminal-neuralgia-diagnosed-and-treated", overdue),
    Story("what-is-cervical-dystonia", revised),
    Story("should-a-soft-collar-be-worn-after-whiplash", retired),
    Story("does-a-collar-help-with-recent-cervical-radiculopathy", re_review.looked_after),
    Story("how-long-does-a-tension-type-headache-last", re_review.asked_for),
)
