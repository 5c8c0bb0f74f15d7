"""The newsroom's app: registers its checks, and keeps the search index after migrations."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class CurationConfig(AppConfig):
    name = "curation"
    verbose_name = _("Curation")

    def ready(self):
        from curation import checks  # noqa: F401  importing it registers them
        from curation.search import ensure_index

        post_migrate.connect(ensure_index, sender=self)
