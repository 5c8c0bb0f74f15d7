"""Names in one form of Unicode, and slugs in every script."""

from django.db import migrations

from slugs.fields import NFCCharField, UnicodeSlugField


class Migration(migrations.Migration):
    dependencies = [("offerings", "0001_initial")]

    operations = [
        migrations.AlterField(
            "institution", "name", NFCCharField(max_length=200, unique=True, verbose_name="name")
        ),
        migrations.AlterField(
            "institution",
            "slug",
            UnicodeSlugField(blank=True, max_length=220, unique=True, verbose_name="slug"),
        ),
        migrations.AlterField(
            "offering", "name", NFCCharField(max_length=200, verbose_name="name")
        ),
        migrations.AlterField(
            "offering",
            "slug",
            UnicodeSlugField(
                blank=True,
                help_text="Address of the offering's page; made from the name where empty.",
                max_length=220,
                unique=True,
                verbose_name="slug",
            ),
        ),
    ]
