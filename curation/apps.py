"""The newsroom's app: its checks, the search index after migrations, files that texts show."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate, pre_delete
from django.utils.translation import gettext_lazy as _


class CurationConfig(AppConfig):
    name = "curation"
    verbose_name = _("Curation")

    def ready(self):
        from curation import checks  # noqa: F401  importing it registers them
        from curation.files_in_texts import keep_files_in_texts
        from curation.search import ensure_index
        from media.models import Document, Image

        post_migrate.connect(ensure_index, sender=self)
        for model in (Image, Document):
            pre_delete.connect(keep_files_in_texts, sender=model)
