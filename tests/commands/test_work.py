"""What a worker does now and then, beside its tasks."""

import logging

import pytest

from curation import chores
from curation.management.commands import work

pytestmark = pytest.mark.django_db


class Enough(BaseException):
    """Ends a round that has no end."""


def test_one_act_that_fails_ends_neither_the_others_nor_the_next_round(monkeypatch, caplog):
    done = []

    def broken():
        raise RuntimeError("a fault of its own")

    def well():
        done.append("well")

    def rest(_seconds):
        if len(done) == 2:
            raise Enough

    monkeypatch.setattr(chores, "CHORES", (broken, well))
    monkeypatch.setattr(work.time, "sleep", rest)
    with caplog.at_level(logging.ERROR), pytest.raises(Enough):
        work.Command().do_chores()
    assert done == ["well", "well"]
    assert "broken failed" in caplog.text
    assert "a fault of its own" in caplog.text
