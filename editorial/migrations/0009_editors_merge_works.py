"""Whoever may change the library's records may merge two of them."""

from django.contrib.auth.management import create_permissions
from django.db import migrations

GROUPS = ("Editors", "Managing editors")


def forwards(apps, schema_editor):
    config = apps.get_app_config("references")
    config.models_module = True
    create_permissions(config, verbosity=0, apps=apps)
    config.models_module = None
    permission = apps.get_model("auth", "Permission").objects.get(
        content_type__app_label="references", codename="merge_reference"
    )
    for group in apps.get_model("auth", "Group").objects.filter(name__in=GROUPS):
        group.permissions.add(permission)


class Migration(migrations.Migration):
    dependencies = [
        ("editorial", "0008_what_follows_from_a_notice"),
        ("references", "0007_merging_is_for_good"),
    ]
    operations = [migrations.RunPython(forwards, migrations.RunPython.noop)]
