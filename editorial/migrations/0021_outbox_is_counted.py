from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("editorial", "0020_sources_looked_at_daily")]

    operations = [
        migrations.AddIndex(
            model_name="notification",
            index=models.Index(
                condition=models.Q(("state", "failed")),
                fields=["kind"],
                name="notification_parked",
            ),
        ),
        migrations.AddIndex(
            model_name="notification",
            index=models.Index(
                condition=models.Q(("sent__isnull", False)),
                fields=["sent"],
                name="notification_sent",
            ),
        ),
    ]
