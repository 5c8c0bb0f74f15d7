"""Serving stored pictures and documents. Nothing here depends on who asks.

Names stand for content, so answers may be cached for ever. When the storage is not this machine's
disk, the answer sends the reader there.
"""

import logging
import os
import re

from django.core.files.storage import default_storage
from django.http import (
    FileResponse,
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    HttpResponseRedirect,
)
from django.shortcuts import get_object_or_404
from django.utils.cache import get_conditional_response
from django.utils.http import content_disposition_header, http_date
from django.views.decorators.http import require_safe

from media import files
from media.models import Document, Image
from media.renditions import (
    SPECS_BY_FILENAME,
    ensure_rendition,
    rendition_key,
    rendition_url,
    stored_name,
)

logger = logging.getLogger(__name__)

FOR_EVER = "public, max-age=31536000, immutable"
FOR_MINUTES = "public, max-age=300"  # shorter than a storage's signed address lives

CONTENT_TYPES = {
    "jpg": "image/jpeg",
    "png": "image/png",
    "webp": "image/webp",
    "avif": "image/avif",
    "pdf": "application/pdf",
}


@require_safe
def rendition(request: HttpRequest, digest: str, key: str, filename: str) -> HttpResponseBase:
    """A picture in one of the table's sizes; made, if need be, for the focal point it has now.

    An address of an earlier focal point still answers: from the storage, or by leading on.
    """
    spec = SPECS_BY_FILENAME.get(filename)
    if spec is None or not re.fullmatch("[0-9a-f]{16}", digest):
        raise Http404
    stored = stored_name(digest, key, spec)
    if default_storage.exists(stored):
        return _serve(request, stored)
    # From 16 digits on; between bounds, because LIKE finds no index in SQLite.
    image = Image.objects.filter(digest__gte=digest, digest__lt=f"{digest}g").first()
    if image is None:
        raise Http404
    if key != rendition_key(image, spec):
        return _redirect(rendition_url(image, spec.name))
    try:
        ensure_rendition(image, spec.name)
    except FileNotFoundError as error:
        logger.error("Image %s: its file %s is missing.", image.pk, image.file.name)
        raise Http404 from error
    return _serve(request, stored)


@require_safe
def original(request: HttpRequest, name: str) -> HttpResponseBase:
    """A picture as it is stored. `name` has the form that media.urls spells out."""
    return _serve(request, name)


@require_safe
def document(request: HttpRequest, name: str) -> HttpResponseBase:
    """A PDF, shown in the browser under the name it came with."""
    return _serve(request, name, filename=get_object_or_404(Document, file=name).original_name)


def _serve(request: HttpRequest, name: str, filename: str = "") -> HttpResponseBase:
    path = files.local_path(name)
    if path is None:
        return _redirect(default_storage.url(name))
    try:
        file = path.open("rb")
    except FileNotFoundError as error:
        raise Http404 from error
    facts = os.fstat(file.fileno())
    etag = f'"{facts.st_mtime_ns:x}-{facts.st_size:x}"'
    response: HttpResponseBase | None = get_conditional_response(
        request, etag=etag, last_modified=int(facts.st_mtime)
    )
    if response is not None or request.method == "HEAD":
        file.close()
    if response is None:
        content_type = CONTENT_TYPES[path.suffix[1:]]
        if request.method == "HEAD":
            response = HttpResponse(content_type=content_type)
            response["Content-Length"] = facts.st_size
        else:
            response = FileResponse(file, content_type=content_type)
        shown_name = filename or path.name
        response["Content-Disposition"] = content_disposition_header(False, shown_name)
    if response.status_code == 412:
        return response
    response["ETag"] = etag
    response["Last-Modified"] = http_date(facts.st_mtime)
    response["Cache-Control"] = FOR_EVER
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response


def _redirect(address: str) -> HttpResponse:
    response = HttpResponseRedirect(address)
    response["Cache-Control"] = FOR_MINUTES
    return response
