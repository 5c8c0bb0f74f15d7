"""What waits for the mail server and for the workers, looked at and moved on."""

from datetime import timedelta

from django.core.management import call_command
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from curation import chores
from curation.models import Notice
from curation.sources.links.link import Link
from curation.submissions import receiving

Kind = Notice.Kind


def a_notice(to="ines@mail.example", **facts) -> Notice:
    facts.setdefault("kind", Kind.RECEIPT)
    facts.setdefault("key", f"test:{Notice.objects.count()}")
    facts.setdefault("subject", "We received it")
    facts.setdefault("text", "Thank you.\n")
    facts.setdefault("html", "<p>Thank you.</p>")
    return Notice.objects.create(to=to, **facts)


def sent_in(url="https://ledger.example/wards", email="ines@mail.example", **facts):
    """A suggestion as the form brings it, its receipt on the queue."""
    facts = {"name": "Ines Okafor", **facts}
    link = Link.parse(url)
    return receiving.receive(receiving.IncomingSubmission(link=link, email=email, **facts)).sending


def work():
    """Run what is queued by now, as a worker does."""
    call_command("db_worker", batch=True, verbosity=0, startup_delay=False, interval=0)


def later(**time):
    """Let time pass for everything that waits."""
    Notice.objects.update(due_at=timezone.now() - timedelta(**time))
    DBTaskResult.objects.update(run_after=timezone.now() - timedelta(seconds=1))


def kinds(**about) -> list[tuple[str, str]]:
    notices = Notice.objects.filter(**about).order_by("pk")
    return list(notices.values_list("kind", "state"))


def now_and_then():
    """What a worker does beside its queue, once."""
    for act in chores.CHORES:
        act()
