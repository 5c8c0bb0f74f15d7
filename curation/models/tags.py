"""Tags: one for a word, with a slug that is never empty, however the tag is made.

The rows are django-taggit's. Its own code looks names up letter by letter, and its slug of a name
without Latin letters is empty, so that no page can link to the tag.
"""

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.db.models.signals import pre_save
from django.dispatch import receiver
from taggit.managers import _TaggableManager
from taggit.models import Tag

from slugs import numbered_slugs, slug_from_name, unique_slug
from slugs.fields import normal_form

SLUG_LENGTH = Tag._meta.get_field("slug").max_length
ROOM_FOR_NUMBER = 10


def possible_slugs(name: str) -> list[str]:
    """Return the slugs that tags of this name, or of one with the same slug, may have."""
    slug = tag_slug(name)
    by_taggit = [f"{slug}_{number}" for number in range(1, 20)]  # rows that it made before
    return numbered_slugs(slug) + by_taggit


def tag_slug(name: str) -> str:
    """Return the slug of a tag's name, which another tag may have already."""
    return slug_from_name(name, "tag", SLUG_LENGTH)


def find_tag(name: str) -> Tag | None:
    """Return the tag of a name. Capitals and the form of Unicode make no difference."""
    name = normal_form(name).strip()
    # SQLite ignores the case of ASCII letters alone; spellings of one word share their slug.
    rows = Tag.objects.filter(Q(name__iexact=name) | Q(slug__in=possible_slugs(name)))
    same = [tag for tag in rows if folded(tag.name) == folded(name)]
    return min(same, key=lambda tag: (tag.name != name, tag.pk), default=None)


def tag_named(name: str) -> Tag:
    """Return the tag of a name; it is made if there is none."""
    if found := find_tag(name):
        return found
    try:
        with transaction.atomic():
            return Tag.objects.create(name=name)
    except IntegrityError:  # made by another process meanwhile
        if found := find_tag(name):
            return found
        raise


def folded(name: str) -> str:
    """Return the form of a name in which equal tags are equal."""
    return normal_form(normal_form(name).casefold())


class TagsOfArticle(_TaggableManager):
    """`article.tags`: finds and makes tags by `tag_named`. Taggit's way to give a manager."""

    def _to_tag_model_instances(self, tags, tag_kwargs):
        rows = [tag_named(tag) if isinstance(tag, str) else tag for tag in tags]
        return super()._to_tag_model_instances(rows, tag_kwargs)


@receiver(pre_save, sender=Tag)
def complete_tag(sender, instance: Tag, raw: bool = False, **kwargs):
    """Before any save of a tag: its name in form NFC, and a slug where it has none of its own."""
    instance.name = normal_form(instance.name).strip()
    is_new = instance._state.adding and not raw
    if not instance.slug or (is_new and instance.slug == instance.slugify(instance.name)):
        others, slug = Tag.objects.exclude(pk=instance.pk), tag_slug(instance.name)
        instance.slug = unique_slug(slug, others)
        if len(instance.slug) > SLUG_LENGTH:
            instance.slug = unique_slug(slug[:-ROOM_FOR_NUMBER], others)
