"""Accounts: administrators look after people, and nobody rises above themselves."""

import pytest
from django.contrib.auth.models import Group, Permission, User
from django.urls import reverse

from tests.desk import sent

pytestmark = pytest.mark.django_db
ADD = "/admin/auth/user/add/"


def url(user):
    return reverse("admin:auth_user_change", args=[user.pk])


def change(client, user, **edits):
    page = client.get(url(user))
    return client.post(url(user), {**sent(page, "user_form"), **edits})


@pytest.fixture
def administrator(desk):
    return desk("administrator")


@pytest.mark.parametrize("group", ["curator", "editor", "moderator"])
def test_only_administrators_see_accounts(desk, group):
    client = desk(group)
    assert client.get("/admin/auth/user/").status_code == 403
    assert client.get(url(client.user)).status_code == 403


def test_an_administrator_adds_an_editor(administrator):
    administrator.post(
        ADD,
        {
            "username": "ana", "usable_password": "true",
            "password1": "archive-wards-9", "password2": "archive-wards-9",
        },
    )  # fmt: skip
    ana = User.objects.get(username="ana")
    editors = Group.objects.get(name="editor")
    change(administrator, ana, is_staff="on", groups=[str(editors.pk)])
    ana.refresh_from_db()
    assert ana.is_staff
    assert ana.has_perm("curation.publish_article")


def test_an_administrator_makes_nobody_a_superuser(administrator, person):
    ana = person("curator", "ana")
    add_user = Permission.objects.get(codename="add_group")
    for user in (ana, administrator.user):
        change(administrator, user, is_superuser="on", user_permissions=[str(add_user.pk)])
        user.refresh_from_db()
        assert not user.is_superuser
        assert not user.user_permissions.exists()
    administrator.post(ADD, {"username": "eve", "is_superuser": "on", "usable_password": "false"})
    assert not User.objects.filter(is_superuser=True).exists()


def test_a_superuser_is_out_of_an_administrators_reach(administrator, admin_user):
    page = administrator.get(url(admin_user)).content.decode()
    assert 'name="_save"' not in page
    assert administrator.post(url(admin_user), {"username": "mine"}).status_code == 403
    password = reverse("admin:auth_user_password_change", args=[admin_user.pk])
    words = {"password1": "archive-wards-9", "password2": "archive-wards-9"}
    assert administrator.post(password, words).status_code == 403
    gone = reverse("admin:auth_user_delete", args=[admin_user.pk])
    assert administrator.post(gone, {"post": "yes"}).status_code == 403
    administrator.post(
        "/admin/auth/user/",
        {"action": "delete_selected", "_selected_action": [admin_user.pk], "post": "yes"},
    )
    assert User.objects.filter(pk=admin_user.pk).exists()


@pytest.mark.parametrize("active", [True, False])
def test_an_account_with_more_rights_is_out_of_reach(administrator, person, active):
    """Its password would be a way up, also where the account only sleeps."""
    other = person("curator", "other", is_active=active)
    other.user_permissions.add(Permission.objects.get(codename="change_group"))
    assert administrator.post(url(other), {"username": "mine"}).status_code == 403


def test_a_group_that_gives_more_cannot_be_given(administrator, person):
    strong = Group.objects.create(name="strong")
    strong.permissions.add(Permission.objects.get(codename="change_group"))
    ana = person("curator", "ana")
    answer = change(administrator, ana, groups=[str(strong.pk)])
    assert "groups" in answer.context["adminform"].form.errors
    assert not ana.groups.filter(name="strong").exists()


def test_a_superuser_may_do_all_of_it(desk, admin_user, person):
    ana = person("curator", "ana")
    change(desk(admin_user), ana, is_superuser="on")
    ana.refresh_from_db()
    assert ana.is_superuser


def test_groups_are_only_looked_at_by_administrators(administrator):
    group = Group.objects.get(name="curator")
    address = reverse("admin:auth_group_change", args=[group.pk])
    assert administrator.get(address).status_code == 200
    assert administrator.post(address, {"name": "mine"}).status_code == 403


def test_who_wrote_something_is_switched_off_not_deleted(desk, admin_user, person):
    from curation import publishing
    from tests.builders import an_article

    ana = person("editor", "ana")
    publishing.unpublish(an_article(), by=ana)
    gone = reverse("admin:auth_user_delete", args=[ana.pk])
    page = desk(admin_user).post(gone, {"post": "yes"}).content.decode()
    assert "untick “Active” instead" in page
    assert User.objects.filter(pk=ana.pk).exists()


def test_who_decided_commented_or_asked_for_a_review_stays_on_record(desk, admin_user, person):
    from curation.submissions import moderating, reviewing
    from tests.builders import a_submission, an_article

    decider, commenter, asker, nobody = (
        person("administrator", name) for name in ("decider", "commenter", "asker", "nobody")
    )
    submission = a_submission()
    moderating.take_up(submission, by=decider)
    moderating.comment(submission, commenter, "Hm.")
    reviewing.ask(an_article(status="draft"), asker, "Dr Vale")
    client = desk(admin_user)
    for user, words in (
        (decider, "decider has made decisions: untick “Active” instead"),
        (commenter, "commenter has commented: untick “Active” instead"),
        (asker, "asker has made decisions: untick “Active” instead"),
    ):
        gone = reverse("admin:auth_user_delete", args=[user.pk])
        assert words in client.post(gone, {"post": "yes"}).content.decode()
    chosen = [decider.pk, commenter.pk, nobody.pk]
    many = {"action": "delete_selected", "_selected_action": chosen, "post": "yes"}
    client.post("/admin/auth/user/", many)
    assert User.objects.filter(is_superuser=False).count() == 4
    client.post(reverse("admin:auth_user_delete", args=[nobody.pk]), {"post": "yes"})
    assert not User.objects.filter(pk=nobody.pk).exists()
