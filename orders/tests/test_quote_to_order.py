"""An order made of a quote keeps the quoted prices while they hold."""

import datetime as dt
from decimal import Decimal

import pytest

from customers.models import Contact, Customer
from customers.tests.make import make_contact, make_customer
from orders.actions import cancel_order, confirm_order, drop_draft, save_details, set_quantity
from orders.actions.quote import expire_quotes, lose_quote, revise_quote, send_quote, take_over_quote
from orders.models import Order, Quote
from orders.rules.details import Detail
from orders.rules.order import ReadBackAgain
from orders.rules.quote import QuoteRefused
from orders.rules.vocabulary import EnquiryState, LostReason, QuoteState
from orders.tests.make import make_draft, make_sent_quote
from orders.tests.test_quote import make_enquiry
from promotions.models import Product
from promotions.rules.vocabulary import PriceKind
from promotions.tests.make import make_product
from staff.models import User

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)


@pytest.fixture
def customer(db: None) -> Customer:
    customer = make_customer()
    make_contact(customer)
    return customer


@pytest.fixture
def tea(db: None) -> Product:
    return make_product(name="Tea", list_price=Decimal(10))


@pytest.fixture
def quote(customer: Customer, tea: Product, coordinator: User, noon: dt.datetime) -> Quote:
    return make_sent_quote(by=coordinator, at=noon, lines={tea: 3}, customer=customer)


def dearer(product: Product) -> None:
    Product.objects.filter(pk=product.pk).update(list_price=Decimal(12))


def confirm(order: Order, by: User, at: dt.datetime) -> Order:
    typed = {"ordered_by": Detail(Contact.objects.get().pk), "delivery_on": Detail(at.date() + DAY)}
    order = save_details(order_id=order.pk, typed=typed, by=by, at=at)
    return confirm_order(order_id=order.pk, seen_version=order.version, by=by, at=at)


def test_the_quoted_price_stays(quote: Quote, tea: Product, coordinator: User, noon: dt.datetime) -> None:
    dearer(tea)
    order = take_over_quote(quote_id=quote.pk, by=coordinator, at=noon + DAY)
    line = order.lines.get()
    assert (line.quantity, line.unit_price, line.price_kind) == (3, Decimal(10), PriceKind.AGREED)
    assert "Today's price would be £12.00." in line.trace


def test_confirmed_it_is_won(quote: Quote, coordinator: User, noon: dt.datetime) -> None:
    order = confirm(take_over_quote(quote_id=quote.pk, by=coordinator, at=noon), coordinator, noon)
    quote.refresh_from_db()
    assert (quote.state, quote.outcome_words) == (QuoteState.WON, f"Ordered as {order.number}")
    assert take_over_quote(quote_id=quote.pk, by=coordinator, at=noon) == order


def test_another_quantity_has_the_quoted_price_too(
    quote: Quote, tea: Product, coordinator: User, noon: dt.datetime
) -> None:
    dearer(tea)
    order = take_over_quote(quote_id=quote.pk, by=coordinator, at=noon)
    set_quantity(order_id=order.pk, product_id=tea.pk, quantity=5, was=3, by=coordinator, at=noon)
    assert order.lines.get().unit_price == Decimal(10)


def test_a_draft_that_outlives_the_quote_is_read_back_with_the_difference(
    quote: Quote, tea: Product, coordinator: User, noon: dt.datetime
) -> None:
    order = take_over_quote(quote_id=quote.pk, by=coordinator, at=noon)
    dearer(tea)
    with pytest.raises(ReadBackAgain, match=r"Tea was £10.00 each .* is £12.00 each"):
        confirm(order, coordinator, noon + 34 * DAY)


def test_a_draft_goes_by_what_was_sent_since(quote: Quote, tea: Product, coordinator: User, noon: dt.datetime) -> None:
    order = take_over_quote(quote_id=quote.pk, by=coordinator, at=noon)
    Product.objects.filter(pk=tea.pk).update(list_price=Decimal(9))
    again = revise_quote(quote_id=quote.pk, price_again=True, by=coordinator, at=noon)
    send_quote(quote_id=quote.pk, number=2, seen_version=again.version, by=coordinator, at=noon)
    with pytest.raises(ReadBackAgain, match=r"Tea was £10\.00 each .* is £9\.00 each .*, revision 2"):
        confirm(order, coordinator, noon)
    order.refresh_from_db()
    assert confirm(order, coordinator, noon).quoted == again


def test_an_expired_quote_is_priced_again_first(quote: Quote, coordinator: User, noon: dt.datetime) -> None:
    with pytest.raises(QuoteRefused, match="held until 24 December 2026"):
        take_over_quote(quote_id=quote.pk, by=coordinator, at=noon + 31 * DAY)
    expire_quotes(at=noon + 31 * DAY)
    with pytest.raises(QuoteRefused, match=r"has expired\. Price it again"):
        take_over_quote(quote_id=quote.pk, by=coordinator, at=noon + 31 * DAY)


def test_an_order_that_is_being_typed_comes_first(
    quote: Quote, customer: Customer, coordinator: User, noon: dt.datetime
) -> None:
    make_draft(by=coordinator, at=noon, customer=customer, lines={make_product(): 1})
    with pytest.raises(QuoteRefused, match="being typed"):
        take_over_quote(quote_id=quote.pk, by=coordinator, at=noon)


def test_emptied_the_draft_forgets_the_quote(quote: Quote, tea: Product, coordinator: User, noon: dt.datetime) -> None:
    order = take_over_quote(quote_id=quote.pk, by=coordinator, at=noon)
    drop_draft(order_id=order.pk, by=coordinator, at=noon)
    dearer(tea)
    set_quantity(order_id=order.pk, product_id=tea.pk, quantity=1, was=0, by=coordinator, at=noon)
    assert order.lines.get().unit_price == Decimal(12)


def lose(quote: Quote, by: User, at: dt.datetime) -> None:
    lose_quote(
        quote_id=quote.pk,
        reason=LostReason.PRICE,
        competitor="",
        competitor_price=None,
        words="",
        by=by,
        at=at,
    )


def state_of(quote: Quote) -> str:
    quote.refresh_from_db()
    return quote.state


def test_typed_down_to_nothing_the_draft_forgets_the_quote_and_its_details(
    quote: Quote, tea: Product, coordinator: User, noon: dt.datetime
) -> None:
    order = take_over_quote(quote_id=quote.pk, by=coordinator, at=noon)
    typed = {
        "ordered_by": Detail(Contact.objects.get().pk),
        "delivery_on": Detail(noon.date() + DAY),
        "purchase_order_number": Detail("P1"),
        "note": Detail("Back door"),
    }
    save_details(order_id=order.pk, typed=typed, by=coordinator, at=noon)
    set_quantity(order_id=order.pk, product_id=tea.pk, quantity=0, was=3, by=coordinator, at=noon)
    order.refresh_from_db()
    kept = (order.quoted, order.ordered_by, order.delivery_on, order.purchase_order_number, order.note)
    assert kept == (None, None, None, "", "")


def test_an_order_of_something_else_wins_nothing(
    quote: Quote, tea: Product, coordinator: User, noon: dt.datetime
) -> None:
    order = take_over_quote(quote_id=quote.pk, by=coordinator, at=noon)
    set_quantity(order_id=order.pk, product_id=make_product().pk, quantity=1, was=0, by=coordinator, at=noon)
    set_quantity(order_id=order.pk, product_id=tea.pk, quantity=0, was=3, by=coordinator, at=noon)
    order = confirm(order, coordinator, noon)
    assert state_of(quote) == QuoteState.QUOTED
    assert order.quoted is None


def test_a_lost_quote_promises_nothing_any_more(
    quote: Quote, tea: Product, coordinator: User, noon: dt.datetime
) -> None:
    order = take_over_quote(quote_id=quote.pk, by=coordinator, at=noon)
    dearer(tea)
    lose(quote, coordinator, noon)
    with pytest.raises(ReadBackAgain, match=r"Tea was £10.00 each .* is £12.00 each"):
        confirm(order, coordinator, noon)


def test_a_lost_quote_stays_lost_though_its_goods_are_ordered(
    quote: Quote, coordinator: User, noon: dt.datetime
) -> None:
    order = take_over_quote(quote_id=quote.pk, by=coordinator, at=noon)
    lose(quote, coordinator, noon)
    order = confirm(order, coordinator, noon)
    assert (state_of(quote), order.quoted) == (QuoteState.LOST, None)


def cancel(order: Order, by: User, at: dt.datetime) -> None:
    cancel_order(order_id=order.pk, reason="They took it back", by=by, at=at)


def test_a_cancelled_order_opens_its_quote_again(
    customer: Customer, tea: Product, coordinator: User, noon: dt.datetime
) -> None:
    asked = make_enquiry(customer, coordinator, noon)
    quote = make_sent_quote(by=coordinator, at=noon, lines={tea: 3}, customer=customer, enquiry_id=asked.pk)
    order = confirm(take_over_quote(quote_id=quote.pk, by=coordinator, at=noon), coordinator, noon)
    cancel(order, coordinator, noon)
    asked.refresh_from_db()
    assert (state_of(quote), quote.closed_at, quote.outcome_words) == (QuoteState.QUOTED, None, "")
    assert (asked.state, asked.closed_at, asked.answer) == (EnquiryState.QUOTED, None, "")


def test_with_its_prices_over_it_expires(
    customer: Customer, tea: Product, coordinator: User, noon: dt.datetime
) -> None:
    asked = make_enquiry(customer, coordinator, noon)
    quote = make_sent_quote(by=coordinator, at=noon, lines={tea: 3}, customer=customer, enquiry_id=asked.pk)
    order = confirm(take_over_quote(quote_id=quote.pk, by=coordinator, at=noon), coordinator, noon)
    cancel(order, coordinator, noon + 31 * DAY)
    asked.refresh_from_db()
    assert (state_of(quote), asked.state) == (QuoteState.EXPIRED, EnquiryState.EXPIRED)


def test_it_may_be_ordered_once_more(quote: Quote, coordinator: User, noon: dt.datetime) -> None:
    order = confirm(take_over_quote(quote_id=quote.pk, by=coordinator, at=noon), coordinator, noon)
    cancel(order, coordinator, noon)
    again = confirm(take_over_quote(quote_id=quote.pk, by=coordinator, at=noon), coordinator, noon)
    assert again != order
    assert state_of(quote) == QuoteState.WON


@pytest.mark.parametrize("state", [QuoteState.LOST, QuoteState.WON])
def test_an_old_tab_is_refused_in_words(state: QuoteState, quote: Quote, coordinator: User, noon: dt.datetime) -> None:
    reason = LostReason.PRICE if state == QuoteState.LOST else ""
    Quote.objects.filter(pk=quote.pk).update(state=state, closed_at=noon, lost_reason=reason)
    with pytest.raises(QuoteRefused, match=f"is {state.label.lower()}"):
        take_over_quote(quote_id=quote.pk, by=coordinator, at=noon)
