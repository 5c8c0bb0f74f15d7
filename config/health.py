"""The health check, `/healthz`: whether database and media storage work."""

import secrets

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import DatabaseError, connection
from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from curation.models import Section


def _check_database() -> str:
    """Return "ok", or "failed" with the kind of error."""
    try:
        Section.objects.exists()  # also fails if the tables do not exist
    except DatabaseError as error:
        connection.close()
        return f"failed: {type(error).__name__}"
    return "ok"


def _check_media() -> str:
    """Return "ok", or "failed" with the kind of error, after writing and deleting a file."""
    name = f"healthz-{secrets.token_hex(8)}"
    try:
        default_storage.delete(default_storage.save(name, ContentFile(b"ok")))
    except Exception as error:  # noqa: BLE001  every storage has errors of its own
        return f"failed: {type(error).__name__}"
    return "ok"


@require_safe
@never_cache
def healthz(request: HttpRequest) -> JsonResponse:
    """200 if database and media storage work, otherwise 503; the state of each as JSON."""
    parts = {"database": _check_database(), "media": _check_media()}
    is_healthy = all(state == "ok" for state in parts.values())
    status = "ok" if is_healthy else "failed"
    return JsonResponse({"status": status, **parts}, status=200 if is_healthy else 503)
