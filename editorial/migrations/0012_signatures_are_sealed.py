# Signatures are sealed with a key that is not in the database (docs/adr/0051).

import datetime
import hashlib
import hmac
import sys
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.contrib.postgres.operations import AddConstraintNotValid
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

from articles.text.canonical import canonical_json
from editorial import audit

if TYPE_CHECKING:
    from editorial.models import AuditEvent, SignOff

FIND_GUARD = """
    SELECT tgname FROM pg_trigger
    WHERE tgrelid = 'editorial_signoff'::regclass AND tgname LIKE 'pgtrigger_append_only%'
"""


def seal_signatures(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Seal what agrees with the history; name the rest, which stays unsealed and shows as such."""
    signatures = apps.get_model("editorial", "SignOff").objects.filter(seal="")
    if not signatures.exists():
        return
    events = {
        event.details.get("sign_off"): event
        for event in apps.get_model("editorial", "AuditEvent").objects.filter(action="sign-off")
    }
    key = settings.SIGNING_KEYS[0].encode()
    name = hashlib.sha256(key).hexdigest()[:16]
    with schema_editor.connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(FIND_GUARD)
        (guard,) = cursor.fetchone()
        cursor.execute(f'ALTER TABLE editorial_signoff DISABLE TRIGGER "{guard}"')
        for signature in signatures.select_related("review__version").order_by("pk").iterator(500):
            if why := why_not(signature, events.get(signature.pk)):
                sys.stderr.write(
                    f"sign-off {signature.pk} on review {signature.review_id} stays without a"
                    f" seal: {why}\n"
                )
                continue
            seal = hmac.new(key, canonical_json(facts_of(signature)), hashlib.sha256).hexdigest()
            signatures.filter(pk=signature.pk).update(seal=seal, sealed_with=name)
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(f'ALTER TABLE editorial_signoff ENABLE ALWAYS TRIGGER "{guard}"')


def why_not(signature: "SignOff", event: "AuditEvent | None") -> str:
    """What keeps a signature from being vouched for; empty where nothing does."""
    if signature.digest != signature.review.version.digest:
        return "it is for another text than the version under review"
    if event is None:
        return "it has no audit event"
    if audit.hash_of(event) != event.hash:
        return "its audit event was altered"
    told = (
        event.review_id,
        event.actor_id,
        event.at,
        event.version_digest,
        event.reason,
        event.details.get("verdict"),
        event.details.get("meaning"),
        event.details.get("signer"),
    )
    signed = (
        signature.review_id,
        signature.signed_by_id,
        signature.signed_at,
        signature.digest,
        signature.reason,
        signature.verdict,
        signature.meaning,
        f"{signature.signer_name}, {signature.signer_credentials}",
    )
    return "" if told == signed else "it differs from its audit event"


def facts_of(signature: "SignOff") -> dict[str, Any]:
    """As `editorial.seals.facts_of` was when this was written."""
    return {
        "form": "editorial sign-off 1",
        "digest": signature.digest,
        "review": signature.review_id,
        "member": signature.member_id,
        "account": signature.signed_by_id,
        "verdict": signature.verdict,
        "meaning": signature.meaning,
        "name": signature.signer_name,
        "credentials": signature.signer_credentials,
        "affiliation": signature.signer_affiliation,
        "specialties": signature.signer_specialties,
        "answers": signature.answers,
        "reason": signature.reason,
        "at": signature.signed_at.astimezone(datetime.UTC).isoformat(timespec="microseconds"),
        "stands_in_for": signature.stands_in_for_id,
        "used_second_factor": signature.used_second_factor,
    }


class Migration(migrations.Migration):
    dependencies = [
        ("editorial", "0011_messages_of_a_day"),
    ]

    operations = [
        migrations.AddField(
            model_name="signinglock",
            name="code_window",
            field=models.BigIntegerField(blank=True, null=True),
        ),
        migrations.RunPython(seal_signatures, migrations.RunPython.noop, elidable=False),
        AddConstraintNotValid(
            model_name="signoff",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("seal__regex", "^[0-9a-f]{64}$"), ("sealed_with__regex", "^[0-9a-f]{16}$")
                ),
                name="sign_off_is_sealed",
            ),
        ),
    ]
