"""What tellers say, kept and concluded; what the database does by itself."""

import datetime
from collections.abc import Iterator

import pytest
import time_machine
from django.contrib.auth.models import User
from django.test import Client
from pytest_django import DjangoAssertNumQueries, DjangoCaptureOnCommitCallbacks, Settings

from references import bibliography, csl, library, standing
from references.kinds import Kind
from references.models import (  # type: ignore[attr-defined] # the table of events has no types
    Notice,
    Reference,
    ReferenceEvent,
    RetractionWatchEntry,
    StandingChange,
)
from references.models.standing import Nature, Teller
from references.remote.answers import FoundNotice
from references.standing import Check
from tests.factories.references import ReferenceFactory
from tests.raw_sql import run, without

pytestmark = pytest.mark.django_db
NOVEMBER = datetime.datetime(2026, 11, 3, 6, 0, tzinfo=datetime.UTC)
LATER = NOVEMBER + datetime.timedelta(days=1)
DAY = datetime.date(2025, 11, 4)
RETRACTION = FoundNotice(Nature.RETRACTION, DAY, "doi:10.5555/notice", "https://doi.org/10.5555/n")
CORRECTION = FoundNotice(Nature.CORRECTION, DAY, "doi:10.5555/erratum", "")


@pytest.fixture
def work() -> Reference:
    return ReferenceFactory.create()


def told(teller: Teller, *notices: FoundNotice) -> dict[Teller, list[FoundNotice]]:
    return {teller: list(notices)}


def stands(work: Reference) -> tuple[str, datetime.date | None]:
    work.refresh_from_db()
    return work.retraction, work.retracted_on


def changes(work: Reference) -> list[tuple[str, str]]:
    return list(
        StandingChange.objects.filter(reference=work).order_by("pk").values_list("before", "after")
    )


def test_check_that_finds_nothing_says_none_and_when(work: Reference) -> None:
    assert standing.conclude(work, at=NOVEMBER, answered=True)
    assert stands(work) == ("none", None)
    assert (work.last_checked, work.unchecked_since) == (NOVEMBER, None)


def test_check_without_an_answer_is_never_none(work: Reference) -> None:
    standing.conclude(work, at=NOVEMBER, answered=False)
    assert stands(work) == ("unchecked", None)
    assert (work.last_checked, work.unchecked_since) == (None, NOVEMBER)
    assert work.unchecked_because == "nobody could be asked"


def test_check_in_which_one_of_two_failed_is_never_none(work: Reference) -> None:
    standing.conclude(work, at=NOVEMBER, answered=True)
    standing.conclude(work, at=LATER, answered=True, failures=["PubMed did not answer in time."])
    assert stands(work) == ("unchecked", None)
    assert (work.last_checked, work.unchecked_since) == (NOVEMBER, NOVEMBER)
    assert work.unchecked_because == "PubMed did not answer in time"
    standing.conclude(
        work, at=LATER, answered=False, failures=["PubMed is busy.", "So is Crossref."]
    )
    work.refresh_from_db()
    assert work.unchecked_since == NOVEMBER, "since when, not the last time it failed"
    assert work.unchecked_because == "PubMed is busy; So is Crossref"
    standing.conclude(work, at=LATER, answered=True)
    assert stands(work) == ("none", None)
    assert (work.last_checked, work.unchecked_because) == (LATER, "")
    assert work.unchecked_since is None


def test_check_that_fails_leaves_a_retraction_standing(work: Reference) -> None:
    whole = Check(answered=True)
    standing.settle(work, at=NOVEMBER, told=told(Teller.CROSSREF, RETRACTION), check=whole)
    standing.conclude(work, at=LATER, answered=False, failures=["Crossref cannot be reached."])
    assert stands(work) == ("retracted", DAY)
    assert work.unchecked_since == NOVEMBER


def test_check_whose_reason_is_very_long_is_kept_in_short(work: Reference) -> None:
    standing.conclude(work, at=NOVEMBER, answered=False, failures=["x" * 2000])
    work.refresh_from_db()
    assert work.unchecked_because == "x" * 300


def test_notice_that_is_told_stands_with_its_date_and_address(work: Reference) -> None:
    assert standing.record(work, teller=Teller.CROSSREF, notices=[RETRACTION], at=NOVEMBER)
    assert stands(work) == ("retracted", DAY)
    assert work.retraction_notice_url == "https://doi.org/10.5555/n"
    assert work.last_checked is None, "one teller is no check"
    notice = Notice.objects.get()
    assert (notice.found, notice.gone, notice.teller) == (NOVEMBER, None, "crossref")
    assert changes(work) == [("unchecked", "retracted")]


def test_notice_told_again_changes_nothing(work: Reference) -> None:
    standing.record(work, teller=Teller.CROSSREF, notices=[RETRACTION], at=NOVEMBER)
    assert not standing.record(work, teller=Teller.CROSSREF, notices=[RETRACTION], at=LATER)
    assert Notice.objects.get().found == NOVEMBER
    assert len(changes(work)) == 1


def test_notice_told_twice_in_one_answer_is_kept_once(work: Reference) -> None:
    standing.record(work, teller=Teller.CROSSREF, notices=[RETRACTION] * 2, at=NOVEMBER)
    assert Notice.objects.count() == 1


def test_notice_whose_date_becomes_known_takes_it_and_keeps_it(work: Reference) -> None:
    undated = FoundNotice(Nature.RETRACTION, None, RETRACTION.identifier, "")
    standing.record(work, teller=Teller.CROSSREF, notices=[undated], at=NOVEMBER)
    assert stands(work) == ("retracted", None)
    standing.record(work, teller=Teller.CROSSREF, notices=[RETRACTION], at=LATER)
    assert stands(work) == ("retracted", DAY)
    standing.record(work, teller=Teller.CROSSREF, notices=[undated], at=LATER)
    assert stands(work) == ("retracted", DAY)
    assert Notice.objects.get().gone is None


def test_notice_no_longer_told_is_gone_and_stays_on_record(work: Reference) -> None:
    standing.record(work, teller=Teller.CROSSREF, notices=[RETRACTION], at=NOVEMBER)
    standing.record(work, teller=Teller.CROSSREF, notices=[], at=LATER)
    assert Notice.objects.get().gone == LATER
    assert stands(work) == ("unchecked", None), "no check has found that there is none"
    standing.record(work, teller=Teller.CROSSREF, notices=[RETRACTION], at=LATER)
    assert sorted(notice.gone is None for notice in Notice.objects.all()) == [False, True]
    assert stands(work) == ("retracted", DAY)


def test_notice_of_one_teller_outlives_the_silence_of_another(work: Reference) -> None:
    standing.record(work, teller=Teller.PUBMED, notices=[RETRACTION], at=NOVEMBER)
    standing.settle(work, at=LATER, told=told(Teller.CROSSREF), check=Check(answered=True))
    assert stands(work) == ("retracted", DAY)


def test_retraction_then_reinstatement_from_two_tellers_is_one_change(work: Reference) -> None:
    back = FoundNotice(Nature.REINSTATEMENT, DAY, "pmid:5", "https://pubmed.example/5")
    heard = {Teller.CROSSREF: [RETRACTION], Teller.PUBMED: [back]}
    standing.settle(work, at=NOVEMBER, told=heard, check=Check(answered=True))
    assert changes(work) == [("unchecked", "reinstated")]


# What was written into the record itself.


def test_standing_set_without_a_notice_survives_a_check_that_finds_nothing() -> None:
    work = ReferenceFactory.create(
        retraction="retracted", retracted_on=DAY, retraction_notice_url="https://example.org/n"
    )
    standing.conclude(work, at=NOVEMBER, answered=True)
    assert stands(work) == ("retracted", DAY)
    assert work.last_checked == NOVEMBER
    notice = Notice.objects.get()
    assert (notice.teller, notice.nature, notice.on) == ("record", "retraction", DAY)
    assert notice.url == "https://example.org/n"
    standing.conclude(work, at=LATER, answered=True)
    assert Notice.objects.count() == 1


def test_standing_set_by_sql_outlives_a_lesser_notice(work: Reference) -> None:
    standing.record(work, teller=Teller.CROSSREF, notices=[CORRECTION], at=NOVEMBER)
    run("UPDATE references_reference SET retraction = 'retracted' WHERE id = %s", work.pk)
    whole = Check(answered=True)
    standing.settle(work, at=LATER, told=told(Teller.CROSSREF, CORRECTION), check=whole)
    assert stands(work) == ("retracted", DAY)
    assert set(Notice.objects.values_list("teller", "nature")) == {
        ("crossref", "correction"),
        ("record", "retraction"),
    }


def test_standing_set_to_none_by_sql_does_not_outlive_its_notice(work: Reference) -> None:
    standing.record(work, teller=Teller.CROSSREF, notices=[RETRACTION], at=NOVEMBER)
    run(
        "UPDATE references_reference SET retraction = 'none', retracted_on = NULL WHERE id = %s",
        work.pk,
    )
    standing.conclude(work, at=LATER, answered=True)
    assert stands(work) == ("retracted", DAY)


# Merged records.


@pytest.fixture
def merged(work: Reference, editor: User) -> Reference:
    duplicate = ReferenceFactory.create()
    middle = ReferenceFactory.create()
    for row, into in ((duplicate, middle), (middle, work)):
        Reference.objects.filter(pk=row.pk).update(
            merged_into=into, merged_at=NOVEMBER, merged_by=editor
        )
    duplicate.refresh_from_db()
    return duplicate


@pytest.fixture
def editor() -> User:
    return User.objects.create_superuser("editor")


def test_merged_records_stand_as_the_one_they_were_merged_into(
    work: Reference, merged: Reference
) -> None:
    standing.record(work, teller=Teller.CROSSREF, notices=[RETRACTION], at=NOVEMBER)
    assert stands(merged) == stands(work) == ("retracted", DAY)
    standing.settle(merged, at=LATER, told=told(Teller.CROSSREF), check=Check(answered=True))
    assert stands(merged) == stands(work) == ("none", None)
    assert merged.last_checked == LATER
    assert changes(merged) == []


def test_restating_after_a_merge_keeps_what_either_record_stood_for(
    work: Reference, editor: User
) -> None:
    duplicate = ReferenceFactory.create(retraction="retracted", retracted_on=DAY)
    standing.record(work, teller=Teller.CROSSREF, notices=[CORRECTION], at=NOVEMBER)
    Reference.objects.filter(pk=duplicate.pk).update(
        merged_into=work, merged_at=LATER, merged_by=editor
    )
    standing.restate(work, at=LATER)
    assert stands(work) == stands(duplicate) == ("retracted", DAY)
    assert Notice.objects.count() == 2, "the correction is not noted a second time"


# Who is told.

TOLD: list[datetime.datetime] = []


def hear(now: datetime.datetime) -> None:
    TOLD.append(now)


def fail(now: datetime.datetime) -> None:
    raise RuntimeError(now)


@pytest.fixture
def hook(settings: Settings) -> Iterator[Settings]:
    TOLD.clear()
    settings.REFERENCES_STANDING_CHANGED = f"{__name__}.hear"
    yield settings
    TOLD.clear()


@pytest.mark.usefixtures("hook")
def test_change_is_told_after_commit_and_only_when_it_matters(
    work: Reference, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    with time_machine.travel(LATER, tick=False):
        with django_capture_on_commit_callbacks(execute=True):
            standing.conclude(work, at=NOVEMBER, answered=True)
        assert TOLD == [], "that nothing was found is no news"
        with django_capture_on_commit_callbacks(execute=True):
            standing.record(work, teller=Teller.CROSSREF, notices=[RETRACTION], at=NOVEMBER)
            assert TOLD == []
        assert TOLD == [LATER]


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("path", [f"{__name__}.fail", "no.such.place"])
def test_change_stays_when_the_hook_fails(hook: Settings, path: str) -> None:
    hook.REFERENCES_STANDING_CHANGED = path
    work = ReferenceFactory.create()
    standing.record(work, teller=Teller.CROSSREF, notices=[RETRACTION], at=NOVEMBER)
    assert stands(work) == ("retracted", DAY)
    assert StandingChange.objects.filter(handled__isnull=True).count() == 1


def test_change_is_recorded_whoever_makes_it_and_the_trigger_does_it(work: Reference) -> None:
    run("UPDATE references_reference SET retraction = 'retracted' WHERE id = %s", work.pk)
    assert changes(work) == [("unchecked", "retracted")]
    with without("references_reference", "standing_change_is_recorded"):
        run("UPDATE references_reference SET retraction = 'corrected' WHERE id = %s", work.pk)
    assert len(changes(work)) == 1


# What the database does by itself.


def accept(work: Reference, by: User) -> None:
    Reference.objects.filter(pk=work.pk).update(
        accepted_at=NOVEMBER, accepted_by=by, accepted_because="Retracted and replaced."
    )


def test_acceptance_ends_when_another_notice_stands(work: Reference, editor: User) -> None:
    standing.record(work, teller=Teller.CROSSREF, notices=[CORRECTION], at=NOVEMBER)
    accept(work, editor)
    standing.record(work, teller=Teller.PUBMED, notices=[CORRECTION], at=LATER)
    work.refresh_from_db()
    assert work.is_accepted, "the same notice, told by one more"
    standing.record(work, teller=Teller.CROSSREF, notices=[CORRECTION, RETRACTION], at=LATER)
    work.refresh_from_db()
    assert (work.accepted_at, work.accepted_by, work.accepted_because) == (None, None, "")
    event = ReferenceEvent.objects.filter(pgh_obj_id=work.pk).latest("pgh_id")
    assert (event.retraction, event.accepted_at) == ("retracted", None)


def test_acceptance_ends_by_raw_sql_too_and_the_trigger_does_it(
    work: Reference, editor: User
) -> None:
    sql = "UPDATE references_reference SET retraction = %s WHERE id = %s"
    run(sql, "corrected", work.pk)
    for standing_now, is_accepted in (("retracted", False), ("corrected", True)):
        accept(work, editor)
        if is_accepted:
            with without("references_reference", "acceptance_ends_with_its_notice"):
                run(sql, standing_now, work.pk)
        else:
            run(sql, standing_now, work.pk)
        work.refresh_from_db()
        assert work.is_accepted == is_accepted


def test_acceptance_may_be_given_together_with_the_notice(work: Reference, editor: User) -> None:
    Reference.objects.filter(pk=work.pk).update(
        retraction="retracted", accepted_at=NOVEMBER, accepted_by=editor, accepted_because="Known."
    )
    work.refresh_from_db()
    assert work.is_accepted


@pytest.mark.parametrize("key", ["DOI", "PMID"])
def test_check_ends_when_an_identifier_changes(work: Reference, key: str) -> None:
    standing.conclude(work, at=NOVEMBER, answered=True)
    Reference.objects.filter(pk=work.pk).update(csl={**work.csl, "title": "Only the title"})
    assert stands(work) == ("none", None)
    Reference.objects.filter(pk=work.pk).update(csl={**work.csl, key: "10.5555/other"})
    assert stands(work) == ("unchecked", None)
    assert (work.last_checked, work.unchecked_since) == (None, NOVEMBER)
    assert work.unchecked_because == "its DOI or PubMed number was changed"
    assert changes(work)[-1] == ("none", "unchecked")


def test_check_ends_with_its_identifiers_by_the_trigger(work: Reference) -> None:
    standing.conclude(work, at=NOVEMBER, answered=True)
    with without("references_reference", "check_ends_with_its_identifiers"):
        Reference.objects.filter(pk=work.pk).update(csl={**work.csl, "DOI": "10.5555/other"})
    assert stands(work) == ("none", None)


def test_retraction_stays_when_an_identifier_changes(work: Reference) -> None:
    standing.record(work, teller=Teller.CROSSREF, notices=[RETRACTION], at=NOVEMBER)
    csl = {key: value for key, value in work.csl.items() if key != "DOI"}
    Reference.objects.filter(pk=work.pk).update(csl=csl)
    assert stands(work) == ("retracted", DAY)
    standing.conclude(work, at=LATER, answered=False, failures=["It has no DOI."])
    assert stands(work) == ("retracted", DAY)


def test_daily_check_leaves_no_row_of_history(work: Reference) -> None:
    standing.conclude(work, at=NOVEMBER, answered=True)
    before = ReferenceEvent.objects.count()
    standing.conclude(work, at=LATER, answered=True)
    assert ReferenceEvent.objects.count() == before


# Retraction Watch, as stored.


def entry(**facts: object) -> RetractionWatchEntry:
    return RetractionWatchEntry.objects.create(
        **{"record_id": "1", "nature": "retraction", "on": DAY, **facts}
    )


def test_works_just_added_are_found_in_the_stored_data(work: Reference) -> None:
    other = ReferenceFactory.create(csl={"title": "T", "PMID": "77"})
    ReferenceFactory.create(csl={"title": "Without a number"})
    entry(doi=work.doi, notice_doi="10.5555/notice")
    entry(record_id="2", pmid="77", notice_pmid="78", nature="expression_of_concern")
    assert standing.consult_retraction_watch(Reference.objects.all(), at=NOVEMBER) == 2
    assert stands(work) == ("retracted", DAY)
    assert stands(other) == ("expression_of_concern", DAY)
    assert other.retraction_notice_url == "https://pubmed.ncbi.nlm.nih.gov/78/"
    assert set(Notice.objects.values_list("identifier", flat=True)) == {
        "doi:10.5555/notice",
        "pmid:78",
    }
    assert standing.consult_retraction_watch(Reference.objects.all(), at=LATER) == 0


def test_works_are_no_longer_told_of_once_their_entry_is_gone(work: Reference) -> None:
    row = entry(doi=work.doi)
    standing.consult_retraction_watch([work], at=NOVEMBER)
    assert Notice.objects.get().identifier == "retraction-watch:1"
    row.delete()
    assert standing.consult_retraction_watch([work], at=LATER) == 1
    assert stands(work) == ("unchecked", None)


def test_works_are_found_by_the_numbers_of_what_was_merged_into_them(
    work: Reference, merged: Reference
) -> None:
    entry(doi=merged.doi)
    standing.consult_retraction_watch([work], at=NOVEMBER)
    assert stands(work) == stands(merged) == ("retracted", DAY)


def test_works_are_found_in_the_stored_data_by_whatever_way_they_come(client: Client) -> None:
    for number in range(4):
        entry(record_id=str(number), doi=f"10.5555/{number}", notice_doi="10.5555/notice")
    items = [
        csl.normalise(
            {"type": "article-journal", "title": f"T{number}", "DOI": f"10.5555/{number}"}
        )
        for number in range(4)
    ]
    one, _is_new = library.find_or_create(items[0])
    [many] = library.add_many([bibliography.KeyedItem("a", items[1], 1, Kind.RESEARCH)])
    client.force_login(User.objects.create_superuser("typist"))
    typed = {"kind": "research", "type": "article-journal", "title": "T2", "doi": "10.5555/2"}
    assert client.post("/admin/references/reference/add/", typed).status_code == 302
    assert (one.retraction, many.reference.retraction) == ("retracted", "retracted")
    assert Reference.objects.retracted().count() == 3
    changed = {"kind": "research", "type": "article-journal", "title": "T2", "doi": "10.5555/3"}
    pk = Reference.objects.get(doi="10.5555/2").pk
    path = f"/admin/references/reference/{pk}/change/"
    run("UPDATE references_retractionwatchentry SET nature = 'correction' WHERE record_id = '3'")
    assert client.post(path, changed).status_code == 302
    assert Reference.objects.get(pk=pk).retraction == "corrected"


def test_works_of_which_nothing_is_known_cost_one_question(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    works = ReferenceFactory.create_batch(50)
    with django_assert_num_queries(1):
        assert standing.consult_about_new(works) == 0
