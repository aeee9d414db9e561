"""The citation dialog finds by the beginning of a title or a name, and the newest first."""

import django.contrib.postgres.indexes
import django.db.models.functions.text
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('references', '0009_checks_that_were_asked_for'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddIndex(
            model_name='reference',
            index=models.Index(models.OrderBy(models.F('year'), descending=True, nulls_last=True), models.F('id'), condition=models.Q(('merged_into__isnull', True)), name='reference_by_year'),
        ),
        migrations.AddIndex(
            model_name='reference',
            index=models.Index(django.contrib.postgres.indexes.OpClass(django.db.models.functions.text.Upper(django.db.models.functions.text.Left('title', 100)), name='text_pattern_ops'), condition=models.Q(('merged_into__isnull', True)), name='reference_title_beginning'),
        ),
        migrations.AddIndex(
            model_name='reference',
            index=models.Index(django.contrib.postgres.indexes.OpClass(django.db.models.functions.text.Upper(django.db.models.functions.text.Left('first_author', 100)), name='text_pattern_ops'), condition=models.Q(('merged_into__isnull', True)), name='reference_author_beginning'),
        ),
    ]
