"""Pictures and documents, stored in files that are named by the digest of their content.

A stored file never changes, so caches may keep its URL for ever. Foreign keys to these rows use
PROTECT; `media.removing` deletes a row with its files.
"""

from dataclasses import dataclass
from typing import BinaryIO

from django.core.files.storage import default_storage
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from media import files
from media.checking import MAX_BYTES, CheckedImage, check_and_reencode, too_many_bytes

EXTENSIONS = {"JPEG": "jpg", "PNG": "png", "WEBP": "webp", "AVIF": "avif"}


class ImageQuerySet(models.QuerySet):
    def store(self, data: bytes | BinaryIO, name: str, credit: str = "", alt: str = "") -> "Image":
        """Check a picture, store it without its metadata, and return its row.

        For a picture that was stored before (the original upload or the stored file), the existing
        row is returned unchanged, with its own credit and alternative text. Two processes that
        store the same picture at the same time get the same row.

        data: the file's bytes, or an open, seekable binary file. name: the sender's name for it.
        Raises `media.checking.ImageRefused`.
        """
        size = files.size_of(data)
        if size > MAX_BYTES:
            raise too_many_bytes(size)
        data = files.read(data)
        return self.known(files.sha256(data)) or self.store_checked(
            check_and_reencode(data),
            upload_digest=files.sha256(data),
            name=name,
            credit=credit,
            alt=alt,
        )

    def known(self, digest: str) -> "Image | None":
        """Return the picture with this SHA-256, of the stored file or of the original upload.

        Returns None if its file is missing, so that storing it again restores the file.
        """
        image = self.filter(models.Q(digest=digest) | models.Q(upload_digest=digest)).last()
        return image if image and default_storage.exists(image.file.name) else None

    def store_checked(
        self, checked: CheckedImage, *, upload_digest: str, name: str, credit: str, alt: str
    ) -> "Image":
        """Store the result of check_and_reencode(); otherwise like store()."""
        # The file first: a row without a file breaks a page, a file without a row only takes space.
        return self.store_written(
            write_checked(checked), upload_digest=upload_digest, name=name, credit=credit, alt=alt
        )

    def store_written(
        self, written: "WrittenImage", *, upload_digest: str, name: str, credit: str, alt: str
    ) -> "Image":
        """Store the row of a file that write_checked() wrote; otherwise like store()."""
        image, _created = self.get_or_create(
            digest=written.digest,
            defaults={
                "file": written.path,
                "upload_digest": upload_digest,
                "format": written.format,
                "width": written.width,
                "height": written.height,
                "size": written.size,
                "original_name": files.plain_name(name),
                "credit": credit,
                "alt": alt,
            },
        )
        return image


@dataclass(frozen=True, slots=True)
class WrittenImage:
    """A checked picture whose file is written and whose row is not. `path`: in the storage."""

    path: str
    digest: str
    format: str
    width: int
    height: int
    size: int


def write_checked(checked: CheckedImage, *, write: bool = True) -> WrittenImage:
    """Write the file of a checked picture. write=False: only say what would be written."""
    digest = files.sha256(checked.bytes)
    path = f"images/{digest[:2]}/{digest}.{EXTENSIONS[checked.format]}"
    if write:
        files.write(path, checked.bytes)
    return WrittenImage(
        path, digest, checked.format, checked.width, checked.height, len(checked.bytes)
    )


class Image(models.Model):
    """A stored picture: checked, upright, in sRGB, without metadata.

    The columns that describe the file are not editable: `Image.objects.store()` wrote them together
    with the file.
    """

    class Format(models.TextChoices):
        """Pillow's names of the stored formats. A GIF is stored as PNG."""

        JPEG = "JPEG", "JPEG"
        PNG = "PNG", "PNG"
        WEBP = "WEBP", "WebP"
        AVIF = "AVIF", "AVIF"

    file = models.FileField(_("file"), upload_to="images/", editable=False)
    digest = models.CharField(
        _("digest"),
        max_length=64,
        unique=True,
        editable=False,
        help_text=_("SHA-256 of the stored bytes, in hexadecimal."),
    )
    upload_digest = models.CharField(
        _("digest of the upload"),
        max_length=64,
        db_index=True,
        editable=False,
        help_text=_("SHA-256 of the bytes as they first came, to know them when they come again."),
    )
    format = models.CharField(_("format"), max_length=8, choices=Format, editable=False)
    width = models.PositiveIntegerField(_("width in pixels"), editable=False)
    height = models.PositiveIntegerField(_("height in pixels"), editable=False)
    size = models.PositiveIntegerField(_("size in bytes"), editable=False)
    original_name = models.CharField(
        _("original name"),
        max_length=255,
        blank=True,
        editable=False,
        help_text=_("The file's name when it was uploaded or imported."),
    )
    credit = models.TextField(
        _("credit"), blank=True, help_text=_("Who made it or owns it, as it shall be printed.")
    )
    alt = models.TextField(
        _("alternative text"),
        blank=True,
        help_text=_("What the picture shows, for people who cannot see it."),
    )
    focal_x = models.FloatField(
        _("focal point, from the left"),
        default=0.5,
        help_text=_("0 is the left edge, 1 the right edge. Crops keep this point in view."),
    )
    focal_y = models.FloatField(
        _("focal point, from the top"),
        default=0.5,
        help_text=_("0 is the top edge, 1 the bottom edge. Crops keep this point in view."),
    )
    created_at = models.DateTimeField(_("added at"), default=timezone.now, editable=False)

    objects = ImageQuerySet.as_manager()

    class Meta:
        verbose_name = _("image")
        verbose_name_plural = _("images")
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="media_image_has_pixels",
                condition=models.Q(width__gt=0, height__gt=0, size__gt=0),
            ),
            models.CheckConstraint(
                name="media_image_focal_x_inside",
                condition=models.Q(focal_x__gte=0, focal_x__lte=1),
                violation_error_message=_("The focal point lies between 0 (left) and 1 (right)."),
            ),
            models.CheckConstraint(
                name="media_image_focal_y_inside",
                condition=models.Q(focal_y__gte=0, focal_y__lte=1),
                violation_error_message=_("The focal point lies between 0 (top) and 1 (bottom)."),
            ),
        ]

    def __str__(self) -> str:
        return self.original_name or self.digest[:16]


class Document(models.Model):
    """A stored PDF, exactly as it was uploaded or downloaded."""

    file = models.FileField(_("file"), upload_to="documents/", editable=False)
    digest = models.CharField(
        _("digest"),
        max_length=64,
        unique=True,
        editable=False,
        help_text=_("SHA-256 of the bytes, in hexadecimal."),
    )
    size = models.PositiveIntegerField(_("size in bytes"), editable=False)
    original_name = models.CharField(
        _("original name"),
        max_length=255,
        blank=True,
        editable=False,
        help_text=_("The file's name when it was uploaded or imported."),
    )
    created_at = models.DateTimeField(_("added at"), default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("document")
        verbose_name_plural = _("documents")
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.CheckConstraint(name="media_document_has_bytes", condition=models.Q(size__gt=0)),
        ]

    def __str__(self) -> str:
        return self.original_name or self.digest[:16]
