from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("editorial", "0025_dead_schedules_are_swept")]

    operations = [
        migrations.AddField(
            model_name="sweep",
            name="verified",
            field=models.DateTimeField(null=True, verbose_name="history verified"),
        ),
        migrations.AddField(
            model_name="sweep",
            name="faults_found",
            field=models.PositiveIntegerField(
                db_default=0, default=0, verbose_name="faults found in the history"
            ),
        ),
    ]
