"""The web is reached through one door: nothing outside curation/sources/door opens a connection."""

import ast
from collections.abc import Iterator

import pytest

from tests.test_architecture import modules

# HTTP clients, the protocols beside HTTP, bare sockets, and the downloaders that libraries bring.
FORBIDDEN = {
    *("httpx2", "httpcore2", "httpx", "httpcore", "h11", "h2", "requests", "urllib3", "aiohttp"),
    *("urllib.request", "urllib.robotparser", "http.client", "xmlrpc.client", "pycurl"),
    *("socket", "ssl", "asyncio.open_connection", "ftplib", "poplib", "imaplib", "telnetlib"),
    *("trafilatura.downloads", "trafilatura.fetch_url", "trafilatura.fetch_response"),
    *("trafilatura.feeds", "trafilatura.sitemaps", "trafilatura.spider"),
    *("htmldate.utils.fetch_url", "courlan.network", "lxml.html.parse"),
}


def reaching_out(source: str) -> Iterator[str]:
    """Each way out that a module names, however it imports it."""
    tree = ast.parse(source)
    named = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            named.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            named.update(f"{node.module}.{alias.name}" for alias in node.names)
        elif isinstance(node, ast.Attribute):
            named.add(ast.unparse(node))
        elif isinstance(node, ast.Call) and node.args:
            called = ast.unparse(node.func).rpartition(".")[2]
            first = node.args[0]
            if called in ("import_module", "__import__") and isinstance(first, ast.Constant):
                named.add(str(first.value))
    for name in sorted(named):
        if any(name == way or name.startswith(way + ".") for way in FORBIDDEN):
            yield name


@pytest.mark.parametrize(("name", "path"), list(modules()), ids=lambda value: str(value))
def test_only_the_door_reaches_out(name, path):
    if name.startswith("curation.sources.door."):
        return
    found = list(reaching_out(path.read_text(encoding="utf-8")))
    assert not found, f"{name} uses {found}: fetch with curation.sources.door.fetch"


def test_the_door_itself_is_three_files():
    """Everything else in curation/sources/door reads what was fetched, or asks `fetch`."""
    inside = {
        name.rpartition(".")[2]
        for name, path in modules()
        if name.startswith("curation.sources.door.")
        and list(reaching_out(path.read_text(encoding="utf-8")))
    }
    assert inside == {"fetch", "guard", "transport"}


@pytest.mark.parametrize(
    "source",
    [
        "import requests",
        "import httpx2 as web",
        "from httpx2 import get",
        "from urllib import request",
        "from urllib.request import urlopen",
        "import urllib\nurllib.request.urlopen(x)",
        "import http.client",
        "from socket import create_connection",
        "def f():\n    import urllib3.util",
        "importlib.import_module('requests')",
        "__import__('httpx2')",
        "import trafilatura\ntrafilatura.fetch_url(x)",
        "from trafilatura import fetch_url",
        "import asyncio\nasyncio.open_connection(x)",
    ],
)
def test_no_way_around_the_door_goes_unseen(source):
    assert list(reaching_out(source))


@pytest.mark.parametrize(
    "source",
    ["import urllib.parse", "from http import HTTPStatus", "from urllib.parse import urlsplit"],
)
def test_reading_an_address_is_not_reaching_out(source):
    assert not list(reaching_out(source))
