# Reminders: what was planned, what was cut short, when the last sweep ended.

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('articles', '0001_initial'),
        ('editorial', '0002_groups_and_policies'),
    ]

    operations = [
        migrations.CreateModel(
            name='Sweep',
            fields=[
                ('id', models.PositiveSmallIntegerField(default=1, editable=False, primary_key=True, serialize=False)),
                ('finished', models.DateTimeField(null=True, verbose_name='finished')),
                ('planned_on', models.DateField(null=True, verbose_name='everything planned on')),
            ],
            options={
                'verbose_name': 'sweep',
                'verbose_name_plural': 'sweeps',
            },
        ),
        migrations.AddField(
            model_name='notification',
            name='unanswered',
            field=models.BooleanField(db_default=False, default=False, editable=False, verbose_name='an attempt was cut short'),
        ),
        migrations.AddField(
            model_name='reviewschedule',
            name='planned_for',
            field=models.DateField(editable=False, null=True, verbose_name='reminders planned for'),
        ),
        migrations.AddIndex(
            model_name='reviewschedule',
            index=models.Index(condition=models.Q(('planned_for__isnull', True), models.Q(('planned_for', models.F('due_on')), _negated=True), _connector='OR'), fields=['due_on'], name='schedule_not_planned'),
        ),
        migrations.AddConstraint(
            model_name='sweep',
            constraint=models.CheckConstraint(condition=models.Q(('id', 1)), name='sweep_is_one_row'),
        ),
    ]
