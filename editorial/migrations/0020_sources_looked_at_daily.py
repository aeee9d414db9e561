from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("editorial", "0019_followed_up_by_every_sweep")]

    operations = [
        migrations.AddField(
            model_name="sweep",
            name="causes_seen_on",
            field=models.DateField(null=True, verbose_name="every source looked at on"),
        ),
    ]
