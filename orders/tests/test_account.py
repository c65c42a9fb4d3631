"""What a customer owes is seen before the read-back, and no order falls between the invoice and the ledger."""

import datetime as dt
from decimal import Decimal
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from customers.models import Customer
from customers.tests.make import make_customer
from orders.actions import credit_order, fulfil_order
from orders.actions.payable import payable
from orders.models import LedgerBalance, LedgerImport, Order, OrderStep
from orders.reports.account import account_sheet
from orders.rules.vocabulary import OrderState
from orders.tests.make import make_confirmed, make_past_order, told
from promotions.rules import VatRate, say_pounds
from promotions.tests.make import make_product
from staff.models import User

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)


@pytest.fixture
def customer(db: None) -> Customer:
    return make_customer(credit_limit=Decimal(500), account_number="CAL/42")


def make_ledger(customer: Customer, noon: dt.datetime, balance: str, **overrides: object) -> None:
    """Drawn up at the end of yesterday."""
    ledger = LedgerImport.objects.create(name="ledger.csv", sha256="1", as_of=noon.date() - DAY, imported_at=noon)
    LedgerBalance.objects.create(customer=customer, balance=Decimal(balance), taken_from=ledger, **overrides)


def make_invoiced(customer: Customer, at: dt.datetime, state: OrderState = OrderState.INVOICED) -> None:
    """For £100.00, invoiced at `at`."""
    order = make_past_order(customer, at - 2 * DAY, {make_product(): 10})
    Order.objects.filter(pk=order.pk).update(state=state)
    OrderStep.objects.create(order=order, state=OrderState.INVOICED, at=at)


@pytest.mark.parametrize(
    ("hours", "owed"),
    [
        (-13, "Owes £40.00 of a limit of £500.00: £460.00 left."),
        (-11, "Owes £140.00 of a limit of £500.00: £360.00 left."),
    ],
)
def test_what_is_invoiced_after_the_ledger_counts(hours: int, owed: str, customer: Customer, noon: dt.datetime) -> None:
    make_ledger(customer, noon, "40.00")
    make_invoiced(customer, noon + dt.timedelta(hours=hours))
    assert account_sheet(customer.pk, noon).owed == owed


def test_it_counts_though_it_is_closed(customer: Customer, noon: dt.datetime) -> None:
    make_ledger(customer, noon, "0.00")
    make_invoiced(customer, noon, OrderState.CLOSED)
    assert account_sheet(customer.pk, noon).owed.startswith("Owes £100.00")


def test_of_who_was_never_named_the_last_ledger_is_asked(customer: Customer, noon: dt.datetime) -> None:
    make_ledger(make_customer(), noon, "40.00")
    make_invoiced(customer, noon - 2 * DAY)
    make_invoiced(customer, noon)
    assert account_sheet(customer.pk, noon).owed.startswith("Owes £100.00")


def test_without_any_ledger_what_is_invoiced_is_not_asked(customer: Customer, noon: dt.datetime) -> None:
    make_invoiced(customer, noon)
    assert account_sheet(customer.pk, noon).owed.startswith("Owes £0.00")


def test_what_is_credited_is_not_owed_nor_its_vat(coordinator: User, noon: dt.datetime) -> None:
    tea, cakes = make_product(list_price=Decimal("3.33")), make_product(vat_rate=VatRate.ZERO)
    order = make_confirmed(by=coordinator, at=noon, lines={tea: 7, cakes: 4})
    fulfil_order(order_id=order.pk, told=told(order, (7, 7), (4, 4)), by=coordinator, at=noon)
    packs = dict(zip(order.lines.order_by("position").values_list("pk", flat=True), (3, 4), strict=True))
    credit_order(order_id=order.pk, packs=packs, reason="Damaged", key=uuid4(), by=coordinator, at=noon)
    order.refresh_from_db()
    assert account_sheet(order.customer_id, noon).owed == f"Owes {say_pounds(payable(order).gross)}, no limit."
    assert payable(order).gross == Decimal("15.98")


def test_over_the_limit_it_says_by_how_much(customer: Customer, noon: dt.datetime) -> None:
    make_ledger(customer, noon, "512.50")
    sheet = account_sheet(customer.pk, noon)
    assert (sheet.owed, sheet.is_over_limit) == ("Owes £512.50 of a limit of £500.00: £12.50 over it.", True)


@pytest.mark.parametrize(("days", "holds"), [(7, False), (8, True)])
def test_a_debt_is_said_and_whether_it_holds(days: int, holds: bool, customer: Customer, noon: dt.datetime) -> None:
    make_ledger(customer, noon, "90", overdue=Decimal(90), overdue_since=noon.date() - days * DAY)
    sheet = account_sheet(customer.pk, noon)
    assert sheet.overdue == f"£90.00 is overdue since {24 - days} November."
    assert sheet.overdue_holds is holds


def test_the_customers_page_asks_for_it(coordinator_client: Client, customer: Customer, noon: dt.datetime) -> None:
    make_ledger(customer, noon, "90")
    asked = f"{reverse('orders:account')}?customer=CAL%2F42"
    assert asked in coordinator_client.get(reverse("customers:customer", args=["CAL/42"])).text
    part = coordinator_client.get(asked, headers={"HX-Request": "true"}).text
    assert "Owes £90.00 of a limit of £500.00" in part
    assert "<html" not in part
    assert "By the ledger of" in coordinator_client.get(asked).text


def test_what_is_still_open_stands_beside_what_they_owe(
    coordinator_client: Client, customer: Customer, noon: dt.datetime
) -> None:
    asked = f"{reverse('orders:account')}?customer=CAL%2F42"
    assert "Still open" not in coordinator_client.get(asked).text
    order = make_past_order(customer, noon, {make_product(): 1})
    page = coordinator_client.get(asked).text
    assert "Still open" in page
    assert f'href="{reverse("orders:order", args=[order.number])}"' in page
