"""Why now and why not, who is left out, callers and missed calls, as plain links and forms."""

import datetime as dt
from typing import Any
from uuid import uuid4

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from calls.actions import claim_next, fill
from calls.actions.exceptions import close_customer_for, leave_out_call, move_call
from calls.models import Call, DeskSettings, MissedContact, Override, QueueEntry
from calls.rules.inbound import MissedKind
from calls.rules.vocabulary import Level, Outcome
from calls.tests.make import finish_call, make_callback, make_entry, make_schedule, open_call
from conftest import signed_in
from customers.models import Customer
from customers.rules.vocabulary import CustomerStatus
from customers.tests.make import make_customer, make_line, make_reachable_customer
from staff.models import AccessRecord, User

pytestmark = pytest.mark.django_db

MINUTE = dt.timedelta(minutes=1)


def why(client: Client, customer: Customer, **posted: str) -> str:
    address = reverse("calls:why", args=[customer.account_number])
    answer = client.post(address, posted, follow=True) if posted else client.get(address)
    return " ".join(answer.text.split())


def missed_form(**overrides: str) -> dict[str, str]:
    fields = {"key": str(uuid4()), "kind": "call", "arrived_on": "2026-11-24", "arrived_clock": "11:40", "words": ""}
    return fields | overrides


def make_missed(by: User, at: dt.datetime, **overrides: Any) -> MissedContact:
    fields = {
        "key": uuid4(),
        "kind": MissedKind.CALL,
        "caller": "somebody from the bakery",
        "arrived_at": at,
        "due_at": at + 60 * MINUTE,
        "recorded_by": by,
        "recorded_at": at,
    }
    return MissedContact.objects.create(**fields | overrides)


def test_the_place_is_told_with_its_reasons(coordinator_client: Client, noon: dt.datetime) -> None:
    schedule = make_schedule(make_reachable_customer())
    fill(day=noon.date(), at=noon)
    make_entry(at=noon, level=Level.PROMISE)
    page = why(coordinator_client, schedule.customer)
    assert "1 before them in the queue, 1 of those ready now." in page
    assert "Ready now for anybody" in page
    assert "<li>Cut-off 15:00</li>" in page
    assert AccessRecord.objects.filter(page="calls:why", record_id=schedule.customer_id).exists()


def test_who_has_them_is_told(coordinator_client: Client, second_coordinator: User, noon: dt.datetime) -> None:
    call = open_call(second_coordinator, noon)
    assert "With Dev Patel now, at least until 12:05" in why(coordinator_client, call.customer)


def test_what_the_gate_said_is_told_with_its_end(coordinator: User) -> None:
    christmas = dt.datetime(2026, 12, 25, 12, tzinfo=dt.UTC)
    with time_machine.travel(christmas, tick=False):
        entry = make_entry(at=christmas)
        claim_next(operator=coordinator, at=christmas)
        page = why(signed_in(coordinator), entry.customer)
    assert "It is a public holiday where they are. They come up again Tue 29 Dec" in page


def test_what_keeps_them_out_is_told(coordinator_client: Client, noon: dt.datetime) -> None:
    schedule = make_schedule(make_reachable_customer(status=CustomerStatus.ON_STOP))
    fill(day=noon.date(), at=noon)
    page = why(coordinator_client, schedule.customer)
    assert "Not in the queue" in page
    assert "The account is on stop. They come up again as soon as the stop is lifted." in page


def test_how_todays_place_ended_is_told(coordinator_client: Client, coordinator: User, noon: dt.datetime) -> None:
    call = open_call(coordinator, noon)
    finish_call(call, Outcome.DORMANT, noon)
    assert "Their place ended Tue 24 Nov 12:00: called." in why(coordinator_client, call.customer)


def test_who_may_not_be_rung_now_is_not_called_ready(coordinator: User) -> None:
    christmas = dt.datetime(2026, 12, 25, 12, tzinfo=dt.UTC)
    with time_machine.travel(christmas, tick=False):
        page = why(signed_in(coordinator), make_entry(at=christmas).customer)
    assert "Not now: It is a public holiday where they are. You may ring them from Tue 29 Dec" in page
    assert "Ready now" not in page


def test_a_closure_is_told_with_its_end(coordinator_client: Client, coordinator: User, noon: dt.datetime) -> None:
    schedule = make_schedule(make_reachable_customer())
    days = {"from_on": noon.date(), "until_on": noon.date() + dt.timedelta(days=3)}
    close_customer_for(customer_id=schedule.customer_id, words="Stocktaking", by=coordinator, at=noon, **days)
    page = why(coordinator_client, schedule.customer)
    assert "They are closed until Fri 27 Nov 2026: Stocktaking." in page
    assert "falls away, because they are closed" in page


def test_a_day_that_was_skipped_is_told_with_its_words(
    coordinator_client: Client, coordinator: User, noon: dt.datetime
) -> None:
    schedule = make_schedule(make_reachable_customer())
    leave_out_call(schedule_id=schedule.pk, on=noon.date(), words="They are in Leeds", by=coordinator, at=noon)
    assert "left out, for today only: They are in Leeds." in why(coordinator_client, schedule.customer)


def test_a_call_that_was_moved_is_told_with_its_day(
    coordinator_client: Client, coordinator: User, noon: dt.datetime
) -> None:
    schedule = make_schedule(make_reachable_customer(), weekdays=[1])
    to = noon.date() + dt.timedelta(days=2)
    move_call(schedule_id=schedule.pk, on=noon.date(), to=to, words="Away", by=coordinator, at=noon)
    assert "Their scheduled call of today was moved to Thu 26 Nov 2026" in why(coordinator_client, schedule.customer)


def test_a_call_that_was_moved_twice_is_told_with_its_last_day(
    coordinator_client: Client, coordinator: User, noon: dt.datetime
) -> None:
    schedule = make_schedule(make_reachable_customer(), weekdays=[1])
    fill(day=noon.date(), at=noon)
    tuesday, thursday, friday = (noon.date() + dt.timedelta(days=n) for n in (0, 2, 3))
    for on, to in ((tuesday, thursday), (thursday, friday)):
        move_call(schedule_id=schedule.pk, on=on, to=to, words="Away", by=coordinator, at=noon)
    assert "Their scheduled call of today was moved to Fri 27 Nov 2026" in why(coordinator_client, schedule.customer)


def test_a_holiday_is_told_with_the_day_instead(coordinator: User) -> None:
    christmas = dt.datetime(2026, 12, 25, 12, tzinfo=dt.UTC)
    schedule = make_schedule(make_reachable_customer(), weekdays=[4], at=christmas - dt.timedelta(days=7))
    with time_machine.travel(christmas, tick=False):
        page = why(signed_in(coordinator), schedule.customer)
    assert "Their scheduled call of today is on Thu 24 Dec 2026 instead: Christmas Day." in page


def test_whom_we_spoke_to_lately_the_ranking_does_not_propose(
    coordinator_client: Client, coordinator: User, noon: dt.datetime
) -> None:
    call = open_call(coordinator, noon - dt.timedelta(days=3))
    finish_call(call, Outcome.DORMANT, noon - dt.timedelta(days=3))
    page = why(coordinator_client, call.customer)
    assert "We spoke to them on Sat 21 Nov 2026; the ranking proposes nobody again before Sat 5 Dec 2026." in page


def test_nothing_due_is_said(coordinator_client: Client) -> None:
    assert "Nothing is due" in why(coordinator_client, make_reachable_customer())


def test_a_promise_for_another_day_is_said(coordinator: User, coordinator_client: Client, noon: dt.datetime) -> None:
    customer = make_reachable_customer()
    make_callback(customer, owner=coordinator, at=noon + dt.timedelta(days=2))
    said = why(coordinator_client, customer)
    assert "what was promised is for later" in said
    assert "They were promised a call for Thu 26 Nov 12:00" in said


def test_an_override_asks_why_and_is_shown(coordinator_client: Client, noon: dt.datetime) -> None:
    customer = make_entry(at=noon).customer
    assert "Say why" in why(coordinator_client, customer, kind="skip", words=" ")
    page = why(coordinator_client, customer, kind="skip", words="<b>moving house</b>")
    assert "&lt;b&gt;moving house&lt;/b&gt;" in page
    assert "Left out for today, Carol Shaw" in page
    assert Override.objects.count() == 1


def test_who_is_pulled_forward_comes_before_everything_else(coordinator_client: Client, noon: dt.datetime) -> None:
    page = why(coordinator_client, make_entry(at=noon).customer, kind="pull_forward", words="They rang")
    assert '<h2 id="place">Before everything else</h2>' in page


def test_the_left_out_are_counted_by_reason_and_listed(coordinator_client: Client, noon: dt.datetime) -> None:
    stopped = make_schedule(make_reachable_customer(status=CustomerStatus.ON_STOP)).customer
    make_schedule(make_customer())
    fill(day=noon.date(), at=noon)
    address = reverse("calls:left-out")
    page = coordinator_client.get(address).text
    assert 'aria-label="1: The account is on stop"' in page
    assert 'aria-label="1: There is no telephone number on record"' in page
    assert stopped.name in coordinator_client.get(address, {"of": "left_out:on_stop"}).text
    assert "Nobody." in coordinator_client.get(address, {"of": "no such key"}).text


def test_several_callers_are_a_choice_and_the_open_card_waits(
    coordinator_client: Client, coordinator: User, noon: dt.datetime
) -> None:
    waiting = open_call(coordinator, noon)
    for name in ("Bell Bakery", "Bell Books"):
        make_customer(name=name)
    page = coordinator_client.get(reverse("calls:caller"), {"q": "bell"}).text
    assert page.count('aria-label="They ring us: ') == 2
    assert f"{waiting.customer.name} is open." in page
    chosen = Customer.objects.get(name="Bell Books")
    address = reverse("calls:take", args=[chosen.account_number])
    card = coordinator_client.post(address, {"direction": "inbound"}, follow=True)
    assert "they rang us" in card.text
    assert Call.objects.get(stashed_at=None, ended_at=None).customer == chosen
    assert Call.objects.get(pk=waiting.pk).stashed_at == noon


@pytest.mark.parametrize(("names", "opens_on_enter"), [(["Bell Bakery"], True), (["Bell Bakery", "Bell Books"], False)])
def test_enter_opens_a_caller_only_where_there_is_no_choice(
    coordinator_client: Client, names: list[str], opens_on_enter: bool
) -> None:
    """Of several each has its digit; the cursor is in none."""
    for name in names:
        make_customer(name=name)
    page = coordinator_client.get(reverse("calls:caller"), {"q": "bell"}).text
    assert ("autofocus" in page) is opens_on_enter
    assert [page.count(f'data-key="{digit}"') for digit in (1, 2)] == [1, len(names) - 1]


def test_more_callers_than_are_shown_are_said(coordinator_client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("calls.views.inbound.MOST_SHOWN", 2)
    for _ in range(3):
        make_customer(name="Bell Bakery")
    page = coordinator_client.get(reverse("calls:caller"), {"q": "bell"}).text
    assert "The first 2 for “bell”; there are more." in " ".join(page.split())
    assert page.count('aria-label="They ring us: ') == 2


def test_a_caller_of_a_closed_account_is_met_with_words(coordinator_client: Client) -> None:
    customer = make_customer(name="Bell Bakery", status=CustomerStatus.CLOSED)
    page = coordinator_client.get(reverse("calls:caller"), {"q": "bell"}).text
    assert "The account is closed" in page
    assert "They ring us" not in page
    address = reverse("calls:take", args=[customer.account_number])
    met = coordinator_client.post(address, {"direction": "inbound"}, follow=True)
    assert "The account of Bell Bakery is closed, so there is no card to open." in met.text
    assert "They ring us" not in met.text
    assert not Call.objects.exists()


def test_a_caller_is_opened_from_their_page(coordinator_client: Client) -> None:
    customer = make_customer()
    page = coordinator_client.get(reverse("customers:customer", args=[customer.account_number])).text
    assert "They ring us" in page
    assert f'action="{reverse("calls:take", args=[customer.account_number])}"' in page


@pytest.mark.parametrize("name", ["calls:callbacks", "orders:orders", "calls:day"])
def test_the_caller_is_one_key_away_from_every_page(coordinator_client: Client, name: str) -> None:
    page = " ".join(coordinator_client.get(reverse(name)).text.split())
    assert page.count(f'href="{reverse("calls:caller")}" data-key="i"') == 1


@pytest.mark.parametrize("spelling", ["0113 496 0077", "+44 113 4960077", "(0113) 496-0077", "4960077"])
def test_a_caller_is_found_by_any_spelling(coordinator_client: Client, spelling: str) -> None:
    customer = make_customer(name="Bell Bakery")
    make_line(customer, number="+441134960077")
    assert "Bell Bakery" in coordinator_client.get(reverse("calls:caller"), {"q": spelling}).text


def test_a_missed_call_from_a_known_number_is_theirs(coordinator_client: Client) -> None:
    customer = make_customer()
    make_line(customer, number="+441134960077")
    coordinator_client.post(reverse("calls:missed"), missed_form(caller="0113 4960077"))
    assert MissedContact.objects.get().customer == customer


def test_a_name_that_fits_several_is_asked_about_and_nothing_typed_is_lost(coordinator_client: Client) -> None:
    one, _other = make_customer(name="Bell Bakery"), make_customer(name="Bell Books")
    form = missed_form(caller="bell", words="wants flour")
    page = coordinator_client.post(reverse("calls:missed"), form)
    assert page.status_code == 422
    assert "Choose who it was." in page.text
    assert "wants flour" in page.text
    coordinator_client.post(reverse("calls:missed"), form | {"customer": str(one.pk)})
    assert MissedContact.objects.get().customer == one


def test_a_customer_who_was_not_offered_is_not_taken(coordinator_client: Client) -> None:
    stranger = make_customer(name="Somebody else")
    form = missed_form(caller="nobody we know", customer=str(stranger.pk))
    coordinator_client.post(reverse("calls:missed"), form)
    assert MissedContact.objects.get().customer is None


def test_who_it_was_can_be_said_later_and_the_row_closed(
    coordinator_client: Client, coordinator: User, noon: dt.datetime
) -> None:
    row = make_missed(coordinator, noon)
    customer = make_customer(name="Bell Bakery")
    address = reverse("calls:missed-who", args=[row.pk])
    assert "Bell Bakery" in coordinator_client.get(address, {"q": "bell"}).text
    coordinator_client.post(address, {"customer": customer.pk})
    assert "Ring back" in coordinator_client.get(reverse("calls:missed")).text
    coordinator_client.post(reverse("calls:missed-close", args=[row.pk]), {"because": "rang again"})
    assert "Everything is returned" in coordinator_client.get(reverse("calls:missed")).text


def test_a_lost_card_offers_to_hand_its_notes_over(
    coordinator_client: Client, second_coordinator: User, coordinator: User, noon: dt.datetime
) -> None:
    call = open_call(coordinator, noon)
    Call.objects.filter(pk=call.pk).update(notes="wants gloves")
    at = noon + DeskSettings().lease
    theirs = claim_next(operator=second_coordinator, at=at)
    assert theirs is not None
    with time_machine.travel(at, tick=False):
        assert "Hand my notes" in coordinator_client.get(reverse("calls:call", args=[call.pk])).text
        page = coordinator_client.post(reverse("calls:hand-draft", args=[call.pk]), follow=True)
    assert "Dev Patel has your notes" in page.text
    theirs.refresh_from_db()
    assert theirs.notes == "From Carol Shaw, 12:05:\nwants gloves"


def test_a_reason_that_will_not_do_stays_where_it_was_typed(
    coordinator_client: Client, coordinator: User, noon: dt.datetime
) -> None:
    row = make_missed(coordinator, noon)
    address = reverse("calls:missed-close", args=[row.pk])
    for typed in ("card 4111 1111 1111 1111", "x" * 201):
        page = coordinator_client.post(address, {"because": typed})
        assert page.status_code == 422
        assert f'value="{typed}"' in page.text
    row.refresh_from_db()
    assert row.closed_at is None


def test_ring_back_opens_the_card(coordinator_client: Client, coordinator: User, noon: dt.datetime) -> None:
    row = make_missed(coordinator, noon, customer=make_reachable_customer())
    page = coordinator_client.post(reverse("calls:missed-ring", args=[row.pk]), follow=True)
    assert page.redirect_chain[-1][0] == reverse("calls:call", args=[Call.objects.get().pk])


def test_whom_a_colleague_has_named_or_closed_meanwhile_is_said(
    coordinator_client: Client, coordinator: User, noon: dt.datetime
) -> None:
    named = make_missed(coordinator, noon, customer=make_customer(name="Bell Bakery"))
    closed = make_missed(coordinator, noon, closed_at=noon, closed_because="a fax machine")
    for row, said in ((named, "Bell Bakery"), (closed, "a fax machine")):
        page = coordinator_client.get(reverse("calls:missed-who", args=[row.pk]), follow=True)
        assert f"A colleague was quicker: {said}." in page.text
    page = coordinator_client.post(reverse("calls:missed-new", args=[closed.pk]), {"name": "Bell"}, follow=True)
    assert "This is done: a fax machine." in page.text


def test_a_caller_who_is_nobody_of_ours_is_recorded_and_rung(
    coordinator_client: Client, coordinator: User, noon: dt.datetime
) -> None:
    row = make_missed(coordinator, noon, number="+441134960077", caller="0113 496 0077")
    who = coordinator_client.get(reverse("calls:missed-who", args=[row.pk]))
    assert "Nobody of ours?" in who.text
    address = reverse("calls:missed-new", args=[row.pk])
    assert coordinator_client.post(address, {"name": " "}).status_code == 422
    page = coordinator_client.post(address, {"name": "Bell Bakery"}, follow=True)
    assert "Bell Bakery" in page.text
    assert Call.objects.get().customer.name == "Bell Bakery"


def test_missed_calls_are_paged(coordinator_client: Client, coordinator: User, noon: dt.datetime) -> None:
    for n in range(60):
        make_missed(coordinator, noon + n * MINUTE, caller=f"caller {n}.", due_at=noon + (n + 1) * MINUTE)
    address = reverse("calls:missed")
    first = coordinator_client.get(address)
    second = coordinator_client.get(address, {"after": first.context["page"].following})
    shown = [row.caller for page in (first, second) for row in page.context["page"].rows]
    assert shown == [f"caller {n}." for n in range(60)]
    assert second.context["page"].following == ""


def test_a_caller_who_is_not_found_is_written_down_as_typed(coordinator_client: Client) -> None:
    page = coordinator_client.get(reverse("calls:caller"), {"q": "Bell & Son"}).text
    assert f"{reverse('calls:missed')}?caller=Bell+%26+Son" in page
    assert 'value="Bell &amp; Son"' in coordinator_client.get(reverse("calls:missed"), {"caller": "Bell & Son"}).text


@pytest.mark.parametrize("rows", [1, 20])
def test_lists_do_not_ask_more_for_more_rows(
    coordinator_client: Client, coordinator: User, noon: dt.datetime, rows: int
) -> None:
    for _ in range(rows):
        make_missed(coordinator, noon, customer=make_customer())
        make_schedule(make_customer())
    fill(day=noon.date(), at=noon)
    assert statements(coordinator_client, reverse("calls:missed")) <= 6
    assert statements(coordinator_client, f"{reverse('calls:left-out')}?of=left_out:no_number") <= 12


def test_why_says_of_each_number_whether_it_may_be_rung(coordinator_client: Client, noon: dt.datetime) -> None:
    customer = make_reachable_customer()
    make_line(customer, number="+449098790123", is_main=False)
    page = coordinator_client.get(reverse("calls:why", args=[customer.account_number])).text
    assert "0909 879 0123" in page
    assert "This is a premium, service-charge or personal number." in page


def test_why_does_not_ask_more_in_a_longer_queue(coordinator_client: Client, noon: dt.datetime) -> None:
    entry = make_entry(at=noon)
    address = reverse("calls:why", args=[entry.customer.account_number])
    alone = statements(coordinator_client, address)
    for _ in range(20):
        make_entry(at=noon)
    assert statements(coordinator_client, address) == alone <= 16
    assert QueueEntry.objects.count() == 21


def statements(client: Client, address: str) -> int:
    client.get(address)
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200
    return len(captured)
