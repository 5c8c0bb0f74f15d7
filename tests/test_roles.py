"""The four groups exist after migrating, each with the permissions that it needs and no others."""

import pytest
from django.contrib.auth.models import Group, User

pytestmark = pytest.mark.django_db


def member(group):
    user = User.objects.create_user(group, is_staff=True)
    user.groups.add(Group.objects.get(name=group))
    return user


@pytest.mark.parametrize(
    ("permission", "who"),
    [
        ("curation.view_article", {"curator", "editor", "moderator", "administrator"}),
        ("curation.add_article", {"curator", "editor", "administrator"}),
        ("curation.change_article", {"curator", "editor", "administrator"}),
        ("curation.publish_article", {"editor", "administrator"}),
        ("curation.delete_article", {"editor", "administrator"}),
        ("media.add_image", {"curator", "editor", "administrator"}),
        ("offerings.change_offering", {"editor", "administrator"}),
        ("taxonomy.delete_taxonomy", {"administrator"}),
        ("curation.change_section", {"administrator"}),
        ("curation.add_formerfolder", {"administrator"}),
        ("curation.view_formerfolder", {"administrator"}),
        ("auth.change_user", {"administrator"}),
        ("auth.change_group", set()),
        ("curation.change_revision", set()),
        ("curation.delete_revision", set()),
        ("curation.change_provenance", set()),
        ("curation.add_furtherreport", {"curator", "editor", "administrator"}),
        ("curation.change_furtherreport", {"curator", "editor", "administrator"}),
        ("curation.delete_furtherreport", {"curator", "editor", "administrator"}),
        ("curation.view_furtherreport", {"curator", "editor", "moderator", "administrator"}),
        ("curation.view_sourcefetch", {"curator", "editor", "administrator"}),
        ("curation.change_sourcereading", set()),
        ("curation.view_suggestion", {"curator", "editor", "administrator"}),
        ("curation.change_suggestion", {"curator", "editor", "administrator"}),
        ("curation.add_suggestion", set()),
        ("curation.moderate_submission", {"moderator", "administrator"}),
        ("curation.view_submission", {"curator", "editor", "moderator", "administrator"}),
        ("curation.delete_submission", set()),
        ("curation.view_decision", {"curator", "editor", "moderator", "administrator"}),
        ("curation.change_decision", set()),
        ("curation.delete_decision", set()),
        ("curation.add_reviewlink", {"editor", "administrator"}),
        ("curation.change_reviewlink", {"editor", "administrator"}),
        ("curation.add_block", {"moderator", "administrator"}),
        ("curation.delete_block", {"administrator"}),
        ("curation.view_declinereason", {"moderator", "administrator"}),
        ("curation.change_declinereason", {"administrator"}),
        ("curation.view_partner", {"moderator", "administrator"}),
        ("curation.add_partnertoken", {"administrator"}),
        ("curation.change_partnertoken", {"administrator"}),
        ("curation.view_notice", {"moderator", "administrator"}),
        ("curation.change_notice", {"moderator", "administrator"}),
        ("curation.delete_notice", set()),
    ],
)
def test_who_may(permission, who):
    groups = ["curator", "editor", "moderator", "administrator"]
    assert {group for group in groups if member(group).has_perm(permission)} == who
