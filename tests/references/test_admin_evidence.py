"""How strong a source is and whether it is current: what editors enter and what lists show."""

import datetime
from typing import Any

import pytest
import time_machine
from django.contrib.auth.models import Permission, User
from django.test import Client
from django.urls import reverse

from references.models import Reference
from tests.admin_forms import posted
from tests.factories.articles import UserFactory
from tests.factories.references import ReferenceFactory

pytestmark = pytest.mark.django_db
LIST = "/admin/references/reference/"
DAY = datetime.date(2026, 11, 22)


@pytest.fixture
def editor(client: Client) -> Client:
    client.force_login(User.objects.create_superuser("editor"))
    return client


def _change(reference: Reference) -> str:
    return reverse("admin:references_reference_change", args=[reference.pk])


def _saved(editor: Client, reference: Reference, **changes: object) -> Any:  # noqa: ANN401
    return editor.post(_change(reference), posted(editor.get(_change(reference)), **changes))


def test_change_keeps_strength_validity_and_newer_work(editor: Client) -> None:
    newer, guideline = ReferenceFactory.create(), ReferenceFactory.create(kind="guideline")
    answer = _saved(
        editor,
        guideline,
        evidence_level="2",
        certainty="high",
        issuing_body="Sample Council",
        valid_from="2024-01-01",
        valid_until="2026-12-31",
        superseded_by=str(newer.pk),
    )
    assert answer.status_code == 302
    guideline.refresh_from_db()
    assert (guideline.evidence_level, guideline.certainty) == (2, "high")
    assert (guideline.issuing_body, guideline.superseded_by) == ("Sample Council", newer)
    assert (guideline.valid_from, guideline.valid_until) == (
        datetime.date(2024, 1, 1),
        datetime.date(2026, 12, 31),
    )
    assert _saved(editor, guideline).status_code == 302
    before = guideline.superseded_by_id
    guideline.refresh_from_db()
    assert guideline.superseded_by_id == before


@pytest.mark.parametrize(
    "typed", ["{pk}", "10.5555/newer", "https://doi.org/10.5555/NEWER", "PMID: 123", "PMC77"]
)
def test_change_finds_the_newer_work_by_number_or_identifier(editor: Client, typed: str) -> None:
    csl = {"title": "Newer", "DOI": "10.5555/newer", "PMID": "123", "PMCID": "PMC77"}
    newer, older = ReferenceFactory.create(csl=csl), ReferenceFactory.create()
    assert _saved(editor, older, superseded_by=typed.format(pk=newer.pk)).status_code == 302
    older.refresh_from_db()
    assert older.superseded_by == newer


def test_change_takes_the_record_that_the_named_one_was_merged_into(editor: Client) -> None:
    kept, older = ReferenceFactory.create_batch(2)
    merged = ReferenceFactory.create(
        csl={"title": "D", "DOI": "10.5555/merged"},
        merged_into=kept,
        merged_at=datetime.datetime(2026, 1, 1, tzinfo=datetime.UTC),
        merged_by=UserFactory.create(),
    )
    for typed in (str(merged.pk), "10.5555/merged"):
        assert _saved(editor, older, superseded_by=typed).status_code == 302
        older.refresh_from_db()
        assert older.superseded_by == kept


@pytest.mark.parametrize(
    ("field", "typed", "said"),
    [
        ("evidence_level", "6", "Select a valid choice"),
        ("evidence_level", "high", "Select a valid choice"),
        ("certainty", "certain", "Select a valid choice"),
        ("valid_from", "soon", "Enter a valid date"),
        ("valid_until", "2023-12-31", "valid until the day it begins, or later"),
        ("issuing_body", "a" * 301, "at most 300 characters"),
        ("superseded_by", "999999999", "No work of the library"),
        ("superseded_by", "9" * 40, "No work of the library"),
        ("superseded_by", "10.5555/nowhere", "No work of the library"),
        ("superseded_by", "a newer one", "No work of the library"),
        ("superseded_by", "٣", "No work of the library"),
        ("superseded_by", "a\x00b", ""),
    ],
)
def test_change_refuses_bad_input_at_the_field_and_keeps_it(
    editor: Client, field: str, typed: str, said: str
) -> None:
    guideline = ReferenceFactory.create(kind="guideline", valid_from=datetime.date(2024, 1, 1))
    answer = _saved(editor, guideline, **{field: typed})
    assert answer.status_code == 400
    problems = answer.context["adminform"].form.errors
    assert said in " ".join(message for listed in problems.values() for message in listed)
    assert answer.context["adminform"].form[field].value() == typed


def test_change_refuses_a_circle_and_names_the_field(editor: Client) -> None:
    newer = ReferenceFactory.create()
    older = ReferenceFactory.create(superseded_by=newer)
    for typed in (older.pk, newer.pk):
        answer = _saved(editor, newer, superseded_by=str(typed))
        assert answer.status_code == 400
        assert "superseded by this one" in str(answer.context["adminform"].form.errors)


@pytest.mark.parametrize(
    ("facts", "folded"),
    [
        ({"kind": "research"}, True),
        ({"kind": "guideline"}, False),
        ({"kind": "drug_label", "issuing_body": "FDA"}, False),
    ],
)
def test_change_folds_away_what_only_guidelines_have(
    editor: Client,
    facts: dict[str, str],
    folded: bool,
) -> None:
    page = editor.get(_change(ReferenceFactory.create(**facts)))
    fieldset = next(f for f in page.context["adminform"] if str(f.name) == "Guideline")
    assert fieldset.is_collapsible is folded
    assert b'name="issuing_body"' in page.content  # it is there, without JavaScript too


def test_change_unfolds_where_a_field_was_refused(editor: Client) -> None:
    answer = _saved(editor, ReferenceFactory.create(), valid_from="soon")
    fieldset = next(f for f in answer.context["adminform"] if str(f.name) == "Guideline")
    assert not fieldset.is_collapsible


def test_change_shows_who_may_only_look_the_facts(client: Client) -> None:
    user = User.objects.create_user("auditor", is_staff=True)
    user.user_permissions.add(Permission.objects.get(codename="view_reference"))
    client.force_login(user)
    page = client.get(_change(ReferenceFactory.create(evidence_level=3, issuing_body="NICE")))
    assert b"3: controlled cohort" in page.content
    assert b"NICE" in page.content


@time_machine.travel(datetime.datetime(2026, 11, 22, 12, tzinfo=datetime.UTC), tick=False)
def test_list_says_how_strong_and_how_current(editor: Client) -> None:
    newer = ReferenceFactory.create(csl={"title": "Newer & better"})
    ReferenceFactory.create(
        evidence_level=2,
        certainty="very_low",
        superseded_by=newer,
        valid_until=DAY - datetime.timedelta(days=1),
    )
    ReferenceFactory.create(valid_until=DAY)
    page = editor.get(LIST).content.decode()
    assert "Research<br>level 2, very low certainty" in page
    assert "△ Superseded by Newer &amp; better<br>△ Validity ended 21 November 2026" in page
    assert "Valid until 22 November 2026" in page


@time_machine.travel(datetime.datetime(2026, 11, 22, 12, tzinfo=datetime.UTC), tick=False)
@pytest.mark.parametrize(
    ("question", "found"),
    [
        ("level=2", ["Two"]),
        ("level=none", ["Current", "Past", "Superseded"]),
        ("currency=past", ["Past"]),
        ("currency=superseded", ["Superseded"]),
        ("level=abc", ["Current", "Past", "Superseded", "Two"]),
        ("currency=x", ["Current", "Past", "Superseded", "Two"]),
    ],
)
def test_list_filters_by_strength_and_currency(
    editor: Client, question: str, found: list[str]
) -> None:
    def work(title: str, **facts: object) -> Reference:
        return ReferenceFactory.create(csl={"title": title}, **facts)

    current = work("Current", valid_until=DAY)
    work("Past", valid_until=DAY - datetime.timedelta(days=1))
    work("Superseded", superseded_by=current)
    work("Two", evidence_level=2)
    page = editor.get(f"{LIST}?{question}")
    assert sorted(work.title for work in page.context["cl"].result_list) == found


def test_validity_includes_its_last_day() -> None:
    guideline = ReferenceFactory.build(valid_until=DAY)
    assert not guideline.is_past_validity_on(DAY)
    assert guideline.is_past_validity_on(DAY + datetime.timedelta(days=1))
    assert not ReferenceFactory.build().is_past_validity_on(datetime.date.max)
