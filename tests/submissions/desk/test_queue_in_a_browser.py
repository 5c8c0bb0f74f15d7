"""The queue in a real browser: by keyboard, without JavaScript, and checked by axe."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from curation.models import Block, DeclineReason, Submission
from curation.submissions import moderating
from tests.browser import follow
from tests.builders import a_partner, a_sending, a_submission, an_article
from tests.submissions.desk.queue_pages import QUEUE

axe = pytest.importorskip("axe_playwright_python.sync_playwright")
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
State = Submission.State


@pytest.fixture
def reasons(transactional_db):
    """Reasons of our own: transactional tests empty the database."""
    DeclineReason.objects.all().delete()
    for position, label in enumerate(("paywalled", "press release", "too old")):
        DeclineReason.objects.create(label=label, sentence=f"It is {label}.", position=position)


@pytest.fixture
def stories(reasons):
    """Six open submissions, the oldest first."""
    an_article("An article of ours", link_href="https://ledger.example/story-four")
    return [
        a_submission(
            f"https://ledger.example/story-{name}", title=f"Story {name}",
            at=timezone.now() - timedelta(days=9 - number),
        )
        for number, name in enumerate(("one", "two", "three", "four", "five", "six"))
    ]  # fmt: skip


def state_of(submission) -> str:
    return Submission.objects.values_list("state", flat=True).get(pk=submission.pk)


def in_focus(page) -> str:
    return page.evaluate("document.activeElement.id")


def press(page, key):
    """Press a key that opens another page."""
    with page.expect_navigation(wait_until="load"):
        page.keyboard.press(key)


def test_what_was_done_stays_in_sight_wherever_the_focus_goes(visit, reasons):
    """Moderators must see it if somebody else acted first."""
    for number in range(25):
        a_submission(title=f"Story {number}", at=timezone.now() - timedelta(days=30 - number))
    page = visit(viewport={"width": 1280, "height": 700}).new_page()
    page.goto(QUEUE)
    for _row in range(20):
        page.keyboard.press("j")
    press(page, "x")
    message = page.locator(".queue-done").bounding_box()
    row = page.locator(":focus").bounding_box()
    assert page.evaluate("scrollY") > 0
    assert message["y"] >= 0
    assert message["y"] + message["height"] <= row["y"] < 700
    press(page, "d")
    press(page, "Escape")
    assert page.url.partition("#")[0].endswith(QUEUE)


def test_the_queue_is_worked_through_by_keyboard_alone(visit, stories):
    one, two, three, four, five, six = stories
    page = visit().new_page()
    page.goto(QUEUE)
    page.keyboard.press("a")  # nothing is in focus: nothing is decided, the first row is shown
    assert in_focus(page) == f"row-{one.pk}"
    page.keyboard.press("j")
    assert in_focus(page) == f"row-{two.pk}"
    page.keyboard.press("k")
    page.keyboard.press("k")
    assert in_focus(page) == f"row-{one.pk}"
    assert state_of(one) == State.RECEIVED

    press(page, "a")
    assert state_of(one) == State.ACCEPTED
    assert page.url.endswith(f"#row-{two.pk}")
    assert in_focus(page) == f"row-{two.pk}"
    assert page.get_by_role("link", name="Open the draft").is_visible()
    assert page.locator("[data-act=undo]").inner_text() == "Reopen"

    press(page, "d")
    page.keyboard.press("2")
    assert "It is press release." in page.locator(".queue-letter").inner_text()
    press(page, "Enter")
    assert state_of(two) == State.DECLINED
    assert two.decisions.get().reason.label == "press release"
    assert in_focus(page) == f"row-{three.pk}"

    press(page, "x")
    assert state_of(three) == State.SPAM
    assert in_focus(page) == f"row-{four.pk}"

    press(page, "m")
    page.keyboard.press("1")
    press(page, "Enter")
    assert state_of(four) == State.MERGED
    assert in_focus(page) == f"row-{five.pk}"

    press(page, "t")
    assert state_of(five) == State.IN_REVIEW
    assert in_focus(page) == f"row-{five.pk}"
    assert "yours" in page.locator(f"#row-{five.pk}").inner_text()

    page.keyboard.press("j")
    page.keyboard.press("Space")
    assert page.locator(f"#row-{six.pk} input[name=chosen]").is_checked()

    page.keyboard.press("?")
    assert page.locator("dialog#keys").is_visible()
    page.keyboard.press("x")  # the queue rests behind the help
    page.keyboard.press("Escape")
    assert not page.locator("dialog#keys").is_visible()
    assert state_of(six) == State.RECEIVED

    press(page, "o")
    assert re.search(rf"/{six.pk}/change/", page.url)
    press(page, "k")
    assert re.search(rf"/{five.pk}/change/", page.url)
    press(page, "j")
    press(page, "x")
    assert state_of(six) == State.SPAM


def test_keys_rest_while_somebody_types_or_holds_a_modifier(visit, stories):
    page = visit().new_page()
    page.goto(f"{QUEUE}#row-{stories[0].pk}")
    page.wait_for_function("document.activeElement.id.startsWith('row-')")
    page.keyboard.press("Control+x")
    page.keyboard.press("Alt+a")
    page.locator("#id_sender").focus()
    page.keyboard.type("jxad?t")
    assert page.locator("#id_sender").input_value() == "jxad?t"
    assert not page.locator("dialog#keys").is_visible()
    assert {state_of(one) for one in stories} == {State.RECEIVED}
    page.goto(f"{QUEUE}{stories[0].pk}/change/")
    page.locator("#id_text").fill("x")
    page.locator("#id_text").press("x")
    assert state_of(stories[0]) == State.RECEIVED


def test_without_scripts_everything_can_be_decided(visit, stories):
    one, two, three, four, five, six = stories
    page = visit(java_script_enabled=False).new_page()
    page.goto(QUEUE)

    def row(submission):
        return page.locator(f"#row-{submission.pk}")

    follow(row(one).get_by_role("button", name="Accept"))
    assert state_of(one) == State.ACCEPTED
    follow(row(two).get_by_role("link", name="Decline"))
    page.get_by_label("too old").check()
    page.locator("#id_note").fill("Sorry.")
    follow(page.get_by_role("button", name="Show the mail"))
    assert "It is too old." in page.locator(".queue-letter").inner_text()
    assert page.locator("#id_note").input_value().strip() == "Sorry."
    follow(page.get_by_role("button", name="Decline"))
    assert state_of(two) == State.DECLINED
    follow(row(three).get_by_role("button", name="Spam"))
    assert state_of(three) == State.SPAM
    follow(page.get_by_role("button", name="Reopen"))  # the slip is undone
    assert state_of(three) == State.IN_REVIEW
    follow(row(four).get_by_role("link", name="Merge"))
    page.get_by_label("An article of ours").check()
    follow(page.get_by_role("button", name="Merge"))
    assert state_of(four) == State.MERGED
    follow(row(five).get_by_role("button", name="Take"))
    assert page.url.endswith(f"#row-{five.pk}")
    row(five).locator("input[name=chosen]").check()
    row(six).locator("input[name=chosen]").check()
    follow(page.get_by_role("button", name="Spam selected"))
    follow(page.get_by_role("button", name="Mark as spam"))
    assert [state_of(five), state_of(six)] == [State.SPAM, State.SPAM]


def a_full_desk(user) -> list[str]:
    """Make rows with everything that a row can show. Returns the URLs of the pages."""
    article = an_article("Wards go paperless", link_href="https://ledger.example/a")
    Block.objects.create(kind="domain", value="spam.example", reason="floods")
    one = a_submission(
        "https://ledger.example/a", title="Wards go paperless", why="It matters\nto nurses",
        has_relationship=True, wants_credit=True, partner=a_partner(),
    )  # fmt: skip
    a_sending(one, "Tom").notes.create(text="More")
    moderating.take_up(one, by=user)
    moderating.comment(one, by=user, text="Look at this")
    long = "https://spam.example/" + "a-path-without-any-break" * 20
    two = a_submission(long, title="A story " * 30)
    a_submission("https://post.example/x", title=two.title, story=two)
    gone = a_submission("https://ledger.example/b", title="Gone")
    moderating.decline(gone, by=user, reason=DeclineReason.objects.first(), note="Private words")
    done = a_submission("https://ledger.example/c")
    moderating.merge(done, by=user, into=article)
    return [
        QUEUE,
        f"{QUEUE}?state=nonsense",
        f"{QUEUE}?sender=nobody",
        f"{QUEUE}?state=all",
        f"{QUEUE}{one.pk}/change/",
        f"{QUEUE}{gone.pk}/change/",
        f"{QUEUE}{one.pk}/accept/",
        f"{QUEUE}{one.pk}/decline/",
        f"{QUEUE}{one.pk}/merge/?q=wards",
        f"{QUEUE}selected/decline/?chosen={two.pk}-0&chosen={gone.pk}-0",
        f"{QUEUE}selected/spam/?chosen={two.pk}-0",
        f"{QUEUE}rates/?days=all",
        f"{QUEUE}rates/?days=all&by=sender",
    ]


@pytest.mark.parametrize("scheme", ["light", pytest.param("dark", marks=pytest.mark.slow)])
def test_pages_have_no_violation_that_axe_finds(visit, reasons, admin_user, scheme):
    """Only our part of the page is checked, not the admin theme around it."""
    addresses = a_full_desk(admin_user)
    page, found = visit(color_scheme=scheme, bypass_csp=True).new_page(), {}
    tags = ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa", "best-practice"]
    for address in addresses:
        page.goto(address)
        page.wait_for_function("!document.documentElement.hasAttribute('x-cloak')")
        assert page.evaluate("document.documentElement.classList.contains('dark')") == (
            scheme == "dark"
        )
        if address == QUEUE:
            page.keyboard.press("j")
            page.locator("details summary").first.click()
        options = {"runOnly": tags, "resultTypes": ["violations"]}
        result = axe.Axe().run(page, context="#queue", options=options)
        if result.violations_count:
            found[address] = result.generate_report()
    page.goto(QUEUE)
    page.keyboard.press("?")
    result = axe.Axe().run(page, context="#keys", options={"runOnly": tags})
    assert not result.violations_count, result.generate_report()
    assert not found, "\n".join(f"{path}\n{report}" for path, report in found.items())


def test_pages_never_scroll_sideways_and_ask_nobody_else(visit, reasons, admin_user, live_server):
    page, asked, complaints = visit().new_page(), set(), []
    page.on("request", lambda request: asked.add(request.url))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    for address in a_full_desk(admin_user):
        page.goto(address)
        page.wait_for_function("!document.documentElement.hasAttribute('x-cloak')")
        for width in (360, 768, 1280, 1680):
            page.set_viewport_size({"width": width, "height": 800})
            over = page.evaluate(
                "document.documentElement.scrollWidth - document.documentElement.clientWidth"
            )
            assert over <= 0, f"{address} is {over} px too wide at {width} px"
    assert {a for a in asked if not a.startswith((live_server.url, "data:"))} == set()
    assert complaints == []
