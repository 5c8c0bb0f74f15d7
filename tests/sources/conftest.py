"""What the tests of the door share: a local site, and names that lead where a test says."""

import ipaddress
import socket

import pytest
from django.core.cache import cache

from tests.sources.servers import serve_site


@pytest.fixture(autouse=True)
def _door_of_its_own(settings):
    """No rest and no robots.txt remembered from another test."""
    settings.FETCH_ALLOW_PRIVATE_HOSTS = []
    cache.clear()


@pytest.fixture
def site(settings):
    """A local web server that the door may reach."""
    with serve_site() as site:
        settings.FETCH_ALLOW_PRIVATE_HOSTS = [f"127.0.0.1:{site.port}"]
        yield site


@pytest.fixture
def names(monkeypatch):
    """The name server of a test: fill in {host: [[addresses of the first answer], ...]}.

    The last answer is given for ever. `names.asked` lists the look-ups. IP addresses, which the
    system resolves without a name server, stay with the system.
    """

    class Names(dict):
        asked: list[str]

    names = Names()
    names.asked = []
    system = socket.getaddrinfo

    def getaddrinfo(host, port, *args, **kwargs):
        try:
            ipaddress.ip_address(host)
        except ValueError:
            pass
        else:
            return system(host, port, *args, **kwargs)
        names.asked.append(host)
        if host not in names:
            raise socket.gaierror(socket.EAI_NONAME, "unknown")
        answers = names[host]
        answer = answers.pop(0) if len(answers) > 1 else answers[0]
        return [
            (
                socket.AF_INET6 if ":" in address else socket.AF_INET,
                socket.SOCK_STREAM,
                socket.IPPROTO_TCP,
                "",
                (address, port),
            )
            for address in answer
        ]

    monkeypatch.setattr(socket, "getaddrinfo", getaddrinfo)
    return names
