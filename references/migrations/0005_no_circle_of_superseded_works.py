"""The database refuses a work that is superseded by itself, over however many others."""

import pgtrigger.compiler
import pgtrigger.migrations
import references.protection
from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ('references', '0004_notices_look_ups_and_uploads'),
    ]

    operations = [
        pgtrigger.migrations.AddTrigger(
            model_name='reference',
            trigger=pgtrigger.compiler.Trigger(name='never_superseded_in_a_circle', sql=references.protection.GuardSql(condition='WHEN (NEW."superseded_by_id" IS NOT NULL)', func="\n            PERFORM pg_advisory_xact_lock(hashtext('references.superseded_by'));\n            IF NEW.id IN (\n                WITH RECURSIVE newer (id) AS (\n                    SELECT NEW.superseded_by_id\n                    UNION\n                    SELECT coalesce(work.merged_into_id, work.superseded_by_id)\n                    FROM references_reference AS work JOIN newer ON work.id = newer.id\n                )\n                SELECT id FROM newer WHERE id IS NOT NULL\n            ) THEN\n                RAISE EXCEPTION 'Work % would be superseded by itself', NEW.id\n                    USING ERRCODE = 'check_violation';\n            END IF;\n            RETURN NULL;\n        ", hash='16f4cb9e38a1b36242e3b6b7170338af751552ac', operation='INSERT OR UPDATE OF "superseded_by_id"', pgid='pgtrigger_never_superseded_in_a_circle_c3be4', table='references_reference', when='AFTER')),
        ),
    ]
