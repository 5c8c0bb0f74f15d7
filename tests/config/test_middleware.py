"""A request that declares an impossible charset causes no server error."""

import pytest

from curation.models import Sending
from tests.submissions.pages.conftest import filled

pytestmark = pytest.mark.django_db
CODECS = ["unicode_escape", "raw_unicode_escape", "utf-7", "utf-16", "idna", "hex", "rot13", "zlib"]


def multipart(facts) -> bytes:
    parts = [
        b'--X\r\nContent-Disposition: form-data; name="%s"\r\n\r\n%s\r\n' % (name.encode(), value)
        for name, value in facts.items()
    ]
    return b"".join(parts) + b"--X--\r\n"


@pytest.mark.parametrize("codec", CODECS)
def test_forms_are_read_as_utf_8_whatever_they_say(client, codec):
    facts = {name: value.encode() for name, value in filled(name="Zoë").items()}
    facts["why"] = rb"Half a character: \ud800."
    kind = f"multipart/form-data; boundary=X; charset={codec}"
    assert client.generic("POST", "/submit/", multipart(facts), kind).status_code == 303
    sending = Sending.objects.get()
    assert (sending.name, sending.why) == ("Zoë", r"Half a character: \ud800.")


@pytest.mark.parametrize("codec", CODECS)
def test_queries_too(client, codec):
    kind = f"text/plain; charset={codec}"
    answer = client.generic("GET", "/submit/", b"", kind, QUERY_STRING="url=x&title=%5Cud800")
    assert answer.status_code in (200, 400)
    assert answer.status_code == 400 or r'value="\ud800"' in answer.content.decode()
