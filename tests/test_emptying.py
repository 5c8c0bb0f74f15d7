"""What a test that commits leaves to the next one."""

import pytest
from django.contrib.auth.models import Group, Permission
from django.test import TransactionTestCase

from curation.models import Article, DeclineReason
from tests.builders import an_article


@pytest.mark.django_db(transaction=True)
def test_what_the_migrations_made_is_there_again_and_nothing_else():
    models = (Group, Permission, Group.permissions.through, DeclineReason)
    before = [list(model.objects.order_by("pk").values()) for model in models]
    assert all(before)
    an_article()
    Group.objects.create(name="guest")
    Group.objects.get(name="editor").delete()
    DeclineReason.objects.update(sentence="Other.")
    TransactionTestCase()._fixture_teardown()
    assert [list(model.objects.order_by("pk").values()) for model in models] == before
    assert not Article.objects.exists()
