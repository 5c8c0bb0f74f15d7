"""Who moderates, who sees what was sent in, and the first list of reasons to decline."""

from django.contrib.auth.management import create_permissions
from django.db import migrations

EVERYTHING = ("add", "change", "delete", "view")

# group -> model -> actions. Moderators decide on what is sent in and publish nothing; who writes
# sees where a draft came from; editors ask outsiders for reviews; administrators keep the lists.
CURATOR = {
    "submission": ("view",),
    "sending": ("view",),
    "sendernote": ("view",),
    "decision": ("view",),
    "comment": ("add", "view"),
}
EDITOR = CURATOR | {"reviewlink": ("add", "change", "view")}
MODERATOR = CURATOR | {
    "submission": ("view", "moderate"),
    "block": ("add", "change", "view"),
    "declinereason": ("view",),
    "partner": ("view",),
    "notice": ("change", "view"),
}
ADMINISTRATOR = (
    EDITOR
    | MODERATOR
    | dict.fromkeys(("block", "declinereason", "partner", "partnertoken"), EVERYTHING)
)
GROUPS = {
    "curator": CURATOR,
    "editor": EDITOR,
    "moderator": MODERATOR,
    "administrator": ADMINISTRATOR,
}
REASONS = (
    ("paywalled", "The story is behind a paywall, so most of our readers could not open it."),
    ("press release", "It is a press release; we look for independent reporting."),
    ("out of scope", "It lies outside what this publication covers."),
    ("duplicate", "We have told this story already."),
    ("dead link", "The link led to no story when we tried it."),
    ("advertisement", "It reads as an advertisement."),
    ("too old", "The story is older than what we report."),
)


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


def add_reasons(apps, schema_editor):
    reasons = apps.get_model("curation.DeclineReason").objects
    for position, (label, sentence) in enumerate(REASONS):
        reasons.get_or_create(label=label, defaults={"sentence": sentence, "position": position})


class Migration(migrations.Migration):
    dependencies = [
        ("curation", "0007_submissions"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]

    operations = [
        migrations.RunPython(give_permissions, take_permissions),
        migrations.RunPython(add_reasons, migrations.RunPython.noop),
    ]
