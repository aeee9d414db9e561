"""What the library says of a work besides describing it: out in a file, and back from it."""

import datetime
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client

from references import appraisal, csl, library, supersession
from references.bibliography import read
from references.exceptions import InvalidItem
from references.export import FORMATS, said_of
from references.kinds import Kind
from references.models import Reference
from tests.factories.articles import ArticleFactory
from tests.factories.editorial import approved
from tests.factories.references import ReferenceFactory
from tests.references.test_recognition import merge
from tests.references.uploads.files import confirmed, uploaded

STATED = {
    "evidence_level": 2,
    "certainty": "very_low",
    "issuing_body": "Instituto “Ño” & {Söhne}",
    "valid_from": datetime.date(2020, 2, 29),
    "valid_until": datetime.date(2031, 12, 31),
}
FOREIGN = {"type": "book", "title": "Of elsewhere", "custom": {"theirs": [1, {"a": None}]}}


def stated_of(work: Reference) -> dict[str, Any]:
    return {name: getattr(work, name) for name in STATED}


@pytest.mark.django_db
@pytest.mark.parametrize("suffix", FORMATS)
def test_everything_that_is_kept_comes_back(
    suffix: str, admin_client: Client, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    newer = ReferenceFactory.create(csl={"type": "webpage", "title": "Newer", "PMID": "5"})
    nameless = ReferenceFactory.create(csl={"type": "report", "title": "<em>In vivo</em>, 2nd"})
    works = [
        ReferenceFactory.create(kind=Kind.GUIDELINE, superseded_by=newer, **STATED),
        ReferenceFactory.create(kind=Kind.WEBSITE, superseded_by=nameless, csl=FOREIGN),
        ReferenceFactory.create(kind=Kind.TRIAL, certainty="high"),
        newer,
        nameless,
    ]
    selected = {"action": f"export_as_{suffix}", "_selected_action": [one.pk for one in works]}
    file = tmp_path / f"all.{suffix}"
    file.write_bytes(admin_client.post("/admin/references/reference/", selected).content)
    before = {one.title: (one.kind, one.csl, stated_of(one), one.superseded_by) for one in works}
    Reference.objects.update(superseded_by=None)
    Reference.objects.all().delete()
    call_command("import_references", str(file))
    call_command("import_references", str(file))
    assert "5 new, 0 already there, 0 broken" in capsys.readouterr().out
    again = Reference.objects.select_related("superseded_by")
    assert {one.title: (one.kind, one.csl, stated_of(one)) for one in again} == {
        title: facts[:3] for title, facts in before.items()
    }
    assert {str(one.superseded_by) for one in again} == {str(f[3]) for f in before.values()}


@pytest.mark.django_db
def test_record_that_is_there_keeps_what_it_says() -> None:
    work = ReferenceFactory.create(csl={"type": "book", "title": "A", "DOI": "10.5555/a"})
    stated = appraisal.with_appraisal(work.csl, STATED, {"type": "book", "title": "B"})
    found, is_new = library.find_or_create(stated)
    found.refresh_from_db()
    assert (found, is_new, found.evidence_level, found.csl) == (work, False, None, work.csl)


@pytest.mark.django_db
def test_newer_work_is_found_or_told_to_be_missing(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    kept, merged = ReferenceFactory.create_batch(2)
    merge(merged, into=kept)
    old: Reference = ReferenceFactory.create(csl={"type": "book", "title": "Old"})
    assert supersession.link([(old.pk, appraisal.with_appraisal(old.csl, {}, merged.csl))]) == []
    old.refresh_from_db()
    assert old.superseded_by == kept
    away = {"type": "book", "title": "Nowhere to be found"}
    circle = appraisal.with_appraisal(kept.csl, {}, old.csl)
    nonsense = {"custom": {appraisal.OURS: {"superseded-by": {"DOI": "none"}}}}
    items = [(old.pk, appraisal.with_appraisal(old.csl, {}, away)), (kept.pk, circle)]
    assert supersession.link([*items, (old.pk, nonsense)]) == [old.pk, kept.pk, old.pk]
    file = tmp_path / "one.json"
    item = {"type": "book", "title": "Another", "kind": "textbook"}
    file.write_text(FORMATS["json"].write([appraisal.with_appraisal(item, {}, away)]))
    call_command("import_references", str(file))
    told = "1 new record is superseded by a work that is not in the library."
    assert told in capsys.readouterr().out


@pytest.mark.parametrize(
    "ours",
    [
        7,
        {"level": 1},
        {"evidence-level": 6},
        {"evidence-level": [1]},
        {"certainty": "certain"},
        {"certainty": {}, "evidence-level": True, "issuing-body": 5},
        {"issuing-body": "a" * 301},
        {"valid-from": "soon"},
        {"valid-from": "2020-01-02", "valid-until": "2020-01-01"},
        {"superseded-by": "10.5555/a"},
    ],
)
def test_what_cannot_be_read_is_reported_with_its_record(ours: object) -> None:
    item = {"type": "book", "title": "A", "custom": {appraisal.OURS: ours}}
    with pytest.raises(InvalidItem, match="cannot be read"):
        csl.normalise(item)
    found = read(FORMATS["ris"].write([item]).encode(), ".ris")
    assert (found.items, len(found.problems)) == ([], 1)


def test_nothing_stated_leaves_no_trace() -> None:
    item = {"type": "book", "title": "A"}
    nothing = dict.fromkeys(STATED, "")
    assert said_of({"csl": item, "kind": "textbook", **nothing}) == {**item, "kind": "textbook"}
    assert csl.normalise({**item, "custom": {appraisal.OURS: {"certainty": ""}}}) == item
    assert appraisal.taken(FOREIGN) == (FOREIGN, {})


@pytest.mark.django_db
def test_upload_takes_it_up_and_says_which_newer_work_is_missing() -> None:
    old, new, lost = ({"type": "book", "title": title} for title in ("Old", "New", "Lost"))
    items = [
        appraisal.with_appraisal(old, STATED, new),
        new,
        appraisal.with_appraisal(lost, {}, {"type": "book", "title": "Nowhere"}),
    ]
    upload = confirmed(uploaded(FORMATS["bib"].write(items), "sample.bib"))
    works = {work.title: work for work in Reference.objects.select_related("superseded_by")}
    assert stated_of(works["Old"]) == STATED
    assert works["Old"].superseded_by == works["New"]
    assert works["Old"].csl == csl.normalise(old)
    told = ["", "", "The newer work that the file names is not in the library."]
    assert list(upload.records.order_by("position").values_list("message", flat=True)) == told


@pytest.mark.django_db
@pytest.mark.parametrize("suffix", FORMATS)
def test_files_of_an_article_hold_what_its_text_says_of_its_sources(
    suffix: str, admin_client: Client
) -> None:
    source = ReferenceFactory.create(kind=Kind.GUIDELINE, **STATED)
    text = f'<p>Rest helps<cite data-reference="{source.pk}"></cite>.</p>'
    article = approved(ArticleFactory.create(text=text)).article
    for address in (
        f"/articles/{article.slug}/references.{suffix}",
        f"/admin/articles/article/{article.pk}/references.{suffix}",
    ):
        [item] = read(admin_client.get(address).content, f".{suffix}").items
        bare, stated = appraisal.taken(item.csl)
        assert (item.kind, bare, stated) == (Kind.GUIDELINE, source.csl, STATED), address
