"""How bodies are converted in these tests: text in, text and remarks out."""

from types import SimpleNamespace

import pytest

from curation.interchange.bodies import BodyPage, convert
from markup.sanitise import render


def converted(body: str, **page):
    """The converted text, what readers see of it, and the remarks as (kind, sentence)."""
    checked = convert(body, BodyPage(**{"address": "/news/page/", **page})).check(dry_run=True)
    return SimpleNamespace(
        text=checked.text,
        html=render(checked.text),
        is_changed=checked.is_changed,
        remarks=[(remark.kind.value, str(remark)) for remark in checked.remarks],
        kinds=[remark.kind.value for remark in checked.remarks],
    )


@pytest.fixture
def convert_body(db):
    return converted
