from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("editorial", "0026_verified_daily")]

    operations = [
        migrations.RemoveIndex(model_name="auditevent", name="audit_event_is_followed_up"),
        migrations.AddIndex(
            model_name="auditevent",
            index=models.Index(
                condition=models.Q(
                    (
                        "action__in",
                        [
                            "owner-gone",
                            "owner-back",
                            "deactivate-member",
                            "found-for-cause",
                            "removal-followed-up",
                        ],
                    ),
                    ("chain", 0),
                ),
                fields=["action", "sequence"],
                name="audit_event_is_followed_up",
            ),
        ),
    ]
