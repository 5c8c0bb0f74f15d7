"""Administrators keep the former folders."""

from django.contrib.auth.management import create_permissions
from django.db import migrations

CODENAMES = [f"{action}_formerfolder" for action in ("add", "change", "delete", "view")]


def permissions(apps):
    return apps.get_model("auth", "Permission").objects.filter(
        content_type__app_label="curation", codename__in=CODENAMES
    )


def give_permissions(apps, schema_editor):
    # Permissions are made after all migrations; this group needs its own now.
    config = apps.get_app_config("curation")
    config.models_module = True
    create_permissions(config, apps=apps, verbosity=0)
    config.models_module = None
    for group in apps.get_model("auth", "Group").objects.filter(name="administrator"):
        group.permissions.add(*permissions(apps))


def take_permissions(apps, schema_editor):
    for group in apps.get_model("auth", "Group").objects.filter(name="administrator"):
        group.permissions.remove(*permissions(apps))


class Migration(migrations.Migration):
    dependencies = [
        ("curation", "0012_former_folders"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]

    operations = [migrations.RunPython(give_permissions, take_permissions)]
