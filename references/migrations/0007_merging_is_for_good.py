# A record that was merged stays merged, and what was merged into it follows. Who may merge.

import pgtrigger.compiler
import pgtrigger.migrations
import references.protection
from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ('references', '0006_notices_come_and_go'),
    ]

    operations = [
        migrations.AlterModelOptions(
            name='reference',
            options={'ordering': ('first_author', 'year', 'pk'), 'permissions': (('merge_reference', 'Can merge two records of one work'),), 'verbose_name': 'reference', 'verbose_name_plural': 'references'},
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='reference',
            trigger=pgtrigger.compiler.Trigger(name='merged_records_stay_merged', sql=references.protection.GuardSql(declare='DECLARE beyond bigint;', func="\n            IF NEW.merged_into_id IS NOT NULL\n                AND (TG_OP = 'INSERT' OR OLD.merged_into_id IS NULL)\n            THEN\n                SELECT merged_into_id INTO beyond FROM references_reference\n                    WHERE id = NEW.merged_into_id FOR SHARE;\n                IF beyond IS NOT NULL THEN\n                    RAISE EXCEPTION 'Work % was itself merged into another', NEW.merged_into_id\n                        USING ERRCODE = 'check_violation';\n                END IF;\n            ELSIF TG_OP = 'UPDATE' AND OLD.merged_into_id IS NOT NULL THEN\n                IF NEW.merged_into_id IS DISTINCT FROM OLD.merged_into_id\n                    AND NOT EXISTS (\n                        SELECT FROM references_reference\n                        WHERE id = OLD.merged_into_id AND merged_into_id = NEW.merged_into_id\n                    )\n                THEN\n                    RAISE EXCEPTION 'Work % was merged, for good', NEW.id\n                        USING ERRCODE = 'check_violation';\n                END IF;\n                IF (\n                    NEW.kind, NEW.csl, NEW.evidence_level, NEW.certainty, NEW.issuing_body,\n                    NEW.valid_from, NEW.valid_until, NEW.merged_at, NEW.merged_by_id\n                ) IS DISTINCT FROM (\n                    OLD.kind, OLD.csl, OLD.evidence_level, OLD.certainty, OLD.issuing_body,\n                    OLD.valid_from, OLD.valid_until, OLD.merged_at, OLD.merged_by_id\n                ) THEN\n                    RAISE EXCEPTION 'Work % was merged, and is no longer edited', NEW.id\n                        USING ERRCODE = 'check_violation';\n                END IF;\n            END IF;\n            RETURN NEW;\n        ", hash='6fc84e948f81a524f06e16b38678c47c036a2eea', operation='INSERT OR UPDATE', pgid='pgtrigger_merged_records_stay_merged_08a1e', table='references_reference', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='reference',
            trigger=pgtrigger.compiler.Trigger(name='merged_records_follow', sql=references.protection.GuardSql(condition='WHEN (NEW."merged_into_id" IS NOT NULL AND OLD."merged_into_id" IS NULL)', func='\n            UPDATE references_reference SET merged_into_id = NEW.merged_into_id\n                WHERE merged_into_id = NEW.id;\n            RETURN NULL;\n        ', hash='03bbbe02cbea5c8b0afb9df4bfd58fe882f70430', operation='UPDATE OF "merged_into_id"', pgid='pgtrigger_merged_records_follow_b54d3', table='references_reference', when='AFTER')),
        ),
    ]
