"""An upgrade of a filled database: nothing is lost, and what is queued is still done."""

from importlib import import_module

import pytest
from django.apps import apps as present_apps
from django.contrib.auth.models import Group, Permission
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader
from django.utils import timezone
from django_tasks_db.models import DBTaskResult
from taggit.models import Tag

from curation.models import DailyJob, Decision, RateLimit, SourceFetch, Submission
from tests.builders import a_submission, an_article

BEFORE, NOW = "0008_moderation_groups", "0009_the_fields_words"
renaming = import_module(f"curation.migrations.{NOW}")


def migrate_to(name: str):
    """Move the app's tables to a migration that the squashed one replaces; returns its models."""
    executor = MigrationExecutor(connection)
    executor.loader = MigrationLoader(connection, replace_migrations=False)
    target = [("curation", name)]
    executor.migrate(target)
    return executor.loader.project_state(target).apps


@pytest.fixture
def filled():
    """An article and a submission, made while the tables have all that the present models have."""
    return an_article(tags=["🙂"]), a_submission()


@pytest.fixture
def renamed_back(filled):
    """The models as they were called before; the present ones again afterwards."""
    yield migrate_to(BEFORE)
    migrate_to(latest_migration())


def latest_migration() -> str:
    (leaf,) = MigrationLoader(connection).graph.leaf_nodes("curation")
    return leaf[1]


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_renamed_models_keep_their_rows_and_queued_tasks_their_work(filled, renamed_back):
    former = renamed_back.get_model
    article, submission = filled
    former("curation.SourceReading").objects.create(article_id=article.pk, state="queued")
    former("curation.Tally").objects.create(key="k" * 64, moments=[1.5])
    former("curation.Round").objects.create(name="digest", day=timezone.localdate())
    reason = former("curation.DeclineReason").objects.first()
    former("curation.Decision").objects.create(
        submission_id=submission.pk, what="declined", by_name="Ines", reason=reason, told="Sorry."
    )
    at = timezone.now()
    former("curation.Submission").objects.filter(pk=submission.pk).update(live_told_at=at)
    group = Group.objects.create(name="guests")
    group.permissions.add(Permission.objects.get(codename="view_sourcereading"))
    for path in ("curation.tasks.read_source", "curation.tasks.send_notice"):
        DBTaskResult.objects.create(task_path=path, args_kwargs={"args": [1, 1], "kwargs": {}})

    migrate_to(latest_migration())

    assert SourceFetch.objects.get().article == article
    assert RateLimit.objects.get().moments == [1.5]
    assert not DailyJob.objects.begin("digest", timezone.localdate())
    assert Decision.objects.get().message_to_sender == "Sorry."
    assert Submission.objects.get().live_notified_at == at
    assert [p.codename for p in group.permissions.all()] == ["view_sourcefetch"]
    assert sorted(DBTaskResult.objects.values_list("task_path", flat=True)) == [
        "curation.drafting.read_later", "curation.submissions.mailing.send_later",
    ]  # fmt: skip


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_an_upgrade_repairs_slugs_and_joins_the_spellings_of_a_name(filled, client):
    article, _submission = filled
    former = migrate_to(NOW).get_model
    try:
        Tag.objects.update(slug="")
        names = former("curation.Curator").objects
        for name, slug in (("Jose\u0301", "jose"), ("Jos\xe9", "jose-2")):
            curator = names.create(name=name, slug=slug)
            former("curation.Byline").objects.create(article_id=article.pk, curator_id=curator.pk)
    finally:
        migrate_to(latest_migration())
    assert [line.curator.name for line in article.bylines.all()] == ["Jos\xe9"]
    assert client.get(article.get_absolute_url()).status_code == 200
    assert client.get("/tag/tag").status_code == 200


@pytest.mark.django_db
@pytest.mark.parametrize("former", renaming.TASKS)
def test_a_queued_task_is_one_that_a_worker_finds(former):
    DBTaskResult.objects.create(
        task_path=former,
        backend_name="default",
        queue_name="default",
        args_kwargs={"args": [], "kwargs": {}},
    )
    renaming.rename_tasks(present_apps, renaming.TASKS)
    task = DBTaskResult.objects.get().task
    assert f"{task.func.__module__}.{task.func.__qualname__}" == renaming.TASKS[former]
