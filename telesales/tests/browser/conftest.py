"""A desk in a real Chromium: the test server, a signed-in page for each person, and the accessibility check."""

import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.db import connection
from playwright.sync_api import Browser, BrowserContext, Page, expect
from pytest_django.live_server_helper import LiveServer

from staff.models import User
from telesales.testing import chromium

PASSWORD = "a long enough password"
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
]
# Sessions besides ours that are in the middle of something.
AT_WORK = """
SELECT count(*) FROM pg_stat_activity
WHERE datname = current_database() AND pid <> pg_backend_pid() AND state <> 'idle'
"""
SignIn = Callable[[User], Page]


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    return browser_type_launch_args | {"executable_path": chromium.path(), "args": FLAGS}


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args: dict[str, Any]) -> dict[str, Any]:
    return browser_context_args | {
        "viewport": {"width": 1280, "height": 800},
        "locale": "en-GB",
        "timezone_id": "Europe/London",
    }


@pytest.fixture(scope="session", autouse=True)
def orm_beside_the_browser() -> Iterator[None]:
    """Playwright keeps an event loop running, beside which Django refuses the ORM unless told.

    For the whole session, because the database is emptied after each test's own fixtures are gone.
    """
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
        yield


def press_when_loaded(page: Page) -> None:
    """Keys are bound when a page has loaded; a person presses none in the moment before, a test would."""
    press = page.keyboard.press

    def press_then(key: str, **options: Any) -> None:
        page.wait_for_load_state("load")
        press(key, **options)

    page.keyboard.press = press_then  # type: ignore[method-assign]  # of this page alone


def open_desk(context: BrowserContext, url: str, user: User) -> Page:
    """Sign a person in through the sign-in page, by keyboard; the page that opens is theirs."""
    user.set_password(PASSWORD)
    user.save(update_fields=["password"])
    page = context.new_page()
    page.set_default_timeout(10_000)
    press_when_loaded(page)
    page.goto(url)
    page.get_by_label("Email").fill(user.email)
    page.get_by_label("Password").fill(PASSWORD)
    page.keyboard.press("Enter")
    expect(page.get_by_role("main")).not_to_contain_text("Sign in")
    return page


def leave(context: BrowserContext) -> None:
    """Close the pages and wait for what they asked last: the database is emptied next, and nobody may be at it."""
    for page in context.pages:
        page.wait_for_load_state("networkidle")
        page.close()
    deadline = time.monotonic() + 10
    with connection.cursor() as cursor:
        while time.monotonic() < deadline:
            cursor.execute(AT_WORK)
            if cursor.fetchone() == (0,):
                return
            time.sleep(0.02)


@pytest.fixture
def sign_in(live_server: LiveServer, context: BrowserContext) -> Iterator[SignIn]:
    yield lambda user: open_desk(context, live_server.url, user)
    leave(context)


@pytest.fixture
def sign_in_beside(live_server: LiveServer, browser: Browser, browser_context_args: dict[str, Any]) -> Iterator[SignIn]:
    """A second person at a browser of their own, at the same time."""
    contexts: list[BrowserContext] = []

    def signed_in(user: User) -> Page:
        contexts.append(browser.new_context(**browser_context_args))
        return open_desk(contexts[-1], live_server.url, user)

    yield signed_in
    for each in contexts:
        leave(each)
        each.close()


@pytest.fixture
def accessible() -> Callable[[Page], None]:
    """Fails with the words of axe when the page breaks a WCAG 2.2 A or AA rule."""
    options = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}

    def check(page: Page) -> None:
        results = Axe().run(page, options=options)
        assert results.violations_count == 0, f"{page.url}\n{results.generate_report()}"

    return check
