"""The pages of a coordinator's calls, as plain links and forms."""

import datetime as dt
from decimal import Decimal

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from calls.actions import claim_next
from calls.models import Attempt, Call, Callback
from calls.rules.vocabulary import Outcome
from calls.tests.make import make_callback, make_entry
from calls.urls import urlpatterns
from customers.tests.make import make_reachable_customer
from orders.tests.test_account import make_ledger
from staff.models import User

pytestmark = pytest.mark.django_db


def to(name: str, call: Call) -> str:
    return reverse(f"calls:{name}", args=[call.pk])


def test_my_day_offers_next(coordinator_client: Client, noon: dt.datetime) -> None:
    make_entry(at=noon)
    assert "1 ready to ring" in coordinator_client.get(reverse("calls:day")).text


def test_next_leads_to_the_card(coordinator_client: Client, noon: dt.datetime) -> None:
    entry = make_entry(at=noon)
    page = coordinator_client.post(reverse("calls:next"), follow=True)
    assert entry.customer.name in page.text
    assert "Because:" in page.text


def test_an_empty_queue_says_so(coordinator_client: Client) -> None:
    assert "Nobody is ready to be rung" in coordinator_client.post(reverse("calls:next"), follow=True).text


# Every address that begins with the number of a call.
OF_ONE_CALL = sorted(route.name for route in urlpatterns if route.name and str(route.pattern).startswith("<int:pk>/"))


@pytest.mark.parametrize("name", OF_ONE_CALL)
def test_the_card_of_a_colleague_is_not_found_by_its_number(
    second_coordinator_client: Client, director_client: Client, call: Call, name: str
) -> None:
    further = {"order_id": 1} if name in {"details", "confirm"} else {}
    address = reverse(f"calls:{name}", kwargs={"pk": call.pk, **further})
    for client in (second_coordinator_client, director_client):
        answers = {client.get(address).status_code, client.post(address).status_code}
        assert 404 in answers
        assert answers <= {404, 405}


def test_an_administrator_works_no_queue(administrator_client: Client) -> None:
    assert administrator_client.get(reverse("calls:day")).status_code == 403


def test_dialling_writes_the_attempt_down(coordinator_client: Client, call: Call) -> None:
    page = coordinator_client.post(to("dial", call), {"line": call.line_id}, follow=True)
    assert "Dialling" in page.text
    assert Attempt.objects.filter(call=call, line=call.line).count() == 1


def test_a_number_of_somebody_else_is_not_dialled(coordinator_client: Client, call: Call) -> None:
    stranger = make_reachable_customer().lines.get()
    assert coordinator_client.post(to("dial", call), {"line": stranger.pk}).status_code == 404


def test_notes_are_saved_as_typed(coordinator_client: Client, call: Call) -> None:
    answer = coordinator_client.post(
        to("notes", call), {"notes": "<b>rings back</b>", "version": 0}, headers={"HX-Request": "true"}
    )
    assert (answer.status_code, answer["X-Saved-At"], answer["X-Version"]) == (204, "12:00:00", "1")
    assert "&lt;b&gt;rings back&lt;/b&gt;" in coordinator_client.get(to("call", call)).text


def test_two_windows_meet_in_words(coordinator_client: Client, call: Call) -> None:
    coordinator_client.post(to("notes", call), {"notes": "first window", "version": 0})
    page = coordinator_client.post(to("notes", call), {"notes": "second window", "version": 0})
    assert page.status_code == 409
    assert "first window" in page.text
    assert "second window" in page.text


def test_the_heartbeat_moves_the_lease(coordinator_client: Client, call: Call, noon: dt.datetime) -> None:
    with time_machine.travel(noon + dt.timedelta(minutes=3), tick=False):
        answer = coordinator_client.post(to("heartbeat", call), {"idle": "5"}).json()
    assert answer["held"] is True
    assert dt.datetime.fromisoformat(answer["lease_until"]) > noon + dt.timedelta(minutes=5)


def test_an_outcome_is_saved_and_the_next_customer_is_there(
    coordinator_client: Client, call: Call, noon: dt.datetime
) -> None:
    following = make_entry(at=noon)
    typed = {"outcome": Outcome.ENOUGH_STOCK, "words": "stocked up", "then": "next"}
    page = coordinator_client.post(to("outcome", call), typed, follow=True)
    call.refresh_from_db()
    assert call.outcome == Outcome.ENOUGH_STOCK
    assert following.customer.name in page.text


def test_an_outcome_that_lacks_something_keeps_what_was_typed(coordinator_client: Client, call: Call) -> None:
    typed = {"outcome": Outcome.PROMISE, "words": "wants the new list"}
    page = coordinator_client.post(to("outcome", call), typed)
    assert page.status_code == 422
    assert "needs a time" in page.text
    assert "wants the new list" in page.text


def test_a_promise_is_made_with_the_outcome(coordinator_client: Client, call: Call, noon: dt.datetime) -> None:
    typed = {"outcome": Outcome.PROMISE, "promise_day": "2026-11-25", "promise_clock": "10:30", "promise_words": "list"}
    coordinator_client.post(to("outcome", call), typed)
    promise = Callback.objects.get()
    assert promise.is_exact
    assert promise.window_from == dt.datetime(2026, 11, 25, 10, 30, tzinfo=dt.UTC)


def test_a_promise_on_a_sunday_is_refused_in_words(coordinator_client: Client, call: Call) -> None:
    typed = {"outcome": Outcome.PROMISE, "promise_day": "2026-11-29", "promise_part": "morning"}
    page = coordinator_client.post(to("outcome", call), typed)
    assert "We do not ring on Sunday 29 November" in page.text
    assert 'value="2026-11-29"' in page.text


def test_a_late_outcome_is_refused_and_shows_what_was_typed(
    coordinator_client: Client, second_coordinator: User, call: Call, noon: dt.datetime
) -> None:
    later = noon + dt.timedelta(minutes=10)
    claim_next(operator=second_coordinator, at=later)
    with time_machine.travel(later, tick=False):
        typed = {
            "words": "closing down",
            "promise_day": "2026-11-25",
            "promise_clock": "10:30",
            "promise_words": "list",
        }
        page = coordinator_client.post(to("outcome", call), {"outcome": Outcome.DORMANT} | typed)
    assert page.status_code == 409
    assert "Promised to ring on Wed 25 Nov at 10:30: list" in page.text
    assert "Dev Patel has this customer now" in page.text
    assert "closing down" in page.text


def test_more_than_eight_reasons_come_in_two_steps(coordinator_client: Client, call: Call) -> None:
    first = coordinator_client.get(to("choices", call), {"group": "no_order"}, headers={"HX-Request": "true"}).text
    second = coordinator_client.get(
        to("choices", call), {"group": "no_order", "step": "1"}, headers={"HX-Request": "true"}
    ).text
    assert "More reasons" in first
    assert "Complaint open" not in first
    assert "Complaint open" in second


def test_a_card_is_put_back_with_a_reason(coordinator_client: Client, call: Call) -> None:
    assert coordinator_client.post(to("put-back", call), {"reason": " "}).status_code == 422
    coordinator_client.post(to("put-back", call), {"reason": "the manager rings them"})
    call.refresh_from_db()
    assert not call.is_open
    assert "the manager rings them" in coordinator_client.get(to("call", call)).text


def test_a_customer_is_opened_before_their_turn_with_a_reason(coordinator_client: Client) -> None:
    customer = make_reachable_customer()
    address = reverse("calls:take", args=[customer.account_number])
    assert coordinator_client.post(address, {"direction": "outbound", "reason": ""}).status_code == 422
    page = coordinator_client.post(address, {"direction": "inbound", "reason": ""}, follow=True)
    assert "they rang us" in page.text


def test_callbacks_are_listed_for_me_and_for_all(
    coordinator_client: Client, second_coordinator: User, noon: dt.datetime
) -> None:
    promise = make_callback(make_reachable_customer(), owner=second_coordinator, at=noon)
    assert promise.customer.name not in coordinator_client.get(reverse("calls:callbacks")).text
    assert promise.customer.name in coordinator_client.get(reverse("calls:callbacks"), {"whose": "all"}).text


def test_a_field_that_is_no_number_is_no_page_of_ours(coordinator_client: Client, call: Call) -> None:
    assert coordinator_client.post(to("dial", call), {"line": "1; drop"}).status_code == 400
    assert coordinator_client.post(to("notes", call), {"notes": "x", "version": str(2**70)}).status_code == 400


def test_a_debt_stands_on_the_top_line(coordinator_client: Client, call: Call, noon: dt.datetime) -> None:
    make_ledger(call.customer, noon, "90", overdue=Decimal(90), overdue_since=noon.date() - dt.timedelta(days=20))
    page = coordinator_client.get(reverse("calls:call", args=[call.pk])).text
    assert "£90.00 is overdue since 4 November." in page
    assert "Owes £90.00" in page
