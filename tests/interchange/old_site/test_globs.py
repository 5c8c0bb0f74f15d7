"""Hugo's patterns for paths: what fits, what does not, and how long it takes."""

import time

import pytest

from curation.interchange.old_site.globs import glob_matches

FIT = [
    ("/news/**", "/news/a"),
    ("/news/**", "/news/deep/er/a"),
    ("/news/*", "/news/a"),
    ("/news/a*", "/news/a"),
    ("/rooms/{tea,coffee}", "/rooms/coffee"),
    ("/{a,b{c,d}}/x", "/bd/x"),
    ("{page,section}", "page"),
    ("/news/20??", "/news/2024"),
    ("/news/[a-c]x", "/news/bx"),
    ("/news/[!a]x", "/news/bx"),
    (r"/news/\*", "/news/*"),
    ("**/drafts/**", "/news/drafts/a"),
    ("/a[", "/a["),
    ("/a{b", "/a{b"),
]
DO_NOT_FIT = [
    ("/news/*", "/news/deep/a"),
    ("/news/**", "/news"),
    ("/news", "/news/a"),
    ("/rooms/{tea,coffee}", "/rooms/teapot"),
    ("/news/?", "/news//"),
    ("/news/[!a]x", "/news/ax"),
    (r"/news/\*", "/news/a"),
    ("", "/news"),
]


@pytest.mark.parametrize(("pattern", "path"), FIT)
def test_a_path_fits(pattern, path):
    assert glob_matches(pattern, path)


@pytest.mark.parametrize(("pattern", "path"), DO_NOT_FIT)
def test_a_path_does_not_fit(pattern, path):
    assert not glob_matches(pattern, path)


def test_no_pattern_takes_long():
    began = time.perf_counter()
    assert not glob_matches("**a" * 100 + "b", "a" * 400)
    assert not glob_matches("{a,b}" * 100, "a" * 100)  # more alternatives than there are atoms
    assert time.perf_counter() - began < 2
