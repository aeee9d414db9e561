import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

import references.protection


class Migration(migrations.Migration):
    dependencies = [
        ("articles", "0007_live_and_withdrawn_are_counted"),
        ("editorial", "0027_removed_for_cause_afterwards"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        pgtrigger.migrations.RemoveTrigger(
            model_name="readerreport",
            name="report_is_frozen",
        ),
        migrations.AddIndex(
            model_name="readerreport",
            index=models.Index(
                condition=models.Q(("contact", ""), _negated=True),
                fields=["settled_at"],
                name="report_names_its_reader",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="readerreport",
            trigger=pgtrigger.compiler.Trigger(
                name="report_is_frozen",
                sql=references.protection.GuardSql(
                    condition='WHEN (OLD."article_id" IS DISTINCT FROM (NEW."article_id") OR OLD."version_id" IS DISTINCT FROM (NEW."version_id") OR OLD."text" IS DISTINCT FROM (NEW."text") OR OLD."received" IS DISTINCT FROM (NEW."received"))',
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;",
                    hash="4e34b6855cf2c041cd07bf4d8aba3cdc0ad4251a",
                    operation="UPDATE",
                    pgid="pgtrigger_report_is_frozen_b22dc",
                    table="editorial_readerreport",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="readerreport",
            trigger=pgtrigger.compiler.Trigger(
                name="reader_is_only_forgotten",
                sql=references.protection.GuardSql(
                    condition='WHEN (OLD."contact" IS DISTINCT FROM (NEW."contact"))',
                    func="\n                    IF NEW.contact <> '' OR OLD.settled_at IS NULL THEN\n                        RAISE EXCEPTION 'The address of report % is kept or emptied', OLD.id;\n                    END IF;\n                    RETURN NEW;\n                ",
                    hash="181839ad7bb1fa81fcb305b37e3b260922ee5c24",
                    operation="UPDATE",
                    pgid="pgtrigger_reader_is_only_forgotten_a6c5a",
                    table="editorial_readerreport",
                    when="BEFORE",
                ),
            ),
        ),
    ]
