"""The browser of the tests with the mark `browser`: one Chromium for a whole session."""

import shutil

import pytest
from django.conf import settings
from django.test import Client

# The same browser without windows, Debian's chromium-headless-shell, needs half of the time.
NAMES = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
CHROMIUM = next(filter(None, map(shutil.which, NAMES)), None)
FLAGS = (
    "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-sync "
    "--disable-background-networking --disable-component-update"
)


def follow(target):
    """Click what leads to another page, and wait until that is loaded: a click alone is done when
    the other page begins."""
    with target.page.expect_navigation():
        target.click()


def pytest_collection_modifyitems(items):
    """Tests with the mark come last, and are skipped where there is no Chromium."""
    # They leave an event loop running in this thread, see `chromium`. Sorting is stable.
    items.sort(key=lambda item: item.get_closest_marker("browser") is not None)
    for item in items:
        if CHROMIUM is None and item.get_closest_marker("browser"):
            item.add_marker(pytest.mark.skip(reason="there is no Chromium on this machine"))


@pytest.fixture(scope="session")
def chromium():
    """The running Chromium; starting it takes longer than most tests."""
    from playwright.sync_api import sync_playwright

    with pytest.MonkeyPatch.context() as patch:
        # Playwright's loop runs in this thread; Django would refuse the database beside it.
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS.split())
            yield browser
            browser.close()


@pytest.fixture
def browser(chromium):
    """Chromium without a page, a cookie or a context of another test."""
    yield chromium
    for context in chromium.contexts:
        context.close()


@pytest.fixture
def visit(browser, live_server, admin_user):
    """visit() -> a new context of the browser in which an administrator is logged in at the desk.

    Takes Playwright's options for a context; each call logs in anew.
    """

    def log_in(**options):
        client = Client()
        client.force_login(admin_user)
        context = browser.new_context(base_url=live_server.url, **options)
        name = settings.SESSION_COOKIE_NAME
        context.add_cookies(
            [{"name": name, "value": client.cookies[name].value, "url": live_server.url}]
        )
        return context

    return log_in
