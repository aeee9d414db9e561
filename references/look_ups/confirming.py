"""What was found enters the library: on an editor's word, and never over what is there unasked."""

from collections.abc import Collection, Mapping
from typing import Any

from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from references import csl, kinds, library, standing
from references.exceptions import InvalidItem, LookUpRefused
from references.look_ups.candidates import Candidate
from references.look_ups.comparison import ENTRIES, KIND, version
from references.models import LookUp, Notice, Reference
from references.models.standing import Nature, Teller
from references.recognition import merged_into
from references.remote.answers import FoundNotice


def candidate(look_up: LookUp, place: int) -> Candidate:
    """The work at this place (from 0). Raises `LookUpRefused`."""
    if look_up.state != LookUp.State.FOUND or not 0 <= place < len(look_up.candidates):
        raise LookUpRefused(_("This work is no longer among those found. Look it up again."))
    return Candidate.of_json(look_up.candidates[place])


def add(look_up: LookUp, place: int, *, kind: str, by: User) -> tuple[Reference, bool]:
    """The record of a work that was found, and whether it is new; one that was there is left as is.

    Raises `LookUpRefused`.
    """
    if not by.has_perm("references.add_reference"):
        raise PermissionDenied
    found = candidate(look_up, place)
    with transaction.atomic():
        try:
            reference, is_new = library.find_or_create(found.csl, kind=kind)
        except InvalidItem as invalid:
            raise LookUpRefused(invalid.message) from invalid
        if is_new:
            _keep_notices(reference, found)
            _choose(look_up, reference)
    return reference, is_new


def fill(
    look_up: LookUp,
    place: int,
    *,
    reference: Reference,
    entries: Collection[str],
    seen: str,
    by: User,
) -> Reference:
    """Take these entries of what was found into a record. `seen` is its `version` as shown.

    Raises `LookUpRefused` where the record has changed since, or would be that of another work.
    """
    if not by.has_perm("references.change_reference"):
        raise PermissionDenied
    found = candidate(look_up, place)
    with transaction.atomic():
        locked = Reference.objects.select_for_update(of=("self",)).get(pk=reference.pk)
        if locked.merged_into_id is not None:
            raise LookUpRefused(
                _("This record was merged into another: %(record)s. Look that one up.")
                % {"record": merged_into(locked)}
            )
        if version(locked) != seen:
            raise LookUpRefused(
                _("Somebody changed this record meanwhile. Compare once more; nothing was taken.")
            )
        _take(locked, found, entries)
        _keep_notices(locked, found)
        _choose(look_up, locked)
    return locked


def _take(reference: Reference, found: Candidate, entries: Collection[str]) -> None:
    taken = {key: found.csl[key] for key in entries if key in ENTRIES and key in found.csl}
    try:
        item = csl.normalise({**reference.csl, **taken})
        kind = kinds.named(found.kind) if KIND in entries else reference.kind
    except InvalidItem as invalid:
        raise LookUpRefused(invalid.message) from invalid
    if (item, kind) == (reference.csl, reference.kind):
        return
    _refuse_duplicate(item, reference)
    reference.csl, reference.kind = item, kind
    try:
        with transaction.atomic():
            reference.save(update_fields=["csl", "kind"])
    except IntegrityError:  # somebody added the work at this moment
        _refuse_duplicate(item, reference)
        raise


def _refuse_duplicate(item: Mapping[str, Any], reference: Reference) -> None:
    other = library.find(item, apart_from=reference.pk)
    if other is not None:
        raise LookUpRefused(
            _("With this, it would be the same work as another record of the library: %(record)s.")
            % {"record": other}
        )


def _choose(look_up: LookUp, reference: Reference) -> None:
    look_up.chosen = reference
    look_up.save(update_fields=["chosen"])


def _keep_notices(reference: Reference, found: Candidate) -> None:
    """What was told of the work, if it is of this record; and that it was checked, if it was."""
    if not _speaks_of(found, reference) or _is_old_news(found, reference):
        return
    told = {teller: list(notices) for teller, notices in found.told.items()}
    if not found.is_whole:
        told = {teller: [*notices, *_kept(reference, teller)] for teller, notices in told.items()}
    standing.settle(reference, at=found.asked, told=told)
    standing.consult_retraction_watch([reference], at=found.asked)
    applicable = {Teller.CROSSREF: reference.doi, Teller.PUBMED: reference.pmid}
    everybody = all(teller in told for teller, number in applicable.items() if number)
    if found.is_whole and everybody:
        standing.conclude(reference, at=found.asked, answered=True)


def _speaks_of(found: Candidate, reference: Reference) -> bool:
    """Whether a number of the record is the found work's: a like title is not enough."""
    numbers = {"DOI": reference.doi, "PMID": reference.pmid}
    return any(value and found.csl.get(key) == value for key, value in numbers.items())


def _is_old_news(found: Candidate, reference: Reference) -> bool:
    """Whether somebody asked about the work after these answers were given: theirs count."""
    if reference.last_checked is not None and reference.last_checked >= found.asked:
        return True
    since = Q(found__gt=found.asked) | Q(gone__gt=found.asked)
    return Notice.objects.filter(since, reference=reference).exists()


def _kept(reference: Reference, teller: Teller) -> list[FoundNotice]:
    """What this teller told before. A search by words tells less than a question by number."""
    return [
        FoundNotice(Nature(notice.nature), notice.on, notice.identifier, notice.url)
        for notice in reference.notices.filter(teller=teller, gone__isnull=True)
    ]
