"""Drafts and versions say in which of their texts they cite what, so that nobody has to read them.

`search_path`, for a restore sets none, and one of these functions calls another of ours.
"""

import articles.columns
from django.db import migrations, models


CITED_WHERE = r"""
CREATE FUNCTION articles_cited_where(body text, plain_language text) RETURNS jsonb
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE SET search_path = public, pg_temp AS $function$
BEGIN
    RETURN coalesce((
        SELECT jsonb_object_agg(id, parts) FROM (
            SELECT id, jsonb_agg(part ORDER BY part) AS parts
            FROM (VALUES ('body', body), ('plain_language', plain_language)) AS text(part, html)
            CROSS JOIN LATERAL unnest(articles_cited_ids(html)) AS id
            GROUP BY id
        ) AS cited
    ), '{}');
END
$function$
"""
FROZEN_WHERE = r"""
CREATE FUNCTION articles_frozen_where(content jsonb) RETURNS jsonb
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE SET search_path = public, pg_temp AS $function$
BEGIN
    RETURN coalesce((
        SELECT jsonb_object_agg(id, places) FROM (
            SELECT id, jsonb_agg(
                jsonb_build_array(place, coalesce(section ->> 'heading', ''), part)
                ORDER BY place, part
            ) AS places
            FROM jsonb_path_query(content, '$.sections[*]') WITH ORDINALITY AS s(section, place)
            CROSS JOIN (VALUES ('body'), ('plain_language')) AS text(part)
            CROSS JOIN LATERAL unnest(articles_cited_ids(section ->> part)) AS id
            GROUP BY id
        ) AS cited
    ), '{}');
END
$function$
"""


class Migration(migrations.Migration):

    dependencies = [
        ('articles', '0003_what_is_cited_where'),
    ]

    operations = [
        migrations.RunSQL(CITED_WHERE, "DROP FUNCTION articles_cited_where(text, text)"),
        migrations.RunSQL(FROZEN_WHERE, "DROP FUNCTION articles_frozen_where(jsonb)"),
        migrations.AddField(
            model_name='section',
            name='citations',
            field=models.GeneratedField(db_persist=True, expression=articles.columns.CitedWhere('body', 'plain_language'), output_field=models.JSONField(), verbose_name='where they are cited'),
        ),
        migrations.AddField(
            model_name='version',
            name='citations',
            field=models.GeneratedField(db_persist=True, expression=articles.columns.FrozenWhere('content'), output_field=models.JSONField(), verbose_name='where they are cited'),
        ),
    ]
