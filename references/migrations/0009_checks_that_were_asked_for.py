"""A check that an editor asked for is written down until it was made."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('references', '0008_uploads_move_on'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='WantedCheck',
            fields=[
                ('reference', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='wanted_check', serialize=False, to='references.reference', verbose_name='reference')),
                ('asked_at', models.DateTimeField(verbose_name='asked for')),
                ('asked_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'check that was asked for',
                'verbose_name_plural': 'checks that were asked for',
                'ordering': ('asked_at', 'pk'),
            },
        ),
    ]
