"""What a site needs before it can serve: static files, bodies sanitised anew, a first account."""

import hashlib
import secrets
from pathlib import Path

from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.staticfiles.finders import get_finders
from django.db import transaction

from curation.models import Article, Section
from markup import sanitise
from offerings.models import Offering


def is_empty() -> bool:
    """Whether the database has no content yet."""
    return not any(model.objects.exists() for model in (Section, Article, Offering))


def _static_fingerprint() -> str:
    """Return a digest of the storage's class and of all static files' names, sizes and times."""
    digest = hashlib.sha256(settings.STORAGES["staticfiles"]["BACKEND"].encode())
    for finder in get_finders():
        for name, storage in finder.list([]):
            path = Path(storage.path(name))
            stat = path.stat()
            digest.update(f"{name} {stat.st_size} {stat.st_mtime_ns}\n".encode())
    return digest.hexdigest()


def _fingerprint_file() -> Path:
    return Path(settings.STATIC_ROOT) / ".fingerprint"


def static_files_changed() -> bool:
    """Whether any static file changed since `remember_static_files`."""
    file = _fingerprint_file()
    return not file.exists() or file.read_text(encoding="ascii") != _static_fingerprint()


def remember_static_files():
    """Store the fingerprint of the files that were collected, for `static_files_changed`."""
    _fingerprint_file().write_text(_static_fingerprint(), encoding="ascii")


def remake_stale_bodies() -> int:
    """Sanitise again all bodies that an older policy sanitised. Returns how many."""
    remade = 0
    for article in Article.objects.stale_bodies().only("pk", "body_source").iterator(500):
        body = sanitise.render(article.body_source)
        # A row that was saved meanwhile has a body of today's policy, and is left alone.
        stale = Article.objects.stale_bodies().filter(pk=article.pk)
        remade += stale.update(body=body, body_policy=sanitise.POLICY_VERSION)
    stale = Offering.objects.exclude(description_policy=sanitise.POLICY_VERSION)
    for offering in stale.iterator(500):
        offering.save()
        remade += 1
    return remade


@transaction.atomic
def first_administrator() -> tuple[str, str] | None:
    """Make an administrator if there are no users. Returns (user name, password), or None."""
    users = get_user_model().objects
    if users.exists():
        return None
    password = secrets.token_urlsafe(12)
    users.create_superuser("admin", password=password)
    return "admin", password
