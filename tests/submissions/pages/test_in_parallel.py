"""Twenty people send in one URL at the same time, to a real server with several processes."""

import re
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import urlencode

import pytest

from curation.models import Notice, Sending, Submission
from tests.running import gunicorn
from tests.submissions.pages.conftest import ADDRESS, filled

pytestmark = pytest.mark.django_db(transaction=True)
PEOPLE = 20


@pytest.fixture
def server(tmp_path):
    """The site as in production: gunicorn with two processes of four threads."""
    with gunicorn(tmp_path, TRUSTED_PROXIES="1", SEND_MIN_SECONDS="3") as server:
        yield server


def visit(server, method, path, person, body="", cookie=""):
    """The answer to a request through a proxy, from a network of the person's own."""
    headers = {"X_Forwarded_For": f"198.51.100.{person}"}
    if cookie:
        headers |= {"Cookie": cookie, "Content_Type": "application/x-www-form-urlencoded"}
    return server.ask(method, path, body, **headers)


def test_one_address_from_twenty_people_is_one_record_and_twenty_answers(server):
    def open_form(person):
        opened = visit(server, "GET", "/submit/", person)
        cookie = opened.headers["Set-Cookie"].partition(";")[0]
        csrf_token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', opened.text)[1]
        facts = {"email": f"reader{person}@mail.example", "url": f"{ADDRESS}?utm_source={person}"}
        return person, cookie, urlencode(filled(csrfmiddlewaretoken=csrf_token, **facts))

    def send(form):
        person, cookie, body = form
        return visit(server, "POST", "/submit/", person, body, cookie)

    with ThreadPoolExecutor(PEOPLE) as crowd:
        forms = list(crowd.map(open_form, range(PEOPLE)))
        answers = list(crowd.map(send, forms))

    first = [answer.headers["Location"] for answer in answers if answer.status == 303]
    others = [answer.text for answer in answers if answer.status == 200]
    assert len(first) == 1
    assert len(others) == PEOPLE - 1
    assert all("We will tell you the decision" in text for text in others)
    submission = Submission.objects.get()
    assert submission.sendings.count() == Sending.objects.count() == PEOPLE
    token = first[0].split("/")[3]
    assert Sending.objects.by_token(token) == submission.first_sending
    receipts = Notice.objects.filter(kind="receipt").values_list("to", flat=True)
    assert len(receipts) == len(set(receipts)) == PEOPLE


def test_one_form_sent_twenty_times_at_once_is_one_record(server):
    opened = visit(server, "GET", "/submit/", 1)
    cookie = opened.headers["Set-Cookie"].partition(";")[0]
    csrf_token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', opened.text)[1]
    body = urlencode(filled(csrfmiddlewaretoken=csrf_token))

    def send(_number):
        return visit(server, "POST", "/submit/", 1, body, cookie)

    with ThreadPoolExecutor(PEOPLE) as crowd:
        answers = list(crowd.map(send, range(PEOPLE)))

    sending = Sending.objects.get()
    redirects = [answer.headers["Location"] for answer in answers if answer.status == 303]
    assert {Sending.objects.by_token(place.split("/")[3]).pk for place in redirects} == {sending.pk}
    # When more than five are counted before the first is stored, the others are rate limited.
    assert {answer.status for answer in answers} <= {303, 429}
    assert len(redirects) >= 5
    assert Notice.objects.count() == 1
