from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("editorial", "0018_withdrawn_until_reviewed")]

    operations = [
        migrations.AddIndex(
            model_name="auditevent",
            index=models.Index(
                condition=models.Q(
                    (
                        "action__in",
                        ["owner-gone", "owner-back", "deactivate-member", "removal-followed-up"],
                    ),
                    ("chain", 0),
                ),
                fields=["action", "sequence"],
                name="audit_event_is_followed_up",
            ),
        ),
    ]
