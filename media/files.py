"""Reads uploads, and writes files to the configured storage: the local disk, S3, …"""

import hashlib
import os
import tempfile
from pathlib import Path
from typing import BinaryIO

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import FileSystemStorage, default_storage


def size_of(source: bytes | BinaryIO) -> int:
    """Return the number of bytes without reading them. A file must be seekable."""
    if isinstance(source, bytes):
        return len(source)
    source.seek(0, os.SEEK_END)
    return source.tell()


def read(source: bytes | BinaryIO, most: int = -1) -> bytes:
    """Return all bytes, or the first `most`, from the start. Check `size_of` before."""
    if isinstance(source, bytes):
        return source if most < 0 else source[:most]
    source.seek(0)
    return source.read(most)


def plain_name(name: str) -> str:
    """Return a sender's file name without folders and control characters.

    A longer name keeps its last 255 characters (the column's width), with the extension.
    """
    last = name.replace("\\", "/").rsplit("/", 1)[-1]
    return "".join(filter(str.isprintable, last)).strip()[-255:]


def sha256(data: bytes) -> str:
    """Return the SHA-256 digest in hexadecimal."""
    return hashlib.sha256(data).hexdigest()


def local_path(name: str) -> Path | None:
    """Return a stored file's path on this machine; None if the storage is elsewhere."""
    # Asking for path() is not enough: InMemoryStorage has it, but no file at that path.
    if not isinstance(default_storage, FileSystemStorage):
        return None
    return Path(default_storage.path(name))


def write(name: str, data: bytes) -> None:
    """Store data under exactly this name, atomically: a reader sees the whole file or none.

    Storage.save() would choose another name if this one is taken, and leaves an incomplete file
    when it is interrupted. Equal names mean equal content, so the later of two writers may win.
    """
    path = local_path(name)
    if path is None:
        if default_storage.exists(name):
            return
        saved = default_storage.save(name, ContentFile(data))
        if saved != name:  # another process was first, with the same file
            default_storage.delete(saved)
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=".writing-")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        if settings.FILE_UPLOAD_PERMISSIONS is not None:
            os.chmod(temporary, settings.FILE_UPLOAD_PERMISSIONS)
        os.replace(temporary, path)
    finally:
        Path(temporary).unlink(missing_ok=True)
