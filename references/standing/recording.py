"""The one way in which a work's standing is written: notices first, then what they come to.

A teller's present notices replace what it told before; what it no longer tells is kept as gone.
The leading record of a work and all that were merged into it are locked, and stand alike.
"""

import datetime
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from references import hooks
from references.models import Notice, Reference, Retraction
from references.models.standing import Nature, Teller
from references.remote.answers import FoundNotice
from references.standing import family
from references.standing.family import Work
from references.standing.rule import NATURE_OF, Standing, standing_of

#: The standings that no notice stands behind.
PLAIN = {Retraction.UNCHECKED, Retraction.NONE}
LONGEST_REASON = 300
#: What a merged record takes over from the one that leads.
SHARED = (
    *("retraction", "retracted_on", "retraction_notice_url"),
    *("last_checked", "unchecked_since", "unchecked_because"),
    *("accepted_at", "accepted_by_id", "accepted_because"),
)


@dataclass(frozen=True)
class Check:
    """How asking about a work went. `failures`: why tellers that apply could not answer."""

    answered: bool
    failures: Sequence[str] = ()

    @property
    def is_whole(self) -> bool:
        return self.answered and not self.failures


def settle(
    reference: Reference,
    *,
    at: datetime.datetime,
    told: Mapping[Teller, Iterable[FoundNotice]] | None = None,
    check: Check | None = None,
) -> bool:
    """Keep what tellers told, and conclude. Returns whether the work's standing changed.

    A teller that is not in `told` was not heard, and its notices stay. Without a `check` only the
    notices count: nothing is said about when the work was last asked about.
    """
    with transaction.atomic():
        work = begin(reference, at=at)
        for teller, found in (told or {}).items():
            _replace(work, teller, found, at)
        return finish(work, at=at, check=check)


def record(
    reference: Reference, *, teller: Teller, notices: Iterable[FoundNotice], at: datetime.datetime
) -> bool:
    """What one teller tells now, and the standing that follows; no word on when it was checked."""
    return settle(reference, at=at, told={teller: notices})


def conclude(
    reference: Reference,
    *,
    at: datetime.datetime,
    failures: Sequence[str] = (),
    answered: bool,
) -> bool:
    """A check is over. Only one in which somebody `answered` and nobody failed finds "none"."""
    return settle(reference, at=at, check=Check(answered, failures))


def restate(reference: Reference, *, at: datetime.datetime) -> bool:
    """The standing again from the notices as they are, as after a merge."""
    return settle(reference, at=at)


def begin(reference: Reference, *, at: datetime.datetime) -> Work:
    """Lock a work for a change of its notices.

    A standing without the notice it speaks of was written into the record itself, and is noted
    here: so older data, SQL and whatever else sets the columns is never silently undone.
    """
    work = family.locked(reference)
    known = {(each.nature, each.on) for each in family.present_notices_of(work)}
    for row in work.rows:
        nature = NATURE_OF.get(row.retraction)
        if nature is None or (nature, row.retracted_on) in known:
            continue
        known.add((nature, row.retracted_on))
        facts = {"on": row.retracted_on, "url": row.retraction_notice_url}
        Notice.objects.update_or_create(
            reference=row,
            teller=Teller.RECORD,
            nature=nature,
            gone=None,
            defaults=facts,
            create_defaults={**facts, "found": at},
        )
    return work


def _replace(
    work: Work, teller: Teller, found: Iterable[FoundNotice], at: datetime.datetime
) -> None:
    now_told = {(each.nature, each.identifier): each for each in found}
    for notice in family.present_notices_of(work).filter(teller=teller):
        again = now_told.pop((Nature(notice.nature), notice.identifier), None)
        if again is None:
            Notice.objects.filter(pk=notice.pk).update(gone=at)
        elif (again.on, again.url) != (notice.on, notice.url):
            Notice.objects.filter(pk=notice.pk).update(on=again.on or notice.on, url=again.url)
    Notice.objects.bulk_create(
        [
            Notice(
                reference=work.lead,
                teller=teller,
                nature=nature,
                on=each.on,
                identifier=identifier,
                url=each.url,
                found=at,
            )
            for (nature, identifier), each in now_told.items()
        ]
    )


def finish(work: Work, *, at: datetime.datetime, check: Check | None = None) -> bool:
    """What the notices of a work come to, written to its records. Whether that is a change."""
    lead = work.lead
    facts = _facts_of(check, lead, at)
    present = family.present_notices_of(work)
    standing = standing_of(present) or Standing(_plain(lead, facts), None, "")
    facts |= {
        "retraction": standing.retraction,
        "retracted_on": standing.on,
        "retraction_notice_url": standing.url,
    }
    Reference.objects.filter(pk=lead.pk).update(**facts)
    if work.merged:
        shared = Reference.objects.filter(pk=lead.pk).values(*SHARED).get()
        Reference.objects.filter(pk__in=[row.pk for row in work.merged]).update(**shared)
    changed = (lead.retraction, lead.retracted_on) != (standing.retraction, standing.on)
    if changed and not {lead.retraction, standing.retraction} <= PLAIN:
        hooks.standing_changed()
    return changed


def _facts_of(check: Check | None, lead: Reference, at: datetime.datetime) -> dict[str, Any]:
    if check is None:
        return {}
    if check.is_whole:
        return {"last_checked": at, "unchecked_since": None, "unchecked_because": ""}
    reason = "; ".join(why.rstrip(". ") for why in check.failures) or _("nobody could be asked")
    return {
        "unchecked_since": lead.unchecked_since or lead.last_checked or at,
        "unchecked_because": reason[:LONGEST_REASON],
    }


def _plain(lead: Reference, facts: Mapping[str, Any]) -> Retraction:
    """Without a notice: only who was asked, and whole, is said to have none."""
    last = facts.get("last_checked", lead.last_checked)
    since = facts.get("unchecked_since", lead.unchecked_since)
    return Retraction.NONE if last is not None and since is None else Retraction.UNCHECKED
