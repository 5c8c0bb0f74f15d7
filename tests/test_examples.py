"""The examples in docstrings (doctests) are true."""

import doctest
import importlib

import pytest

from tests.test_architecture import modules

WITH_EXAMPLES = [name for name, path in modules() if ">>> " in path.read_text(encoding="utf-8")]


@pytest.mark.parametrize("name", WITH_EXAMPLES)
def test_examples(name):
    result = doctest.testmod(importlib.import_module(name))
    assert result.attempted
    assert not result.failed
