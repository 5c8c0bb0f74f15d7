"""People at the desk, and their forms filled in as a browser sends them."""

import io

import pytest
from django.contrib.auth.models import Group, User
from django.test import Client
from lxml import html
from PIL import Image as Pixels

GROUPS = ("curator", "editor", "moderator", "administrator")


@pytest.fixture
def person(db):
    """person("editor") -> a member of that group."""

    def make(group, name=None, **facts):
        user = User.objects.create_user(name or f"{group}-person", is_staff=True, **facts)
        user.groups.add(Group.objects.get(name=group))
        return user

    return make


@pytest.fixture
def desk(person):
    """desk("editor") -> a client in which such a person is logged in, as `.user`."""

    def login(who):
        client = Client()
        client.user = person(who) if isinstance(who, str) else who
        client.force_login(client.user)
        return client

    return login


def sent(response, form_id="article_form", **edits):
    """What a browser sends for the form of a page, with edits; None leaves a field away."""
    (form,) = html.fromstring(response.content.decode()).xpath(f"//form[@id='{form_id}']")
    values = {}
    for field in form.xpath(".//input|.//textarea|.//select"):
        name = field.get("name")
        if not name or field.get("disabled") is not None or "__prefix__" in name:
            continue
        if field.tag == "select":
            chosen = [option.get("value") for option in field.xpath(".//option[@selected]")]
            values[name] = chosen if field.get("multiple") is not None else (chosen or [""])[0]
        elif field.tag == "textarea":
            # A browser drops the first line break and sends Windows line ends.
            text = (field.text or "").removeprefix("\n")
            values[name] = text.replace("\r\n", "\n").replace("\n", "\r\n")
        elif field.get("type") == "checkbox":
            if field.get("checked") is not None:
                values[name] = field.get("value", "on")
        elif field.get("type") not in ("file", "submit"):
            values[name] = field.get("value", "")
    values.update(edits)
    return {name: value for name, value in values.items() if value is not None}


def errors_of(response) -> str:
    """The words of all errors on a page of a form that was refused."""
    form = response.context["adminform"].form
    words = [str(error) for errors in form.errors.values() for error in errors]
    for formset in response.context["inline_admin_formsets"]:
        words += formset.formset.non_form_errors()
        for row in formset.formset.errors:
            words += [error for errors in row.values() for error in errors]
    return " ".join(words)


@pytest.fixture
def a_picture():
    """a_picture("PNG") -> a file as an upload brings it."""

    def make(kind="PNG", name=None, size=(64, 48), colour="teal"):
        file = io.BytesIO()
        Pixels.new("RGB", size, colour).save(file, kind)
        file.seek(0)
        file.name = name or f"ward.{kind.lower()}"
        return file

    return make
