"""A merge into a record under a notice is news for whoever cites the one that was merged."""

import pgtrigger.compiler
import pgtrigger.migrations
import references.protection
from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ('references', '0010_search_by_beginning_and_year'),
    ]

    operations = [
        pgtrigger.migrations.RemoveTrigger(
            model_name='reference',
            name='standing_change_is_recorded',
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='reference',
            trigger=pgtrigger.compiler.Trigger(name='standing_change_is_recorded', sql=references.protection.GuardSql(func='\n            IF TG_OP = \'INSERT\' THEN\n                IF NEW.retraction NOT IN (\'unchecked\', \'none\') THEN\n                    INSERT INTO references_standingchange (reference_id, before, after, "on")\n                    VALUES (NEW.id, \'\', NEW.retraction, NEW.retracted_on);\n                END IF;\n            ELSIF NEW.merged_into_id IS NULL\n                AND (NEW.retraction, NEW.retracted_on)\n                    IS DISTINCT FROM (OLD.retraction, OLD.retracted_on)\n            THEN\n                INSERT INTO references_standingchange (reference_id, before, after, "on")\n                VALUES (NEW.id, OLD.retraction, NEW.retraction, NEW.retracted_on);\n            ELSIF NEW.merged_into_id IS DISTINCT FROM OLD.merged_into_id THEN\n                INSERT INTO references_standingchange (reference_id, before, after, "on")\n                SELECT NEW.id, OLD.retraction, lead.retraction, lead.retracted_on\n                FROM references_reference AS lead\n                WHERE lead.id = NEW.merged_into_id\n                    AND lead.retraction NOT IN (\'unchecked\', \'none\')\n                    AND (lead.retraction, lead.retracted_on)\n                        IS DISTINCT FROM (OLD.retraction, OLD.retracted_on);\n            END IF;\n            RETURN NULL;\n        ', hash='04a3ebed321c0bc8229535a31b41efdb2eecc7dd', operation='INSERT OR UPDATE', pgid='pgtrigger_standing_change_is_recorded_cbd4b', table='references_reference', when='AFTER')),
        ),
    ]
