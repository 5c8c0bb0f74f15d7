"""Names in one form of Unicode, slugs in every script, and no taxonomy without a slug."""

from django.db import migrations, models

from slugs import slug_from_name, unique_slug
from slugs.fields import NFCCharField, UnicodeSlugField


def give_missing_slugs(apps, schema_editor):
    taxonomies = apps.get_model("taxonomy", "Taxonomy").objects
    for taxonomy in taxonomies.filter(slug=""):
        slug = slug_from_name(taxonomy.name, "taxonomy", max_length=120)
        taxonomies.filter(pk=taxonomy.pk).update(slug=unique_slug(slug, taxonomies.all()))


class Migration(migrations.Migration):
    dependencies = [("taxonomy", "0001_initial")]

    operations = [
        migrations.AlterField(
            "taxonomy", "name", NFCCharField(max_length=120, unique=True, verbose_name="name")
        ),
        migrations.AlterField(
            "taxonomy",
            "slug",
            UnicodeSlugField(
                blank=True,
                help_text="Part of its topics' addresses; made from the name where empty.",
                max_length=140,
                unique=True,
                verbose_name="slug",
            ),
        ),
        migrations.AlterField(
            "category", "label", NFCCharField(max_length=200, verbose_name="label")
        ),
        migrations.AlterField(
            "category",
            "slug",
            UnicodeSlugField(
                blank=True,
                help_text="Address of the topic's page; made from the name where empty.",
                max_length=220,
                unique=True,
                verbose_name="slug",
            ),
        ),
        migrations.RunPython(give_missing_slugs, migrations.RunPython.noop),
        migrations.AddConstraint(
            "taxonomy",
            models.CheckConstraint(
                condition=models.Q(("slug", ""), _negated=True), name="taxonomy_has_slug"
            ),
        ),
    ]
