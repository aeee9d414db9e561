"""The four groups with their permissions, the policies of the tiers, a default disclaimer.

Migrations run before Django creates permissions, so the ones needed here are created first.
"""

from django.contrib.auth.management import create_permissions
from django.db import migrations

EDITING = {
    "articles": ["add_article", "change_article", "view_article", "delete_article",
                 "add_section", "change_section", "view_section", "delete_section",
                 "view_version", "view_specialty", "add_specialty", "view_disclaimer"],
    "references": ["add_reference", "change_reference", "view_reference"],
    "editorial": ["submit_article", "view_review", "view_auditevent", "view_audit",
                  "view_boardmember", "view_policy", "view_notification", "view_assignment",
                  "view_signoff"],
}  # fmt: skip
MANAGING = {
    "articles": ["change_specialty", "add_disclaimer", "change_disclaimer"],
    "editorial": ["manage_reviews", "add_boardmember", "change_boardmember", "change_policy"],
}
AUDITING = {
    "articles": ["view_article", "view_section", "view_version", "view_publication"],
    "references": ["view_reference"],
    "editorial": ["view_audit", "view_auditevent", "view_review", "view_signoff",
                  "view_assignment", "view_boardmember", "view_policy", "view_notification"],
}  # fmt: skip
GROUPS = {
    "Editors": [EDITING],
    "Managing editors": [EDITING, MANAGING],
    "Board": [{"editorial": ["sign_review"], "references": ["view_reference"]}],
    "Auditors": [AUDITING],
}
#: Intervals by harm: what a dose says ages faster than what a background text says.
POLICIES = {
    "dosing": {"approvals_needed": 2, "re_review_months": 12},
    "treatment": {"approvals_needed": 2, "re_review_months": 24},
    "background": {"approvals_needed": 1, "re_review_months": 36},
}
CLINICAL = (
    "Written for healthcare professionals. It supports clinical judgement and does not replace it. "
    "Check doses and indications against the current product information and local guidance "
    "before acting on them."
)
PLAIN = (
    "General information. It cannot take the place of an examination by your own doctor. "
    "Do not start, change or stop a treatment because of it. In an emergency, call your local "
    "emergency number."
)


def forwards(apps, schema_editor):
    for label in ("articles", "references", "editorial"):
        config = apps.get_app_config(label)
        config.models_module = True
        create_permissions(config, verbosity=0, apps=apps)
        config.models_module = None
    permission = apps.get_model("auth", "Permission")
    group = apps.get_model("auth", "Group")
    for name, tables in GROUPS.items():
        row, _created = group.objects.get_or_create(name=name)
        for table in tables:
            for label, codenames in table.items():
                row.permissions.add(
                    *permission.objects.filter(
                        content_type__app_label=label, codename__in=codenames
                    )
                )
    policy = apps.get_model("editorial", "Policy")
    for tier, rules in POLICIES.items():
        policy.objects.get_or_create(tier=tier, defaults=rules)
    apps.get_model("articles", "Disclaimer").objects.get_or_create(
        is_default=True, defaults={"name": "Standard", "clinical": CLINICAL, "plain": PLAIN}
    )


class Migration(migrations.Migration):
    dependencies = [
        ("editorial", "0001_initial"),
        ("auth", "0012_alter_user_first_name_max_length"),
    ]
    operations = [migrations.RunPython(forwards, migrations.RunPython.noop)]
