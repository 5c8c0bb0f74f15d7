"""The site in a browser: accessible, no errors on the console, no horizontal scrolling."""

from datetime import UTC, datetime

import pytest

from tests.browser import follow
from tests.builders import (
    a_category,
    a_publisher,
    an_article,
    an_institution,
    an_offering,
)

axe = pytest.importorskip("axe_playwright_python.sync_playwright")
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PAGES = (
    "/", "/news/", "/news/?year=1900", "/news/full", "/news/bare", "/news/rtl", "/topics/",
    "/topic/ward-digital-telehealth", "/tag/wards", "/publisher/ledger.example", "/offerings/",
    "/offering/quiet-scribe", "/nothing", "/news/gone",
)  # fmt: skip
LONG = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft" * 2


@pytest.fixture
def site(live_server, picture):
    """A publication with the hard cases: everything, nothing, long words, wide tables, RTL."""
    scribe = an_offering(
        "Quiet Scribe", ["Ward Digital: Telehealth"], summary="It listens.", logo=picture,
        description_source=f"<p>{LONG}</p>", website="https://scribe.example/",
        institution=an_institution("Dunlin Lane"),
    )  # fmt: skip
    an_offering("Second", ["Ward Digital: Telehealth"])
    telehealth = a_category("Ward Digital: Telehealth")
    telehealth.taxonomy.hue = 90
    telehealth.taxonomy.save()
    cells = "".join(f"<td>{n * 1234.5} units</td>" for n in range(14))
    an_article(
        f"A headline with {LONG} in it", slug="full", featured_image=picture,
        image_alt="A nurse listens", publisher=a_publisher("ledger.example", icon=picture),
        link_href="https://ledger.example/", excerpt="What changed.", related=[scribe],
        body_source=f"<h2>Part</h2><p>{LONG}</p><table><tr>{cells}</tr></table><pre>{LONG}</pre>"
        "<blockquote><p>Said <a href='https://a.example/'>somebody</a>.</p></blockquote>",
        categories=[telehealth, *(f"Alder: Topic {n}" for n in range(7))], tags=["Wards"],
        curators=["Zoë Moss"], insights="Cheap.", insights_name="Ada", offering=scribe,
        institution=scribe.institution, via_name="A reader", via_url="https://reader.example/",
    )  # fmt: skip
    an_article("Bare", slug="bare", body_source="")
    an_article("ממשק אחד", slug="rtl", body_source="<p dir='rtl'>בית חולים אחד</p>")
    an_article("Gone", slug="gone", status="withdrawn")
    an_article("Old", published_at=datetime(1996, 2, 29, tzinfo=UTC), categories=[telehealth])
    for _ in range(26):
        an_article(publisher=a_publisher("ledger.example"), tags=["Wards"])
    return live_server.url


@pytest.mark.parametrize("scheme", ["light", pytest.param("dark", marks=pytest.mark.slow)])
def test_pages_have_no_violation_that_axe_finds(browser, site, scheme):
    # The CSP would block the checker's own script, so it is bypassed for the checker only.
    context = browser.new_context(color_scheme=scheme, bypass_csp=True)
    page = context.new_page()
    found = {}
    for path in PAGES:
        page.goto(site + path)
        tags = ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa", "best-practice"]
        result = axe.Axe().run(page, options={"runOnly": tags, "resultTypes": ["violations"]})
        if result.violations_count:
            found[path] = result.generate_report()
    assert not found, "\n".join(f"{path}\n{report}" for path, report in found.items())


def test_pages_never_scroll_sideways(browser, site):
    page = browser.new_page()
    for path in PAGES:
        page.goto(site + path)
        for width in (320, 360, 768, 1280, 1680):
            page.set_viewport_size({"width": width, "height": 800})
            over = page.evaluate(
                "document.documentElement.scrollWidth - document.documentElement.clientWidth"
            )
            assert over <= 0, f"{path} is {over} px too wide at {width} px"


def test_pages_ask_only_this_site_and_break_no_policy(browser, site):
    page = browser.new_page()
    complaints, outside = [], []
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("request", lambda r: outside.append(r.url) if not r.url.startswith(site) else None)
    for path in PAGES:
        if path not in ("/nothing", "/news/gone"):  # Chromium logs their status on the console
            page.goto(site + path)
    assert not complaints
    assert not outside
    assert page.context.cookies() == []


def test_the_theme_switch_keeps_the_readers_choice(browser, site):
    page = browser.new_page(color_scheme="light")
    page.goto(site)
    paper = "getComputedStyle(document.body).backgroundColor"
    light = page.evaluate(paper)
    page.get_by_role("button", name="Use the dark theme").click()
    dark = page.evaluate(paper)
    assert dark != light
    page.goto(site + "/topics/")
    assert page.evaluate(paper) == dark
    page.get_by_role("button", name="Use the light theme").click()
    assert page.evaluate(paper) == light


def test_everything_works_without_javascript(browser, site):
    context = browser.new_context(java_script_enabled=False, viewport={"width": 360, "height": 780})
    page = context.new_page()
    page.goto(site)
    assert page.locator("[data-theme-switch]").is_hidden()
    page.get_by_text("Sections", exact=True).click()
    follow(page.get_by_role("navigation", name="Sections").get_by_role("link", name="News"))
    assert page.url == site + "/news/"
    page.get_by_label("Year").select_option("1996")
    follow(page.get_by_role("button", name="Show"))
    assert page.get_by_role("link", name="Old").is_visible()
    assert "year=1996" in page.url


def test_the_keyboard_reaches_the_content_first(browser, site):
    page = browser.new_page()
    page.goto(site + "/news/full")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to content"
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.querySelector('main').contains(document.activeElement)")
