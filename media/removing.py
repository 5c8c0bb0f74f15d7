"""Deletes pictures and documents: the row, and its files after the transaction is committed."""

import contextlib

from django.core.files.storage import default_storage
from django.db import transaction

from media.models import Document, Image


def remove_image(image: Image) -> None:
    """Delete a picture, its file and its renditions.

    Raises django.db.models.ProtectedError, and deletes nothing, while another row refers to it.
    """
    digest, name = image.digest, image.file.name
    with transaction.atomic():
        image.delete()
        transaction.on_commit(lambda: _remove_image_files(digest, name))


def remove_document(document: Document) -> None:
    """Delete a document and its file. Raises ProtectedError while another row refers to it."""
    digest, name = document.digest, document.file.name
    with transaction.atomic():
        document.delete()
        transaction.on_commit(lambda: _remove_document_file(digest, name))


def _remove_image_files(digest: str, name: str) -> None:
    # The same picture may have been stored again meanwhile.
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
    with contextlib.suppress(OSError):  # not empty: a rendition is being written at this moment
        default_storage.delete(folder)
