"""The pages for people of partners: login, sending on behalf, the list of what was sent."""

import pytest
from django.contrib.auth.models import User
from django.test import Client
from lxml import html

from curation.models import Sending, Submission
from tests.builders import a_partner, a_sending, a_submission, an_article
from tests.submissions.pages.conftest import filled, time_passes

pytestmark = pytest.mark.django_db
GOOD = {"username": "ada", "password": "long-and-private"}


@pytest.fixture
def at_work(ada):
    """A client in which a user of the partner is logged in."""
    browser = Client()
    browser.force_login(ada)
    return browser


def titles_in(text) -> list[str]:
    """The titles in the list."""
    titles = html.fromstring(text).find_class("sendings__title")
    return [title.text_content().strip() for title in titles]


# ---------------------------------------------------------------- login and logout


def test_logging_in_leads_to_all_that_was_sent(client, ada):
    assert "Log in" in client.get("/submit/login/").content.decode()
    answer = client.post("/submit/login/", GOOD, follow=True)
    assert answer.redirect_chain == [("/submit/mine/", 302)]
    assert "Harbour Wire" in answer.content.decode()


def test_strangers_are_led_to_the_login_and_back(client, ada):
    answer = client.get("/submit/mine/?page=1")
    assert answer["Location"] == "/submit/login/?next=/submit/mine/%3Fpage%3D1"
    page = client.get(answer["Location"])
    assert 'name="next" value="/submit/mine/?page=1"' in page.content.decode()
    answer = client.post("/submit/login/", GOOD | {"next": "/submit/mine/?page=1"})
    assert answer["Location"] == "/submit/mine/?page=1"


def test_the_login_leads_to_no_other_site(client, ada):
    answer = client.post("/submit/login/", GOOD | {"next": "https://evil.example/"})
    assert answer["Location"] == "/submit/mine/"


@pytest.mark.parametrize("name", ["ada", "nobody", "", "a\x00da", "x" * 10_000])
def test_a_wrong_password_is_told_and_the_name_kept(client, ada, name):
    answer = client.post("/submit/login/", {"username": name, "password": "wrong"})
    assert answer.status_code == 200
    assert answer.context["form"].errors
    assert 'role="alert"' in answer.content.decode()


def test_twenty_attempts_an_hour_from_one_network(client, ada):
    wrong = GOOD | {"password": "wrong"}
    for _attempt in range(20):
        assert client.post("/submit/login/", wrong).status_code == 200
    answer = client.post("/submit/login/", GOOD | {"next": "/submit/mine/?page=1"})
    assert answer.status_code == 429
    assert 3540 < int(answer["Retry-After"]) <= 3600
    text = answer.content.decode()
    assert "Try again in 60 minutes." in text
    assert 'value="ada"' in text
    assert 'value="/submit/mine/?page=1"' in text
    assert "_auth_user_id" not in client.session
    assert client.post("/submit/login/", GOOD, REMOTE_ADDR="203.0.113.4").status_code == 302
    time_passes(3601)
    assert client.post("/submit/login/", GOOD).status_code == 302


def test_logging_out_takes_a_form(at_work):
    assert at_work.get("/submit/logout/").status_code == 405
    assert at_work.post("/submit/logout/")["Location"] == "/submit/"
    assert at_work.get("/submit/mine/").status_code == 302


# ---------------------------------------------------------------- the list


def test_the_people_see_what_the_partner_sent_and_nothing_else(at_work, partner):
    mine = a_submission(partner=partner, title="Ours", name="Robot")
    a_submission(title="Of a reader")
    a_submission(title="Of others", partner=a_partner("Other Wire"))
    joined = a_submission("https://ledger.example/joined", title="First one’s title")
    a_sending(joined, partner=partner)
    text = at_work.get("/submit/mine/").content.decode()
    assert "2 suggestions" in text
    assert "Ours" in titles_in(text)
    assert mine.first_sending.get_absolute_url().split(":")[0] in text
    assert "https://ledger.example/joined" in titles_in(text)
    for words in ("Of a reader", "Of others", "First one’s title"):
        assert words not in text


def test_the_newest_stands_first_with_its_state_in_words(at_work, partner):
    live = an_article("Wards", slug="wards")
    for state, facts in (
        ("received", {}),
        ("in_review", {}),
        ("accepted", {"article": live}),
        ("accepted", {}),
        ("declined", {}),
        ("merged", {"merged_into": a_submission()}),
        ("spam", {}),
        ("withdrawn", {}),
    ):
        a_submission(partner=partner, state=state, **facts)
    text = at_work.get("/submit/mine/").content.decode()
    words = [part.split("<")[0] for part in text.split('<p class="stage stage--')[1:]]
    assert [word.split(">")[1] for word in words] == [
        "Withdrawn", "Received", "Joined with another suggestion", "Declined",
        "Accepted, being prepared", "Published", "In review", "Received",
    ]  # fmt: skip
    assert 'href="/news/wards">Our article' in text


def test_each_leads_to_its_page(at_work, partner):
    submission = a_submission(partner=partner, why="For our members.")
    text = at_work.get("/submit/mine/").content.decode()
    (place,) = html.fromstring(text).xpath("//h2[@class='sendings__title']/a/@href")
    assert "For our members." in at_work.get(place).content.decode()
    assert Sending.objects.by_token(place.split("/")[3]).submission == submission


def test_long_lists_have_pages_and_few_queries(at_work, partner, django_assert_max_num_queries):
    for number in range(30):
        article = an_article() if number % 2 else None
        a_submission(
            partner=partner, title=f"Story {number}", article=article,
            state="accepted" if article else "received",
        )  # fmt: skip
    at_work.get("/")  # the sections are known from now on
    with django_assert_max_num_queries(8):
        first = at_work.get("/submit/mine/").content.decode()
    assert first.count('<li class="sendings__row">') == 25
    assert "30 suggestions" in first
    second = at_work.get("/submit/mine/?page=2").content.decode()
    assert second.count('<li class="sendings__row">') == 5
    assert "Story 0" in titles_in(second)
    assert at_work.get("/submit/mine/?page=3").status_code == 404


def test_the_list_is_for_one_reader(at_work):
    answer = at_work.get("/submit/mine/")
    assert "no-store" in answer["Cache-Control"]
    assert answer["Referrer-Policy"] == "same-origin"


def test_an_empty_list_says_so(at_work):
    assert "Nothing was sent yet." in at_work.get("/submit/mine/").content.decode()


def test_an_account_without_partner_is_told(client, ada, partner):
    for number in range(2):
        if number:
            partner.is_active = False
            partner.save()
            client.force_login(ada)
        else:
            client.force_login(User.objects.create_user("eve"))
        answer = client.get("/submit/mine/")
        assert answer.status_code == 403
        assert "Your account does not belong to a partner" in answer.content.decode()


# ---------------------------------------------------------------- sending on behalf


def test_the_form_knows_who_is_logged_in(at_work):
    text = at_work.get("/submit/").content.decode()
    assert 'value="Ada Moss"' in text
    assert 'value="Ada@harbourwire.example"' in text
    assert "You send on behalf of <strong>Harbour Wire</strong>." in text
    assert 'name="partner"' not in text


def test_who_belongs_to_one_partner_sends_on_its_behalf(at_work, ada, partner):
    assert at_work.post("/submit/", filled()).status_code == 303
    sending = Sending.objects.get()
    assert (sending.partner, sending.account) == (partner, ada)


def test_who_belongs_to_several_chooses(at_work, ada, partner):
    other = a_partner("Other Wire")
    other.people.add(ada)
    assert 'name="partner"' in at_work.get("/submit/").content.decode()
    answer = at_work.post("/submit/", filled())
    assert answer.status_code == 422
    assert "Choose on whose behalf you send it." in answer.content.decode()
    assert at_work.post("/submit/", filled(partner=other.pk)).status_code == 303
    assert Sending.objects.get().partner == other


def test_nobody_sends_on_behalf_of_a_partner_that_is_not_theirs(at_work, ada):
    a_partner("Second Wire").people.add(ada)
    others = a_partner("Not Theirs")
    for pk in (others.pk, 999_999, "x", "", "9" * 400, "\x00"):
        assert at_work.post("/submit/", filled(partner=pk)).status_code == 422, pk
    assert not Submission.objects.exists()


def test_a_stranger_cannot_name_a_partner(client, partner):
    assert client.post("/submit/", filled(partner=partner.pk)).status_code == 303
    assert Sending.objects.get().partner is None
