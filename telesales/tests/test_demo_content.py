"""What the made-up wholesaler consists of is correct by our own rules."""

import datetime as dt
from collections.abc import Iterator
from decimal import Decimal
from io import StringIO

import phonenumbers
import pytest
from django.core.management import call_command
from django.db import transaction
from django.db.models import Count, F, Q, Sum
from django.db.models.functions import Coalesce
from pytest_django.plugin import DjangoDbBlocker

from calls.models import Callback, Outlook, Schedule
from customers.models import Address, Customer, PhoneLine
from customers.rules.areas import nation_of_postcode
from customers.rules.vocabulary import CustomerKind, CustomerStatus
from orders.models import LedgerBalance, LinePromotion, Order, OrderLine, OrderVat
from orders.rules.credit import OVERDUE_GRACE_DAYS
from orders.rules.pack import packs_up
from promotions.models import Product
from promotions.rules.money import money
from promotions.rules.vocabulary import VatRate
from telesales.demo.places import main_number, second_number

pytestmark = pytest.mark.django_db

TUESDAY = dt.date(2026, 11, 24)


@pytest.fixture(scope="module", autouse=True)
def demo(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """Made once for all that look at it."""
    with django_db_blocker.unblock(), transaction.atomic():
        call_command("demo", "--customers=160", f"--as-of={TUESDAY}", stdout=StringIO())
        yield
        transaction.set_rollback(True)


def test_the_range_has_every_vat_rate() -> None:
    assert Product.objects.count() == 300
    assert set(Product.objects.values_list("vat_rate", flat=True)) == set(VatRate)


def test_some_goods_are_sold_by_the_multiple_and_ordered_so() -> None:
    sold = Product.objects.filter(Q(order_multiple__gt=1) | Q(order_least__gt=1))
    lines = OrderLine.objects.filter(product__in=sold, is_gift=False).select_related("product")
    assert sold.count() == 20
    assert {line.quantity == packs_up(line.product, line.quantity) for line in lines} == {True}


def test_what_the_weight_of_order_value_brings_is_known_from_the_start() -> None:
    assert Outlook.objects.filter(in_force=True, orders__gt=0).count() == 1


def test_a_quarter_as_many_prospects_come_along() -> None:
    assert Customer.objects.filter(kind=CustomerKind.PROSPECT).count() == 40


def test_numbers_are_valid_and_everybody_has_their_own() -> None:
    numbers = list(PhoneLine.objects.values_list("number", flat=True))
    assert len(set(numbers)) == len(numbers)
    assert all(phonenumbers.is_valid_number(phonenumbers.parse(number)) for number in numbers)


def test_the_default_company_shares_no_number() -> None:
    numbers = [number(position) for position in range(750) for number in (main_number, second_number)]
    assert len(set(numbers)) == 1500
    assert "+441134960100" not in numbers


def test_postcodes_lie_in_the_customer_s_nation() -> None:
    for address in Address.objects.select_related("customer"):
        assert nation_of_postcode(address.postcode) == address.customer.nation


def test_orders_end_yesterday_and_go_back_eighteen_months() -> None:
    days = Order.objects.dates("confirmed_at", "day")
    assert dt.date(2025, 5, 25) <= days.first() < dt.date(2025, 7, 1)  # type: ignore[operator]  # there are orders
    assert days.last() == dt.date(2026, 11, 23)


def test_order_numbers_follow_the_days() -> None:
    numbers = Order.objects.order_by("number").values_list("number", "confirmed_at")
    days = [confirmed_at.date() for _number, confirmed_at in numbers if confirmed_at]
    assert days == sorted(days)


def test_every_order_is_the_sum_of_its_lines() -> None:
    sums = Order.objects.annotate(net=Sum("lines__net_total"), saving=Sum("lines__saving_total"))
    assert not sums.exclude(net=F("net_total"), saving=F("saving_total")).exists()


def test_every_line_is_its_price_times_its_quantity_less_the_saving() -> None:
    for line in OrderLine.objects.all():
        assert line.net_total == money(line.quantity * line.unit_price) - line.saving_total


def test_vat_is_worked_out_once_a_rate() -> None:
    for row in OrderVat.objects.all():
        assert row.vat_total == money(row.net_total * VatRate(row.rate).percent / 100)
    sums = Order.objects.annotate(rates=Sum("vat_rows__vat_total"))
    assert not sums.exclude(rates=F("vat_total")).exists()


def test_promotions_were_used_in_their_time_only() -> None:
    used = LinePromotion.objects.annotate(at=F("line__order__confirmed_at"))
    promotion = "version__promotion"
    assert used.exists()
    assert not used.exclude(at__gte=F(f"{promotion}__starts_at"), at__lt=F(f"{promotion}__ends_at")).exists()


def test_what_a_line_saves_is_what_its_promotions_gave() -> None:
    given = OrderLine.objects.annotate(given=Coalesce(Sum("promotions__saving_total"), Decimal(0)))
    assert not given.exclude(given=F("saving_total")).exists()


def test_somebody_is_due_on_every_day_but_sunday() -> None:
    due = Schedule.objects.values("weekdays").annotate(n=Count("pk"))
    assert sorted(row["weekdays"] for row in due) == [[0], [1], [2], [3], [4], [5]]


def test_promises_are_due_on_the_day() -> None:
    assert Callback.objects.open().filter(window_from__date=TUESDAY).exists()


def test_some_have_two_sites_that_are_rung_and_delivered_to_each_by_itself() -> None:
    sites = Address.objects.for_deliveries().order_by().values("customer").annotate(count=Count("pk")).filter(count=2)
    two = Customer.objects.filter(pk__in=sites.values("customer"))
    rung = Schedule.objects.filter(customer__in=two).values("customer").annotate(count=Count("address", distinct=True))
    ordered = Order.objects.filter(customer__in=two).order_by().values("customer")
    assert two.count() == 5
    assert {row["count"] for row in rung} == {2}
    assert max(ordered.annotate(count=Count("address", distinct=True)).values_list("count", flat=True)) == 2


def test_the_ledger_knows_who_owes_who_is_late_and_who_is_on_stop() -> None:
    yesterday = TUESDAY - dt.timedelta(days=1)
    late = LedgerBalance.objects.filter(overdue__gt=0)
    held = late.filter(overdue_since__lt=TUESDAY - dt.timedelta(days=OVERDUE_GRACE_DAYS))
    stopped = Customer.objects.filter(status=CustomerStatus.ON_STOP)
    assert LedgerBalance.objects.filter(overdue=0).count() > late.count() > held.count() > stopped.count() > 0
    assert set(stopped.values_list("pk", flat=True)) <= set(held.values_list("customer", flat=True))
    assert set(LedgerBalance.objects.values_list("taken_from__as_of", flat=True)) == {yesterday}
    assert Schedule.objects.filter(customer__in=held.values("customer")).exists()
