"""Notices come, go and are withdrawn; checks have their time; what a changed identifier undoes."""

import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
import references.protection
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('references', '0005_no_circle_of_superseded_works'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='NextCheck',
            fields=[
                ('reference', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='next_check', serialize=False, to='references.reference', verbose_name='reference')),
                ('due', models.DateTimeField(verbose_name='due')),
                ('failures', models.PositiveSmallIntegerField(db_default=0, default=0, verbose_name='checks that failed')),
            ],
            options={
                'verbose_name': 'next check',
                'verbose_name_plural': 'next checks',
            },
        ),
        migrations.CreateModel(
            name='Watch',
            fields=[
                ('id', models.PositiveSmallIntegerField(default=1, editable=False, primary_key=True, serialize=False)),
                ('ran', models.DateTimeField(verbose_name='last run')),
                ('complete', models.DateTimeField(null=True, verbose_name='last complete')),
                ('watched', models.PositiveIntegerField(default=0, verbose_name='works watched')),
                ('waiting', models.PositiveIntegerField(default=0, verbose_name='works that wait for their turn')),
                ('failing', models.PositiveIntegerField(default=0, verbose_name='works that could not be asked about')),
                ('trouble', models.TextField(blank=True, verbose_name='what hindered it')),
            ],
            options={
                'verbose_name': 'watch over the library',
                'verbose_name_plural': 'watch over the library',
            },
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='reference',
            name='standing_change_is_recorded',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='reference',
            name='update_update',
        ),
        migrations.RemoveConstraint(
            model_name='notice',
            name='notice_is_told_once',
        ),
        migrations.RemoveConstraint(
            model_name='notice',
            name='notice_teller_is_known',
        ),
        migrations.AddField(
            model_name='notice',
            name='withdrawn_at',
            field=models.DateTimeField(blank=True, null=True, verbose_name='withdrawn'),
        ),
        migrations.AddField(
            model_name='notice',
            name='withdrawn_because',
            field=models.TextField(blank=True, db_default='', verbose_name='why it was withdrawn'),
        ),
        migrations.AddField(
            model_name='notice',
            name='withdrawn_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AlterField(
            model_name='notice',
            name='teller',
            field=models.CharField(choices=[('crossref', 'Crossref'), ('pubmed', 'PubMed'), ('retraction_watch', 'Retraction Watch'), ('editor', 'An editor'), ('record', 'The record itself')], max_length=20, verbose_name='told by'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='reference',
            trigger=pgtrigger.compiler.Trigger(name='standing_change_is_recorded', sql=references.protection.GuardSql(func='\n            IF TG_OP = \'INSERT\' THEN\n                IF NEW.retraction NOT IN (\'unchecked\', \'none\') THEN\n                    INSERT INTO references_standingchange (reference_id, before, after, "on")\n                    VALUES (NEW.id, \'\', NEW.retraction, NEW.retracted_on);\n                END IF;\n            ELSIF NEW.merged_into_id IS NULL\n                AND (NEW.retraction, NEW.retracted_on)\n                    IS DISTINCT FROM (OLD.retraction, OLD.retracted_on)\n            THEN\n                INSERT INTO references_standingchange (reference_id, before, after, "on")\n                VALUES (NEW.id, OLD.retraction, NEW.retraction, NEW.retracted_on);\n            END IF;\n            RETURN NULL;\n        ', hash='3ad669ad882dfd26a099c4a87de50124aab8d949', operation='INSERT OR UPDATE', pgid='pgtrigger_standing_change_is_recorded_cbd4b', table='references_reference', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='reference',
            trigger=pgtrigger.compiler.Trigger(name='acceptance_ends_with_its_notice', sql=references.protection.GuardSql(condition='WHEN (OLD."accepted_at" IS NOT NULL)', func="\n            IF (NEW.retraction, NEW.retracted_on)\n                    IS DISTINCT FROM (OLD.retraction, OLD.retracted_on)\n                AND NEW.accepted_at IS NOT DISTINCT FROM OLD.accepted_at\n            THEN\n                NEW.accepted_at := NULL;\n                NEW.accepted_by_id := NULL;\n                NEW.accepted_because := '';\n            END IF;\n            RETURN NEW;\n        ", hash='c5d138b8e35cf10e7a8679baeaa10cbc8a2eaa56', operation='UPDATE', pgid='pgtrigger_acceptance_ends_with_its_notice_1e9a1', table='references_reference', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='reference',
            trigger=pgtrigger.compiler.Trigger(name='check_ends_with_its_identifiers', sql=references.protection.GuardSql(func="\n            IF (NEW.csl ->> 'DOI', NEW.csl ->> 'PMID')\n                IS DISTINCT FROM (OLD.csl ->> 'DOI', OLD.csl ->> 'PMID')\n            THEN\n                IF NEW.retraction = 'none' THEN\n                    NEW.retraction := 'unchecked';\n                END IF;\n                IF OLD.last_checked IS NOT NULL THEN\n                    NEW.unchecked_since := coalesce(OLD.unchecked_since, OLD.last_checked);\n                    NEW.unchecked_because := 'its DOI or PubMed number was changed';\n                END IF;\n                NEW.last_checked := NULL;\n                DELETE FROM references_nextcheck WHERE reference_id = NEW.id;\n            END IF;\n            RETURN NEW;\n        ", hash='80e8b5bcbf3c7ba1c2ba6a03091fe7b5190d131a', operation='UPDATE OF "csl"', pgid='pgtrigger_check_ends_with_its_identifiers_88d74', table='references_reference', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='reference',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."accepted_at" IS DISTINCT FROM (NEW."accepted_at") OR OLD."accepted_because" IS DISTINCT FROM (NEW."accepted_because") OR OLD."accepted_by_id" IS DISTINCT FROM (NEW."accepted_by_id") OR OLD."certainty" IS DISTINCT FROM (NEW."certainty") OR OLD."created" IS DISTINCT FROM (NEW."created") OR OLD."csl" IS DISTINCT FROM (NEW."csl") OR OLD."evidence_level" IS DISTINCT FROM (NEW."evidence_level") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."issuing_body" IS DISTINCT FROM (NEW."issuing_body") OR OLD."kind" IS DISTINCT FROM (NEW."kind") OR OLD."merged_at" IS DISTINCT FROM (NEW."merged_at") OR OLD."merged_by_id" IS DISTINCT FROM (NEW."merged_by_id") OR OLD."merged_into_id" IS DISTINCT FROM (NEW."merged_into_id") OR OLD."retracted_on" IS DISTINCT FROM (NEW."retracted_on") OR OLD."retraction" IS DISTINCT FROM (NEW."retraction") OR OLD."retraction_notice_url" IS DISTINCT FROM (NEW."retraction_notice_url") OR OLD."superseded_by_id" IS DISTINCT FROM (NEW."superseded_by_id") OR OLD."unchecked_because" IS DISTINCT FROM (NEW."unchecked_because") OR OLD."unchecked_since" IS DISTINCT FROM (NEW."unchecked_since") OR OLD."valid_from" IS DISTINCT FROM (NEW."valid_from") OR OLD."valid_until" IS DISTINCT FROM (NEW."valid_until"))', func='INSERT INTO "references_referenceevent" ("accepted_at", "accepted_because", "accepted_by_id", "certainty", "created", "csl", "evidence_level", "id", "issuing_body", "kind", "last_checked", "merged_at", "merged_by_id", "merged_into_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "retracted_on", "retraction", "retraction_notice_url", "superseded_by_id", "unchecked_because", "unchecked_since", "valid_from", "valid_until") VALUES (NEW."accepted_at", NEW."accepted_because", NEW."accepted_by_id", NEW."certainty", NEW."created", NEW."csl", NEW."evidence_level", NEW."id", NEW."issuing_body", NEW."kind", NEW."last_checked", NEW."merged_at", NEW."merged_by_id", NEW."merged_into_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."retracted_on", NEW."retraction", NEW."retraction_notice_url", NEW."superseded_by_id", NEW."unchecked_because", NEW."unchecked_since", NEW."valid_from", NEW."valid_until"); RETURN NULL;', hash='f8c8cbcd2d6010f7b6dfe4385a39efb0fdcd225f', operation='UPDATE', pgid='pgtrigger_update_update_36c65', table='references_reference', when='AFTER')),
        ),
        migrations.AddConstraint(
            model_name='notice',
            constraint=models.UniqueConstraint(condition=models.Q(('gone__isnull', True)), fields=('reference', 'teller', 'nature', 'identifier'), name='notice_is_told_once'),
        ),
        migrations.AddConstraint(
            model_name='notice',
            constraint=models.CheckConstraint(condition=models.Q(('teller__in', ['crossref', 'pubmed', 'retraction_watch', 'editor', 'record'])), name='notice_teller_is_known'),
        ),
        migrations.AddConstraint(
            model_name='notice',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('withdrawn_at__isnull', True), ('withdrawn_by__isnull', True)), models.Q(('withdrawn_at__isnull', False), ('withdrawn_by__isnull', False)), _connector='OR'), name='notice_withdrawn_at_and_by'),
        ),
        migrations.AddConstraint(
            model_name='notice',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('withdrawn_at__isnull', True), ('withdrawn_because', '')), models.Q(('gone__isnull', False), ('teller__in', ('editor', 'record')), ('withdrawn_at__isnull', False), models.Q(('withdrawn_because', ''), _negated=True)), _connector='OR'), name='notice_is_withdrawn_with_a_reason'),
        ),
        migrations.AddConstraint(
            model_name='notice',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('teller__in', ('editor', 'record')), _negated=True), ('gone__isnull', True), ('withdrawn_at__isnull', False), _connector='OR'), name='notice_by_hand_goes_by_hand'),
        ),
        migrations.AddConstraint(
            model_name='watch',
            constraint=models.CheckConstraint(condition=models.Q(('id', 1)), name='watch_is_one_row'),
        ),
    ]
