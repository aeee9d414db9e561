# Triggers that no connection can switch off; a version's bytes are those its content vouches for.

import articles.protection
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ('articles', '0001_initial'),
    ]

    operations = [
        pgtrigger.migrations.RemoveTrigger(
            model_name='publication',
            name='append_only',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='publication',
            name='no_truncate',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='version',
            name='append_only',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='version',
            name='no_truncate',
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='articleevent',
            trigger=pgtrigger.compiler.Trigger(name='no_truncate', sql=articles.protection.GuardSql(func="RAISE EXCEPTION 'Rows of % are kept for ever', TG_TABLE_NAME;", hash='ff117beb8fb4d8a9024203c8f12724ce0f699e3d', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_no_truncate_12ddb', table='articles_articleevent', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='publication',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=articles.protection.GuardSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='7fad2db04dec9efeccc8ab4b63e679bd29d57ae9', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_e9bcf', table='articles_publication', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='publication',
            trigger=pgtrigger.compiler.Trigger(name='no_truncate', sql=articles.protection.GuardSql(func="RAISE EXCEPTION 'Rows of % are kept for ever', TG_TABLE_NAME;", hash='c290cecadfac883ffc5de1de660833dd85a85669', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_no_truncate_6f7cd', table='articles_publication', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='sectionevent',
            trigger=pgtrigger.compiler.Trigger(name='no_truncate', sql=articles.protection.GuardSql(func="RAISE EXCEPTION 'Rows of % are kept for ever', TG_TABLE_NAME;", hash='95a5f4894b10e7d8c177712e57a292c04026f0a1', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_no_truncate_958fe', table='articles_sectionevent', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='version',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=articles.protection.GuardSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='8d8a73952bb4194895d4e6a0b31f426006364a2d', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_e1328', table='articles_version', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='version',
            trigger=pgtrigger.compiler.Trigger(name='no_truncate', sql=articles.protection.GuardSql(func="RAISE EXCEPTION 'Rows of % are kept for ever', TG_TABLE_NAME;", hash='2c1a51ae02de8aa19a0af749d06cf1e2744fc368', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_no_truncate_bc6ef', table='articles_version', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='version',
            trigger=pgtrigger.compiler.Trigger(name='rendering_is_the_signed_one', sql=articles.protection.GuardSql(func="\n            IF encode(sha256(convert_to(NEW.clinical_html, 'UTF8')), 'hex')\n                    IS DISTINCT FROM NEW.content -> 'rendered' ->> 'clinical'\n                OR encode(sha256(convert_to(NEW.plain_html, 'UTF8')), 'hex')\n                    IS DISTINCT FROM NEW.content -> 'rendered' ->> 'plain'\n            THEN\n                RAISE EXCEPTION 'Version % of article % is not what its content says',\n                    NEW.number, NEW.article_id;\n            END IF;\n            RETURN NEW;\n        ", hash='07afc4db78a09f05be151c86f0a672be786db25e', operation='INSERT', pgid='pgtrigger_rendering_is_the_signed_one_f9bb6', table='articles_version', when='BEFORE')),
        ),
    ]
