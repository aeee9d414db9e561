from django.db import migrations

#: The plan of a day leaves as many dead entries at the beginning of a small index as it found dates
#: that were new to it, and every minute begins to read there. By default a table of a million rows
#: is vacuumed after 200,000 changes: months later.
SOONER = """
    ALTER TABLE editorial_reviewschedule
    SET (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 1000)
"""
AS_EVER = """
    ALTER TABLE editorial_reviewschedule
    RESET (autovacuum_vacuum_scale_factor, autovacuum_vacuum_threshold)
"""


class Migration(migrations.Migration):
    dependencies = [("editorial", "0024_sources_looked_at_in_slices")]

    operations = [migrations.RunSQL(SOONER, AS_EVER)]
