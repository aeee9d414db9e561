from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("editorial", "0023_office_hours_by_the_clocks_there")]

    operations = [
        migrations.AddField(
            model_name="sweep",
            name="causes_seen_to",
            field=models.BigIntegerField(default=0, db_default=0),
        ),
    ]
