"""The public pages in a real browser: accessible, not too wide, usable without JavaScript."""

import pytest
from django.contrib.auth.models import Group, User

from curation.models import Article, Decision, DeclineReason, Sending, Submission
from curation.submissions import moderating, reviewing
from tests.browser import follow
from tests.builders import a_partner, a_submission, an_article

axe = pytest.importorskip("axe_playwright_python.sync_playwright")
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
LONG = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft" * 2
TAGS = ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa", "best-practice"]


@pytest.fixture(autouse=True)
def _no_haste(settings, live_server):
    settings.SEND_MIN_SECONDS = 0
    settings.SITE_URL = live_server.url


@pytest.fixture
def editor():
    user = User.objects.create_user("editor-person", is_staff=True)
    user.groups.add(Group.objects.get_or_create(name="editor")[0])
    return user


@pytest.fixture
def paths(live_server, editor):
    """Name -> path of each page, filled with long words."""
    partner = a_partner(f"Harbour Wire {LONG}"[:150])
    partner.people.add(User.objects.create_user("ada", password="long-and-private"))
    facts = {"partner": partner, "title": LONG, "why": f"{LONG}\n\nחדש", "wants_credit": True}
    received = a_submission(f"https://ledger.example/{LONG}", has_relationship=True, **facts)
    received.first_sending.notes.create(text=LONG)
    declined = a_submission(**facts)
    reason = DeclineReason.objects.create(label="long", sentence=f"It is {LONG}.")
    moderating.decline(declined, editor, reason)
    wards = an_article(LONG, link_href="https://ledger.example/live")
    live = a_submission(state="accepted", article=wards, **facts)
    for _ in range(24):
        a_submission(partner=partner)
    draft = an_article(
        LONG, status=Article.Status.DRAFT, link_href="https://ledger.example/a", excerpt=LONG,
        categories=["Ward Digital: Telehealth"], body_source=f"<p>{LONG}</p>",
    )  # fmt: skip
    link = reviewing.ask(draft, editor, "Dr. Ines Okafor", message=LONG)
    reviewing.answer(link, LONG, looks_right=False)
    status = {
        name: Submission.objects.get(pk=row.pk).first_sending.get_absolute_url()
        for name, row in (("received", received), ("declined", declined), ("live", live))
    }
    return status | {
        "form": "/submit/", "thanks": f"{status['received']}?thanks", "login": "/submit/login/",
        "withdraw": f"{status['received']}withdraw/", "refused": "/submit/status/nonsense/",
        "mine": "/submit/mine/", "review": link.get_absolute_url(),
    }  # fmt: skip


def pages(context, site, paths):
    """Open each page in turn, and the answers to forms. Yields its name and the page."""
    page = context.new_page()
    for name, path in paths.items():
        if name == "mine":
            page.goto(site + "/submit/login/")
            page.fill("#id_username", "ada")
            page.fill("#id_password", "wrong")
            follow(page.get_by_role("button", name="Log in"))
            yield "login refused", page
            page.fill("#id_password", "long-and-private")
            follow(page.get_by_role("button", name="Log in"))
        page.goto(site + path)
        yield name, page
        if name == "form":
            page.fill("#id_title", LONG)
            page.fill("#id_url", "nonsense")
            follow(page.get_by_role("button", name="Send"))
            assert page.get_by_role("alert").is_visible()
            yield "form refused", page
            for name, address in (
                ("already suggested", f"https://ledger.example/{LONG}"),
                ("already published", "https://ledger.example/live"),
            ):
                fill_in(page, address)
                follow(page.get_by_role("button", name="Send"))
                yield name, page
                page.goto(site + path)


def fill_in(page, url):
    page.fill("#id_url", url)
    page.fill("#id_title", "")
    page.fill("#id_why", "It is new.")
    page.fill("#id_name", "Ines Okafor")
    page.fill("#id_email", "ines@mail.example")


@pytest.mark.parametrize("scheme", ["light", pytest.param("dark", marks=pytest.mark.slow)])
def test_pages_have_no_violation_that_axe_finds(browser, live_server, paths, scheme):
    # The policy would keep the checker's own script out; it is bypassed for the checker alone.
    context = browser.new_context(color_scheme=scheme, bypass_csp=True)
    found, seen = {}, []
    for name, page in pages(context, live_server.url, paths):
        seen.append(name)
        result = axe.Axe().run(page, options={"runOnly": TAGS, "resultTypes": ["violations"]})
        if result.violations_count:
            found[name] = result.generate_report()
    assert not found, "\n".join(f"{name}\n{report}" for name, report in found.items())
    assert len(seen) == len(paths) + 4


def test_pages_fit_every_screen_and_thumb_and_ask_only_this_site(browser, live_server, paths):
    context = browser.new_context()
    outside, complaints, wide, small = [], [], [], []
    site = live_server.url
    context.on("request", lambda r: outside.append(r.url) if not r.url.startswith(site) else None)
    context.on("console", lambda message: complaints.append(message.text))
    for name, page in pages(context, site, paths):
        for width in (320, 360, 768, 1280, 1680):
            page.set_viewport_size({"width": width, "height": 800})
            over = page.evaluate(
                "document.documentElement.scrollWidth - document.documentElement.clientWidth"
            )
            if over > 0:
                wide.append(f"{name} is {over} px too wide at {width} px")
        heights = page.evaluate(
            """[...document.querySelectorAll("main button, main .button, main .ask input")]
            .map(control => control.getBoundingClientRect().height)"""
        )
        small += [(name, height) for height in heights if height < 44]
    assert not wide
    assert not small
    assert not outside
    # Chromium notes each answer of 400 and above on the console.
    assert not [text for text in complaints if "status of 4" not in text]


def test_a_story_is_sent_noted_and_taken_back_without_javascript(browser, live_server):
    context = browser.new_context(java_script_enabled=False, viewport={"width": 360, "height": 780})
    page = context.new_page()
    page.goto(live_server.url)
    assert context.cookies() == []
    page.locator(".menu summary").click()
    follow(page.locator(".menu").get_by_role("link", name="Suggest a story"))
    assert page.get_by_label("Leave this empty").count() == 1
    follow(page.get_by_role("button", name="Send"))
    page.get_by_role("alert").get_by_role("link", name="Address of the story").click()
    page.wait_for_url("**#id_url")
    fill_in(page, "https://ledger.example/wards")
    page.get_by_label("I have a relationship with this company").check()
    follow(page.get_by_role("button", name="Send"))
    assert page.get_by_role("heading", name="Thank you: keep this link").is_visible()
    assert Sending.objects.get().has_relationship

    page.get_by_label("Add a note").fill("It was confirmed.")
    follow(page.get_by_role("button", name="Add the note"))
    assert page.get_by_text("It was confirmed.").is_visible()
    follow(page.get_by_role("link", name="Withdraw it …"))
    follow(page.get_by_role("button", name="Yes, withdraw it"))
    assert page.get_by_text("You withdrew it.").is_visible()
    assert Submission.objects.get().state == "withdrawn"


def test_a_draft_is_reviewed_without_javascript(browser, live_server, paths):
    page = browser.new_context(java_script_enabled=False).new_page()
    page.goto(live_server.url + paths["review"])
    page.get_by_label("Your comment").fill("One number is old.")
    follow(page.get_by_role("button", name="Send the comment"))
    assert page.get_by_text("One number is old.").is_visible()
    follow(page.get_by_role("button", name="It looks right"))
    assert page.get_by_text("You said: it looks right").is_visible()
    answers = Decision.objects.filter(by_name="Dr. Ines Okafor").values_list("what", flat=True)
    assert list(answers) == ["commented", "commented", "looks_right"]
