"""No tag without a slug, and one row for a word, whichever form of Unicode it came in.

Tags whose names differ only in capitals or in the form of Unicode become one, and so do curators,
institutions, taxonomies and categories whose names differ only in the form. Their articles move.
"""

from collections import defaultdict

from django.db import IntegrityError, migrations, transaction

import curation.models.article_slugs
import curation.models.sections
from slugs import slug_from_name, unique_slug
from slugs.fields import NFCCharField, UnicodeSlugField, normal_form

TAG_SLUG_LENGTH = 90  # of 100: room for a number


def forwards(apps, schema_editor):
    new_names = {
        "tags": merge_tags(apps),
        "categories": merge_taxonomies_and_categories(apps),
        "curators": merge_named(apps.get_model("curation", "Curator")),
        "institution": merge_named(apps.get_model("offerings", "Institution")),
    }
    give_missing_slugs(apps.get_model("taggit", "Tag"))
    for app, model, column in (
        ("offerings", "Offering", "name"),
        ("curation", "Publisher", "name"),
        ("curation", "Section", "name"),
        ("curation", "Article", "slug"),
    ):
        normalise(apps.get_model(app, model), column)
    rename_in_baselines(apps.get_model("curation", "Provenance"), new_names)


# ---------------------------------------------------------------- rows that are one word


def merge_tags(apps) -> dict[str, str]:
    """Returns former name -> present name, of the tags that have another name now."""
    tags = apps.get_model("taggit", "Tag")
    groups, new_names = defaultdict(list), {}
    for tag in tags.objects.order_by("pk"):
        groups[normal_form(normal_form(tag.name).casefold())].append(tag)
    for group in groups.values():
        kept = min(group, key=lambda tag: (not tag.slug, tag.pk))
        name = normal_form(kept.name)
        new_names |= {tag.name: name for tag in group if tag.name != name}
        merge(kept, [tag for tag in group if tag != kept])
        tags.objects.filter(pk=kept.pk).update(name=name)
    return new_names


def merge_taxonomies_and_categories(apps) -> dict[str, str]:
    """Returns former name -> present name, of the categories that have another name now."""
    taxonomies = apps.get_model("taxonomy", "Taxonomy").objects.order_by("pk")
    categories = apps.get_model("taxonomy", "Category").objects
    groups, kept_of, new_names = defaultdict(list), {None: None}, {}
    for taxonomy in taxonomies:
        groups[normal_form(taxonomy.name)].append(taxonomy)
    for first, *others in groups.values():
        kept_of |= {taxonomy.pk: first for taxonomy in (first, *others)}

    of_word = defaultdict(list)
    for category in categories.select_related("taxonomy").order_by("pk"):
        kept = kept_of[category.taxonomy_id]
        of_word[kept and kept.pk, normal_form(category.label)].append(category)
    for (taxonomy_id, label), (first, *others) in of_word.items():
        taxonomy = kept_of[taxonomy_id]
        name = joined(taxonomy and normal_form(taxonomy.name), label)
        for category in (first, *others):
            former = joined(category.taxonomy and category.taxonomy.name, category.label)
            if former != name:
                new_names[former] = name
        merge(first, others)
        categories.filter(pk=first.pk).update(taxonomy=taxonomy_id, label=label)
    for first, *others in groups.values():
        merge(first, others)
        taxonomies.filter(pk=first.pk).update(name=normal_form(first.name))
    return new_names


def joined(taxonomy: str | None, label: str) -> str:
    return f"{taxonomy}: {label}" if taxonomy else label


def merge_named(model) -> dict[str, str]:
    """Returns former name -> present name, of the rows that have another name now."""
    groups, new_names = defaultdict(list), {}
    for row in model.objects.order_by("pk"):
        groups[normal_form(row.name)].append(row)
    for name, group in groups.items():
        # Two accounts of one name are two people: the later one gets a number.
        accounts = [row for row in group if getattr(row, "user_id", None)]
        for number, row in enumerate(accounts[1:], start=2):
            group.remove(row)
            model.objects.filter(pk=row.pk).update(name=f"{name} ({number})")
            new_names[row.name] = f"{name} ({number})"
        kept = accounts[0] if accounts else group[0]
        new_names |= {row.name: name for row in group if row.name != name}
        merge(kept, [row for row in group if row != kept])
        model.objects.filter(pk=kept.pk).update(name=name)
    return new_names


def merge(kept, others: list):
    """Point everything that belongs to the others to the kept row, and delete them.

    Texts that only one of the others has move as well.
    """
    empty = {}
    for other in others:
        for relation in type(kept)._meta.get_fields(include_hidden=True):
            if relation.auto_created and (relation.one_to_many or relation.one_to_one):
                move_rows(relation.related_model, relation.field.name, other, kept)
        for field in type(kept)._meta.concrete_fields:
            if not field.unique and not getattr(kept, field.attname):
                if value := getattr(other, field.attname):
                    empty[field.attname] = value
                    setattr(kept, field.attname, value)
        type(kept).objects.filter(pk=other.pk).delete()
    if empty:
        type(kept).objects.filter(pk=kept.pk).update(**empty)


def move_rows(model, column: str, former, kept):
    """Point rows to the kept row; those that would be there twice are deleted."""
    for pk in list(model.objects.filter(**{column: former.pk}).values_list("pk", flat=True)):
        row = model.objects.filter(pk=pk)
        try:
            with transaction.atomic():
                row.update(**{column: kept.pk})
        except IntegrityError:
            row.delete()


# ---------------------------------------------------------------- single columns


def give_missing_slugs(tags):
    for tag in tags.objects.filter(slug=""):
        slug = slug_from_name(tag.name, "tag", TAG_SLUG_LENGTH)
        tags.objects.filter(pk=tag.pk).update(slug=unique_slug(slug, tags.objects.all()))


def normalise(model, column: str):
    for pk, text in model.objects.values_list("pk", column).iterator():
        if normal_form(text) != text:
            model.objects.filter(pk=pk).update(**{column: normal_form(text)})


def rename_in_baselines(provenances, new_names: dict[str, dict[str, str]]):
    """What an import once stored has the present names, so that nothing looks edited."""
    new_names = {key: names for key, names in new_names.items() if names}
    if not new_names:
        return
    for provenance in provenances.objects.only("baseline").iterator():
        baseline = dict(provenance.baseline)
        for key, names in new_names.items():
            value = baseline.get(key)
            if isinstance(value, list):
                present = list(dict.fromkeys(names.get(name, name) for name in value))
                baseline[key] = present if key == "curators" else sorted(present)
            elif isinstance(value, str):
                baseline[key] = names.get(value, value)
        if baseline != provenance.baseline:
            provenances.objects.filter(pk=provenance.pk).update(baseline=baseline)


class Migration(migrations.Migration):
    dependencies = [
        ("curation", "0009_the_fields_words"),
        ("offerings", "0002_unicode_slugs"),
        ("taggit", "0006_rename_taggeditem_content_type_object_id_taggit_tagg_content_8fc721_idx"),
        ("taxonomy", "0002_unicode_slugs"),
    ]

    operations = [
        migrations.AlterField(
            "article",
            "slug",
            NFCCharField(
                blank=True,
                help_text=(
                    "Last part of the page's address; made from publisher and title where empty."
                ),
                max_length=255,
                validators=[curation.models.article_slugs.valid_slug],
                verbose_name="slug",
            ),
        ),
        migrations.AlterField(
            "curator", "name", NFCCharField(max_length=150, unique=True, verbose_name="name")
        ),
        migrations.AlterField(
            "curator",
            "slug",
            UnicodeSlugField(blank=True, max_length=170, unique=True, verbose_name="slug"),
        ),
        migrations.AlterField(
            "publisher",
            "name",
            NFCCharField(
                blank=True,
                help_text="As readers know it; else the brand.",
                max_length=200,
                verbose_name="name",
            ),
        ),
        migrations.AlterField(
            "section",
            "path",
            NFCCharField(
                help_text="The section's address without slashes around it, as in news.",
                max_length=100,
                unique=True,
                validators=[curation.models.sections.valid_path],
                verbose_name="path",
            ),
        ),
        migrations.AlterField(
            "section",
            "name",
            NFCCharField(help_text="As readers see it.", max_length=100, verbose_name="name"),
        ),
        migrations.RunPython(forwards, migrations.RunPython.noop),
    ]
