"""Everything about one article that an auditor may ask for, kind by kind.

The names of the kinds are the names of the files in a bundle. Each is a list of rows, in the order
in which they were made; people are numbers, whose names are in "people".
"""

from collections.abc import Callable, Iterator, Mapping
from typing import Final

from django.contrib.auth.models import User
from django.db.models import Q, QuerySet
from django.db.models.functions import Length

from articles.models import Article, Publication, Version
from editorial import audit, seals
from editorial.evidence.rows import Facts, all_of, facts_of, plain
from editorial.evidence.works import checks, cited_works, references
from editorial.models import (
    Assignment,
    AuditEvent,
    BoardMember,
    Comment,
    DueTrigger,
    Interval,
    Notification,
    Proposal,
    ReadMark,
    Review,
    ReviewSchedule,
    SignOff,
    SignOffWithdrawal,
)

BATCH: Final = 200


def article_facts(article: Article) -> list[Facts]:
    columns = (
        "slug title owner_id live_version_id retired_at retired_by_id retirement_reason "
        "returns_when_reviewed"
    )
    return [facts_of(article, columns)]


def versions(article: Article) -> Iterator[Facts]:
    """Oldest first. One at a time: they are large."""
    numbers = Version.objects.filter(article=article).order_by("number")
    for number in list(numbers.values_list("number", flat=True)):
        yield version_at(article, number)


def version_at(article: Article, number: int) -> Facts:
    return facts_of(
        Version.objects.get(article=article, number=number),
        "number digest content clinical_html plain_html frozen_at frozen_by_id",
    )


def lengths(article: Article) -> list[tuple[int, int]]:
    """The number of each version and the characters of its text, newest first."""
    rows = Version.objects.filter(article=article).order_by("-number")
    return list(rows.values_list("number", Length("clinical_html") + Length("plain_html")))


def publications(article: Article) -> list[Facts]:
    rows = Publication.objects.filter(version__article=article).order_by("version__number")
    return all_of(rows, "version_id published_at published_by_id")


def reviews(article: Article) -> list[Facts]:
    return all_of(
        article_reviews(article),
        "version_id kind state approvals_needed is_urgent note submitted_at submitted_by_id "
        "begun_at begun_by_id closed_at closed_by_id reason",
    )


def policies(article: Article) -> list[Facts]:
    """The rules by which each review was judged, as they were when it was submitted."""
    return [{"review": review.pk, "policy": review.policy} for review in article_reviews(article)]


def assignments(article: Article) -> list[Facts]:
    return all_of(
        Assignment.objects.filter(review__article=article).order_by("pk"),
        "review_id member_id in_place_of_id respond_by sign_by assigned_at assigned_by_id "
        "response response_reason responded_at responded_by_id "
        "conflict conflict_statement conflict_answered_at conflict_answered_by_id "
        "waived_at waived_by_id waiver_reason released_at released_by_id release_reason",
    )


def proposals(article: Article) -> list[Facts]:
    return all_of(
        Proposal.objects.filter(assignment__review__article=article).order_by("pk"),
        "assignment_id sign_by member_id reason made_at made_by_id "
        "is_accepted answered_at answered_by_id",
    )


def signatures(article: Article) -> list[Facts]:
    """What the seal covers, as it covers it, beside the seal."""
    return [
        {
            "id": sign_off.pk,
            "facts": seals.facts_of(sign_off),
            "printed_name": sign_off.printed_name,
            "seal": sign_off.seal,
            "sealed_with": sign_off.sealed_with,
        }
        for sign_off in SignOff.objects.filter(review__article=article).order_by("pk")
    ]


def withdrawals(article: Article) -> list[Facts]:
    rows = SignOffWithdrawal.objects.filter(sign_off__review__article=article).order_by("pk")
    return all_of(rows, "sign_off_id reason withdrawn_at withdrawn_by_id")


def comments(article: Article) -> list[Facts]:
    return all_of(
        Comment.objects.filter(assignment__review__article=article).order_by("pk"),
        "assignment_id section quote weight text made_at made_by_id "
        "settled_at settled_by_id settlement",
    )


def read_marks(article: Article) -> list[Facts]:
    rows = ReadMark.objects.filter(assignment__review__article=article).order_by("pk")
    return all_of(rows, "assignment_id section read_at read_by_id")


def events(article: Article) -> list[Facts]:
    """The facts that the hash covers (`editorial.audit.hash_of`), and the hash."""
    rows = AuditEvent.objects.filter(chain=article.pk).order_by("sequence")
    return [{**audit.facts_of(event), "hash": event.hash} for event in rows.iterator(BATCH)]


def waivers(article: Article) -> list[Facts]:
    """What was let pass: a member's conflict of interest, or a source under a notice; and why."""
    waived = Assignment.objects.filter(review__article=article, waived_at__isnull=False)
    kept = cited_works(article).filter(accepted_at__isnull=False)
    return [
        *(
            {
                "of": "conflict",
                "assignment": row.pk,
                "at": plain(row.waived_at),
                "by": row.waived_by_id,
                "because": row.waiver_reason,
            }
            for row in waived.order_by("pk")
        ),
        *(
            {
                "of": "source",
                "reference": row.pk,
                "at": plain(row.accepted_at),
                "by": row.accepted_by_id,
                "because": row.accepted_because,
            }
            for row in kept
        ),
    ]


def clocks(article: Article) -> list[Facts]:
    """When it was reviewed last and is due again; none before its first approval."""
    return all_of(
        ReviewSchedule.objects.filter(article=article),
        "review_id reviewed_on interval_months regular_due_on due_on",
    )


def intervals(article: Article) -> list[Facts]:
    rows = Interval.objects.filter(article=article).order_by("pk")
    return all_of(rows, "months reason set_at set_by_id ended_at ended_by_id")


def due_causes(article: Article) -> list[Facts]:
    """What made it due earlier than its interval, and what came of it."""
    return all_of(
        DueTrigger.objects.filter(article=article).order_by("pk"),
        "kind key due_on details reason raised_at raised_by_id settlement settlement_reason "
        "settled_at settled_by_id settled_by_review_id",
    )


def notifications(article: Article) -> list[Facts]:
    """To whom what was owed, and what became of it; the letters themselves are not kept."""
    rows = Notification.objects.filter(article=article).select_related("event")
    return [
        {
            **facts_of(
                row,
                "subject kind rung recipient_id due_on review_id assignment_id state queued "
                "attempts unanswered is_daily sent",
            ),
            "event": row.event and row.event.sequence if _is_own(row.event, article) else None,
        }
        for row in rows.order_by("queued", "pk")
    ]


def _is_own(event: AuditEvent | None, article: Article) -> bool:
    return event is not None and event.chain == article.pk


def people(named: set[int], article: Article) -> list[Facts]:
    """The accounts that the other files name, and the members who were asked, away or proposed."""
    asked = Assignment.objects.filter(review__article=article)
    proposed = Proposal.objects.filter(assignment__in=asked)
    members = BoardMember.objects.filter(
        Q(user__in=named)
        | Q(pk__in=asked.values("member"))
        | Q(pk__in=asked.exclude(in_place_of=None).values("in_place_of"))
        | Q(pk__in=proposed.exclude(member=None).values("member"))
    )
    accounts = User.objects.filter(Q(pk__in=named) | Q(board_member__in=members)).distinct()
    return [
        *(
            {"kind": "account", "id": account.pk, "name": audit.name_of(account)}
            for account in accounts.order_by("pk")
        ),
        *(
            {"kind": "member", **facts_of(member, "user_id name credentials slug")}
            for member in members.order_by("pk")
        ),
    ]


def article_reviews(article: Article) -> "QuerySet[Review]":
    return Review.objects.filter(article=article).order_by("pk")


#: File name (without .json) → its rows.
KINDS: Final[Mapping[str, Callable[[Article], list[Facts]]]] = {
    "article": article_facts,
    "publications": publications,
    "reviews": reviews,
    "policies": policies,
    "assignments": assignments,
    "proposals": proposals,
    "signatures": signatures,
    "withdrawals": withdrawals,
    "comments": comments,
    "read_marks": read_marks,
    "events": events,
    "references": references,
    "checks": checks,
    "waivers": waivers,
    "clocks": clocks,
    "intervals": intervals,
    "due_causes": due_causes,
    "notifications": notifications,
}
