"""Drafts and versions say which references they cite, in columns that an index finds.

The functions use nothing but what is built in, so that a restore can run them at any time. A number
that no record could have is no citation; the largest id has 19 digits, as some larger numbers do.
"""

import articles.columns
import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.db.models.functions.text
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models


CITED_IDS = r"""
CREATE FUNCTION articles_cited_ids(html text) RETURNS bigint[]
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE AS $function$
BEGIN
    IF html IS NULL OR strpos(lower(html), '<cite') = 0 THEN
        RETURN '{}';
    END IF;
    RETURN ARRAY(
        SELECT DISTINCT CASE WHEN match[1]::numeric < 9223372036854775808
            THEN match[1]::bigint END AS id
        FROM regexp_matches(
            html,
            '<cite(?:\s[^>]*)?\sdata-reference\s*=\s*["'']?([1-9][0-9]{0,18})(?=["''\s/>])',
            'gi'
        ) AS match
        WHERE match[1]::numeric < 9223372036854775808
        ORDER BY id
    );
END
$function$
"""
FROZEN_IDS = r"""
CREATE FUNCTION articles_frozen_ids(content jsonb) RETURNS bigint[]
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE AS $function$
BEGIN
    RETURN ARRAY(
        SELECT DISTINCT CASE WHEN match::numeric BETWEEN 1 AND 9223372036854775807
            THEN match::bigint END AS id
        FROM jsonb_path_query(content, '$.references[*].id ? (@.type() == "number")') AS match
        WHERE match::numeric BETWEEN 1 AND 9223372036854775807
        ORDER BY id
    );
END
$function$
"""


class Migration(migrations.Migration):

    dependencies = [
        ('articles', '0002_guards_cannot_be_skipped'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RunSQL(CITED_IDS, "DROP FUNCTION articles_cited_ids(text)"),
        migrations.RunSQL(FROZEN_IDS, "DROP FUNCTION articles_frozen_ids(jsonb)"),
        pgtrigger.migrations.RemoveTrigger(
            model_name='section',
            name='update_update',
        ),
        migrations.AddField(
            model_name='section',
            name='cited_ids',
            field=models.GeneratedField(db_persist=True, expression=articles.columns.CitedIds(django.db.models.functions.text.Concat('body', 'plain_language')), output_field=django.contrib.postgres.fields.ArrayField(base_field=models.BigIntegerField(), size=None), verbose_name='references cited'),
        ),
        migrations.AddField(
            model_name='version',
            name='cited_ids',
            field=models.GeneratedField(db_persist=True, expression=articles.columns.FrozenIds('content'), output_field=django.contrib.postgres.fields.ArrayField(base_field=models.BigIntegerField(), size=None), verbose_name='references cited'),
        ),
        migrations.AddIndex(
            model_name='section',
            index=django.contrib.postgres.indexes.GinIndex(fastupdate=False, fields=['cited_ids'], name='section_cites'),
        ),
        migrations.AddIndex(
            model_name='version',
            index=django.contrib.postgres.indexes.GinIndex(fastupdate=False, fields=['cited_ids'], name='version_cites'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='section',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."article_id" IS DISTINCT FROM (NEW."article_id") OR OLD."body" IS DISTINCT FROM (NEW."body") OR OLD."heading" IS DISTINCT FROM (NEW."heading") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."plain_language" IS DISTINCT FROM (NEW."plain_language") OR OLD."position" IS DISTINCT FROM (NEW."position"))', func='INSERT INTO "articles_sectionevent" ("article_id", "body", "heading", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "plain_language", "position") VALUES (NEW."article_id", NEW."body", NEW."heading", NEW."id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."plain_language", NEW."position"); RETURN NULL;', hash='5abb0a6d265bf71c09247b70cbb89a911c37a589', operation='UPDATE', pgid='pgtrigger_update_update_f1e8f', table='articles_section', when='AFTER')),
        ),
    ]
