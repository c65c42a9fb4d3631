"""The pad shows what they usually buy beside what is typed today, and its sums are the order's."""

import datetime as dt
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from customers.models import Customer, PriceList, Segment
from customers.tests.make import make_customer
from orders.reports import Pad, PadRow, pad
from orders.rules.usual import SUGGESTED
from orders.tests.make import make_confirmed, make_draft, make_past_order
from promotions.models import ListedPrice, Product
from promotions.rules.vocabulary import Mechanic
from promotions.tests.make import make_product, make_promotion
from staff.models import User


def weekly(customer: Customer, noon: dt.datetime, *orders: dict[Product, int]) -> None:
    """Past orders a week apart, the latest a week ago."""
    for ago, lines in enumerate(orders, 1):
        make_past_order(customer, noon - dt.timedelta(weeks=ago), lines)


def row(shown: Pad, product: Product) -> PadRow:
    found = shown.row_of(product.pk)
    assert found is not None
    return found


def test_usual_items_stand_beside_the_last_orders(db: None, noon: dt.datetime) -> None:
    customer, tea, cups = make_customer(), make_product(), make_product()
    weekly(customer, noon, {tea: 4}, {tea: 4, cups: 1}, {tea: 6})
    shown = pad(customer_id=customer.pk, order_id=None, at=noon)
    assert [r.product.id for r in shown.rows] == [tea.pk, cups.pk]
    assert (row(shown, tea).past, row(shown, cups).past) == ((6, 4, 4), (None, 1, None))
    assert (row(shown, tea).usual, row(shown, tea).quantity) == (4, 0)
    assert [head.confirmed_at for head in shown.past_orders] == [noon - dt.timedelta(weeks=n) for n in (3, 2, 1)]


def test_what_was_added_stands_above_the_usual_items(coordinator: User, noon: dt.datetime) -> None:
    customer, tea, cups, searched = make_customer(), make_product(), make_product(), make_product()
    weekly(customer, noon, {tea: 4}, {tea: 4})
    draft = make_draft(by=coordinator, at=noon, customer=customer, lines={tea: 2, cups: 1})
    shown = pad(customer_id=customer.pk, order_id=draft.pk, at=noon, also=(searched.pk,))
    assert [r.product.id for r in shown.added_rows] == [cups.pk, searched.pk]
    assert [r.product.id for r in shown.usual_rows] == [tea.pk]


def test_of_a_confirmed_order_only_what_it_holds_is_shown(coordinator: User, noon: dt.datetime) -> None:
    """The usual quantities of the others would look like part of it."""
    customer, tea, cups = make_customer(), make_product(), make_product()
    weekly(customer, noon, {tea: 4, cups: 1})
    order = make_confirmed(by=coordinator, at=noon, customer=customer, lines={cups: 2})
    shown = pad(customer_id=customer.pk, order_id=order.pk, at=noon)
    assert [(r.product.id, r.quantity) for r in shown.rows] == [(cups.pk, 2)]
    assert shown.number == order.number


def test_what_was_bought_once_long_ago_is_added_not_usual(db: None, noon: dt.datetime) -> None:
    """It is not among the twenty that are suggested, so it would stand at the end of a long pad."""
    customer, once = make_customer(), make_product()
    make_past_order(customer, noon - dt.timedelta(days=400), {once: 1})
    make_past_order(customer, noon - dt.timedelta(days=7), {make_product(): 1 for _ in range(SUGGESTED)})
    shown = pad(customer_id=customer.pk, order_id=None, at=noon, also=(once.pk,))
    assert [r.product.id for r in shown.added_rows] == [once.pk]
    assert (row(shown, once).usual, len(shown.usual_rows)) == (1, SUGGESTED)


def test_recent_orders_weigh_more_than_old_ones(db: None, noon: dt.datetime) -> None:
    customer, old, new = make_customer(), make_product(), make_product()
    for days in (400, 410, 420):
        make_past_order(customer, noon - dt.timedelta(days=days), {old: 1})
    make_past_order(customer, noon - dt.timedelta(days=5), {new: 1})
    assert [r.product.id for r in pad(customer_id=customer.pk, order_id=None, at=noon).rows] == [new.pk, old.pk]


def test_the_last_price_stands_beside_todays(db: None, noon: dt.datetime) -> None:
    terms = PriceList.objects.create(code="T", name="Trade")
    customer, tea = make_customer(price_list=terms), make_product()
    ListedPrice.objects.create(price_list=terms, product=tea, unit_price=Decimal("9.50"))
    weekly(customer, noon, {tea: 1})
    shown = row(pad(customer_id=customer.pk, order_id=None, at=noon), tea)
    assert (shown.last_price, shown.today_price, shown.price_moved) == (Decimal(10), Decimal("9.50"), "down")
    assert shown.trace == ("Price list price £9.50.",)


def test_what_was_dropped_comes_last_and_says_since_when(db: None, noon: dt.datetime) -> None:
    customer, tea, cups = make_customer(), make_product(), make_product()
    weekly(customer, noon, {cups: 1}, {cups: 1}, {cups: 1}, {tea: 4, cups: 1}, {tea: 4, cups: 1}, {tea: 4})
    shown = pad(customer_id=customer.pk, order_id=None, at=noon)
    assert [(r.product.id, r.dropped) for r in shown.rows] == [
        (cups.pk, ""),
        (tea.pk, "normally 4, last bought 28 days ago"),
    ]


def test_a_dropped_item_that_is_typed_today_is_no_longer_grey(coordinator: User, noon: dt.datetime) -> None:
    customer, tea, cups = make_customer(), make_product(), make_product()
    weekly(customer, noon, {cups: 1}, {cups: 1}, {cups: 1}, {tea: 4}, {tea: 4}, {tea: 4})
    order = make_draft(by=coordinator, at=noon, customer=customer, lines={tea: 4})
    assert row(pad(customer_id=customer.pk, order_id=order.pk, at=noon), tea).dropped == ""


def test_the_foot_is_the_order_to_the_penny(coordinator: User, noon: dt.datetime) -> None:
    tea = make_product(list_price=Decimal("0.3350"))
    order = make_draft(by=coordinator, at=noon, lines={tea: 7, make_product(): 2})
    shown = pad(customer_id=order.customer_id, order_id=order.pk, at=noon)
    foot = shown.foot
    assert (foot.lines, foot.net, foot.vat, foot.gross) == (2, order.net_total, order.vat_total, order.gross_total)
    assert sum(r.line_total or 0 for r in shown.rows) == foot.net
    assert sum(v.vat for v in foot.vat_rows) == foot.vat == foot.gross - foot.net


def test_what_is_one_step_away_is_said(coordinator: User, noon: dt.datetime) -> None:
    tea = make_product(name="Tea")
    terms = {"basis": "quantity", "steps": [{"at_least": 5, "percent": "10"}]}
    make_promotion(by=coordinator, at=noon, name="Five", mechanic=Mechanic.TIERS, terms=terms, products=[tea])
    order = make_draft(by=coordinator, at=noon, lines={tea: 4})
    assert pad(customer_id=order.customer_id, order_id=order.pk, at=noon).foot.hints == ("Five: one more: 10 % off",)


def test_stock_is_said_for_what_is_wanted(coordinator: User, noon: dt.datetime) -> None:
    tea = make_product(stock_free=3, stock_due_on=dt.date(2026, 12, 3))
    order = make_draft(by=coordinator, at=noon, lines={tea: 4})
    shown = row(pad(customer_id=order.customer_id, order_id=order.pk, at=noon), tea)
    assert (shown.stock, shown.stock_state) == ("only 3 free, more due Thu 3 Dec", "short")


def test_a_product_may_be_shown_before_anything_is_typed(db: None, noon: dt.datetime) -> None:
    tea = make_product()
    shown = pad(customer_id=make_customer().pk, order_id=None, at=noon, also=[tea.pk])
    assert [(r.product.id, r.quantity, r.today_price) for r in shown.rows] == [(tea.pk, 0, Decimal(10))]


def test_another_customers_draft_is_not_shown(coordinator: User, noon: dt.datetime) -> None:
    order = make_draft(by=coordinator, at=noon, lines={make_product(): 4})
    shown = pad(customer_id=make_customer().pk, order_id=order.pk, at=noon)
    assert (shown.order_id, shown.rows) == (None, ())


def offer(by: User, at: dt.datetime, product: Product, percent: str = "10", **overrides: object) -> int:
    promotion = make_promotion(
        by=by, at=at, mechanic=Mechanic.PERCENT_OFF, terms={"percent": percent}, products=[product], **overrides
    )
    assert promotion.current
    return promotion.current.pk


def test_a_prompt_says_what_it_would_save_here(coordinator: User, noon: dt.datetime) -> None:
    customer, tea = make_customer(), make_product()
    weekly(customer, noon, {tea: 4}, {tea: 4})
    version = offer(coordinator, noon, tea, script="Tea is ten per cent off.")
    [prompt] = pad(customer_id=customer.pk, order_id=None, at=noon).prompts
    assert (prompt.version_id, prompt.product.id, prompt.quantity, prompt.saving) == (version, tea.pk, 4, Decimal(4))
    assert (prompt.script, prompt.offer) == ("Tea is ten per cent off.", "10 % off")


def test_at_most_two_prompts_by_priority_then_saving(coordinator: User, noon: dt.datetime) -> None:
    small = offer(coordinator, noon, make_product(), "5")
    large = offer(coordinator, noon, make_product(), "20")
    first = offer(coordinator, noon, make_product(), "1", priority=1)
    shown = pad(customer_id=make_customer().pk, order_id=None, at=noon).prompts
    assert [prompt.version_id for prompt in shown] == [first, large]
    taken = frozenset([shown[0].promotion_id])
    answered = pad(customer_id=make_customer().pk, order_id=None, at=noon, answered=taken).prompts
    assert [prompt.version_id for prompt in answered] == [large, small]


def test_what_the_order_uses_already_is_not_prompted(coordinator: User, noon: dt.datetime) -> None:
    tea = make_product()
    offer(coordinator, noon, tea)
    order = make_draft(by=coordinator, at=noon, lines={tea: 1})
    assert pad(customer_id=order.customer_id, order_id=order.pk, at=noon).prompts == ()


@pytest.mark.parametrize(
    "product",
    [{"stock_free": 0}, {"ended_at": dt.datetime(2026, 1, 1, tzinfo=dt.UTC)}],
)
def test_what_cannot_be_sold_is_not_prompted(coordinator: User, noon: dt.datetime, product: dict[str, object]) -> None:
    offer(coordinator, noon, make_product(**product))
    assert pad(customer_id=make_customer().pk, order_id=None, at=noon).prompts == ()


def test_a_promotion_for_another_segment_is_not_prompted(coordinator: User, noon: dt.datetime) -> None:
    cafes = Segment.objects.create(name="Cafés")
    tea = make_product()
    promotion = make_promotion(
        by=coordinator, at=noon, mechanic=Mechanic.PERCENT_OFF, terms={"percent": "10"}, products=[tea]
    )
    promotion.segments.set([cafes])
    assert pad(customer_id=make_customer().pk, order_id=None, at=noon).prompts == ()
    assert len(pad(customer_id=make_customer(segment=cafes).pk, order_id=None, at=noon).prompts) == 1


@pytest.mark.parametrize("lines", [1, 30])
def test_statements_do_not_grow_with_the_lines(coordinator: User, noon: dt.datetime, lines: int) -> None:
    customer = make_customer(price_list=PriceList.objects.create(code="T", name="Trade"))
    products = [make_product() for _ in range(lines)]
    weekly(customer, noon, *[dict.fromkeys(products, 2)] * 7)
    for product in [*products[:5], make_product()]:
        offer(coordinator, noon, product)
    order = make_draft(by=coordinator, at=noon, customer=customer, lines=dict.fromkeys(products, 2))
    with CaptureQueriesContext(connection) as caught:
        shown = pad(customer_id=customer.pk, order_id=order.pk, at=noon)
    assert (len(shown.rows), len(shown.prompts)) == (lines, 1)
    assert len(caught) <= 12


def test_a_free_product_that_is_short_is_said(coordinator: User, noon: dt.datetime) -> None:
    tea, mug = make_product(), make_product(name="Mug", stock_free=0)
    terms = {"spend": "5.00", "reward": "free_product", "product": mug.pk}
    make_promotion(by=coordinator, at=noon, mechanic=Mechanic.SPEND_REWARD, terms=terms)
    order = make_draft(by=coordinator, at=noon, lines={tea: 1})
    [gift] = pad(customer_id=order.customer_id, order_id=order.pk, at=noon).foot.gifts
    assert (gift.product.name, gift.stock) == ("Mug", "none")
