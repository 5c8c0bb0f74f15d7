"""Provenance: the metadata of the source page and the imported file, exactly as they came."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Provenance(models.Model):
    """The original data of one article. Edits never change it, and an export writes it back.

    `front_matter` and the article's `body_source` are the imported file; where the import replaced
    marks of another system in the body, `original_body` is the file's own. `baseline` holds, for
    each key of the format, what the import made of it: an export compares, and changes edited keys
    only. `file_path` is the file below the folder `file_root`, `place` where it stood in the old
    site, `reader_version` the version of the rules that read it.
    """

    class Format(models.TextChoices):
        YAML = "yaml", "YAML"
        TOML = "toml", "TOML"
        JSON = "json", "JSON"

    article = models.OneToOneField(
        "curation.Article", models.CASCADE, primary_key=True, related_name="provenance"
    )
    # The page's own metadata; keys without punctuation, as in the content format (ogtitle, …)
    html_meta = models.JSONField(_("HTML metadata"), default=dict, blank=True)
    open_graph = models.JSONField(_("Open Graph"), default=dict, blank=True)
    twitter = models.JSONField(_("Twitter"), default=dict, blank=True)
    # The imported file
    file_path = models.CharField(_("file"), max_length=500, blank=True, db_index=True)
    file_root = models.TextField(blank=True)
    file_digest = models.CharField(max_length=64, blank=True, db_index=True)
    front_matter = models.TextField(_("front matter"), blank=True)
    front_matter_format = models.CharField(max_length=4, choices=Format, blank=True)
    original_body = models.TextField(blank=True)
    place = models.JSONField(default=dict, blank=True)
    reader_version = models.PositiveSmallIntegerField(default=0)
    baseline = models.JSONField(default=dict, blank=True)
    image_name = models.CharField(_("image named by the file"), max_length=300, blank=True)
    imported_at = models.DateTimeField(_("imported at"), null=True, blank=True)

    class Meta:
        verbose_name = _("provenance")
        verbose_name_plural = _("provenances")

    def __str__(self):
        return self.file_path or str(self.article)
