"""The newsroom's roles as groups, with what each may do."""

from django.contrib.auth.management import create_permissions
from django.db import migrations

EVERYTHING = ("add", "change", "delete", "view")

# group -> model -> actions. A curator drafts, an editor also publishes and keeps the lists, a
# moderator decides on what others send in, an administrator also looks after people.
CURATOR = {
    "curation.article": ("add", "change", "view"),
    "curation.address": ("view",),
    "curation.byline": EVERYTHING,
    "curation.relatedoffering": EVERYTHING,
    "curation.provenance": ("view",),
    "curation.revision": ("view",),
    "curation.publisher": ("add", "change", "view"),
    "curation.curator": ("view",),
    "curation.section": ("view",),
    "media.image": ("add", "change", "view"),
    "media.document": ("add", "view"),
    "offerings.offering": ("view",),
    "offerings.institution": ("add", "view"),
    "taxonomy.taxonomy": ("view",),
    "taxonomy.category": ("view",),
    "taggit.tag": ("add", "view"),
}
EDITOR = CURATOR | {
    "curation.article": (*EVERYTHING, "publish"),
    "curation.address": EVERYTHING,
    "curation.publisher": EVERYTHING,
    "curation.curator": ("add", "change", "view"),
    "media.image": EVERYTHING,
    "media.document": EVERYTHING,
    "offerings.offering": EVERYTHING,
    "offerings.institution": EVERYTHING,
    "taxonomy.taxonomy": ("add", "change", "view"),
    "taxonomy.category": EVERYTHING,
    "taggit.tag": EVERYTHING,
}
MODERATOR = {
    model: ("view",)
    for model in CURATOR
    if model not in ("curation.provenance", "media.document")
}
ADMINISTRATOR = EDITOR | {
    "curation.section": EVERYTHING,
    "curation.curator": EVERYTHING,
    "taxonomy.taxonomy": EVERYTHING,
    "auth.user": EVERYTHING,
    "auth.group": ("view",),
}
GROUPS = {
    "curator": CURATOR,
    "editor": EDITOR,
    "moderator": MODERATOR,
    "administrator": ADMINISTRATOR,
}


def make_groups(apps, schema_editor):
    # Permissions are made after all migrations; these groups need theirs now.
    for app in ("auth", "taggit", "media", "taxonomy", "offerings", "curation"):
        config = apps.get_app_config(app)
        config.models_module = True
        create_permissions(config, apps=apps, verbosity=0)
        config.models_module = None
    Group, Permission = apps.get_model("auth.Group"), apps.get_model("auth.Permission")
    for name, table in GROUPS.items():
        group, _ = Group.objects.get_or_create(name=name)
        for model, actions in table.items():
            app, model_name = model.split(".")
            permissions = Permission.objects.filter(
                content_type__app_label=app,
                codename__in=[f"{action}_{model_name}" for action in actions],
            )
            if len(permissions) != len(actions):
                raise LookupError(f"{name}: not every permission of {model} exists")
            group.permissions.add(*permissions)


def remove_groups(apps, schema_editor):
    apps.get_model("auth.Group").objects.filter(name__in=GROUPS).delete()


class Migration(migrations.Migration):
    dependencies = [
        ("curation", "0001_initial"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
        ("taggit", "0006_rename_taggeditem_content_type_object_id_taggit_tagg_content_8fc721_idx"),
        ("media", "0001_initial"),
        ("taxonomy", "0001_initial"),
        ("offerings", "0001_initial"),
    ]

    operations = [migrations.RunPython(make_groups, remove_groups)]
