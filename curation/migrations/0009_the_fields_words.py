"""Models and columns get the names that Django developers search for; tables and columns stay.

Tasks that are queued under their former dotted names are renamed too, so that no worker looks for
`curation.tasks`.
"""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

RENAMED = {"sourcereading": "sourcefetch", "tally": "ratelimit", "round": "dailyjob"}
TASKS = {
    "curation.tasks.read_source": "curation.drafting.read_later",
    "curation.tasks.send_notice": "curation.submissions.mailing.send_later",
}


def rename_permissions(apps, former_to_new):
    permissions = apps.get_model("auth", "Permission").objects
    for former, new in former_to_new.items():
        of_model = permissions.filter(content_type__app_label="curation")
        for action in ("add", "change", "delete", "view"):
            of_model.filter(codename=f"{action}_{former}").update(codename=f"{action}_{new}")


def rename_tasks(apps, former_to_new):
    results = apps.get_model("django_tasks_database", "DBTaskResult").objects
    for former, new in former_to_new.items():
        results.filter(task_path=former).update(task_path=new)


def forwards(apps, schema_editor):
    rename_permissions(apps, RENAMED)
    rename_tasks(apps, TASKS)


def backwards(apps, schema_editor):
    rename_permissions(apps, {new: former for former, new in RENAMED.items()})
    rename_tasks(apps, {new: former for former, new in TASKS.items()})


class Migration(migrations.Migration):
    dependencies = [
        ("curation", "0008_moderation_groups"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("django_tasks_database", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AlterModelTable("sourcereading", "curation_sourcereading"),
        migrations.AlterModelTable("tally", "curation_tally"),
        migrations.AlterModelTable("round", "curation_round"),
        migrations.RenameModel("SourceReading", "SourceFetch"),
        migrations.RenameModel("Tally", "RateLimit"),
        migrations.RenameModel("Round", "DailyJob"),
        migrations.AlterModelOptions(
            "dailyjob", {"verbose_name": "daily job", "verbose_name_plural": "daily jobs"}
        ),
        migrations.AlterModelOptions(
            "ratelimit", {"verbose_name": "rate limit", "verbose_name_plural": "rate limits"}
        ),
        migrations.AlterModelOptions(
            "sourcefetch", {"verbose_name": "source fetch", "verbose_name_plural": "source fetches"}
        ),
        migrations.AlterField(
            "sourcefetch",
            "article",
            models.OneToOneField(
                on_delete=django.db.models.deletion.CASCADE,
                primary_key=True,
                related_name="source_fetch",
                serialize=False,
                to="curation.article",
            ),
        ),
        migrations.AlterField(
            "decision",
            "told",
            models.TextField(
                blank=True, db_column="told", verbose_name="what the sender was told"
            ),
        ),
        migrations.RenameField("decision", "told", "message_to_sender"),
        migrations.AlterField(
            "submission",
            "live_told_at",
            models.DateTimeField(db_column="live_told_at", editable=False, null=True),
        ),
        migrations.RenameField("submission", "live_told_at", "live_notified_at"),
        migrations.RunPython(forwards, backwards),
    ]
