"""One order's money is the same to the penny wherever it appears, whatever rates, promotions and delivery are in it."""

import datetime as dt
import random
from decimal import Decimal
from typing import Any

import pytest

from calls.reports.scheduled import Tally
from customers.models import Address, Event, Message
from customers.tests.make import make_customer
from orders.actions import Wanted, amend_order, confirm_order, preview_amendment
from orders.actions.desk_price import set_hand_price
from orders.models import LinePromotion, Order, OrderPromotion, OrderRevision
from orders.reports import order_rows, order_sheet, pad, read_back
from orders.tests.make import make_ready_draft, make_round
from promotions.models import Product
from promotions.rules import Mechanic, VatRate, say_pounds
from promotions.rules.money import half_up, pence
from promotions.tests.make import make_product, make_promotion
from staff.models import User
from targets.reports.today import figures, today

PENNIES = Decimal(1).scaleb(-2)


@pytest.fixture
def round_to_leeds(db: None) -> None:
    make_round(postcode_areas=["LS"], charge=Decimal("6.95"))


def mixed(chance: random.Random, by: User, at: dt.datetime) -> dict[Product, int]:
    """Eight products over every rate, with a group over two rates, a reward and a gift on top."""
    products = [
        make_product(list_price=Decimal(chance.randrange(100, 90_000)) / 10_000, vat_rate=rate)
        for rate in [*VatRate, *VatRate]
    ]
    gift = make_product(list_price=Decimal("1.4950"), vat_rate=VatRate.ZERO)
    for mechanic, terms, on in (
        (Mechanic.GROUP_FOR, {"size": 3, "price": "5.00"}, products[:3]),
        (Mechanic.PERCENT_OFF, {"percent": "12.5"}, products[3:6]),
        (Mechanic.SPEND_REWARD, {"spend": "20.00", "reward": "amount_off", "amount": "1.01"}, []),
        (Mechanic.SPEND_REWARD, {"spend": "25.00", "reward": "free_product", "product": gift.pk}, []),
    ):
        make_promotion(by=by, at=at, mechanic=mechanic, terms=terms, products=on)
    return {product: chance.randrange(1, 9) for product in products}


def sums(order: Order) -> tuple[Decimal, Decimal, Decimal, Decimal, Decimal]:
    return order.net_total, order.saving_total, order.delivery_total, order.vat_total, order.gross_total


def check_inside(order: Order) -> None:
    """Lines, rates and totals of the order's own rows."""
    lines, rates = list(order.lines.all()), list(order.vat_rows.all())
    assert sum(line.net_total for line in lines) == order.net_total
    assert sum(line.saving_total for line in lines) == order.saving_total
    for line in lines:
        assert sum(part.saving_total for part in line.promotions.all()) == line.saving_total
    assert sum(row.net_total for row in rates) == order.net_total + order.delivery_total
    assert sum(row.vat_total for row in rates) == order.vat_total
    assert order.gross_total == order.net_total + order.delivery_total + order.vat_total
    for row in rates:
        assert pence(row.vat_total) == half_up(pence(row.net_total) * int(VatRate(row.rate).percent), 100)
        goods = sum(line.net_total for line in lines if line.vat_rate == row.rate)
        fair = order.delivery_total * goods / order.net_total
        assert abs(row.net_total - goods - fair) < PENNIES


@pytest.mark.parametrize("seed", range(6))
def test_from_the_draft_to_the_desk(round_to_leeds: None, director: User, noon: dt.datetime, seed: int) -> None:
    chance = random.Random(seed)
    customer = make_customer()
    Address.objects.create(customer=customer, lines="1 Mill Lane", postcode="LS1 4AP")
    lines = mixed(chance, director, noon)
    draft = make_ready_draft(by=director, at=noon, customer=customer, lines=lines)
    product = next(iter(lines))
    draft = set_hand_price(
        order_id=draft.pk, product_id=product.pk, unit_price=Decimal("1.2345"), reason="As agreed", by=director, at=noon
    )
    assert draft.delivery_total == Decimal("6.95")
    check_inside(draft)
    foot, told = pad(customer_id=customer.pk, order_id=draft.pk, at=noon).foot, read_back(draft.pk, noon)
    for seen in (foot, told):
        assert (seen.net, seen.saving, seen.delivery, seen.vat, seen.gross) == sums(draft)
    assert foot.vat_rows == told.vat_rows

    order = confirm_order(order_id=draft.pk, seen_version=draft.version, by=director, at=noon)
    check_everywhere(order, noon)
    given = OrderPromotion.objects.filter(order=order)
    assert sum(row.saving_total for row in given) == order.saving_total
    for row in given:
        parts = LinePromotion.objects.filter(line__order=order, version=row.version_id)
        assert sum(part.saving_total for part in parts) == row.saving_total

    quantities = {line.product_id: line.quantity + 1 for line in order.lines.filter(is_gift=False)}
    wanted = Wanted(quantities, order.delivery_on, "", "")
    asked: dict[str, Any] = {
        "order_id": order.pk,
        "wanted": wanted,
        "seen_version": order.version,
        "by": director,
        "at": noon,
    }
    shown = preview_amendment(**asked)
    changed = amend_order(agreed=shown.agreed, **asked)
    assert changed.gross_total == shown.gross_total
    check_everywhere(changed, noon)


def check_everywhere(order: Order, at: dt.datetime) -> None:
    """A confirmed order: its page, the list, the letter, the history, the revision, the Director's desk."""
    check_inside(order)
    sheet = order_sheet(order.number or "")
    assert sheet
    assert (sheet.net, sheet.saving, sheet.delivery, sheet.vat, sheet.gross) == sums(order)
    (row,) = order_rows(text=order.number or "").rows
    assert (row.net_total, row.gross_total) == (order.net_total, order.gross_total)
    letter = Message.objects.latest("pk")
    for amount in (order.net_total, order.delivery_total, order.gross_total, order.saving_total):
        assert say_pounds(amount) in letter.text
    for vat in order.vat_rows.all():
        assert f"on {say_pounds(vat.net_total)}: {say_pounds(vat.vat_total)}" in letter.text
    assert OrderRevision.objects.filter(order=order).latest("number").gross_total == order.gross_total
    assert Event.objects.filter(sentence__contains=say_pounds(order.gross_total)).exists()
    (value,) = (figure for figure in figures(today(at), Tally()) if figure.name == "Order value")
    assert value.numerator == order.net_total
