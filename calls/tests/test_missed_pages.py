"""Missed calls and messages, as they are written down, named, rung back and closed at the desk."""

import datetime as dt
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from calls.models import Call, MissedContact
from calls.tests.make import make_missed
from customers.tests.make import make_customer, make_line, make_reachable_customer
from staff.models import User

pytestmark = pytest.mark.django_db

MINUTE = dt.timedelta(minutes=1)


def missed_form(**overrides: str) -> dict[str, str]:
    fields = {"key": str(uuid4()), "kind": "call", "arrived_on": "2026-11-24", "arrived_clock": "11:40", "words": ""}
    return fields | overrides


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
