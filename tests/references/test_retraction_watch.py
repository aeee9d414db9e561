"""The file of Retraction Watch: read, kept, applied to the library, and applied again."""

import csv
import datetime
import io
import random
import time
import tracemalloc
from collections.abc import Iterable, Mapping
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from hypothesis import given
from hypothesis import strategies as st

from references.models import Notice, Reference, RetractionWatchEntry, StandingChange
from references.models.standing import Nature
from references.retraction_watch import (
    FileCutShort,
    Imported,
    NotTheFile,
    Problem,
    Row,
    import_rows,
    read,
)
from tests.factories.references import ReferenceFactory

NOW = datetime.datetime(2026, 11, 22, 6, 0, tzinfo=datetime.UTC)
LATER = NOW + datetime.timedelta(days=1)
#: As the file has them, and in its order.
HEADER = [
    *("Record ID", "Title", "Subject", "Institution", "Journal", "Publisher", "Country", "Author"),
    *("URLS", "ArticleType", "RetractionDate", "RetractionDOI", "RetractionPubMedID"),
    *("OriginalPaperDate", "OriginalPaperDOI", "OriginalPaperPubMedID", "RetractionNature"),
    *("Reason", "Paywalled", "Notes"),
]
RECORD = {
    "Record ID": "42",
    "Title": 'Stiff necks, and "jaws"\nof samples',
    "Author": "Ada Example;Ben Sample",
    "RetractionDate": "11/4/2025 0:00",
    "RetractionDOI": "10.1000/Notice.1",
    "RetractionPubMedID": "0",
    "OriginalPaperDate": "1/2/2017 0:00",
    "OriginalPaperDOI": "10.1000/STIFF.neck",
    "OriginalPaperPubMedID": "8300650",
    "RetractionNature": "Retraction",
    "Reason": "+Error in Data;+Investigation by Journal/Publisher;",
    "Paywalled": "No",
}
ROW = Row(
    record_id="42",
    nature=Nature.RETRACTION,
    on=datetime.date(2025, 11, 4),
    doi="10.1000/stiff.neck",
    pmid="8300650",
    notice_doi="10.1000/notice.1",
    notice_pmid="",
    reasons="Error in Data; Investigation by Journal/Publisher",
)


def written(*records: Mapping[str, str], header: Iterable[str] = HEADER) -> str:
    text = io.StringIO(newline="")
    rows = csv.DictWriter(text, list(header), extrasaction="ignore", restval="")
    rows.writeheader()
    rows.writerows(records)
    return text.getvalue()


def rows_of(text: str) -> list[Row | Problem]:
    return list(read(io.StringIO(text, newline="")))


def one(**changes: str) -> Row | Problem:
    [row] = rows_of(written(RECORD | {name.replace("_", " "): changes[name] for name in changes}))
    return row


# Reading.


def test_read_takes_what_matters_of_a_record() -> None:
    assert rows_of(written(RECORD)) == [ROW]


def test_read_finds_columns_by_name_and_bears_a_mark_at_the_beginning(tmp_path: Path) -> None:
    path = tmp_path / "rw.csv"
    path.write_bytes(b"\xef\xbb\xbf" + written(RECORD, header=HEADER[::-1]).encode())
    with path.open(encoding="utf-8-sig", newline="") as file:
        assert list(read(file)) == [ROW]


@pytest.mark.parametrize("nothing", ["", "0", "unavailable", "Unavailable", " ", "N/A"])
def test_read_takes_the_words_for_nothing(nothing: str) -> None:
    numbers = ("RetractionDOI", "RetractionPubMedID", "OriginalPaperDOI", "OriginalPaperPubMedID")
    row = one(**dict.fromkeys(numbers, nothing))
    assert isinstance(row, Row)
    assert (row.doi, row.pmid, row.notice_doi, row.notice_pmid) == ("", "", "", "")


@pytest.mark.parametrize(
    ("written_as", "nature"),
    [
        ("Retraction", "retraction"),
        ("Expression of concern", "expression_of_concern"),
        ("Correction", "correction"),
        ("Reinstatement", "reinstatement"),
        ("REINSTATEMENT ", "reinstatement"),
    ],
)
def test_read_knows_the_natures(written_as: str, nature: str) -> None:
    row = one(RetractionNature=written_as)
    assert isinstance(row, Row)
    assert row.nature == nature


def test_read_reports_a_nature_that_nobody_knows() -> None:
    problem = one(RetractionNature="Removal of all doubt")
    assert problem == Problem(
        2, "Record 42 is of a nature that is not known: “Removal of all doubt”.", "42"
    )


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("11/4/2025 0:00", datetime.date(2025, 11, 4)),
        ("1/2/2003 0:00:00", datetime.date(2003, 1, 2)),
        ("12/31/1999", datetime.date(1999, 12, 31)),
        ("2025-11-04", datetime.date(2025, 11, 4)),
        ("", None),
    ],
)
def test_read_takes_dates_month_first(text: str, day: datetime.date | None) -> None:
    row = one(RetractionDate=text)
    assert isinstance(row, Row)
    assert row.on == day


@pytest.mark.parametrize(
    ("column", "text"),
    [
        ("RetractionDate", "31/12/2025 0:00"),
        ("RetractionDate", "soon"),
        ("OriginalPaperDOI", "see the journal"),
        ("OriginalPaperPubMedID", "PMC5"),
        ("RetractionDOI", "10.1000/a b"),
    ],
)
def test_read_keeps_a_record_without_what_cannot_be_read(column: str, text: str) -> None:
    problem = one(**{column: text})
    assert isinstance(problem, Problem)
    assert problem.row is not None
    assert problem.row.record_id == "42"
    assert f"“{text}”" in problem.message


def test_read_normalises_what_is_written_oddly() -> None:
    row = one(
        OriginalPaperDOI="https://doi.org/10.1000/Stiff.Neck.", OriginalPaperPubMedID="08300650"
    )
    assert row == ROW


def test_read_tells_the_line_on_which_a_bad_row_begins() -> None:
    text = written(RECORD, {**RECORD, "Record ID": ""}, RECORD)
    lines = [row.line for row in rows_of(text) if isinstance(row, Problem)]
    assert lines == [4], "each title goes over two lines"
    assert text.splitlines()[3].startswith(',"Stiff')


@pytest.mark.parametrize("rest", ["42", "42,a,b", "x" * 300_000, '"' + "x" * 300_000])
def test_read_reports_a_broken_row_and_goes_on(rest: str) -> None:
    text = f"{written(RECORD)}{rest}\r\n{written(RECORD).split(chr(10), 1)[1]}"
    found = rows_of(text)
    assert found[0] == ROW
    assert any(isinstance(row, Problem) for row in found[1:])
    if not rest.startswith('"'):
        assert found[-1] == ROW


@pytest.mark.parametrize("text", ["", "\r\n", "a,b,c\r\n1,2,3\r\n", "\x00\x01", "PK\x03\x04" * 9])
def test_read_refuses_another_file(text: str) -> None:
    with pytest.raises(NotTheFile, match="Record ID|CSV"):
        rows_of(text)


@given(st.text(st.characters(codec="utf-8"), max_size=200))
def test_read_bears_any_text_after_its_header(text: str) -> None:
    for row in rows_of(f"{written()}{text}"):
        assert isinstance(row, Row | Problem)


@given(st.dictionaries(st.sampled_from(HEADER), st.text(max_size=50)))
def test_read_bears_anything_in_any_column(record: dict[str, str]) -> None:
    (row,) = rows_of(written(RECORD | record))
    assert "\x00" not in repr(row)


# Keeping and applying.


def take(*records: Mapping[str, str], at: datetime.datetime = NOW, **options: bool) -> Imported:
    return import_rows(rows_of(written(*records)), at=at, **options)


def works_of(count: int) -> list[Reference]:
    return [
        ReferenceFactory.create(csl={"title": f"T{number}", "DOI": f"10.1000/{number}"})
        for number in range(count)
    ]


def about(number: int, **changes: str) -> dict[str, str]:
    """A record about the work of that number."""
    own = {"Record ID": str(number), "OriginalPaperDOI": f"10.1000/{number}"}
    own |= {"OriginalPaperPubMedID": "0", "RetractionDOI": f"10.1000/n{number}"}
    return RECORD | own | changes


def stand(works: Iterable[Reference]) -> list[str]:
    found = dict(Reference.objects.values_list("pk", "retraction"))
    return [found[work.pk] for work in works]


@pytest.mark.django_db
def test_import_stores_and_applies() -> None:
    works = works_of(3)
    by_pmid = ReferenceFactory.create(csl={"title": "By number", "PMID": "77"})
    done = take(
        about(0),
        about(1, RetractionNature="Correction", RetractionDOI="unavailable"),
        about(7, OriginalPaperPubMedID="77", OriginalPaperDOI="unavailable"),
        about(8),
    )
    assert (done.rows, done.new, done.changed, done.vanished, done.works) == (4, 4, 0, 0, 3)
    assert stand([*works, by_pmid]) == ["retracted", "corrected", "unchecked", "retracted"]
    entry = RetractionWatchEntry.objects.get(record_id="0")
    assert (entry.doi, entry.notice_doi, entry.on) == ("10.1000/0", "10.1000/n0", ROW.on)
    assert entry.reasons == "Error in Data; Investigation by Journal/Publisher"
    notice = Notice.objects.get(reference=works[0])
    assert (notice.identifier, notice.url) == ("doi:10.1000/n0", "https://doi.org/10.1000/n0")
    assert Notice.objects.get(reference=works[1]).identifier == "retraction-watch:1"


@pytest.mark.django_db
def test_import_twice_changes_nothing() -> None:
    works_of(2)
    records = [about(0), about(1), about(5)]
    take(*records)
    before = list(Notice.objects.order_by("pk").values())
    entries = list(RetractionWatchEntry.objects.order_by("pk").values())
    assert take(*records, at=LATER) == Imported(rows=3)
    assert list(Notice.objects.order_by("pk").values()) == before
    assert list(RetractionWatchEntry.objects.order_by("pk").values()) == entries
    assert StandingChange.objects.count() == 2


@pytest.mark.django_db
def test_import_follows_what_changed_and_what_vanished() -> None:
    works = works_of(4)
    take(*(about(number) for number in range(4)))
    done = take(
        about(0, RetractionNature="Expression of concern"),
        about(1, OriginalPaperDOI="10.1000/2"),
        about(3),
        at=LATER,
    )
    assert (done.new, done.changed, done.vanished, done.works) == (0, 2, 1, 2)
    assert stand(works) == ["expression_of_concern", "unchecked", "retracted", "retracted"]
    gone = Notice.objects.filter(gone=LATER).order_by("reference")
    assert [notice.reference_id for notice in gone] == [work.pk for work in works[:3]]
    assert RetractionWatchEntry.objects.count() == 3


@pytest.mark.django_db
def test_import_finds_works_that_were_added_since() -> None:
    take(about(0))
    works = works_of(1)
    assert take(about(0)).works == 1
    assert stand(works) == ["retracted"]


@pytest.mark.django_db
def test_import_lifts_a_retraction_by_a_later_reinstatement() -> None:
    works = works_of(1)
    back = about(0, RetractionNature="Reinstatement", RetractionDate="11/5/2025 0:00")
    take(about(0), back | {"Record ID": "900"})
    assert stand(works) == ["reinstated"]


@pytest.mark.django_db
def test_import_leaves_a_stored_record_whose_row_cannot_be_read() -> None:
    works = works_of(1)
    take(about(0), about(5))
    done = take(about(0, RetractionNature="Unheard of"), about(5))
    assert (done.vanished, done.changed, done.unreadable) == (0, 0, 1)
    assert stand(works) == ["retracted"]


@pytest.mark.django_db
def test_import_takes_the_last_of_two_rows_for_one_record() -> None:
    take(about(0), about(0, RetractionNature="Correction"))
    assert RetractionWatchEntry.objects.get().nature == "correction"


@pytest.mark.django_db
def test_import_refuses_a_file_that_was_cut_short() -> None:
    works = works_of(1)
    records = [about(number) for number in range(100)]
    take(*records)
    with pytest.raises(FileCutShort, match="51 of 100 stored records"):
        take(*records[51:])
    assert RetractionWatchEntry.objects.count() == 100
    assert stand(works) == ["retracted"]
    assert take(*records[51:], may_shrink=True).vanished == 51
    assert stand(works) == ["unchecked"]


@pytest.mark.django_db
def test_import_keeps_what_others_tell() -> None:
    [work] = works_of(1)
    Notice.objects.create(reference=work, nature="correction", teller="crossref", found=NOW)
    take(about(0))
    assert stand([work]) == ["retracted"]
    take(at=LATER)
    assert stand([work]) == ["corrected"]


# The command.


@pytest.mark.django_db
def test_command_reports_rows_works_and_lines(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    works_of(1)
    path = tmp_path / "retraction_watch.csv"
    bad = about(3, RetractionNature="Unheard of", Title="One line")
    latin = about(2, Title="Müller").copy()
    path.write_bytes(written(about(0, Title="One line"), bad, latin).encode("latin-1"))
    call_command("import_retraction_watch", str(path))
    out, err = capsys.readouterr()
    assert f"{path}: 3 rows; 2 new, 0 changed, 0 no longer told" in out
    assert "1 work of the library stands otherwise now." in out
    assert f"{path}, line 3: Record 3 is of a nature that is not known: “Unheard of”." in err


@pytest.mark.django_db
def test_command_refuses_what_is_no_such_file(tmp_path: Path) -> None:
    other = tmp_path / "other.csv"
    other.write_text("a,b\r\n1,2\r\n")
    for path, says in (
        (other, "it has no column Record ID"),
        (tmp_path / "none.csv", "No such file"),
        (tmp_path, "not an ordinary file"),
        (Path("/dev/zero"), "not an ordinary file"),
    ):
        with pytest.raises(CommandError, match=says):
            call_command("import_retraction_watch", str(path))


@pytest.mark.slow
@pytest.mark.django_db
def test_command_takes_70000_rows_within_seconds_and_little_memory(tmp_path: Path) -> None:
    path = tmp_path / "rw.csv"
    chance = random.Random(5)  # noqa: S311 - no secret
    title = "T" * 400
    with path.open("w", newline="") as file:
        rows = csv.DictWriter(file, HEADER, restval="")
        rows.writeheader()
        for number in range(70_000):
            day = f"{chance.randint(1, 12)}/{chance.randint(1, 28)}/2020 0:00"
            rows.writerow(about(number, Title=title, RetractionDate=day))
    Reference.objects.bulk_create(
        ReferenceFactory.build(csl={"title": f"T{number}", "DOI": f"10.1000/{number * 700}"})
        for number in range(2_000)
    )
    for expected in ("retracted", "again"):
        began = time.perf_counter()
        call_command("import_retraction_watch", str(path))
        seconds = time.perf_counter() - began
        assert seconds < 30, expected
    assert Reference.objects.retracted().count() == 100
    tracemalloc.start()
    call_command("import_retraction_watch", str(path))
    _now, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 20_000_000
