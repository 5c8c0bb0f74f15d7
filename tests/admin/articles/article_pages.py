"""What the tests of the article desk share: its URLs, and what a browser sends from its pages."""

from django.core.management import call_command
from django.urls import reverse

from curation.models import Article
from tests.desk import sent

LIST = "/admin/curation/article/"
PASTE = f"{LIST}from-link/"


def url(article):
    return reverse("admin:curation_article_change", args=[article.pk])


def edit(client, article, **edits):
    """Open the form, change these fields and save."""
    return client.post(url(article), sent(client.get(url(article)), **edits))


def press(client, article, button, **edits):
    """As `edit`, saving by a button that changes the status."""
    return edit(client, article, **{button: "", **edits})


def choose(client, action, *articles, **more):
    """Tick articles in the list and do the action; returns the page after it."""
    pks = [str(article.pk) for article in articles]
    return client.post(
        LIST, {"action": action, "_selected_action": pks, "index": "0", **more}, follow=True
    )


def status_of(article):
    return Article.objects.values_list("status", flat=True).get(pk=article.pk)


def the_draft():
    """The one article that there is, as it is stored now."""
    return Article.objects.select_related("publisher", "source_fetch").get()


def work():
    """Do all queued tasks, such as the fetch of a source."""
    call_command("db_worker", batch=True, interval=0, startup_delay=False, verbosity=0)
