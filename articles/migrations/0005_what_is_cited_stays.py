# A work that a draft or a version cites is not deleted, nor is the library emptied.

import pgtrigger.compiler
import pgtrigger.migrations
import references.protection
from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ('articles', '0004_where_in_the_text_it_is_cited'),
        ('references', '0006_notices_come_and_go'),
    ]

    operations = [
        migrations.CreateModel(
            name='CitedReference',
            fields=[
            ],
            options={
                'proxy': True,
                'default_permissions': (),
                'indexes': [],
                'constraints': [],
            },
            bases=('references.reference',),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='citedreference',
            trigger=pgtrigger.compiler.Trigger(name='cited_works_stay', sql=references.protection.GuardSql(func="\n            IF EXISTS (SELECT FROM articles_version WHERE cited_ids @> ARRAY[OLD.id])\n                OR EXISTS (SELECT FROM articles_section WHERE cited_ids @> ARRAY[OLD.id])\n            THEN\n                RAISE EXCEPTION 'Work % is cited by an article, and stays', OLD.id\n                    USING ERRCODE = 'foreign_key_violation';\n            END IF;\n            RETURN OLD;\n        ", hash='d8c931ff0c8294455660567c0372283fda6cbf22', operation='DELETE', pgid='pgtrigger_cited_works_stay_5461a', table='references_reference', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='citedreference',
            trigger=pgtrigger.compiler.Trigger(name='no_truncate', sql=references.protection.GuardSql(func="RAISE EXCEPTION 'Rows of % are kept for ever', TG_TABLE_NAME;", hash='c7c8ddf0854eeef6cef5ce8311fe9876377de913', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_no_truncate_f2a91', table='references_reference', when='BEFORE')),
        ),
    ]
