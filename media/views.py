"""Serves stored pictures and documents, to everybody alike.

Equal names mean equal content, so caches may keep responses for ever. If the storage is not this
machine's disk, the response redirects there.
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
FOR_MINUTES = "public, max-age=300"  # less than the life of a storage's signed URL

CONTENT_TYPES = {
    "jpg": "image/jpeg",
    "png": "image/png",
    "webp": "image/webp",
    "avif": "image/avif",
    "pdf": "application/pdf",
}


@require_safe
def rendition(request: HttpRequest, digest: str, key: str, filename: str) -> HttpResponseBase:
    """Serve a picture in one of the sizes; it is made if it does not exist.

    A URL with an earlier focal point still works: from the storage, or by a redirect.
    """
    spec = SPECS_BY_FILENAME.get(filename)
    if spec is None or not re.fullmatch("[0-9a-f]{16}", digest):
        raise Http404
    stored = stored_name(digest, key, spec)
    if default_storage.exists(stored):
        return _serve(request, stored)
    # The digest begins with these 16 digits. A range, because SQLite uses no index for LIKE.
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
    """Serve a picture as it is stored."""
    return _serve(request, name)


@require_safe
def document(request: HttpRequest, name: str) -> HttpResponseBase:
    """Serve a PDF, with its original name, to be shown in the browser."""
    return _serve(request, name, filename=get_object_or_404(Document, file=name).original_name)


def _serve(request: HttpRequest, name: str, filename: str = "") -> HttpResponseBase:
    """Return a stored file, or 304 if the browser has it, or a redirect to another storage."""
    path = files.local_path(name)
    if path is None:
        return _redirect(default_storage.url(name))
    try:
        file = path.open("rb")
    except FileNotFoundError as error:
        raise Http404 from error
    stat = os.fstat(file.fileno())
    etag = f'"{stat.st_mtime_ns:x}-{stat.st_size:x}"'
    response: HttpResponseBase | None = get_conditional_response(
        request, etag=etag, last_modified=int(stat.st_mtime)
    )
    if response is not None or request.method == "HEAD":
        file.close()
    if response is None:
        content_type = CONTENT_TYPES[path.suffix[1:]]
        if request.method == "HEAD":
            response = HttpResponse(content_type=content_type)
            response["Content-Length"] = stat.st_size
        else:
            response = FileResponse(file, content_type=content_type)
        shown_name = filename or path.name
        response["Content-Disposition"] = content_disposition_header(False, shown_name)
    if response.status_code == 412:
        return response
    response["ETag"] = etag
    response["Last-Modified"] = http_date(stat.st_mtime)
    response["Cache-Control"] = FOR_EVER
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response


def _redirect(url: str) -> HttpResponse:
    response = HttpResponseRedirect(url)
    response["Cache-Control"] = FOR_MINUTES
    return response
