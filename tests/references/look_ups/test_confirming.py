"""What was found enters the library on an editor's word, and never over what is there unasked."""

import datetime
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from references import look_ups, standing
from references.exceptions import LookUpRefused
from references.look_ups import confirming, jobs
from references.look_ups.comparison import version
from references.models import LookUp, Notice, Reference, Retraction
from references.models.standing import Nature, Teller
from references.remote.answers import FoundNotice
from tests.bibliographic_server import BibliographicServer, Fault
from tests.factories.references import ReferenceFactory
from tests.references.look_ups.asking import librarian, looked_up
from tests.references.remote.works import DOI, NOTICE, crossref_work, pubmed_article, update
from tests.references.test_recognition import merge

pytestmark = pytest.mark.django_db
PMID = "8300650"


@pytest.fixture(autouse=True)
def hurried(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jobs, "SECONDS", 2)


def add(row: LookUp, place: int = 0, kind: str = "research") -> tuple[Reference, bool]:
    return look_ups.add(row, place, kind=kind, by=librarian())


def fill(row: LookUp, reference: Reference, *entries: str, seen: str = "") -> Reference:
    return look_ups.fill(
        row,
        0,
        reference=reference,
        entries=entries,
        seen=seen or version(reference),
        by=librarian(),
    )


def record(**entries: Any) -> Reference:
    item = {"type": "article-journal", "title": "Our title", "volume": "99", "DOI": DOI}
    return ReferenceFactory.create(csl=item | entries)


# A new record.


def test_add_makes_the_record_of_the_kind_that_was_chosen(server: BibliographicServer) -> None:
    server.add_work(crossref_work())
    row = looked_up(DOI)
    reference, is_new = add(row, kind="guideline")
    assert is_new
    assert (reference.doi, reference.kind) == (DOI, "guideline")
    row.refresh_from_db()
    assert row.chosen == reference


def test_add_of_a_work_that_is_there_changes_nothing(server: BibliographicServer) -> None:
    server.add_work(crossref_work())
    row = looked_up(DOI)
    ours = record()
    before = version(ours)
    reference, is_new = add(row)
    assert (reference, is_new) == (ours, False)
    ours.refresh_from_db()
    assert version(ours) == before


@pytest.mark.parametrize("place", [-1, 1, 7])
def test_add_of_what_was_not_found_is_refused(server: BibliographicServer, place: int) -> None:
    server.add_work(crossref_work())
    row = looked_up(DOI)
    with pytest.raises(LookUpRefused, match="no longer among those found"):
        add(row, place)


def test_add_of_an_unknown_kind_is_refused(server: BibliographicServer) -> None:
    server.add_work(crossref_work())
    row = looked_up(DOI)
    with pytest.raises(LookUpRefused, match="not a kind of reference"):
        add(row, kind="hearsay")
    assert not Reference.objects.exists()


def test_add_and_fill_need_their_permissions(server: BibliographicServer) -> None:
    server.add_work(crossref_work())
    row = looked_up(DOI)
    with pytest.raises(PermissionDenied):
        look_ups.add(row, 0, kind="research", by=librarian("change_reference"))
    ours = record()
    with pytest.raises(PermissionDenied):
        look_ups.fill(
            row,
            0,
            reference=ours,
            entries=["PMID"],
            seen=version(ours),
            by=librarian("add_reference"),
        )


# A record that is there.


def test_fill_takes_what_was_ticked_and_nothing_else(server: BibliographicServer) -> None:
    server.add_work(crossref_work())
    server.add_article(pubmed_article(PMID, types=("Systematic Review",)))
    ours = record(note="of ours")
    reference = fill(looked_up(DOI), ours, "PMID", "page", "kind")
    reference.refresh_from_db()
    assert (reference.pmid, reference.csl["page"]) == (PMID, "101-9")
    assert reference.kind == "systematic_review"
    assert (reference.title, reference.csl["volume"]) == ("Our title", "99")
    assert reference.csl["note"] == "of ours"
    assert "PMCID" not in reference.csl


def test_fill_takes_nothing_that_was_not_offered(server: BibliographicServer) -> None:
    server.add_work(crossref_work())
    ours = record()
    reference = fill(looked_up(DOI), ours, "note", "accessed", "retraction", "id")
    assert reference.csl == ours.csl


def test_fill_of_a_record_that_was_changed_meanwhile_is_refused(
    server: BibliographicServer,
) -> None:
    server.add_work(crossref_work())
    ours = record()
    row = looked_up(DOI)
    seen = version(ours)
    ours.csl = {**ours.csl, "page": "7"}
    ours.save()
    with pytest.raises(LookUpRefused, match="Somebody changed this record meanwhile"):
        fill(row, ours, "page", seen=seen)
    ours.refresh_from_db()
    assert ours.csl["page"] == "7"


def test_fill_that_would_make_two_records_of_one_work_is_refused(
    server: BibliographicServer,
) -> None:
    server.add_work(crossref_work())
    server.add_article(pubmed_article(PMID))
    ours = record()
    row = looked_up(DOI)
    other = ReferenceFactory.create(
        csl={"type": "article-journal", "title": "Another", "PMID": PMID}
    )
    with pytest.raises(LookUpRefused, match=str(other)):
        fill(row, ours, "PMID")


def test_fill_of_a_merged_record_is_refused(server: BibliographicServer) -> None:
    server.add_work(crossref_work())
    ours = record()
    row = looked_up(DOI)
    merge(ours, ReferenceFactory.create())
    ours.refresh_from_db()
    with pytest.raises(LookUpRefused, match="merged into another"):
        fill(row, ours, "page")


# What is known of its standing.


def test_add_keeps_the_notices_and_when_the_work_was_checked(server: BibliographicServer) -> None:
    server.add_work(crossref_work(updated_by=[update("retraction")]))
    server.add_article(pubmed_article(PMID))
    reference, _new = add(looked_up(DOI))
    reference.refresh_from_db()
    assert reference.retraction == Retraction.RETRACTED
    assert reference.retracted_on == datetime.date(2020, 5, 4)
    assert reference.last_checked is not None
    assert reference.last_checked <= timezone.now()


def test_add_without_notices_is_checked_as_of_the_answer(server: BibliographicServer) -> None:
    """An answer that was remembered is as old as it is."""
    server.add_work(crossref_work())
    row = looked_up(DOI)
    yesterday = timezone.now() - datetime.timedelta(days=1)
    (candidate,) = row.candidates
    row.candidates = [candidate | {"asked": yesterday.isoformat()}]
    row.save()
    reference, _new = add(row)
    reference.refresh_from_db()
    assert (reference.retraction, reference.last_checked) == (Retraction.NONE, yesterday)


def test_add_while_one_service_failed_is_not_checked(server: BibliographicServer) -> None:
    server.add_work(crossref_work(updated_by=[update("correction")]))
    server.pubmed_fault = Fault(403)
    reference, _new = add(looked_up(DOI))
    reference.refresh_from_db()
    assert reference.retraction == Retraction.CORRECTED
    assert reference.last_checked is None


def test_add_from_a_search_by_words_is_not_checked(server: BibliographicServer) -> None:
    server.add_work(crossref_work(updated_by=[update("retraction")]))
    reference, _new = add(looked_up("Stiff necks and jaws"))
    reference.refresh_from_db()
    assert (reference.retraction, reference.last_checked) == (Retraction.RETRACTED, None)


def retracted_as_told_by_crossref(at: datetime.datetime) -> Reference:
    ours = record()
    told = FoundNotice(Nature.RETRACTION, datetime.date(2020, 5, 4), f"doi:{NOTICE}", "")
    standing.settle(
        ours,
        at=at,
        told={Teller.CROSSREF: [told]},
        check=standing.Check(answered=True),
    )
    return ours


def test_fill_from_old_answers_undoes_nothing_that_was_told_since(
    server: BibliographicServer,
) -> None:
    """Looked up on Monday, retracted on Tuesday, confirmed on Wednesday."""
    server.add_work(crossref_work())
    row = looked_up(DOI)
    ours = retracted_as_told_by_crossref(timezone.now())
    fill(row, ours, "page")
    ours.refresh_from_db()
    assert ours.retraction == Retraction.RETRACTED
    assert Notice.objects.get().gone is None


def test_fill_that_did_not_look_how_old_the_answers_are_would_undo_it(
    server: BibliographicServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Sabotage: the test above can fail."""
    monkeypatch.setattr(confirming, "_is_old_news", lambda _found, _reference: False)
    server.add_work(crossref_work())
    row = looked_up(DOI)
    ours = retracted_as_told_by_crossref(timezone.now())
    fill(row, ours, "page")
    ours.refresh_from_db()
    assert ours.retraction != Retraction.RETRACTED


def test_fill_from_a_search_by_words_undoes_nothing_that_was_told_before(
    server: BibliographicServer,
) -> None:
    server.add_work(crossref_work())
    ours = retracted_as_told_by_crossref(timezone.now() - datetime.timedelta(days=2))
    fill(looked_up("Stiff necks and jaws"), ours, "page")
    ours.refresh_from_db()
    assert ours.retraction == Retraction.RETRACTED


def test_fill_from_a_new_answer_by_number_is_what_stands(server: BibliographicServer) -> None:
    """As in any other check: what its teller no longer tells is gone."""
    server.add_work(crossref_work())
    ours = retracted_as_told_by_crossref(timezone.now() - datetime.timedelta(days=2))
    fill(looked_up(DOI), ours, "page")
    ours.refresh_from_db()
    assert ours.retraction == Retraction.NONE


def test_fill_with_what_was_found_of_another_work_keeps_its_notices_away(
    server: BibliographicServer,
) -> None:
    server.add_work(crossref_work("10.1000/jaws", updated_by=[update("retraction")]))
    ours = record()
    fill(looked_up("10.1000/jaws", reference=ours), ours, "page")
    ours.refresh_from_db()
    assert ours.retraction == Retraction.UNCHECKED
