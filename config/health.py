"""`/healthz`: whether the parts that every page needs are there."""

import secrets

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import DatabaseError, connection
from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from curation.models import Section


def _database() -> str:
    try:
        Section.objects.exists()  # fails, too, where the tables were never made
    except DatabaseError as error:
        connection.close()
        return f"failed: {type(error).__name__}"
    return "ok"


def _media() -> str:
    name = f"healthz-{secrets.token_hex(8)}"
    try:
        default_storage.delete(default_storage.save(name, ContentFile(b"ok")))
    except Exception as error:  # noqa: BLE001  each kind of storage fails in its own way
        return f"failed: {type(error).__name__}"
    return "ok"


@require_safe
@never_cache
def healthz(request: HttpRequest) -> JsonResponse:
    """200 with the state of database and media, each "ok"; 503 where one of them failed."""
    parts = {"database": _database(), "media": _media()}
    well = all(state == "ok" for state in parts.values())
    return JsonResponse(
        {"status": "ok" if well else "failed", **parts}, status=200 if well else 503
    )
