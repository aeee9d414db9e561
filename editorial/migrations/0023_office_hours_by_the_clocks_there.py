from django.db import migrations

from editorial import triggers


class Migration(migrations.Migration):
    dependencies = [("editorial", "0022_plans_write_only_what_they_must")]

    operations = [migrations.RunSQL(triggers.OFFICE_MOMENT, migrations.RunSQL.noop)]
