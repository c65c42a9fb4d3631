"""What must hold when two people press at the same moment on one quote."""

import datetime as dt
from functools import partial
from uuid import uuid4

import pytest

from customers.models import Contact, Message
from customers.rules.vocabulary import Nation
from customers.tests.at_once import at_once
from customers.tests.make import make_contact, make_customer
from orders.actions import confirm_order, save_details
from orders.actions.quote import (
    expire_quotes,
    lose_quote,
    open_quote,
    revise_quote,
    send_quote,
    set_quote_terms,
    take_over_quote,
)
from orders.models import Order, Quote, QuoteRevision
from orders.rules.details import Detail
from orders.rules.order import ReadBackAgain
from orders.rules.quote import QuoteRefused, usual_terms
from orders.rules.vocabulary import LostReason, QuoteState
from orders.tests.make import make_quote, make_sent_quote
from promotions.tests.make import make_product
from staff.models import User

pytestmark = pytest.mark.django_db(transaction=True)
DAY = dt.timedelta(days=1)


def test_a_double_click_opens_one(coordinator: User, noon: dt.datetime) -> None:
    opening = partial(
        open_quote,
        key=uuid4(),
        customer_id=make_customer().pk,
        contact_id=None,
        enquiry_id=None,
        owner=coordinator,
        by=coordinator,
        at=noon,
    )
    first, *others = at_once(*[opening] * 4)
    assert isinstance(first, Quote)
    assert others == [first] * 3


def test_many_at_once_get_numbers_without_a_gap(coordinator: User, noon: dt.datetime) -> None:
    customers = [make_customer() for _ in range(5)]
    for customer in customers:
        make_contact(customer)
    made = at_once(*(partial(make_quote, by=coordinator, at=noon, customer=customer) for customer in customers))
    numbers = sorted(quote.number for quote in made if isinstance(quote, Quote))
    assert numbers == [f"QU-2026-{number:06d}" for number in range(1, 6)]


def test_sent_twice_at_once_it_is_one_letter(coordinator: User, noon: dt.datetime) -> None:
    quote = make_quote(by=coordinator, at=noon, lines={make_product(): 1})
    version = quote.revisions.get().version
    sending = partial(send_quote, quote_id=quote.pk, number=1, seen_version=version, by=coordinator, at=noon)
    assert not [each for each in at_once(*[sending] * 4) if isinstance(each, Exception)]
    assert Message.objects.count() == 1


def test_revised_twice_at_once_there_is_one_revision(coordinator: User, noon: dt.datetime) -> None:
    quote = make_sent_quote(by=coordinator, at=noon, lines={make_product(): 1})
    revising = partial(revise_quote, quote_id=quote.pk, price_again=True, by=coordinator, at=noon)
    assert not [each for each in at_once(*[revising] * 4) if isinstance(each, Exception)]
    assert QuoteRevision.objects.count() == 2


def test_ordered_twice_at_once_it_is_one_order(coordinator: User, noon: dt.datetime) -> None:
    quote = make_sent_quote(by=coordinator, at=noon, lines={make_product(): 2})
    taking = partial(take_over_quote, quote_id=quote.pk, by=coordinator, at=noon)
    assert not [each for each in at_once(*[taking] * 4) if isinstance(each, Exception)]
    assert Order.objects.get().lines.get().quantity == 2


def test_lost_while_it_is_ordered_is_one_or_the_other(coordinator: User, noon: dt.datetime) -> None:
    quote = make_sent_quote(by=coordinator, at=noon, lines={make_product(): 2})
    losing = partial(
        lose_quote,
        quote_id=quote.pk,
        reason=LostReason.PRICE,
        competitor="",
        competitor_price=None,
        words="",
        by=coordinator,
        at=noon,
    )
    lost, taken = at_once(losing, partial(take_over_quote, quote_id=quote.pk, by=coordinator, at=noon))
    assert isinstance(lost, Quote)
    assert isinstance(taken, Order | QuoteRefused)


def test_many_workers_expire_each_quote_once(coordinator: User, noon: dt.datetime) -> None:
    for _ in range(4):
        make_sent_quote(by=coordinator, at=noon, lines={make_product(): 1})
    done = at_once(*[partial(expire_quotes, at=noon + 31 * DAY)] * 3)
    assert sum(count for count in done if isinstance(count, int)) == 4
    assert set(Quote.objects.values_list("state", flat=True)) == {QuoteState.EXPIRED}


def ready(quote: Quote, by: User, at: dt.datetime) -> Order:
    """The order made of a quote, ready to be confirmed."""
    order = take_over_quote(quote_id=quote.pk, by=by, at=at)
    orderer = Contact.objects.get(customer=quote.customer).pk
    typed = {"ordered_by": Detail(orderer), "delivery_on": Detail(at.date() + DAY)}
    return save_details(order_id=order.pk, typed=typed, by=by, at=at)


@pytest.mark.parametrize("turn", range(4))
def test_confirmed_while_it_is_taken_over_and_sent_anew_nobody_waits_in_a_circle(
    turn: int, coordinator: User, noon: dt.datetime
) -> None:
    quote = make_sent_quote(by=coordinator, at=noon, lines={make_product(): 2})
    order = ready(quote, coordinator, noon)
    revision = revise_quote(quote_id=quote.pk, price_again=False, by=coordinator, at=noon)
    confirming = partial(confirm_order, order_id=order.pk, seen_version=order.version, by=coordinator, at=noon)
    taking = partial(take_over_quote, quote_id=quote.pk, by=coordinator, at=noon)
    version = revision.version
    sending = partial(send_quote, quote_id=quote.pk, number=2, seen_version=version, by=coordinator, at=noon)
    confirmed, *others = at_once(confirming, taking, sending, taking)
    # Sent anew first, the order goes by that and is read back once more.
    assert isinstance(confirmed, Order | ReadBackAgain)
    assert not [each for each in others if isinstance(each, Exception) and not isinstance(each, QuoteRefused)]


def test_sent_anew_while_it_expires_it_is_one_or_the_other(coordinator: User, noon: dt.datetime) -> None:
    quote = make_sent_quote(by=coordinator, at=noon, lines={make_product(): 1})
    later = noon + 31 * DAY
    revision = revise_quote(quote_id=quote.pk, price_again=True, by=coordinator, at=later)
    terms = usual_terms(later.date(), Nation.ENGLAND)
    revision = set_quote_terms(quote_id=quote.pk, terms=terms, by=coordinator, at=later)
    version = revision.version
    sending = partial(send_quote, quote_id=quote.pk, number=2, seen_version=version, by=coordinator, at=later)
    sent, expired = at_once(sending, partial(expire_quotes, at=later))
    quote.refresh_from_db()
    is_sent = isinstance(sent, QuoteRevision)
    assert (expired, quote.state) == ((0, QuoteState.QUOTED) if is_sent else (1, QuoteState.EXPIRED))
