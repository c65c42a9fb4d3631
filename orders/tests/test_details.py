"""Each answer at the read-back is kept by itself, as typed, and never over what another window wrote."""

import datetime as dt

import pytest

from customers.rules.card_numbers import CardNumberFound
from customers.tests.make import make_contact, make_customer
from orders.actions import save_details
from orders.models import Order
from orders.rules.details import Detail, DetailMoved, DetailsRefused
from orders.tests.make import make_draft
from staff.models import User
from staff.rules import Refusal

THURSDAY = dt.date(2026, 11, 26)


@pytest.fixture
def draft(coordinator: User, noon: dt.datetime) -> Order:
    return make_draft(by=coordinator, at=noon)


def save(draft: Order, by: User, at: dt.datetime, **typed: Detail) -> Order:
    return save_details(order_id=draft.pk, typed=typed, by=by, at=at)


def refused(draft: Order, by: User, at: dt.datetime, **typed: Detail) -> dict[str, Refusal]:
    with pytest.raises(DetailsRefused) as said:
        save(draft, by, at, **typed)
    draft.refresh_from_db()
    return dict(said.value.refusals)


def test_they_are_kept_as_typed_and_once(draft: Order, coordinator: User, noon: dt.datetime) -> None:
    for minutes in (0, 1):
        typed = Detail("  leave with <reception>\n", was="")
        save(draft, coordinator, noon + dt.timedelta(minutes=minutes), note=typed)
    draft.refresh_from_db()
    assert (draft.note, draft.version, draft.edited_at) == ("  leave with <reception>\n", 0, noon)


def test_a_field_leaves_the_others_alone(draft: Order, coordinator: User, noon: dt.datetime) -> None:
    save(draft, coordinator, noon, delivery_on=Detail(THURSDAY, was=""))
    save(draft, coordinator, noon, note=Detail("back door", was=""))
    draft.refresh_from_db()
    assert (draft.delivery_on, draft.note) == (THURSDAY, "back door")


@pytest.mark.parametrize(("stands", "said"), [(THURSDAY, "put “Thu 26 November 2026” here"), (None, "emptied this")])
def test_what_another_window_chose_stands_and_is_said(
    draft: Order, coordinator: User, noon: dt.datetime, stands: dt.date | None, said: str
) -> None:
    save(draft, coordinator, noon, delivery_on=Detail(stands))
    why = refused(draft, coordinator, noon, delivery_on=Detail(dt.date(2026, 11, 27), was="2026-11-25"))
    assert isinstance(why["delivery_on"], DetailMoved)
    assert said in why["delivery_on"].sentence
    assert draft.delivery_on == stands


def test_who_another_window_chose_is_named(draft: Order, coordinator: User, noon: dt.datetime) -> None:
    one, other = (make_contact(draft.customer, name=name, is_buyer=False) for name in ("Ann One", "Bob Other"))
    save(draft, coordinator, noon, ordered_by=Detail(one.pk, was=""))
    why = refused(draft, coordinator, noon, ordered_by=Detail(other.pk, was=""))
    assert "Another window has put “Ann One” here" in why["ordered_by"].sentence


def test_a_card_number_is_refused_and_the_rest_is_kept(draft: Order, coordinator: User, noon: dt.datetime) -> None:
    number, card = Detail("PO 7"), Detail("card 4111 1111 1111 1111")
    why = refused(draft, coordinator, noon, note=card, purchase_order_number=number)
    assert isinstance(why["note"], CardNumberFound)
    assert (draft.note, draft.purchase_order_number) == ("", "PO 7")


@pytest.mark.parametrize(("field", "longest"), [("purchase_order_number", 40), ("note", 4000)])
def test_what_is_too_long_is_said_with_its_length(
    draft: Order, coordinator: User, noon: dt.datetime, field: str, longest: int
) -> None:
    save(draft, coordinator, noon, **{field: Detail("x" * longest)})
    why = refused(draft, coordinator, noon, **{field: Detail("x" * (longest + 1))})
    assert f"at most {longest:,} letters. This one has {longest + 1:,}" in why[field].sentence


def test_a_stranger_cannot_be_the_orderer(draft: Order, coordinator: User, noon: dt.datetime) -> None:
    stranger = make_contact(make_customer())
    why = refused(draft, coordinator, noon, ordered_by=Detail(stranger.pk))
    assert "not at this customer" in why["ordered_by"].sentence
