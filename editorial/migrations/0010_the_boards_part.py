

import django.contrib.postgres.fields
import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
import references.protection
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('auth', '0012_alter_user_first_name_max_length'),
        ('editorial', '0009_editors_merge_works'),
        ('pghistory', '0007_auto_20250421_0444'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Comment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('section', models.PositiveSmallIntegerField(verbose_name='section')),
                ('quote', models.TextField(blank=True, verbose_name='passage')),
                ('weight', models.CharField(choices=[('blocking', 'Must be changed'), ('suggestion', 'Suggestion'), ('praise', 'Well done')], max_length=20, verbose_name='weight')),
                ('text', models.TextField(verbose_name='comment')),
                ('made_at', models.DateTimeField(verbose_name='made')),
                ('settled_at', models.DateTimeField(blank=True, null=True, verbose_name='settled')),
                ('settlement', models.TextField(blank=True, db_default='', default='', verbose_name='how it was settled')),
            ],
            options={
                'verbose_name': 'comment',
                'verbose_name_plural': 'comments',
                'ordering': ['section', 'made_at', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='Credential',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('title', models.CharField(max_length=200, verbose_name='credential')),
                ('issued_by', models.CharField(blank=True, max_length=200, verbose_name='issued by')),
                ('expires_on', models.DateField(blank=True, null=True, verbose_name='valid until')),
                ('is_required', models.BooleanField(default=False, help_text='Nothing is signed after its last day.', verbose_name='needed for signing')),
            ],
            options={
                'verbose_name': 'credential',
                'verbose_name_plural': 'credentials',
                'ordering': ['member', 'title', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='CredentialEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('title', models.CharField(max_length=200, verbose_name='credential')),
                ('issued_by', models.CharField(blank=True, max_length=200, verbose_name='issued by')),
                ('expires_on', models.DateField(blank=True, null=True, verbose_name='valid until')),
                ('is_required', models.BooleanField(default=False, help_text='Nothing is signed after its last day.', verbose_name='needed for signing')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Delegation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('begins_on', models.DateField(verbose_name='from')),
                ('ends_on', models.DateField(help_text='The last day.', verbose_name='until')),
                ('reason', models.TextField(verbose_name='reason')),
                ('made_at', models.DateTimeField(verbose_name='made')),
                ('ended_at', models.DateTimeField(blank=True, null=True, verbose_name='ended early')),
            ],
            options={
                'verbose_name': 'delegation',
                'verbose_name_plural': 'delegations',
                'ordering': ['-begins_on', '-pk'],
            },
        ),
        migrations.CreateModel(
            name='Disclosure',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('item', models.CharField(choices=[('work-support', 'Support for the present work'), ('grants', 'Grants or contracts'), ('royalties', 'Royalties or licences'), ('consulting', 'Consulting fees'), ('honoraria', 'Payment for lectures, manuscripts or educational events'), ('testimony', 'Payment for expert testimony'), ('travel', 'Support for attending meetings or travel'), ('patents', 'Patents planned, issued or pending'), ('safety-board', 'Data safety monitoring or advisory board'), ('leadership', 'Leadership or fiduciary role'), ('stock', 'Stock or stock options'), ('equipment', 'Equipment, materials, drugs, medical writing or gifts'), ('other', 'Other financial or non-financial interests')], max_length=30, verbose_name='kind')),
                ('entity', models.CharField(max_length=300, verbose_name='with whom')),
                ('statement', models.TextField(blank=True, verbose_name='what it is')),
                ('began_on', models.DateField(verbose_name='from')),
                ('ended_on', models.DateField(blank=True, null=True, verbose_name='until')),
                ('declared_at', models.DateTimeField(verbose_name='declared')),
            ],
            options={
                'verbose_name': 'disclosure',
                'verbose_name_plural': 'disclosures',
                'ordering': ['-began_on', '-pk'],
            },
        ),
        migrations.CreateModel(
            name='MailPreference',
            fields=[
                ('user', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='mail_preference', serialize=False, to=settings.AUTH_USER_MODEL)),
                ('is_daily', models.BooleanField(default=False, verbose_name='one mail a day')),
            ],
            options={
                'verbose_name': 'mail preference',
                'verbose_name_plural': 'mail preferences',
            },
        ),
        migrations.CreateModel(
            name='Portrait',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('jpeg', models.BinaryField(verbose_name='picture')),
                ('digest', models.CharField(max_length=64, verbose_name='digest of the picture')),
                ('alternative', models.CharField(blank=True, max_length=200, verbose_name='what the picture shows')),
                ('kept_at', models.DateTimeField(verbose_name='kept')),
            ],
            options={
                'verbose_name': 'photo',
                'verbose_name_plural': 'photos',
            },
        ),
        migrations.CreateModel(
            name='Proposal',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('sign_by', models.DateField(blank=True, null=True, verbose_name='sign by')),
                ('reason', models.TextField(verbose_name='reason')),
                ('made_at', models.DateTimeField(verbose_name='proposed')),
                ('is_accepted', models.BooleanField(null=True, verbose_name='accepted')),
                ('answered_at', models.DateTimeField(blank=True, null=True, verbose_name='answered')),
            ],
            options={
                'verbose_name': 'proposal',
                'verbose_name_plural': 'proposals',
                'ordering': ['-made_at', '-pk'],
            },
        ),
        migrations.CreateModel(
            name='ReadMark',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('section', models.PositiveSmallIntegerField(verbose_name='section')),
                ('read_at', models.DateTimeField(verbose_name='read')),
            ],
            options={
                'verbose_name': 'section read',
                'verbose_name_plural': 'sections read',
                'ordering': ['assignment', 'section'],
            },
        ),
        migrations.CreateModel(
            name='SignOffWithdrawal',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reason', models.TextField(verbose_name='reason')),
                ('withdrawn_at', models.DateTimeField(verbose_name='withdrawn')),
            ],
            options={
                'verbose_name': 'withdrawal of a sign-off',
                'verbose_name_plural': 'withdrawals of sign-offs',
                'ordering': ['withdrawn_at', 'pk'],
            },
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='assignment',
            name='insert_insert',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='assignment',
            name='update_update',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='assignment',
            name='answer_stands_once_signed',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='policy',
            name='insert_insert',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='policy',
            name='update_update',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='policy',
            name='delete_delete',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='review',
            name='starts_submitted',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='review',
            name='quorum',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='signoff',
            name='valid_signature',
        ),
        migrations.AddField(
            model_name='assignment',
            name='in_place_of',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='editorial.boardmember', verbose_name='in place of'),
        ),
        migrations.AddField(
            model_name='assignment',
            name='release_reason',
            field=models.TextField(blank=True, db_default='', default='', verbose_name='why handed back'),
        ),
        migrations.AddField(
            model_name='assignment',
            name='released_at',
            field=models.DateTimeField(blank=True, null=True, verbose_name='handed back'),
        ),
        migrations.AddField(
            model_name='assignment',
            name='released_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='assignment',
            name='responded_at',
            field=models.DateTimeField(blank=True, null=True, verbose_name='responded'),
        ),
        migrations.AddField(
            model_name='assignment',
            name='responded_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='assignment',
            name='response',
            field=models.CharField(choices=[('unanswered', 'Not answered'), ('accepted', 'Accepted'), ('declined', 'Declined')], db_default='unanswered', default='unanswered', max_length=20, verbose_name='answer to being asked'),
        ),
        migrations.AddField(
            model_name='assignment',
            name='response_reason',
            field=models.TextField(blank=True, db_default='', default='', verbose_name='why declined'),
        ),
        migrations.AddField(
            model_name='assignment',
            name='waived_at',
            field=models.DateTimeField(blank=True, null=True, verbose_name='conflict waived'),
        ),
        migrations.AddField(
            model_name='assignment',
            name='waived_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='assignment',
            name='waiver_reason',
            field=models.TextField(blank=True, db_default='', default='', verbose_name='why waived'),
        ),
        migrations.AddField(
            model_name='assignmentevent',
            name='in_place_of',
            field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='editorial.boardmember', verbose_name='in place of'),
        ),
        migrations.AddField(
            model_name='assignmentevent',
            name='release_reason',
            field=models.TextField(blank=True, db_default='', default='', verbose_name='why handed back'),
        ),
        migrations.AddField(
            model_name='assignmentevent',
            name='released_at',
            field=models.DateTimeField(blank=True, null=True, verbose_name='handed back'),
        ),
        migrations.AddField(
            model_name='assignmentevent',
            name='released_by',
            field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='assignmentevent',
            name='responded_at',
            field=models.DateTimeField(blank=True, null=True, verbose_name='responded'),
        ),
        migrations.AddField(
            model_name='assignmentevent',
            name='responded_by',
            field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='assignmentevent',
            name='response',
            field=models.CharField(choices=[('unanswered', 'Not answered'), ('accepted', 'Accepted'), ('declined', 'Declined')], db_default='unanswered', default='unanswered', max_length=20, verbose_name='answer to being asked'),
        ),
        migrations.AddField(
            model_name='assignmentevent',
            name='response_reason',
            field=models.TextField(blank=True, db_default='', default='', verbose_name='why declined'),
        ),
        migrations.AddField(
            model_name='assignmentevent',
            name='waived_at',
            field=models.DateTimeField(blank=True, null=True, verbose_name='conflict waived'),
        ),
        migrations.AddField(
            model_name='assignmentevent',
            name='waived_by',
            field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='assignmentevent',
            name='waiver_reason',
            field=models.TextField(blank=True, db_default='', default='', verbose_name='why waived'),
        ),
        migrations.AddField(
            model_name='policy',
            name='needs_specialist',
            field=models.BooleanField(db_default=False, default=False, verbose_name="a member of the article's specialty must be among the signers"),
        ),
        migrations.AddField(
            model_name='policy',
            name='questions',
            field=django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=300), blank=True, db_default=[], default=list, help_text='One in a line, for example: Are the doses those of the label?', size=None, verbose_name='questions to every signer'),
        ),
        migrations.AddField(
            model_name='policyevent',
            name='needs_specialist',
            field=models.BooleanField(db_default=False, default=False, verbose_name="a member of the article's specialty must be among the signers"),
        ),
        migrations.AddField(
            model_name='policyevent',
            name='questions',
            field=django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=300), blank=True, db_default=[], default=list, help_text='One in a line, for example: Are the doses those of the label?', size=None, verbose_name='questions to every signer'),
        ),
        migrations.AddField(
            model_name='signoff',
            name='answers',
            field=models.JSONField(blank=True, db_default=[], default=list, verbose_name="answers to the policy's questions"),
        ),
        migrations.AddField(
            model_name='signoff',
            name='seal',
            field=models.CharField(blank=True, db_default='', default='', max_length=64, verbose_name='seal'),
        ),
        migrations.AddField(
            model_name='signoff',
            name='sealed_with',
            field=models.CharField(blank=True, db_default='', default='', max_length=16, verbose_name='key of the seal'),
        ),
        migrations.AddField(
            model_name='signoff',
            name='signer_affiliation',
            field=models.CharField(blank=True, db_default='', default='', max_length=300, verbose_name='affiliation at signing'),
        ),
        migrations.AddField(
            model_name='signoff',
            name='signer_specialties',
            field=models.JSONField(blank=True, db_default=[], default=list, verbose_name='specialties at signing'),
        ),
        migrations.AddField(
            model_name='signoff',
            name='stands_in_for',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='editorial.boardmember', verbose_name='in place of'),
        ),
        migrations.AddField(
            model_name='signoff',
            name='used_second_factor',
            field=models.BooleanField(db_default=False, default=False, verbose_name='second factor used'),
        ),
        migrations.AlterField(
            model_name='notification',
            name='kind',
            field=models.CharField(choices=[('review-submitted', 'Article submitted'), ('sign-off-asked', 'Sign-off asked'), ('conflict-declared', 'Conflict of interest declared'), ('recused', 'Member recused'), ('changes-wished', 'A member asks for changes'), ('approved', 'Approved'), ('changes-requested', 'Changes requested'), ('withdrawn', 'Withdrawn'), ('retired', 'Retired'), ('reinstated', 'Reinstated'), ('review-due', 'Re-review due'), ('review-overdue', 'Re-review overdue'), ('escalation', 'Re-review overdue, escalated'), ('source-notice', 'Notice about a cited source'), ('declined', 'Member declined'), ('proposed', 'Member proposes another date or member'), ('proposal-answered', 'Proposal answered'), ('released', 'Assignment handed back'), ('extended', 'More time to sign'), ('sign-off-reminded', 'Reminder of a sign-off'), ('sign-off-withdrawn', 'Sign-off withdrawn'), ('conflict-waived', 'Conflict of interest waived'), ('commented', 'Comments of the board'), ('signers-gone', 'Live without a signer in office')], max_length=30, verbose_name='kind'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='assignment',
            trigger=pgtrigger.compiler.Trigger(name='answer_stands_once_signed', sql=references.protection.GuardSql(declare='DECLARE own integer;', func="\n            SELECT user_id INTO own FROM editorial_boardmember WHERE id = NEW.member_id;\n            IF TG_OP = 'UPDATE' AND ROW(NEW.review_id, NEW.member_id, NEW.in_place_of_id,\n                    NEW.assigned_at, NEW.assigned_by_id)\n                IS DISTINCT FROM ROW(OLD.review_id, OLD.member_id, OLD.in_place_of_id,\n                    OLD.assigned_at, OLD.assigned_by_id) THEN\n                RAISE EXCEPTION 'An assignment stays with its review and member';\n            END IF;\n            IF NOT EXISTS (\n                SELECT 1 FROM editorial_review\n                WHERE id = NEW.review_id AND state IN ('submitted', 'under_review')\n            ) THEN\n                RAISE EXCEPTION 'Review % is closed', NEW.review_id;\n            END IF;\n            IF NEW.conflict_answered_by_id <> own OR NEW.responded_by_id <> own THEN\n                RAISE EXCEPTION 'Member % answers for themselves only', NEW.member_id;\n            END IF;\n            IF NEW.waived_by_id = own THEN\n                RAISE EXCEPTION 'Member % cannot waive a conflict of their own', NEW.member_id;\n            END IF;\n            IF TG_OP = 'UPDATE' AND ROW(NEW.conflict, NEW.conflict_statement,\n                    NEW.conflict_answered_at, NEW.conflict_answered_by_id, NEW.response,\n                    NEW.responded_at, NEW.responded_by_id, NEW.waived_at, NEW.waived_by_id,\n                    NEW.waiver_reason, NEW.released_at, NEW.released_by_id, NEW.release_reason)\n                IS DISTINCT FROM ROW(OLD.conflict, OLD.conflict_statement,\n                    OLD.conflict_answered_at, OLD.conflict_answered_by_id, OLD.response,\n                    OLD.responded_at, OLD.responded_by_id, OLD.waived_at, OLD.waived_by_id,\n                    OLD.waiver_reason, OLD.released_at, OLD.released_by_id, OLD.release_reason)\n                AND EXISTS (\n                    SELECT 1 FROM editorial_signoff\n                    WHERE review_id = OLD.review_id AND member_id = OLD.member_id\n                ) THEN\n                RAISE EXCEPTION 'Member % has signed review %', OLD.member_id, OLD.review_id;\n            END IF;\n            RETURN NEW;\n        ", hash='69206950e3c20a1232d66b7c6212ec9344d7df85', operation='INSERT OR UPDATE', pgid='pgtrigger_answer_stands_once_signed_e6729', table='editorial_assignment', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='assignment',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "editorial_assignmentevent" ("assigned_at", "assigned_by_id", "conflict", "conflict_answered_at", "conflict_answered_by_id", "conflict_statement", "id", "in_place_of_id", "member_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "release_reason", "released_at", "released_by_id", "respond_by", "responded_at", "responded_by_id", "response", "response_reason", "review_id", "sign_by", "waived_at", "waived_by_id", "waiver_reason") VALUES (NEW."assigned_at", NEW."assigned_by_id", NEW."conflict", NEW."conflict_answered_at", NEW."conflict_answered_by_id", NEW."conflict_statement", NEW."id", NEW."in_place_of_id", NEW."member_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."release_reason", NEW."released_at", NEW."released_by_id", NEW."respond_by", NEW."responded_at", NEW."responded_by_id", NEW."response", NEW."response_reason", NEW."review_id", NEW."sign_by", NEW."waived_at", NEW."waived_by_id", NEW."waiver_reason"); RETURN NULL;', hash='dd56ffaafd303d41e41930a8ef005a827ab7651e', operation='INSERT', pgid='pgtrigger_insert_insert_5c988', table='editorial_assignment', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='assignment',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "editorial_assignmentevent" ("assigned_at", "assigned_by_id", "conflict", "conflict_answered_at", "conflict_answered_by_id", "conflict_statement", "id", "in_place_of_id", "member_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "release_reason", "released_at", "released_by_id", "respond_by", "responded_at", "responded_by_id", "response", "response_reason", "review_id", "sign_by", "waived_at", "waived_by_id", "waiver_reason") VALUES (NEW."assigned_at", NEW."assigned_by_id", NEW."conflict", NEW."conflict_answered_at", NEW."conflict_answered_by_id", NEW."conflict_statement", NEW."id", NEW."in_place_of_id", NEW."member_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."release_reason", NEW."released_at", NEW."released_by_id", NEW."respond_by", NEW."responded_at", NEW."responded_by_id", NEW."response", NEW."response_reason", NEW."review_id", NEW."sign_by", NEW."waived_at", NEW."waived_by_id", NEW."waiver_reason"); RETURN NULL;', hash='3b56ded4ee829725a57f359299648e1bce267e1e', operation='UPDATE', pgid='pgtrigger_update_update_f01ac', table='editorial_assignment', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='policy',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "editorial_policyevent" ("approvals_needed", "escalate_after_days", "id", "least_checked_percent", "least_identified_percent", "least_primary_percent", "most_own_percent", "needs_specialist", "oldest_median_years", "oldest_source_years", "overdue_every_days", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "questions", "re_review_months", "remind_days_before", "respond_within_days", "sign_within_days", "tier") VALUES (NEW."approvals_needed", NEW."escalate_after_days", NEW."id", NEW."least_checked_percent", NEW."least_identified_percent", NEW."least_primary_percent", NEW."most_own_percent", NEW."needs_specialist", NEW."oldest_median_years", NEW."oldest_source_years", NEW."overdue_every_days", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."questions", NEW."re_review_months", NEW."remind_days_before", NEW."respond_within_days", NEW."sign_within_days", NEW."tier"); RETURN NULL;', hash='bcbd1d023f4688d6c385d2c4a6a703baff9636c7', operation='INSERT', pgid='pgtrigger_insert_insert_0f668', table='editorial_policy', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='policy',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "editorial_policyevent" ("approvals_needed", "escalate_after_days", "id", "least_checked_percent", "least_identified_percent", "least_primary_percent", "most_own_percent", "needs_specialist", "oldest_median_years", "oldest_source_years", "overdue_every_days", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "questions", "re_review_months", "remind_days_before", "respond_within_days", "sign_within_days", "tier") VALUES (NEW."approvals_needed", NEW."escalate_after_days", NEW."id", NEW."least_checked_percent", NEW."least_identified_percent", NEW."least_primary_percent", NEW."most_own_percent", NEW."needs_specialist", NEW."oldest_median_years", NEW."oldest_source_years", NEW."overdue_every_days", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."questions", NEW."re_review_months", NEW."remind_days_before", NEW."respond_within_days", NEW."sign_within_days", NEW."tier"); RETURN NULL;', hash='f2063b8227063e16aa7c9455a5636e7612a01a12', operation='UPDATE', pgid='pgtrigger_update_update_7eaae', table='editorial_policy', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='policy',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "editorial_policyevent" ("approvals_needed", "escalate_after_days", "id", "least_checked_percent", "least_identified_percent", "least_primary_percent", "most_own_percent", "needs_specialist", "oldest_median_years", "oldest_source_years", "overdue_every_days", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "questions", "re_review_months", "remind_days_before", "respond_within_days", "sign_within_days", "tier") VALUES (OLD."approvals_needed", OLD."escalate_after_days", OLD."id", OLD."least_checked_percent", OLD."least_identified_percent", OLD."least_primary_percent", OLD."most_own_percent", OLD."needs_specialist", OLD."oldest_median_years", OLD."oldest_source_years", OLD."overdue_every_days", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."questions", OLD."re_review_months", OLD."remind_days_before", OLD."respond_within_days", OLD."sign_within_days", OLD."tier"); RETURN NULL;', hash='02d450a22cd1896450bd6acd54635ae818f7890a', operation='DELETE', pgid='pgtrigger_delete_delete_c3725', table='editorial_policy', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='review',
            trigger=pgtrigger.compiler.Trigger(name='starts_submitted', sql=references.protection.GuardSql(func="\n            IF NEW.state <> 'submitted' THEN\n                RAISE EXCEPTION 'A review starts as submitted, not as %', NEW.state;\n            END IF;\n            IF NOT EXISTS (\n                SELECT 1 FROM articles_version\n                WHERE id = NEW.version_id AND article_id = NEW.article_id\n            ) THEN\n                RAISE EXCEPTION 'Version % is not of article %', NEW.version_id, NEW.article_id;\n            END IF;\n            IF NEW.approvals_needed < 1 OR NEW.kind <> 'correction' AND NEW.approvals_needed < (\n                SELECT p.approvals_needed FROM editorial_policy p\n                JOIN articles_version v ON p.tier = v.content ->> 'risk_tier'\n                WHERE v.id = NEW.version_id\n            ) THEN\n                RAISE EXCEPTION 'Version % needs more than % approvals',\n                    NEW.version_id, NEW.approvals_needed;\n            END IF;\n            RETURN NEW;\n        ", hash='d638b01a67e450639e6e01eb1a6dd014b6917e5b', operation='INSERT', pgid='pgtrigger_starts_submitted_15375', table='editorial_review', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='review',
            trigger=pgtrigger.compiler.Trigger(name='quorum', sql=references.protection.GuardSql(condition='WHEN (NEW."state" = \'approved\' AND NOT (OLD."state" = \'approved\'))', declare='DECLARE approvals integer; specialists integer;', func="\n            SELECT count(DISTINCT s.member_id), count(DISTINCT s.member_id) FILTER (\n                WHERE s.signer_specialties ? (v.content ->> 'specialty_slug')\n            ) INTO approvals, specialists\n            FROM editorial_signoff s\n            JOIN editorial_assignment a ON a.review_id = s.review_id AND a.member_id = s.member_id\n            JOIN editorial_boardmember m ON m.id = s.member_id\n            JOIN auth_user u ON u.id = m.user_id\n            JOIN articles_version v ON v.id = NEW.version_id\n            WHERE s.review_id = NEW.id AND \n    s.verdict = 'approve'\n    AND s.digest = v.digest\n    AND NOT EXISTS (SELECT 1 FROM editorial_signoffwithdrawal w WHERE w.sign_off_id = s.id)\n    AND a.response <> 'declined' AND a.released_at IS NULL\n    AND \n    (a.conflict = 'none'\n        OR a.conflict = 'declared' AND a.waived_at IS NOT NULL AND a.waived_by_id <> m.user_id)\n\n    AND \n    m.deactivated_at IS NULL\n    AND u.is_active\n    AND m.term_from <= (now() AT TIME ZONE 'UTC')::date\n    AND (m.term_to IS NULL OR m.term_to >= (now() AT TIME ZONE 'UTC')::date)\n    AND NOT EXISTS (\n        SELECT 1 FROM editorial_credential c\n        WHERE c.member_id = m.id AND c.is_required AND c.expires_on < (now() AT TIME ZONE 'UTC')::date\n    )\n\n    AND \n    NOT v.content -> 'authors' @> jsonb_build_array(jsonb_build_object('id', m.user_id))\n\n;\n            IF approvals < NEW.approvals_needed THEN\n                RAISE EXCEPTION 'Review % has % of % approvals needed',\n                    NEW.id, approvals, NEW.approvals_needed;\n            END IF;\n            IF specialists = 0 AND NEW.policy -> 'needs_specialist' = 'true' THEN\n                RAISE EXCEPTION 'Review % has no approval by a member of its specialty', NEW.id;\n            END IF;\n            RETURN NEW;\n        ", hash='5cdbfc833fadc15c49ffafb5547f06fa78e97d2f', operation='UPDATE', pgid='pgtrigger_quorum_ebb02', table='editorial_review', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='signoff',
            trigger=pgtrigger.compiler.Trigger(name='valid_signature', sql=references.protection.GuardSql(func="\n            IF NOT EXISTS (\n                SELECT 1\n                FROM editorial_review r\n                JOIN articles_version v ON v.id = r.version_id\n                JOIN editorial_assignment a\n                    ON a.review_id = r.id AND a.member_id = NEW.member_id\n                JOIN editorial_boardmember m ON m.id = NEW.member_id\n                JOIN auth_user u ON u.id = m.user_id\n                WHERE r.id = NEW.review_id\n                    AND r.state = 'under_review'\n                    AND v.digest = NEW.digest\n                    AND m.user_id = NEW.signed_by_id\n                    AND m.name = NEW.signer_name\n                    AND m.credentials = NEW.signer_credentials\n                    AND m.affiliation = NEW.signer_affiliation\n                    AND a.in_place_of_id IS NOT DISTINCT FROM NEW.stands_in_for_id\n                    AND a.response <> 'declined' AND a.released_at IS NULL\n                    AND \n    m.deactivated_at IS NULL\n    AND u.is_active\n    AND m.term_from <= (now() AT TIME ZONE 'UTC')::date\n    AND (m.term_to IS NULL OR m.term_to >= (now() AT TIME ZONE 'UTC')::date)\n    AND NOT EXISTS (\n        SELECT 1 FROM editorial_credential c\n        WHERE c.member_id = m.id AND c.is_required AND c.expires_on < (now() AT TIME ZONE 'UTC')::date\n    )\n\n                    AND (\n                        (NEW.verdict = 'recuse' AND a.conflict <> 'unanswered')\n                        OR (\n    (a.conflict = 'none'\n        OR a.conflict = 'declared' AND a.waived_at IS NOT NULL AND a.waived_by_id <> m.user_id)\n AND \n    NOT v.content -> 'authors' @> jsonb_build_array(jsonb_build_object('id', m.user_id))\n)\n                    )\n            ) THEN\n                RAISE EXCEPTION 'Member % cannot sign review % with this text',\n                    NEW.member_id, NEW.review_id;\n            END IF;\n            RETURN NEW;\n        ", hash='2124ff0788f82634b53f33cd7db283251949420d', operation='INSERT', pgid='pgtrigger_valid_signature_e288d', table='editorial_signoff', when='BEFORE')),
        ),
        migrations.AddConstraint(
            model_name='assignment',
            constraint=models.CheckConstraint(condition=models.Q(('in_place_of__isnull', True), models.Q(('in_place_of', models.F('member')), _negated=True), _connector='OR'), name='assignment_in_place_of_another'),
        ),
        migrations.AddConstraint(
            model_name='assignment',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('responded_at__isnull', True), ('responded_by__isnull', True)), models.Q(('responded_at__isnull', False), ('responded_by__isnull', False)), _connector='OR'), name='assignment_responded_at_and_by'),
        ),
        migrations.AddConstraint(
            model_name='assignment',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('responded_at__isnull', True), ('response', 'unanswered')), models.Q(('responded_at__isnull', False), ('response__in', ['accepted', 'declined'])), _connector='OR'), name='assignment_responded_or_not'),
        ),
        migrations.AddConstraint(
            model_name='assignment',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('response', 'declined'), _negated=True), models.Q(('response_reason', ''), _negated=True), _connector='OR'), name='assignment_declined_has_a_reason'),
        ),
        migrations.AddConstraint(
            model_name='assignment',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('released_at__isnull', True), ('released_by__isnull', True)), models.Q(('released_at__isnull', False), ('released_by__isnull', False)), _connector='OR'), name='assignment_released_at_and_by'),
        ),
        migrations.AddConstraint(
            model_name='assignment',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('release_reason', ''), ('released_at__isnull', True)), models.Q(('released_at__isnull', False), models.Q(('release_reason', ''), _negated=True)), _connector='OR'), name='assignment_released_at_has_a_reason'),
        ),
        migrations.AddConstraint(
            model_name='assignment',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('waived_at__isnull', True), ('waived_by__isnull', True)), models.Q(('waived_at__isnull', False), ('waived_by__isnull', False)), _connector='OR'), name='assignment_waived_at_and_by'),
        ),
        migrations.AddConstraint(
            model_name='assignment',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('waived_at__isnull', True), ('waiver_reason', '')), models.Q(('waived_at__isnull', False), models.Q(('waiver_reason', ''), _negated=True)), _connector='OR'), name='assignment_waived_at_has_a_reason'),
        ),
        migrations.AddConstraint(
            model_name='assignment',
            constraint=models.CheckConstraint(condition=models.Q(('waived_at__isnull', True), ('conflict', 'declared'), _connector='OR'), name='assignment_waives_what_was_declared'),
        ),
        migrations.AddField(
            model_name='comment',
            name='assignment',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='comments', to='editorial.assignment'),
        ),
        migrations.AddField(
            model_name='comment',
            name='made_by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='comment',
            name='settled_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='credential',
            name='member',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='held_credentials', to='editorial.boardmember'),
        ),
        migrations.AddField(
            model_name='credentialevent',
            name='member',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='editorial.boardmember'),
        ),
        migrations.AddField(
            model_name='credentialevent',
            name='pgh_context',
            field=models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context'),
        ),
        migrations.AddField(
            model_name='credentialevent',
            name='pgh_obj',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='editorial.credential'),
        ),
        migrations.AddField(
            model_name='delegation',
            name='ended_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='delegation',
            name='made_by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='delegation',
            name='member',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='delegations', to='editorial.boardmember'),
        ),
        migrations.AddField(
            model_name='delegation',
            name='to',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='delegations_received', to='editorial.boardmember'),
        ),
        migrations.AddField(
            model_name='disclosure',
            name='declared_by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='disclosure',
            name='member',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='disclosures', to='editorial.boardmember'),
        ),
        migrations.AddField(
            model_name='portrait',
            name='kept_by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='portrait',
            name='member',
            field=models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='portrait', to='editorial.boardmember'),
        ),
        migrations.AddField(
            model_name='proposal',
            name='answered_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='proposal',
            name='assignment',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='proposals', to='editorial.assignment'),
        ),
        migrations.AddField(
            model_name='proposal',
            name='made_by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='proposal',
            name='member',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='editorial.boardmember', verbose_name='who'),
        ),
        migrations.AddField(
            model_name='readmark',
            name='assignment',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='read_marks', to='editorial.assignment'),
        ),
        migrations.AddField(
            model_name='readmark',
            name='read_by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='signoffwithdrawal',
            name='sign_off',
            field=models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='withdrawal', to='editorial.signoff'),
        ),
        migrations.AddField(
            model_name='signoffwithdrawal',
            name='withdrawn_by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddConstraint(
            model_name='comment',
            constraint=models.CheckConstraint(condition=models.Q(('weight__in', ['blocking', 'suggestion', 'praise'])), name='comment_weight_is_known'),
        ),
        migrations.AddConstraint(
            model_name='comment',
            constraint=models.CheckConstraint(condition=models.Q(('text', ''), _negated=True), name='comment_says_something'),
        ),
        migrations.AddConstraint(
            model_name='comment',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('settled_at__isnull', True), ('settled_by__isnull', True)), models.Q(('settled_at__isnull', False), ('settled_by__isnull', False)), _connector='OR'), name='comment_settled_at_and_by'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='comment',
            trigger=pgtrigger.compiler.Trigger(name='permanent', sql=references.protection.GuardSql(func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;", hash='15bf0a05dfd52e5c537fe668f3ea29329bf68a43', operation='DELETE', pgid='pgtrigger_permanent_1d56f', table='editorial_comment', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='comment',
            trigger=pgtrigger.compiler.Trigger(name='no_truncate', sql=references.protection.GuardSql(func="RAISE EXCEPTION 'Rows of % are kept for ever', TG_TABLE_NAME;", hash='843cfe8e0d0e3231ae343bb9f08d20c9c2f4d57f', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_no_truncate_ab5c0', table='editorial_comment', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='comment',
            trigger=pgtrigger.compiler.Trigger(name='comment_is_the_members_own', sql=references.protection.GuardSql(func="\n            IF NOT EXISTS (\n                SELECT 1\n                FROM editorial_assignment a\n                JOIN editorial_review r ON r.id = a.review_id\n                JOIN editorial_boardmember m ON m.id = a.member_id\n                WHERE a.id = NEW.assignment_id\n                    AND m.user_id = NEW.made_by_id\n                    AND r.state = 'under_review'\n                    AND a.response <> 'declined' AND a.released_at IS NULL\n            ) THEN\n                RAISE EXCEPTION 'Nobody but the member of assignment % says this, and only now',\n                    NEW.assignment_id;\n            END IF;\n            RETURN NEW;\n        ", hash='e10620d30592ae901e2a920cea405527ca6ee92f', operation='INSERT', pgid='pgtrigger_comment_is_the_members_own_47982', table='editorial_comment', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='comment',
            trigger=pgtrigger.compiler.Trigger(name='comment_is_frozen', sql=references.protection.GuardSql(condition='WHEN (OLD."assignment_id" IS DISTINCT FROM (NEW."assignment_id") OR OLD."section" IS DISTINCT FROM (NEW."section") OR OLD."quote" IS DISTINCT FROM (NEW."quote") OR OLD."weight" IS DISTINCT FROM (NEW."weight") OR OLD."text" IS DISTINCT FROM (NEW."text") OR OLD."made_at" IS DISTINCT FROM (NEW."made_at") OR OLD."made_by_id" IS DISTINCT FROM (NEW."made_by_id"))', func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='8f8dce983b703ff4dce7560172bab02596b42dc7', operation='UPDATE', pgid='pgtrigger_comment_is_frozen_25022', table='editorial_comment', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='credential',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "editorial_credentialevent" ("expires_on", "id", "is_required", "issued_by", "member_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "title") VALUES (NEW."expires_on", NEW."id", NEW."is_required", NEW."issued_by", NEW."member_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."title"); RETURN NULL;', hash='d76b0e6e0bd7fec8fe4d6811fc6d687aa938ee53', operation='INSERT', pgid='pgtrigger_insert_insert_77b5c', table='editorial_credential', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='credential',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "editorial_credentialevent" ("expires_on", "id", "is_required", "issued_by", "member_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "title") VALUES (NEW."expires_on", NEW."id", NEW."is_required", NEW."issued_by", NEW."member_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."title"); RETURN NULL;', hash='2bd0a3c5bb43127c5b0e9c27d6d0e01eda6c998e', operation='UPDATE', pgid='pgtrigger_update_update_cba41', table='editorial_credential', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='credential',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "editorial_credentialevent" ("expires_on", "id", "is_required", "issued_by", "member_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "title") VALUES (OLD."expires_on", OLD."id", OLD."is_required", OLD."issued_by", OLD."member_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."title"); RETURN NULL;', hash='5ec8c47e6fb79a77b374e38e15a20965fbff18d7', operation='DELETE', pgid='pgtrigger_delete_delete_cfa5b', table='editorial_credential', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='credentialevent',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='62260d2435822f0fe3a5732212b3a46bcfd09edf', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_5ac95', table='editorial_credentialevent', when='BEFORE')),
        ),
        migrations.AddConstraint(
            model_name='delegation',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('ended_at__isnull', True), ('ended_by__isnull', True)), models.Q(('ended_at__isnull', False), ('ended_by__isnull', False)), _connector='OR'), name='delegation_ended_at_and_by'),
        ),
        migrations.AddConstraint(
            model_name='delegation',
            constraint=models.CheckConstraint(condition=models.Q(('member', models.F('to')), _negated=True), name='delegation_is_to_another'),
        ),
        migrations.AddConstraint(
            model_name='delegation',
            constraint=models.CheckConstraint(condition=models.Q(('ends_on__gte', models.F('begins_on'))), name='delegation_ends_after_it_begins'),
        ),
        migrations.AddConstraint(
            model_name='delegation',
            constraint=models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='delegation_has_a_reason'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='delegation',
            trigger=pgtrigger.compiler.Trigger(name='permanent', sql=references.protection.GuardSql(func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;", hash='988aab0ffcfc7174dac753e3b4ece240498afda4', operation='DELETE', pgid='pgtrigger_permanent_6bd67', table='editorial_delegation', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='delegation',
            trigger=pgtrigger.compiler.Trigger(name='no_truncate', sql=references.protection.GuardSql(func="RAISE EXCEPTION 'Rows of % are kept for ever', TG_TABLE_NAME;", hash='b8afd9caa7cd111e732fa2bcf1acba3998e6a3d5', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_no_truncate_07299', table='editorial_delegation', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='delegation',
            trigger=pgtrigger.compiler.Trigger(name='delegation_is_frozen', sql=references.protection.GuardSql(condition='WHEN (OLD."member_id" IS DISTINCT FROM (NEW."member_id") OR OLD."to_id" IS DISTINCT FROM (NEW."to_id") OR OLD."begins_on" IS DISTINCT FROM (NEW."begins_on") OR OLD."ends_on" IS DISTINCT FROM (NEW."ends_on") OR OLD."reason" IS DISTINCT FROM (NEW."reason") OR OLD."made_at" IS DISTINCT FROM (NEW."made_at") OR OLD."made_by_id" IS DISTINCT FROM (NEW."made_by_id"))', func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='01d63d1e5d053fdc5b2a1891a07edf354e21ce0d', operation='UPDATE', pgid='pgtrigger_delegation_is_frozen_050bb', table='editorial_delegation', when='BEFORE')),
        ),
        migrations.AddConstraint(
            model_name='disclosure',
            constraint=models.CheckConstraint(condition=models.Q(('item__in', ['work-support', 'grants', 'royalties', 'consulting', 'honoraria', 'testimony', 'travel', 'patents', 'safety-board', 'leadership', 'stock', 'equipment', 'other'])), name='disclosure_item_is_known'),
        ),
        migrations.AddConstraint(
            model_name='disclosure',
            constraint=models.CheckConstraint(condition=models.Q(('ended_on__isnull', True), ('ended_on__gte', models.F('began_on')), _connector='OR'), name='disclosure_ends_after_it_begins', violation_error_message='It must end on or after the day it began.'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='disclosure',
            trigger=pgtrigger.compiler.Trigger(name='permanent', sql=references.protection.GuardSql(func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;", hash='2e3a3ba46e4cf64c1e0fc9ba3e3731724d178a18', operation='DELETE', pgid='pgtrigger_permanent_f0ad0', table='editorial_disclosure', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='disclosure',
            trigger=pgtrigger.compiler.Trigger(name='no_truncate', sql=references.protection.GuardSql(func="RAISE EXCEPTION 'Rows of % are kept for ever', TG_TABLE_NAME;", hash='5fd5611edf02613078aa539090d598fbb2ad33c3', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_no_truncate_cf438', table='editorial_disclosure', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='disclosure',
            trigger=pgtrigger.compiler.Trigger(name='disclosure_is_frozen', sql=references.protection.GuardSql(condition='WHEN (OLD."member_id" IS DISTINCT FROM (NEW."member_id") OR OLD."item" IS DISTINCT FROM (NEW."item") OR OLD."entity" IS DISTINCT FROM (NEW."entity") OR OLD."statement" IS DISTINCT FROM (NEW."statement") OR OLD."began_on" IS DISTINCT FROM (NEW."began_on") OR OLD."declared_at" IS DISTINCT FROM (NEW."declared_at") OR OLD."declared_by_id" IS DISTINCT FROM (NEW."declared_by_id"))', func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='75492f38b23206244fc0676e79f06bae93ee236d', operation='UPDATE', pgid='pgtrigger_disclosure_is_frozen_1f782', table='editorial_disclosure', when='BEFORE')),
        ),
        migrations.AddConstraint(
            model_name='proposal',
            constraint=models.UniqueConstraint(condition=models.Q(('answered_at__isnull', True)), fields=('assignment',), name='one_open_proposal_per_assignment'),
        ),
        migrations.AddConstraint(
            model_name='proposal',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('member__isnull', True), ('sign_by__isnull', False)), models.Q(('member__isnull', False), ('sign_by__isnull', True)), _connector='OR'), name='proposal_is_a_date_or_a_member'),
        ),
        migrations.AddConstraint(
            model_name='proposal',
            constraint=models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='proposal_has_a_reason'),
        ),
        migrations.AddConstraint(
            model_name='proposal',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('answered_at__isnull', True), ('answered_by__isnull', True)), models.Q(('answered_at__isnull', False), ('answered_by__isnull', False)), _connector='OR'), name='proposal_answered_at_and_by'),
        ),
        migrations.AddConstraint(
            model_name='proposal',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('answered_at__isnull', True), ('is_accepted__isnull', True)), models.Q(('answered_at__isnull', False), ('is_accepted__isnull', False)), _connector='OR'), name='proposal_answered_or_not'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='proposal',
            trigger=pgtrigger.compiler.Trigger(name='permanent', sql=references.protection.GuardSql(func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;", hash='115c360d3ba065084a8c3738e8b0f27612e02c45', operation='DELETE', pgid='pgtrigger_permanent_d2f98', table='editorial_proposal', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='proposal',
            trigger=pgtrigger.compiler.Trigger(name='no_truncate', sql=references.protection.GuardSql(func="RAISE EXCEPTION 'Rows of % are kept for ever', TG_TABLE_NAME;", hash='ba80e6897fc9aa43c42448a688cae9f7303c8f26', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_no_truncate_d9d6f', table='editorial_proposal', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='proposal',
            trigger=pgtrigger.compiler.Trigger(name='proposal_is_the_members_own', sql=references.protection.GuardSql(func="\n            IF NOT EXISTS (\n                SELECT 1\n                FROM editorial_assignment a\n                JOIN editorial_review r ON r.id = a.review_id\n                JOIN editorial_boardmember m ON m.id = a.member_id\n                WHERE a.id = NEW.assignment_id\n                    AND m.user_id = NEW.made_by_id\n                    AND r.state = 'under_review'\n                    AND a.response <> 'declined' AND a.released_at IS NULL\n            ) THEN\n                RAISE EXCEPTION 'Nobody but the member of assignment % says this, and only now',\n                    NEW.assignment_id;\n            END IF;\n            RETURN NEW;\n        ", hash='7624e00f9e1598f68d9047ec33dd21c651d22f55', operation='INSERT', pgid='pgtrigger_proposal_is_the_members_own_76809', table='editorial_proposal', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='proposal',
            trigger=pgtrigger.compiler.Trigger(name='proposal_is_frozen', sql=references.protection.GuardSql(condition='WHEN (OLD."assignment_id" IS DISTINCT FROM (NEW."assignment_id") OR OLD."sign_by" IS DISTINCT FROM (NEW."sign_by") OR OLD."member_id" IS DISTINCT FROM (NEW."member_id") OR OLD."reason" IS DISTINCT FROM (NEW."reason") OR OLD."made_at" IS DISTINCT FROM (NEW."made_at") OR OLD."made_by_id" IS DISTINCT FROM (NEW."made_by_id"))', func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='6426f63d89e56cfe510c584a01ef612fb2621c65', operation='UPDATE', pgid='pgtrigger_proposal_is_frozen_612ee', table='editorial_proposal', when='BEFORE')),
        ),
        migrations.AddConstraint(
            model_name='readmark',
            constraint=models.UniqueConstraint(fields=('assignment', 'section'), name='one_tick_per_section_and_assignment'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='readmark',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=references.protection.GuardSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='9a9fee4258a7ca6e06d9f79fd08797ebb31ed808', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_a715a', table='editorial_readmark', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='readmark',
            trigger=pgtrigger.compiler.Trigger(name='no_truncate', sql=references.protection.GuardSql(func="RAISE EXCEPTION 'Rows of % are kept for ever', TG_TABLE_NAME;", hash='33a8f6eae88b9ccc1787865a2449f88e9fe35ec0', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_no_truncate_3fc8c', table='editorial_readmark', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='readmark',
            trigger=pgtrigger.compiler.Trigger(name='tick_is_the_members_own', sql=references.protection.GuardSql(func="\n            IF NOT EXISTS (\n                SELECT 1\n                FROM editorial_assignment a\n                JOIN editorial_review r ON r.id = a.review_id\n                JOIN editorial_boardmember m ON m.id = a.member_id\n                WHERE a.id = NEW.assignment_id\n                    AND m.user_id = NEW.read_by_id\n                    AND r.state = 'under_review'\n                    AND a.response <> 'declined' AND a.released_at IS NULL\n            ) THEN\n                RAISE EXCEPTION 'Nobody but the member of assignment % says this, and only now',\n                    NEW.assignment_id;\n            END IF;\n            RETURN NEW;\n        ", hash='96d806af3a187e5eb20ce7c3716f18032abd81e6', operation='INSERT', pgid='pgtrigger_tick_is_the_members_own_3461a', table='editorial_readmark', when='BEFORE')),
        ),
        migrations.AddConstraint(
            model_name='signoffwithdrawal',
            constraint=models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='sign_off_withdrawal_has_a_reason'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='signoffwithdrawal',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=references.protection.GuardSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='86c1ddd8ff4d4a3302042dcb19da34813361104b', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_856a8', table='editorial_signoffwithdrawal', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='signoffwithdrawal',
            trigger=pgtrigger.compiler.Trigger(name='no_truncate', sql=references.protection.GuardSql(func="RAISE EXCEPTION 'Rows of % are kept for ever', TG_TABLE_NAME;", hash='ecb4832d246b40635f0906506070e757609dca54', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_no_truncate_d6a18', table='editorial_signoffwithdrawal', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='signoffwithdrawal',
            trigger=pgtrigger.compiler.Trigger(name='withdrawal_is_by_the_signer', sql=references.protection.GuardSql(func="\n            IF NOT EXISTS (\n                SELECT 1\n                FROM editorial_signoff s\n                JOIN editorial_review r ON r.id = s.review_id\n                WHERE s.id = NEW.sign_off_id\n                    AND s.signed_by_id = NEW.withdrawn_by_id\n                    AND r.state = 'under_review'\n            ) THEN\n                RAISE EXCEPTION 'Sign-off % cannot be withdrawn by this account now',\n                    NEW.sign_off_id;\n            END IF;\n            RETURN NEW;\n        ", hash='7f94f181aaa0a94663d3ad3abd507d9b36e2f06d', operation='INSERT', pgid='pgtrigger_withdrawal_is_by_the_signer_46a93', table='editorial_signoffwithdrawal', when='BEFORE')),
        ),
    ]
