"""Writing stored files, on the local disk or on whatever storage is configured."""

import hashlib
import os
import tempfile
from pathlib import Path
from typing import BinaryIO

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import FileSystemStorage, default_storage


def size_of(source: bytes | BinaryIO) -> int:
    """How many bytes `source` holds, without reading them; a file must be seekable."""
    if isinstance(source, bytes):
        return len(source)
    source.seek(0, os.SEEK_END)
    return source.tell()


def read(source: bytes | BinaryIO) -> bytes:
    """All bytes of `source`, from its start. Ask size_of() first."""
    if isinstance(source, bytes):
        return source
    source.seek(0)
    return source.read()


def plain_name(name: str) -> str:
    """The file name that a stranger gave, without folders and control characters.

    At most 255 characters (the column's width); the end, with the extension, is kept.
    """
    last = name.replace("\\", "/").rsplit("/", 1)[-1]
    return "".join(filter(str.isprintable, last)).strip()[-255:]


def sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def local_path(name: str) -> Path | None:
    """Where `name` lies on this machine's disk; None when the storage is elsewhere."""
    # Not "has a path()": Django's own InMemoryStorage has one, and no file there.
    if not isinstance(default_storage, FileSystemStorage):
        return None
    return Path(default_storage.path(name))


def write(name: str, data: bytes) -> None:
    """Store `data` under exactly `name`; a reader sees the whole file or none.

    Storage.save() would choose another name where one is taken, and leaves half a file when it
    is interrupted. Names here stand for their content, so the later of two writers may win.
    """
    path = local_path(name)
    if path is None:
        if default_storage.exists(name):
            return
        saved = default_storage.save(name, ContentFile(data))
        if saved != name:  # somebody else was first: theirs is the same file
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
