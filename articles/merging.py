"""Two records of one work become one: every draft cites the record that is kept.

Versions stay as they were signed, and go on naming the record that was merged; whoever asks where
the kept record is used is told of them too. A merge is for good (ADR 0042).
"""

import datetime
from collections.abc import Collection, Mapping
from dataclasses import dataclass

import pghistory
from django.contrib.auth.models import AnonymousUser, User
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, OperationalError, transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext as _
from psycopg.errors import DeadlockDetected

from articles.following import led_on
from articles.models import Article, Section
from articles.text.sanitise import UnreadableText, sanitise
from references import supersession
from references.exceptions import InvalidItem
from references.merging import Side, combined
from references.models import LookUp, Reference, UploadedRecord
from references.standing import restate

PERMISSIONS = ("references.merge_reference", "references.change_reference")
PARTS = ("body", "plain_language")


class MergeRefused(Exception):
    """Why these two records do not become one, in words for whoever asked."""


@dataclass(frozen=True)
class Merged:
    """The record that was kept, and what now cites or lists it in place of the other."""

    kept: Reference
    sections: int
    articles: int


def may_merge(user: User | AnonymousUser) -> bool:
    return user.has_perms(PERMISSIONS)


def merge(
    duplicate: Reference,
    *,
    into: Reference,
    by: User,
    choices: Mapping[str, Side] | None = None,
    at: datetime.datetime | None = None,
) -> Merged:
    """Every draft that cites the duplicate cites the other record, which learns what it lacked.

    `choices` says for each fact in which they contradict each other whose is right, by its name in
    `references.merging.facts`. Notices of both count from now on, so that the graver standing
    stands; an acceptance of the duplicate despite its notice is none of the kept record.

    Raises `PermissionDenied`, `MergeRefused`, `references.merging.ChoiceMissing`.
    """
    if not may_merge(by):
        raise PermissionDenied(_("Your account may not do this."))
    at = at or timezone.now()
    try:
        with transaction.atomic(), pghistory.context(user=by.pk, merged=duplicate.pk, into=into.pk):
            return _merge(duplicate.pk, into.pk, by, choices or {}, at)
    except IntegrityError as conflict:
        raise MergeRefused(
            _(
                "Not merged: a third record has one of these identifiers, or a work would come to "
                "be superseded by itself. Merge or change that record first."
            )
        ) from conflict
    except OperationalError as conflict:
        if not isinstance(conflict.__cause__, DeadlockDetected):
            raise
        raise MergeRefused(
            _("Not merged: one of these records is being changed at this moment. Try again.")
        ) from conflict


def _merge(
    duplicate_id: int, kept_id: int, by: User, choices: Mapping[str, Side], at: datetime.datetime
) -> Merged:
    works = _locked(duplicate_id, kept_id)
    duplicate, kept = works.get(duplicate_id), works.get(kept_id)
    if duplicate is None or kept is None:
        raise MergeRefused(_("Not merged: one of these records is no longer in the library."))
    _refuse_unless_two_records_of_one_work(duplicate, kept)
    try:
        item, columns = combined(kept, duplicate, choices)
    except InvalidItem as invalid:
        raise MergeRefused(_("Not merged: %(why)s") % {"why": invalid.message}) from invalid
    old = [pk for pk, work in works.items() if duplicate_id in {pk, work.merged_into_id}]
    sections, cited = _lead_drafts_on(old, kept_id)
    listed = _lead_lists_on(old, kept_id)
    Reference.objects.filter(pk=duplicate_id).update(merged_into=kept, merged_at=at, merged_by=by)
    Reference.objects.filter(superseded_by=duplicate_id).update(superseded_by=kept)
    Reference.objects.filter(pk=kept_id).update(csl=item, **columns)
    LookUp.objects.filter(reference=duplicate_id).update(reference=kept)
    LookUp.objects.filter(chosen=duplicate_id).update(chosen=kept)
    UploadedRecord.objects.filter(reference=duplicate_id).update(reference=kept)
    restate(kept, at=at)
    return Merged(Reference.objects.get(pk=kept_id), sections, len(cited | listed))


def _locked(duplicate_id: int, kept_id: int) -> dict[int, Reference]:
    """Both records, those merged into the duplicate, and those it supersedes: always in one order.

    What counts comes before what was merged into it, as `references.standing` takes them. Not
    against reading and citing: who adds a citation meanwhile is led on when it is read.
    """
    concerned = Reference.objects.filter(
        Q(pk__in=[duplicate_id, kept_id])
        | Q(merged_into=duplicate_id)
        | Q(superseded_by=duplicate_id)
    )
    in_order = concerned.order_by(F("merged_into").asc(nulls_first=True), "pk")
    return {work.pk: work for work in in_order.select_for_update(of=("self",), no_key=True)}


def _refuse_unless_two_records_of_one_work(duplicate: Reference, kept: Reference) -> None:
    if duplicate.pk == kept.pk:
        raise MergeRefused(_("Not merged: this is one record. Choose another to merge it with."))
    for work in (duplicate, kept):
        if work.merged_into is not None:
            raise MergeRefused(
                _("Not merged: “%(work)s” (%(id)d) was merged into “%(kept)s” (%(into)d) before.")
                % {
                    "work": work,
                    "id": work.pk,
                    "kept": work.merged_into,
                    "into": work.merged_into_id,
                }
            )
    if supersession.would_circle(kept.pk, duplicate.pk) or supersession.would_circle(
        duplicate.pk, kept.pk
    ):
        raise MergeRefused(
            _(
                "Not merged: one of these works is said to be superseded by the other, so they are "
                "two. Take that out of its record first if it is wrong."
            )
        )


def _lead_drafts_on(old: Collection[int], kept_id: int) -> tuple[int, set[int]]:
    """How many sections changed, and of which articles. The articles are locked in one order."""
    citing = Section.objects.filter(cited_ids__overlap=list(old))
    articles = Article.objects.filter(
        Q(pk__in=citing.values("article_id")) | Q(listed_references__in=old)
    )
    held = Article.objects.filter(pk__in=articles.values("pk")).order_by("pk")
    list(held.select_for_update(of=("self",), no_key=True).values_list("pk", flat=True))
    sections = list(citing.select_related("article").order_by("pk"))
    moved = dict.fromkeys(old, kept_id)
    for section in sections:
        for part in PARTS:
            setattr(section, part, _rewritten(section, part, moved))
    Section.objects.bulk_update(sections, PARTS, batch_size=100)
    return len(sections), {section.article_id for section in sections}


def _rewritten(section: Section, part: str, moved: Mapping[int, int]) -> str:
    """The text, byte for byte as it was where it cites none of these works."""
    html: str = getattr(section, part)
    if not any(part in section.citations.get(str(pk), ()) for pk in moved):
        return html
    try:
        return led_on(sanitise(html), moved)
    except UnreadableText as unreadable:
        raise MergeRefused(
            _("Not merged: a section of “%(article)s” cites the work and cannot be read: %(why)s")
            % {"article": section.article, "why": unreadable}
        ) from unreadable


def _lead_lists_on(old: Collection[int], kept_id: int) -> set[int]:
    """The articles that have the kept record at hand now, in place of the other."""
    rows = Article.listed_references.through._default_manager
    listing = set(rows.filter(reference_id__in=old).values_list("article_id", flat=True))
    Article.listed_references.through._default_manager.bulk_create(
        [
            Article.listed_references.through(article_id=article_id, reference_id=kept_id)
            for article_id in sorted(listing)
        ],
        ignore_conflicts=True,
    )
    rows.filter(reference_id__in=old).delete()
    return listing
