"""The public form at /submit/."""

import pytest
from django.conf import settings as django_settings
from django.core import mail, signing
from django.test import Client
from django_tasks_db.models import DBTaskResult

from curation.models import Article, Block, Notice, Sending, SourceFetch, Submission
from curation.submissions import mailing
from tests.builders import a_report, a_submission, an_article
from tests.submissions.pages.conftest import ADDRESS, a_form_token, filled

pytestmark = pytest.mark.django_db


def errors_of(answer) -> dict:
    return {name: " ".join(words) for name, words in answer.context["form"].errors.items()}


# ---------------------------------------------------------------- the page


def test_every_public_page_leads_to_the_form(client):
    an_article(slug="brief")
    for path in ("/", "/news/", "/news/brief", "/topics/", "/offerings/", "/nothing", "/submit/"):
        text = client.get(path).content.decode()
        assert text.count('href="/submit/"') >= 3, path  # masthead, its menu on phones, colophon


def test_the_form_is_kept_by_nobody_and_looks_up_no_account(client):
    answer = client.get("/submit/")
    assert answer.status_code == 200
    assert "no-store" in answer["Cache-Control"]
    assert "default-src 'none'" in answer["Content-Security-Policy"]
    assert "noindex" not in answer.content.decode()
    assert django_settings.CSRF_COOKIE_NAME in answer.cookies


def test_without_its_slash_the_address_leads_there_too(client):
    assert client.get("/submit")["Location"] == "/submit/"


def test_a_link_from_elsewhere_fills_in_address_and_title_and_nothing_else(client):
    facts = {"url": ADDRESS, "title": '"><b>Wards', "why": "for spam", "email": "e@mail.example"}
    answer = client.get("/submit/", facts)
    text = answer.content.decode()
    assert f'value="{ADDRESS}"' in text
    assert "&quot;&gt;&lt;b&gt;Wards" in text
    assert "for spam" not in text
    assert "e@mail.example" not in text


def test_no_field_cuts_what_is_pasted(client):
    assert "maxlength" not in client.get("/submit/").content.decode()


@pytest.mark.parametrize("method", ["put", "delete", "patch"])
def test_other_methods_are_refused(client, method):
    assert getattr(client, method)("/submit/").status_code == 405


# ---------------------------------------------------------------- accepted


def test_a_suggestion_is_kept_and_its_sender_led_to_a_private_page(client, send):
    answer = send(email="Ines@Mail.Example", has_relationship="on", wants_credit="on")
    (sending,) = Sending.objects.all()
    assert answer.status_code == 303
    page, _question, query = answer["Location"].partition("?")
    assert Sending.objects.by_token(page.split("/")[3]) == sending
    assert query == "thanks"
    assert sending.submission.url == ADDRESS
    assert sending.submission.title == "Wards go paperless"
    assert sending.submission.state == "received"
    assert (sending.name, sending.email) == ("Ines Okafor", "ines@mail.example")
    assert sending.has_relationship
    assert sending.wants_credit
    assert (sending.partner, sending.account, sending.channel) == (None, None, "form")
    page = client.get(answer["Location"]).content.decode()
    assert "Thank you: keep this link" in page
    assert "You will also get it by e-mail" in page


def test_nothing_of_it_is_fetched_or_mailed_onward(send):
    secrets = {
        "url": "https://hidden-host.example/story",
        "title": "Buy cheap watches",
        "why": "Visit https://evil.example/ at once",
        "name": "Dear winner",
    }
    send(**secrets)
    queued = DBTaskResult.objects.all()
    assert [result.task_path for result in queued] == ["curation.submissions.mailing.send_later"]
    assert not SourceFetch.objects.exists()
    assert not Article.objects.exists()
    (notice,) = Notice.objects.all()
    mailing.send_later.call(notice.pk)
    (letter,) = mail.outbox
    assert letter.to == ["ines@mail.example"]
    whole = letter.message().as_string() + letter.body + str(letter.alternatives)
    for words in (*secrets.values(), "hidden-host", "evil.example"):
        assert words not in whole


def test_html_is_text_everywhere(client, send):
    bold = "<script>alert(1)</script><b>bold</b>"
    answer = send(title=bold, why=bold, name=bold)
    page = client.get(answer["Location"]).content.decode()
    assert page.count("&lt;script&gt;alert(1)&lt;/script&gt;&lt;b&gt;bold&lt;/b&gt;") == 3
    assert "<script>alert" not in page
    assert "<b>bold" not in page


def test_html_in_a_refused_form_is_text_too(send):
    bold = "<script>alert(1)</script>"
    answer = send(url=bold, title=bold, why=bold, name=bold, email=bold)
    assert answer.status_code == 422
    text = answer.content.decode()
    assert "<script>alert" not in text
    assert text.count("&lt;script&gt;alert(1)&lt;/script&gt;") >= 5


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("title", "Wards 🏥 go 👩🏽‍⚕️ paperless"),
        ("why", "First line.\r\n\tSecond 🎉 line."),
        ("name", "אינס אוקפור"),
        ("title", ""),
        ("title", "x" * 300),
        ("why", "x" * 2000),
        ("why", "\r\n".join(["x" * 9] * 200)),  # a line break is one character
        ("name", "x" * 100),
        ("url", "  https://ledger.example/wards?utm_source=mail#part \n"),
        ("url", "https://bücher.example/straße"),
    ],
)
def test_what_people_write_is_taken(send, field, value):
    assert send(**{field: value}).status_code == 303


@pytest.mark.parametrize(
    "email",
    [
        '"ines"@mail.example',
        "ines@localhost",
        "ines@[10.0.0.1]",
        "ines@127.0.0.1",
        "i nes@mail.example",
    ],
)
def test_what_is_no_mailbox_of_the_public_internet_is_refused(send, email):
    answer = send(email=email)
    assert answer.status_code == 422
    assert answer.context["form"].errors["email"]
    assert not Sending.objects.exists()


@pytest.mark.parametrize(
    "email", ["Ines@Mail.Example", "ines@ｍail.example", "ines@MAIL.EXAMPLE", " ines@mail.example "]
)
def test_a_mailbox_has_one_spelling(send, email):
    send(email=email)
    assert Sending.objects.get().email == "ines@mail.example"


@pytest.mark.parametrize("typed", ["ledger.example/wards", "www.ledger.example/wards?page=2"])
def test_an_address_as_browsers_show_it_is_completed(send, typed):
    assert send(url=typed).status_code == 303
    assert Sending.objects.get().submission.url == f"https://{typed}"


@pytest.mark.parametrize(
    "text",
    [
        "Wards share boards {}",
        "Wards share boards{}",  # browsers take the line break out of a field of one line
        "“{}”",
        "<{}>",
        "[Wards share boards]({})",
        "Read this: {}).",
    ],
)
def test_the_address_is_found_in_what_was_pasted(send, text):
    assert send(url=text.format(ADDRESS)).status_code == 303
    assert Sending.objects.get().submission.url == ADDRESS


def test_two_addresses_are_not_guessed_between(send):
    answer = send(url="https://ledger.example/a https://ledger.example/b")
    assert "more than one address" in errors_of(answer)["url"]
    assert not Submission.objects.exists()


def test_the_browser_does_not_keep_such_a_text_from_being_sent(client):
    field = client.get("/submit/").context["form"]["url"].as_widget()
    assert 'type="text"' in field
    assert 'inputmode="url"' in field


def test_line_breaks_are_kept_as_one_character(send):
    send(why="One\r\n\r\nTwo")
    assert Sending.objects.get().why == "One\n\nTwo"


# ---------------------------------------------------------------- refused

LONG = "x" * 10_000
BAD_ADDRESSES = [
    "javascript:alert(1)", "data:text/html,hello", "ftp://ledger.example/a", "file:///etc/passwd",
    "//ledger.example/a", "https://", "https:///a", "http://",
    "https://eve:secret@ledger.example/a", "https://eve@ledger.example/", "https://a b.example/",
    "https://ledger.example/a b", "https://ledger.example\\@evil.example/",
    "https://ledger.example:99999/", "https://ledger.example:8080/", "https://ledger.example:x/",
    "http://localhost/", "http://localhost:8000/", "http://127.0.0.1/", "http://127.1/",
    "http://2130706433/", "http://0x7f000001/", "http://0x7f.1/", "http://0177.0.0.1/",
    "http://10.0.0.1/", "http://192.168.1.1/", "http://172.16.0.1/", "http://169.254.169.254/",
    "http://[::1]/", "http://[::ffff:127.0.0.1]/", "http://[fe80::1]/", "http://[fd00::1]/",
    "http://[fe80::1%25eth0]/", "http://0.0.0.0/", "http://100.64.0.1/", "http://intranet/",
    "http://printer.local/", "http://db.internal/", "http://x.localhost/", "http://a.onion/",
    "http://127.0.0.1./", "http://%31%32%37.0.0.1/", "http://①②⑦.⓪.⓪.①/", "http://127。0。0。1/",
    f"https://ledger.example/{LONG}", "https://ledger.example/\x00", "https://ledger.example/\x07",
    "https://ledger.example/\u202egnp.exe", "https://led\u2066ger.example/", "🎉", "https://🎉🎉/",
    "<script>alert(1)</script>", "https://<b>x</b>/",
]  # fmt: skip


@pytest.mark.parametrize("url", BAD_ADDRESSES, ids=lambda url: ascii(url)[:40])
def test_addresses_that_cannot_be_are_told_beside_the_field(send, url):
    answer = send(url=url)
    assert answer.status_code == 422
    assert list(errors_of(answer)) == ["url"]
    assert errors_of(answer)["url"].endswith(".")
    assert not Submission.objects.exists()


@pytest.mark.parametrize("field", ["url", "title", "why", "name", "email"])
@pytest.mark.parametrize(
    "value",
    [
        "a\x00b", "a\x07b", "a\x1bb", "a\x7fb", "a\x85b", "a\u202eb", "a\u202ab", "a\u2066b",
        "a\u2069b", LONG,
    ],
    ids=ascii,
)  # fmt: skip
def test_what_no_field_takes(send, field, value):
    if field == "email":
        value = f"{value}@mail.example"
    answer = send(**{field: value})
    assert answer.status_code == 422
    assert list(errors_of(answer)) == [field]
    assert not Submission.objects.exists()


@pytest.mark.parametrize("field", ["title", "name", "email"])
def test_lines_stay_lines(send, field):
    """Line breaks are refused in values that are used in mail headers and lists."""
    value = "ines@mail.example\r\nBcc: all@mail.example"
    assert list(errors_of(send(**{field: value}))) == [field]


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("url", "", "Give the address of the story."),
        ("why", "  \n ", "Tell us in a sentence or two why it matters."),
        ("name", "", "Tell us your name."),
        ("email", "", "Give an e-mail address, so that we can tell you our decision."),
        ("email", "ines", "This is not a complete e-mail address, such as name@mail.example."),
        ("email", "a@b, c@d.example", "This is not a complete e-mail address"),
        ("title", "x" * 301, "Please use at most 300 characters: this has 301."),
        ("why", "x" * 2001, "Please use at most 2,000 characters: this has 2,001."),
        ("name", "x" * 101, "Please use at most 100 characters: this has 101."),
        ("name", "x\u202ey", "change the direction of text"),
        ("name", "x\x07y", "control characters"),
        ("url", f"https://ledger.example/{LONG}", "2,048 characters are allowed"),
    ],
)
def test_each_error_is_one_clear_sentence(send, field, value, words):
    answer = send(**{field: value})
    assert len(answer.context["form"].errors[field]) == 1
    assert words in errors_of(answer)[field]


def test_a_refused_form_shows_everything_typed_and_where_it_is_wrong(send):
    answer = send(url="nonsense", email="nobody", wants_credit="on", why="Two\r\nlines")
    text = answer.content.decode()
    assert "<title>Not sent yet: Suggest a story" in text
    for kept in ('value="nonsense"', 'value="nobody"', "Two\nlines", 'value="Ines Okafor"'):
        assert kept in text.replace("\r\n", "\n")
    assert answer.context["form"]["wants_credit"].value() is True
    assert 'href="#id_url"' in text
    assert 'href="#id_email"' in text
    assert 'aria-invalid="true" aria-describedby="id_url_helptext id_url_error"' in text
    assert 'id="id_url_error"' in text


def test_a_missing_everything_is_no_error_of_ours(client):
    answer = client.post("/submit/", {})
    assert answer.status_code == 422
    assert set(errors_of(answer)) == {"url", "why", "name", "email"}


def test_a_blocked_site_and_a_blocked_sender_are_told_beside_their_fields(send):
    Block.objects.create(value="ledger.example", reason="spam")
    Block.objects.create(kind="sender", value="@mail.example", reason="spam")
    assert errors_of(send(url="https://news.ledger.example/a")) == {
        "url": "We do not accept links to this site."
    }
    answer = send(url="https://other.example/a")
    assert errors_of(answer) == {"email": "We do not accept suggestions from this address."}
    assert 'value="https://other.example/a"' in answer.content.decode()
    assert not Submission.objects.exists()


# ---------------------------------------------------------------- known already


def test_a_published_story_is_shown(send):
    an_article("Wards <b>go</b> paperless", slug="wards", link_href=ADDRESS)
    answer = send(url=f"{ADDRESS}?utm_source=mail")
    text = answer.content.decode()
    assert answer.status_code == 200
    assert "We have this story: here it is" in text
    assert 'href="/news/wards">Wards &lt;b&gt;go&lt;/b&gt; paperless</a>' in text
    assert not Sending.objects.exists()


def test_a_further_report_is_published_already(send):
    a_report(an_article("Wards", slug="wards"), href=ADDRESS)
    assert "/news/wards" in send().content.decode()


def test_what_is_under_way_is_told_the_same_whoevers_address_is_typed(client, send):
    """Otherwise a stranger would learn that somebody suggested it, or get the private link."""
    submission = a_submission(ADDRESS, email="known@mail.example")
    known = send(email="known@mail.example")
    unknown = send(email="unknown@mail.example")
    assert known.status_code == unknown.status_code == 200
    assert known.content == unknown.content
    text = known.content.decode()
    assert "We will tell you the decision" in text
    assert "/submit/status/" not in text
    assert "mail.example" not in text
    assert {sending.email for sending in submission.sendings.all()} == {
        "known@mail.example",
        "unknown@mail.example",
    }


@pytest.mark.parametrize("email", ["known@mail.example", "unknown@mail.example"])
def test_sending_the_same_form_twice_tells_no_more(send, email):
    a_submission(ADDRESS, email="known@mail.example")
    token = a_form_token()
    first, second = (send(email=email, stamp=token) for _ in range(2))
    assert first.status_code == second.status_code == 200
    assert first.content == second.content
    assert "/submit/status/" not in second.content.decode()


# ------------------------------------------------------------ the same form twice, form tokens


def test_the_same_form_twice_gives_one_record_and_the_same_answer(send):
    token = a_form_token()
    first, second = (send(stamp=token) for _ in range(2))
    assert first.status_code == second.status_code == 303
    pages = [signing.loads(a["Location"].split("/")[3], salt="curation.submission.status")
             for a in (first, second)]  # fmt: skip
    assert pages[0] == pages[1] == Sending.objects.get().pk
    assert Submission.objects.count() == Sending.objects.count() == Notice.objects.count() == 1


def test_going_back_and_changing_the_address_sends_another_story(send):
    token = a_form_token()
    send(stamp=token)
    assert send(stamp=token, url="https://ledger.example/other").status_code == 303
    assert Submission.objects.count() == 2


@pytest.mark.parametrize(
    "token",
    [
        "",
        None,
        "nonsense",
        "\x00",
        "é" * 500,
        # Signed anew in each run: the id must be the same for all xdist workers.
        pytest.param(signing.dumps(["nonce", 0], salt="another purpose"), id="another purpose"),
    ],
)
def test_a_form_without_its_token_comes_back_filled_with_a_new_one(send, token):
    answer = send(stamp=token)
    assert answer.status_code == 422
    text = answer.content.decode()
    assert "Nothing is lost: please press Send again." in text
    assert f'value="{ADDRESS}"' in text
    assert not Submission.objects.exists()
    assert answer.context["form_token"] not in ("", token)


def test_the_new_token_is_valid(send, settings):
    settings.SEND_MIN_SECONDS = 0
    answer = send(stamp="nonsense")
    assert send(stamp=answer.context["form_token"]).status_code == 303


def test_a_form_that_lay_open_for_more_than_a_day_comes_back(send):
    day = 24 * 3600
    old = a_form_token(day + 60)
    answer = send(stamp=old)
    assert "was open for more than a day" in answer.content.decode()
    assert answer.context["form_token"] != old
    assert not Submission.objects.exists()
    assert send(stamp=a_form_token(day - 60)).status_code == 303


def test_a_machine_is_too_quick_and_a_person_presses_send_again(send, settings):
    settings.SEND_MIN_SECONDS = 3
    token = a_form_token(1)
    answer = send(stamp=token)
    assert "That was very quick: please press Send again." in answer.content.decode()
    assert answer.context["form_token"] == token
    assert not Submission.objects.exists()
    settings.SEND_MIN_SECONDS = 1
    assert send(stamp=token).status_code == 303


def test_who_corrects_an_error_keeps_the_token(send):
    token = a_form_token()
    assert send(url="nonsense", stamp=token).context["form_token"] == token
    assert send(url="nonsense", stamp="nonsense").context["form_token"] != "nonsense"


def test_what_fills_in_the_hidden_field_sees_a_success_and_is_forgotten(client, send):
    assert 'name="subject"' in client.get("/submit/").content.decode()
    answer = send(subject="Cheap watches")
    assert answer.status_code == 200
    text = answer.content.decode()
    assert "Thank you: we have your suggestion" in text
    assert "/submit/status/" not in text
    assert not Submission.objects.exists()
    assert not Notice.objects.exists()


# ---------------------------------------------------------------- cookies


def test_without_its_cookie_the_form_is_not_taken_and_says_why():
    answer = Client(enforce_csrf_checks=True).post("/submit/", filled())
    assert answer.status_code == 403
    text = answer.content.decode()
    assert "The form was not accepted" in text
    assert "Allow cookies for this site" in text
    assert not Submission.objects.exists()


def test_with_its_cookie_the_form_is_taken():
    browser = Client(enforce_csrf_checks=True)
    browser.get("/submit/")
    secret = browser.cookies[django_settings.CSRF_COOKIE_NAME].value
    answer = browser.post("/submit/", filled(csrfmiddlewaretoken=secret))
    assert answer.status_code == 303


def test_robots_are_asked_to_leave_private_pages_alone(client):
    text = client.get("/robots.txt").content.decode()
    for path in ("/submit/status/", "/preview/", "/api/"):
        assert f"Disallow: {path}\n" in text
    assert "Disallow: /submit/\n" not in text
