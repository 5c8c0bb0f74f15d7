"""What readers who are not logged in can find of imported articles, wherever the site shows any.

Also content files in the three formats, for the same test in each.
"""

import json
from typing import Any

import yaml
from django.test import Client

from curation.models import Article, Section
from taxonomy.models import Category

# What every file of a table has, so that it would be in every list
LISTED = {"date": "2024-03-04", "tags": ["Wards"], "categories": ["Beds"]}


def content_file(values: dict[str, Any], format: str = "yaml", body: str = "A body.\n") -> str:
    """A content file with that front matter; in TOML, of values that JSON has as well."""
    if format == "json":
        return f"{json.dumps(values, ensure_ascii=False, indent=1)}\n\n{body}"
    if format == "toml":
        lines = "".join(f"{_toml_key(key)} = {_toml(value)}\n" for key, value in values.items())
        return f"+++\n{lines}+++\n{body}"
    return f"---\n{yaml.safe_dump(values, sort_keys=False, allow_unicode=True)}---\n{body}"


def _toml(value: Any) -> str:
    if isinstance(value, dict):
        members = (f"{_toml_key(key)} = {_toml(item)}" for key, item in value.items())
        return "{" + ", ".join(members) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(_toml, value)) + "]"
    return json.dumps(value, ensure_ascii=False)


def _toml_key(key: str) -> str:
    return key if key.replace("_", "").replace("-", "").isalnum() else json.dumps(key)


def found_by_readers(client: Client) -> set[str]:
    """The titles of the articles that readers get to see anywhere: each must be a word of its own.

    Every list, feed and sitemap is asked for, and the articles' pages at all their addresses: of
    those that are not live, one in each state.
    """
    answers = [client.get(path, follow=True) for path in _lists()]
    shown = "\n".join(answer.content.decode() for answer in answers if answer.status_code == 200)
    found, states = set(), set()
    for article in Article.objects.select_related("section").prefetch_related("addresses"):
        is_shown = article.title in shown or f"{article.get_absolute_url()}<" in shown
        state = article.status, article.is_scheduled, article.is_expired
        if article.is_live or state not in states:
            states.add(state)
            paths = [address.path for address in article.addresses.all()]
            is_shown |= any(client.get(path, follow=True).status_code == 200 for path in paths)
        if is_shown:
            found.add(article.title)
    return found


def live_titles() -> set[str]:
    """The titles of what `found_by_readers` would find, without asking for the pages."""
    return set(Article.objects.published().values_list("title", flat=True))


def _lists() -> list[str]:
    """The lists of the site, of each topic, and of some sections."""
    sections = [section.get_absolute_url() for section in Section.objects.all()[:3]]
    feeds = [f"{path}feed/" for path in sections]
    topics = [f"/topic/{slug}" for slug in Category.objects.values_list("slug", flat=True)]
    site = ["/", "/topics/", "/feed/", "/tag/wards", "/sitemap-articles.xml"]
    return [*site, *topics, *sections, *feeds]
