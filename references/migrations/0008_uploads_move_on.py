"""Uploads move on in one direction, keep no file once it is read, and remember what was left out."""

import pgtrigger.compiler
import pgtrigger.migrations
import references.protection
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('references', '0007_merging_is_for_good'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name='upload',
            name='added_up_to',
            field=models.PositiveIntegerField(db_default=0, verbose_name='added up to'),
        ),
        migrations.AddField(
            model_name='upload',
            name='size',
            field=models.PositiveBigIntegerField(db_default=0, verbose_name='size in bytes'),
        ),
        migrations.AddField(
            model_name='upload',
            name='started',
            field=models.DateTimeField(blank=True, null=True, verbose_name='begun'),
        ),
        migrations.AddField(
            model_name='uploadedrecord',
            name='is_left_out',
            field=models.BooleanField(db_default=False, default=False, verbose_name='left out'),
        ),
        migrations.AddField(
            model_name='uploadedrecord',
            name='repeats',
            field=models.PositiveIntegerField(blank=True, null=True, verbose_name='repeats the record of line'),
        ),
        migrations.AlterField(
            model_name='uploadedrecord',
            name='message',
            field=models.TextField(blank=True, verbose_name='remark'),
        ),
        migrations.AlterField(
            model_name='uploadedrecord',
            name='status',
            field=models.CharField(choices=[('new', 'New'), ('completes', 'Completes a record'), ('duplicate', 'In the library already'), ('repeated', 'Occurs earlier in this file'), ('broken', 'Cannot be read'), ('added', 'Added'), ('completed', 'Completed'), ('left_out', 'Left out')], max_length=20, verbose_name='status'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='upload',
            trigger=pgtrigger.compiler.Trigger(name='upload_moves_on', sql=references.protection.GuardSql(declare='DECLARE _is_valid_transition BOOLEAN;', func='SELECT CONCAT(OLD."state", \':\', NEW."state") = ANY(\'{waiting:reading,reading:waiting,reading:ready,reading:refused,ready:adding,adding:done}\'::text[]) INTO _is_valid_transition; IF (_is_valid_transition IS FALSE AND OLD."state" IS DISTINCT FROM NEW."state") THEN RAISE EXCEPTION \'pgtrigger: Invalid transition of field "state" from "%" to "%" on table %\', OLD."state", NEW."state", TG_TABLE_NAME; ELSE RETURN NEW; END IF;', hash='06ceb53189e4bce34c429a9ff60e4319217be3a6', operation='UPDATE', pgid='pgtrigger_upload_moves_on_d1852', table='references_upload', when='BEFORE')),
        ),
        migrations.AddConstraint(
            model_name='upload',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['waiting', 'reading']), ('data', b''), _connector='OR'), name='upload_is_forgotten_once_read'),
        ),
        migrations.AddConstraint(
            model_name='uploadedrecord',
            constraint=models.CheckConstraint(condition=models.Q(('status__in', ['new', 'completes', 'duplicate', 'repeated', 'broken', 'added', 'completed', 'left_out'])), name='uploaded_record_status_is_known'),
        ),
        migrations.AddConstraint(
            model_name='uploadedrecord',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('status__in', ['added', 'completed']), _negated=True), ('is_left_out', False), _connector='OR'), name='uploaded_record_left_out_is_not_added'),
        ),
    ]
