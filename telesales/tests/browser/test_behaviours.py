"""What the browser does on every page: keys, drafts, lists, clocks (static/js/), watched in a real Chromium."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, Route, expect
from pytest_django.fixtures import Settings
from pytest_django.live_server_helper import LiveServer

from telesales.tests.browser import behaviour_pages
from telesales.tests.browser.behaviour_pages import kept

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture(autouse=True)
def _pages(settings: Settings) -> None:
    settings.ROOT_URLCONF = behaviour_pages.__name__
    kept.__init__()  # type: ignore[misc]  # each test begins with a server that knows nothing


@pytest.fixture
def desk(page: Page, live_server: LiveServer) -> Iterator[Page]:
    """The page, open; a mistake in any script fails the test."""
    mistakes: list[str] = []
    page.on("pageerror", lambda mistake: mistakes.append(str(mistake)))
    page.goto(f"{live_server.url}/page/")
    yield page
    assert mistakes == []


def cut_the_line(desk: Page) -> None:
    desk.route("**/save/", lambda route: route.abort("internetdisconnected"))


def test_a_key_presses_its_button(desk: Page) -> None:
    desk.keyboard.press("n")
    expect(desk.locator("#dialog")).to_be_visible()


def test_what_a_key_opens_has_the_cursor(desk: Page) -> None:
    desk.keyboard.press("v")
    expect(desk.get_by_label("moment")).to_be_focused()


def test_a_key_of_what_is_not_seen_is_none(desk: Page) -> None:
    desk.locator("#unseen").evaluate("node => { node.style.visibility = 'hidden'; }")
    desk.keyboard.press("?")
    expect(desk.locator("[data-keys-list]")).not_to_contain_text("Unseen")


def test_another_form_waits_for_what_is_not_kept(desk: Page) -> None:
    desk.get_by_label("packs").fill("3")
    desk.get_by_role("button", name="Other").click()
    expect(desk.get_by_label("packs")).to_be_focused()
    said = desk.get_by_label("packs").evaluate("field => field.validationMessage")
    assert said == "This is not kept yet. Press Enter to keep it, or put it back as it was."
    expect(desk.get_by_label("packs")).to_have_value("3")
    desk.get_by_label("packs").press("Enter")
    expect(desk).to_have_title("Sent")


def test_a_key_in_a_text_field_is_text(desk: Page) -> None:
    desk.get_by_label("notes").press("n")
    expect(desk.get_by_label("notes")).to_have_value("n")
    expect(desk.locator("#dialog")).to_be_hidden()


def test_escape_leaves_the_field(desk: Page) -> None:
    desk.get_by_label("notes").press("Escape")
    desk.keyboard.press("n")
    expect(desk.locator("#dialog")).to_be_visible()


def test_single_keys_can_be_switched_off(desk: Page) -> None:
    desk.keyboard.press("?")
    expect(desk.locator("[data-keys-list]")).to_contain_text("Count")
    desk.get_by_label("Single keys work").uncheck()
    desk.keyboard.press("Escape")
    desk.keyboard.press("n")
    expect(desk.locator("#dialog")).to_be_hidden()


def test_digits_choose_the_group_then_the_reason(desk: Page) -> None:
    desk.keyboard.press("n")
    desk.keyboard.press("2")
    desk.keyboard.press("3")
    expect(desk.locator("[name=group][value='2']")).to_be_checked()
    expect(desk.locator("[name=reason][value='3']")).to_be_checked()


def test_backspace_takes_the_last_choice_back(desk: Page) -> None:
    for key in ("n", "2", "3", "Backspace", "1"):
        desk.keyboard.press(key)
    expect(desk.locator("[name=reason][value='1']")).to_be_checked()
    expect(desk.locator("[name=group][value='2']")).to_be_checked()


def test_a_form_is_sent_once(desk: Page) -> None:
    desk.keyboard.press("n")
    desk.get_by_role("button", name="Save").dblclick()
    expect(desk).to_have_title("Sent")
    assert kept.sent == 1


def test_enter_goes_down_the_column_and_saves(desk: Page) -> None:
    desk.get_by_label("first").fill("4")
    desk.get_by_label("first").press("Enter")
    expect(desk.get_by_label("second")).to_be_focused()
    expect(desk.locator("[data-saved]")).to_have_text("saved 14:02:31")
    assert kept.values["first"] == "4"


def test_after_the_last_row_comes_the_search(desk: Page) -> None:
    desk.get_by_label("second").press("Enter")
    expect(desk.get_by_label("find")).to_be_focused()


def test_two_saves_in_a_row_know_each_other(desk: Page) -> None:
    desk.get_by_label("first").fill("4")
    desk.get_by_label("first").press("Enter")
    desk.keyboard.type("5")
    desk.keyboard.press("Enter")
    expect(desk.locator("[data-version]")).to_have_value("3")
    assert (kept.values["first"], kept.values["second"]) == ("4", "5")


def test_typing_goes_on_without_a_connection_and_is_sent_later(desk: Page) -> None:
    cut_the_line(desk)
    desk.get_by_label("notes").fill("ring after two")
    expect(desk.locator("[data-connection]")).to_contain_text("You are offline")
    desk.unroute("**/save/")
    expect(desk.locator("[data-saved]")).to_have_text("saved 14:02:31")
    expect(desk.locator("[data-connection]")).to_be_hidden()
    assert kept.values["notes"] == "ring after two"


def test_a_failing_server_is_asked_again(desk: Page) -> None:
    kept.failing = True
    desk.get_by_label("notes").fill("ring after two")
    expect(desk.locator("[data-saved]")).to_have_text("not sent yet")
    kept.failing = False
    expect(desk.locator("[data-saved]")).to_have_text("saved 14:02:31")


def test_a_reload_puts_back_what_was_not_sent(desk: Page) -> None:
    cut_the_line(desk)
    desk.get_by_label("notes").fill("ring after two")
    expect(desk.locator("[data-saved]")).to_have_text("not sent yet")
    desk.on("dialog", lambda question: question.accept())
    desk.unroute("**/save/")
    desk.reload()
    expect(desk.get_by_label("notes")).to_have_value("ring after two")
    expect(desk.locator("[data-saved]")).to_have_text("saved 14:02:31")
    assert kept.values["notes"] == "ring after two"


def test_what_is_older_than_the_draft_is_offered_not_put_back(desk: Page) -> None:
    cut_the_line(desk)
    desk.get_by_label("notes").fill("ring after two")
    expect(desk.locator("[data-saved]")).to_have_text("not sent yet")
    kept.values, kept.version = {"notes": "ring at nine"}, 7
    desk.on("dialog", lambda question: question.accept())
    desk.unroute("**/save/")
    desk.reload()
    expect(desk.get_by_label("notes")).to_have_value("ring at nine")
    desk.get_by_role("button", name="Put it back").click()
    expect(desk.locator("[data-saved]")).to_have_text("saved 14:02:31")
    assert kept.values["notes"] == "ring after two"


def test_a_field_that_takes_nothing_any_more_is_left_as_it_stands(desk: Page) -> None:
    kept.refuses = "first"
    desk.get_by_label("first").fill("lots")
    desk.get_by_label("first").press("Enter")
    expect(desk.get_by_label("first")).to_have_attribute("aria-invalid", "true")
    kept.locked = True
    desk.reload()
    expect(desk.get_by_label("first")).to_be_disabled()
    expect(desk.get_by_label("first")).to_have_value(kept.values.get("first", ""))


def test_a_change_made_elsewhere_is_not_written_over(desk: Page) -> None:
    kept.values, kept.version = {"notes": "ring at nine"}, 7
    desk.get_by_label("notes").fill("ring after two")
    expect(desk.locator("[data-saved]")).to_contain_text("changed elsewhere")
    expect(desk.get_by_label("notes")).to_have_value("ring after two")
    assert kept.values["notes"] == "ring at nine"


def test_what_is_saved_is_not_kept_on_the_machine(desk: Page) -> None:
    desk.get_by_label("notes").fill("ring after two")
    expect(desk.locator("[data-saved]")).to_have_text("saved 14:02:31")
    assert desk.evaluate("Object.keys(localStorage).filter((key) => key.startsWith('unsent'))") == []


def test_enter_waits_for_what_was_typed(desk: Page) -> None:
    desk.get_by_label("find").press_sequentially("nitrile")
    desk.keyboard.press("Enter")
    expect(desk.locator("#added")).to_have_text("NG2001")
    assert kept.added == ["NG2001"]


def test_arrows_move_through_the_list(desk: Page) -> None:
    desk.get_by_label("find").press_sequentially("blue")
    expect(desk.get_by_label("find")).to_have_attribute("aria-activedescendant", "option-CT1001")
    desk.keyboard.press("ArrowDown")
    expect(desk.get_by_label("find")).to_have_attribute("aria-activedescendant", "option-CT1002")
    desk.keyboard.press("Enter")
    expect(desk.locator("#added")).to_have_text("CT1002")


def test_the_row_gone_to_stays_when_the_list_of_the_last_letter_comes(desk: Page) -> None:
    desk.get_by_label("find").press_sequentially("blu")
    expect(desk.get_by_label("find")).to_have_attribute("aria-activedescendant", "option-CT1001")
    with desk.expect_response("**/find/?q=blue"):
        desk.keyboard.press("e")
        desk.keyboard.press("ArrowDown")
    desk.keyboard.press("Enter")
    expect(desk.locator("#added")).to_have_text("CT1002")


def test_escape_closes_the_list(desk: Page) -> None:
    desk.get_by_label("find").press_sequentially("blue")
    expect(desk.get_by_role("option")).to_have_count(2)
    desk.keyboard.press("Escape")
    expect(desk.get_by_role("option")).to_have_count(0)
    expect(desk.get_by_label("find")).to_be_focused()


def test_a_wrong_clock_on_the_desk_does_no_harm(page: Page, live_server: LiveServer) -> None:
    page.clock.install(time="2031-01-01T00:00:00Z")
    page.goto(f"{live_server.url}/page/?left=3930")
    expect(page.locator("#cut-off")).to_have_text("1 h 05 min")


def test_a_deadline_days_ahead_is_told_by_its_date_alone(page: Page, live_server: LiveServer) -> None:
    page.goto(f"{live_server.url}/page/?left=90000")
    expect(page.locator("#cut-off[data-level]")).to_have_text("")


def test_a_deadline_that_is_over_says_so(page: Page, live_server: LiveServer) -> None:
    page.goto(f"{live_server.url}/page/?left=-5")
    expect(page.locator("#cut-off")).to_have_text("has passed")


def test_a_customer_who_went_to_somebody_else_is_told(page: Page, live_server: LiveServer) -> None:
    kept.held = False
    page.goto(f"{live_server.url}/page/?beats=yes")
    expect(page.locator("[data-lease-lost]")).to_have_text("Dev Patel has this customer now.")
    expect(page.get_by_text("Hand it on")).to_be_visible()


def test_a_page_behind_another_keeps_the_customer_and_says_since_when(page: Page, live_server: LiveServer) -> None:
    page.clock.install()
    page.add_init_script("Object.defineProperty(document, 'visibilityState', { get: () => 'hidden' })")
    page.add_init_script("document.addEventListener('desk:back', () => { document.body.dataset.hasBeaten = '1'; })")
    page.goto(f"{live_server.url}/page/?beats=yes")
    expect(page.locator("body[data-has-beaten]")).to_have_count(1)
    with page.expect_response("**/beat/"):
        page.clock.fast_forward("20:00")
    assert kept.idle[-1] >= 20 * 60


def test_a_sign_in_page_is_not_taken_for_an_answer(desk: Page) -> None:
    def turn_away(route: Route) -> None:
        route.fulfill(status=302, headers={"Location": "/accounts/login/"})

    desk.route("**/find/*", turn_away)
    desk.get_by_label("find").press_sequentially("blue")
    expect(desk.locator("[data-connection]")).to_contain_text("signed out")
    expect(desk.locator("#found")).to_be_empty()


def test_the_page_is_left_when_what_was_typed_is_saved(desk: Page) -> None:
    kept.seconds = 0.4
    for name in ("first", "second"):
        desk.get_by_label(name).fill("4")
        desk.get_by_label(name).press("Tab")
    desk.get_by_label("notes").fill("ring after two")
    desk.get_by_label("notes").press("Escape")
    desk.keyboard.press("f")
    expect(desk).to_have_url(re.compile("left=60"))
    assert kept.values == {"first": "4", "second": "4", "notes": "ring after two"}


def test_a_form_waits_for_what_is_being_saved(desk: Page) -> None:
    kept.seconds = 0.4
    desk.get_by_label("notes").fill("ring after two")
    desk.get_by_label("notes").press("Escape")
    desk.keyboard.press("n")
    desk.get_by_role("button", name="Save").click()
    expect(desk).to_have_title("Sent")
    assert (kept.values["notes"], kept.sent) == ("ring after two", 1)


def test_what_is_refused_on_leaving_keeps_the_page(desk: Page) -> None:
    kept.seconds, kept.refuses = 0.4, "first"
    desk.get_by_label("first").fill("lots")
    desk.get_by_label("first").press("Escape")
    desk.keyboard.press("f")
    expect(desk.get_by_label("first")).to_be_focused()
    expect(desk.get_by_label("first")).to_have_attribute("aria-invalid", "true")
    expect(desk).not_to_have_url(re.compile("left=60"))


def refuse(desk: Page, words: str) -> None:
    """Type into the first field what is refused, and leave it."""
    kept.refuses = "first"
    desk.get_by_label("first").fill(words)
    desk.get_by_label("first").press("Enter")
    expect(desk.get_by_label("first")).to_have_attribute("aria-invalid", "true")
    desk.keyboard.press("Escape")


def test_what_stands_refused_holds_the_link_that_needs_it(desk: Page) -> None:
    refuse(desk, "lots")
    desk.keyboard.press("k")
    expect(desk.get_by_label("first")).to_be_focused()
    expect(desk.locator("[data-unkept]")).to_be_visible()
    expect(desk).not_to_have_url(re.compile("left=60"))


def test_what_stands_refused_holds_no_other_link(desk: Page) -> None:
    refuse(desk, "lots")
    desk.on("dialog", lambda question: question.accept())
    desk.keyboard.press("f")
    expect(desk).to_have_url(re.compile("left=60"))


def test_corrected_it_holds_the_link_no_more(desk: Page) -> None:
    refuse(desk, "lots")
    kept.refuses, kept.seconds = "", 0.4
    desk.get_by_label("first").fill("4")
    desk.get_by_label("first").press("Escape")
    desk.keyboard.press("k")
    expect(desk).to_have_url(re.compile("left=60"))
    assert kept.values["first"] == "4"


def test_what_stands_is_put_back_in_place_of_what_was_refused(desk: Page) -> None:
    kept.values = {"first": "3"}
    desk.reload()
    refuse(desk, "lots")
    desk.keyboard.press("k")
    kept.refuses = ""
    desk.get_by_role("button", name="Put back").click()
    expect(desk.get_by_label("first")).to_have_value("3")
    expect(desk.get_by_label("first")).not_to_have_attribute("aria-invalid", "true")
    expect(desk.locator("[data-unkept]")).to_be_hidden()
    desk.keyboard.press("Escape")
    desk.keyboard.press("k")
    expect(desk).to_have_url(re.compile("left=60"))


@pytest.mark.parametrize("words", ["4111 1111 1111 1111", "Visa 4111-1111.1111-1111 12/29", "x 7 4111111111111111"])
def test_a_card_number_is_not_kept_on_the_machine(desk: Page, words: str) -> None:
    cut_the_line(desk)
    desk.get_by_label("notes").fill(words)
    expect(desk.locator("[data-saved]")).to_have_text("not sent yet")
    assert desk.evaluate("Object.keys(localStorage).filter((key) => key.startsWith('unsent'))") == []
    desk.get_by_label("notes").fill("ring after two")
    assert len(desk.evaluate("Object.keys(localStorage).filter((key) => key.startsWith('unsent'))")) == 1
