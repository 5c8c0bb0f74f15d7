"""What a site needs before it can serve: static files, bodies of today's policy, an account."""

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
    """Whether nothing has been written or imported yet."""
    return not any(model.objects.exists() for model in (Section, Article, Offering))


def _static_fingerprint() -> str:
    """A digest over the names, sizes and times of all static files, and how they are stored."""
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
    """Whether STATIC_ROOT lacks something that the project or its packages have."""
    known = _fingerprint_file()
    return not known.exists() or known.read_text(encoding="ascii") != _static_fingerprint()


def remember_static_files():
    """Note what was collected, for `static_files_changed`."""
    _fingerprint_file().write_text(_static_fingerprint(), encoding="ascii")


def remake_stale_bodies() -> int:
    """Sanitise again every shown body that an older policy made; returns how many."""
    remade = 0
    for article in Article.objects.stale_bodies().only("pk", "body_source").iterator(500):
        body = sanitise.render(article.body_source)
        # Whatever somebody saved since the row was read was rendered by the present policy.
        stale = Article.objects.stale_bodies().filter(pk=article.pk)
        remade += stale.update(body=body, body_policy=sanitise.POLICY_VERSION)
    stale = Offering.objects.exclude(description_policy=sanitise.POLICY_VERSION)
    for offering in stale.iterator(500):
        offering.save()
        remade += 1
    return remade


@transaction.atomic
def first_administrator() -> tuple[str, str] | None:
    """(name, password) of the administrator just made; None where people exist already."""
    people = get_user_model().objects
    if people.exists():
        return None
    password = secrets.token_urlsafe(12)
    people.create_superuser("admin", password=password)
    return "admin", password
