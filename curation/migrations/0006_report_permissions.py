"""What the groups may do with further reports, readings of sources and suggestions."""

from django.contrib.auth.management import create_permissions
from django.db import migrations

EVERYTHING = ("add", "change", "delete", "view")

# group -> model -> actions: who drafts also says who else reported it, and judges suggestions.
CURATOR = {
    "furtherreport": EVERYTHING,
    "sourcereading": ("view",),
    "suggestion": ("change", "view"),
}
GROUPS = {
    "curator": CURATOR,
    "editor": CURATOR,
    "moderator": {"furtherreport": ("view",)},
    "administrator": CURATOR,
}


def permissions_of_groups(apps):
    """Yields each group that exists with the permissions that this migration is about."""
    Group, Permission = apps.get_model("auth.Group"), apps.get_model("auth.Permission")
    for group in Group.objects.filter(name__in=GROUPS):
        for model, actions in GROUPS[group.name].items():
            permissions = Permission.objects.filter(
                content_type__app_label="curation",
                codename__in=[f"{action}_{model}" for action in actions],
            )
            if len(permissions) != len(actions):
                raise LookupError(f"{group.name}: not every permission of {model} exists")
            yield group, permissions


def give_permissions(apps, schema_editor):
    # Permissions are made after all migrations; these groups need theirs now.
    config = apps.get_app_config("curation")
    config.models_module = True
    create_permissions(config, apps=apps, verbosity=0)
    config.models_module = None
    for group, permissions in permissions_of_groups(apps):
        group.permissions.add(*permissions)


def take_permissions(apps, schema_editor):
    for group, permissions in permissions_of_groups(apps):
        group.permissions.remove(*permissions)


class Migration(migrations.Migration):
    dependencies = [
        ("curation", "0005_article_origin"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]

    operations = [migrations.RunPython(give_permissions, take_permissions)]
