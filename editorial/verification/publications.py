"""What readers get against the approvals: live versions, publications, retirements."""

from collections.abc import Iterator
from typing import Any

from articles.models import Article, Publication
from editorial.models import AuditEvent, Review
from editorial.overdue import RETURNED, WITHDRAWN
from editorial.states import State
from editorial.verification.fault import BATCH, Fault

#: What takes an article from readers, and what gives it back.
AWAY, BACK = ("retire", WITHDRAWN), ("reinstate", RETURNED)


def faults() -> Iterator[Fault]:
    """Each says what the events of its article say."""
    yield from _live_versions()
    yield from _publications()
    yield from _retirements()


def _live_versions() -> Iterator[Fault]:
    """Readers get the version of the last approval."""
    approved = dict(
        AuditEvent.objects.filter(action="approve")
        .order_by("article_id", "-sequence")
        .distinct("article_id")
        .values_list("article_id", "review__version")
    )
    sound = set(Review.objects.filter(state=State.APPROVED).values_list("version", flat=True))
    articles = Article.objects.order_by("pk").values_list(
        "pk", "live_version", "live_version__number"
    )
    for pk, version, number in articles.iterator(BATCH):
        if version is not None and version not in sound:
            yield Fault(f"version {number} of article {pk}", "is live without an approved review")
        elif version != approved.get(pk):
            yield Fault(f"article {pk}", "has another live version than was approved last")


def _publications() -> Iterator[Fault]:
    """A version was published by its first approval, and by nothing else."""
    first: dict[int | None, tuple[Any, Any]] = {}
    approvals = AuditEvent.objects.filter(action="approve").order_by("-chain", "-sequence")
    for version, at, by in approvals.values_list("review__version", "at", "actor"):
        first[version] = (at, by)
    rows = Publication.objects.select_related("version").only(
        "published_at", "published_by", "version__number", "version__article"
    )
    for row in rows.iterator(BATCH):
        told = first.pop(row.version_id, None)
        name = f"publication of version {row.version.number} of article {row.version.article_id}"
        if told is None:
            yield Fault(name, "has no approval in the audit history")
        elif told != (row.published_at, row.published_by_id):
            yield Fault(name, "differs from the event of its approval")
    for missing in first:
        yield Fault(f"publication of version row {missing}", "is missing, but it was approved")


def _retirements() -> Iterator[Fault]:
    """An article is retired exactly if its last event about that says so."""
    told = {
        event.article_id: event
        for event in AuditEvent.objects.filter(action__in=[*AWAY, *BACK])
        .order_by("article_id", "-sequence")
        .distinct("article_id")
    }
    for article in Article.objects.filter(retired_at__isnull=False).order_by("pk"):
        event = told.pop(article.pk, None)
        row = f"article {article.pk}"
        if event is None or event.action in BACK:
            yield Fault(row, "is retired without an audit event")
        elif article.returns_when_reviewed is not (event.action == WITHDRAWN):
            yield Fault(row, "comes back otherwise than its audit event says")
        elif (event.at, event.actor_id, event.reason) != (
            article.retired_at,
            article.retired_by_id,
            article.retirement_reason,
        ):
            yield Fault(row, "was retired otherwise than its audit event says")
    for pk, event in told.items():
        if event.action in AWAY:
            yield Fault(f"article {pk}", "was retired and is not, without an audit event")
