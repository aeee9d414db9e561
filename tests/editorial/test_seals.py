"""The seal of a signature: what it covers, which key made it, and what became of old signatures."""

import importlib
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.apps import apps
from django.db import Error, connection, transaction
from pytest_django import Settings

from editorial import seals, verification
from editorial.models import SignOff
from tests.factories.editorial import BoardMemberFactory, approved, sign, under_review
from tests.flushing import triggers_lifted
from tests.raw_sql import forge_signature, run

pytestmark = pytest.mark.django_db
OTHER_KEY = "another key of the signatures, as long as it has to be for a key"
migration = importlib.import_module("editorial.migrations.0012_signatures_are_sealed")


def _signed() -> SignOff:
    member = BoardMemberFactory.create(affiliation="Sample Hospital")
    sign(under_review(members=[member, BoardMemberFactory.create()]), member)
    return SignOff.objects.get()


def _faults() -> list[str]:
    return [str(fault) for fault in verification.faults()]


@contextmanager
def _editable() -> Iterator[None]:
    with triggers_lifted():
        yield


def test_sign_off_is_sealed_with_the_present_key(settings: Settings) -> None:
    signature = _signed()
    assert signature.sealed_with == seals.key_id(settings.SIGNING_KEYS[0])
    assert len(signature.seal) == 64
    assert seals.is_intact(signature)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("digest", "0" * 64),
        ("review_id", 0),
        ("member_id", 0),
        ("signed_by_id", 0),
        ("verdict", "recuse"),
        ("meaning", "Something else."),
        ("signer_name", "Somebody Else"),
        ("signer_credentials", "PhD"),
        ("signer_affiliation", "Elsewhere"),
        ("signer_specialties", ["neurology"]),
        ("answers", [{"question": "Why?", "answer": "So."}]),
        ("reason", "For a reason."),
        ("stands_in_for_id", 0),
        ("used_second_factor", True),
    ],
)
def test_seal_covers_every_fact_of_the_signature(field: str, value: object) -> None:
    signature = _signed()
    setattr(signature, field, value)
    assert not seals.is_intact(signature)


def test_seal_covers_every_column_but_those_it_lives_in() -> None:
    columns = {field.attname for field in SignOff._meta.concrete_fields}
    covered = len(seals.facts_of(_signed())) - len(["form"])
    assert len(columns - {"id", "seal", "sealed_with"}) == covered


def test_seals_outlive_a_change_of_the_key(settings: Settings) -> None:
    approved()
    settings.SIGNING_KEYS = [OTHER_KEY, *settings.SIGNING_KEYS]
    approved()
    assert len(set(SignOff.objects.values_list("sealed_with", flat=True))) == 2
    assert _faults() == []


def test_verify_names_a_seal_whose_key_is_not_configured(settings: Settings) -> None:
    signature = _signed()
    settings.SIGNING_KEYS = [OTHER_KEY]
    (fault,) = _faults()
    assert fault.startswith(f"sign-off {signature.pk} on review {signature.review_id}: ")
    assert "sealed with a key that is not configured" in fault


def test_signature_without_a_seal_is_refused_by_the_database() -> None:
    member = BoardMemberFactory.create()
    review = under_review(members=[member, BoardMemberFactory.create()])
    forge_signature(review, member)
    with pytest.raises(Error, match="sign_off_is_sealed"), transaction.atomic(), _editable():
        run("UPDATE editorial_signoff SET seal = '', sealed_with = ''")


@pytest.fixture
def _unsealed() -> None:
    """As every signature was before there were seals."""
    approved()
    approved()
    with _editable(), connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE editorial_signoff DROP CONSTRAINT sign_off_is_sealed")
        cursor.execute("UPDATE editorial_signoff SET seal = '', sealed_with = ''")


def _migrate() -> None:
    with connection.schema_editor() as editor:
        migration.seal_signatures(apps, editor)


@pytest.mark.usefixtures("_unsealed")
def test_migration_seals_what_agrees_with_the_history() -> None:
    assert sum("was never sealed" in fault for fault in _faults()) == 4
    _migrate()
    assert _faults() == []


@pytest.mark.usefixtures("_unsealed")
@pytest.mark.parametrize(
    "harm",
    [
        "UPDATE editorial_signoff SET verdict = 'recuse', reason = 'x' WHERE id = %s",
        "UPDATE editorial_signoff SET digest = repeat('0', 64) WHERE id = %s",
        "UPDATE editorial_auditevent SET details = details || '{\"more\": 1}'"
        " WHERE (details ->> 'sign_off')::int = %s",
        "DELETE FROM editorial_auditevent WHERE (details ->> 'sign_off')::int = %s",
    ],
)
def test_migration_leaves_unsealed_what_nobody_can_vouch_for(
    harm: str, capsys: pytest.CaptureFixture[str]
) -> None:
    last = SignOff.objects.order_by("-pk").values_list("pk", flat=True)[0]
    with _editable():
        run(harm, last)
    _migrate()
    assert list(SignOff.objects.filter(seal="").values_list("pk", flat=True)) == [last]
    assert f"sign-off {last} on review" in capsys.readouterr().err
    assert any("was never sealed" in fault for fault in _faults())


@pytest.mark.usefixtures("_unsealed")
def test_migration_leaves_signatures_as_guarded_as_before() -> None:
    _migrate()
    with pytest.raises(Error, match="Cannot update or delete"), transaction.atomic():
        run("UPDATE editorial_signoff SET reason = 'x'")
