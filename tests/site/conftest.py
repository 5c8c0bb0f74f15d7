"""Fixtures for tests of the public site."""

import pytest

from media.models import Image
from tests.media.pictures import photo


@pytest.fixture
def picture():
    """A stored picture of 1600 by 900 pixels."""
    return Image.objects.store(photo(1600, 900), "ward.jpg", credit="Photograph: Ada Moss")
