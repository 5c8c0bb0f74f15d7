"""Removing a picture or document for good: its row and, once that is certain, its files."""

import contextlib

from django.core.files.storage import default_storage
from django.db import transaction

from media.models import Document, Image


def remove_image(image: Image) -> None:
    """Delete a picture, its file and its renditions.

    Raises django.db.models.ProtectedError, and removes nothing, while an article, an offering or
    anything else refers to it.
    """
    digest, name = image.digest, image.file.name
    with transaction.atomic():
        image.delete()
        transaction.on_commit(lambda: _remove_image_files(digest, name))


def remove_document(document: Document) -> None:
    """Delete a document and its file. Raises ProtectedError while anything refers to it."""
    digest, name = document.digest, document.file.name
    with transaction.atomic():
        document.delete()
        transaction.on_commit(lambda: _remove_document_file(digest, name))


def _remove_image_files(digest: str, name: str) -> None:
    # It may have been stored again between the row's end and now.
    if Image.objects.filter(digest=digest).exists():
        return
    default_storage.delete(name)
    _remove_folder(f"renditions/{digest[:16]}")


def _remove_document_file(digest: str, name: str) -> None:
    if not Document.objects.filter(digest=digest).exists():
        default_storage.delete(name)


def _remove_folder(folder: str) -> None:
    try:
        folders, names = default_storage.listdir(folder)
    except FileNotFoundError:
        return
    for name in names:
        default_storage.delete(f"{folder}/{name}")
    for inner in folders:
        _remove_folder(f"{folder}/{inner}")
    with contextlib.suppress(OSError):  # a rendition that is just being written keeps it
        default_storage.delete(folder)
