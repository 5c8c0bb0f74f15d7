"""URLs of mail servers, and the sender of mails, as an operator writes them."""

import pytest

from config.environment import MailSettings, parse_mail_url, parse_sender

SERVER = "curation.submissions.mail_server.EmailBackend"


def smtp(host, port, user="", password="", ssl=False, tls=True):  # noqa: S107
    return MailSettings(SERVER, host, port, user, password, use_ssl=ssl, use_tls=tls)


@pytest.mark.parametrize(
    ("url", "means"),
    [
        ("smtp://mail.example", smtp("mail.example", 587)),
        ("smtp://mail.example:25/", smtp("mail.example", 25)),
        ("smtp://127.0.0.1:1025?tls=no", smtp("127.0.0.1", 1025, tls=False)),
        ("smtp://mail.example?tls=yes", smtp("mail.example", 587)),
        ("smtp://[::1]:2525?tls=no", smtp("::1", 2525, tls=False)),
        ("smtps://mail.example", smtp("mail.example", 465, ssl=True, tls=False)),
        ("smtps://mail.example:4650", smtp("mail.example", 4650, ssl=True, tls=False)),
        (
            "smtp://news%40example.org:p%40ss%3A%2Fw%25rd@mail.example",
            smtp("mail.example", 587, "news@example.org", "p@ss:/w%rd"),
        ),
        (
            "smtps://me:s%C3%A4cret@mail.example",
            smtp("mail.example", 465, "me", "säcret", ssl=True, tls=False),
        ),
        ("console://", MailSettings("django.core.mail.backends.console.EmailBackend")),
        (
            "file:///var/mail%20box",
            MailSettings(
                "django.core.mail.backends.filebased.EmailBackend", file_path="/var/mail box"
            ),
        ),
    ],
)
def test_each_form_of_a_mail_url(url, means):
    assert parse_mail_url(url) == means


def test_the_password_is_not_in_what_a_log_or_traceback_shows():
    assert "hunter2" not in repr(parse_mail_url("smtps://me:hunter2@mail.example"))


@pytest.mark.parametrize(
    "url",
    [
        "mail.example", "mail.example:25", "http://mail.example", "smtp://", "smtp://:25",
        "smtp://mail.example:many", "smtp://mail.example:99999", "smtp://[::1", "smtp:///folder",
        "smtp://mail.example/folder", "smtp://mail.example?tls=off", "smtp://mail.example?tls",
        "smtp://mail.example?ssl=no", "file://", "file://mail", "file:mail", "console",
    ],
)  # fmt: skip
def test_what_is_no_mail_server_is_refused_by_the_variables_name(url):
    with pytest.raises(ValueError, match="^MAIL_URL: ") as refused:
        parse_mail_url(url)
    assert "\n" not in str(refused.value)


@pytest.mark.parametrize(
    ("value", "header"),
    [
        ("news@example.org", "news@example.org"),
        (" The News <news@example.org> ", "The News <news@example.org>"),
        ('"News: today, now" <news@example.org>', '"News: today, now" <news@example.org>'),
        ("News: today, now <news@example.org>", '"News: today, now" <news@example.org>'),
        ("Bücher <news@bücher.example>", "=?utf-8?q?B=C3=BCcher?= <news@xn--bcher-kva.example>"),
    ],
)
def test_whom_mails_come_from(value, header):
    assert parse_sender("MAIL_FROM", value) == header


@pytest.mark.parametrize(
    "value",
    [
        "", "The News", "news@", "@example.org", "a b@example.org", "news@example.org>",
        "a@example.org, b@example.org", "News <a@example.org> x",
        "N\nBcc: b@c.example <a@b.example>", "nüws@example.org",
    ],
)  # fmt: skip
def test_what_is_no_sender_is_refused_by_the_variables_name(value):
    with pytest.raises(ValueError, match="^MAIL_FROM: "):
        parse_sender("MAIL_FROM", value)
