"""What a customer is still waiting for from us: orders under way, quotes, questions."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import F, Max, OuterRef, Q, Subquery

from orders.models import Enquiry, Order, Quote, QuoteRevision
from orders.models.order import IN_MOTION
from promotions.rules import london_day

MOST_OF_EACH = 5


@dataclass(frozen=True, slots=True)
class OrderUnderWay:
    """`follows_on` is when the last of what is missing is expected, None where nothing is or nobody knows."""

    number: str
    state: str
    state_label: str
    delivery_on: date | None
    follows_on: date | None


@dataclass(frozen=True, slots=True)
class QuoteOut:
    """A quote that is not decided; its prices hold until the end of `valid_until`."""

    number: str
    state: str
    state_label: str
    valid_until: date | None


@dataclass(frozen=True, slots=True)
class EnquiryOpen:
    """A question of theirs; `is_late` when they should have heard from us."""

    id: int
    kind: str
    words: str
    due_at: datetime
    is_late: bool


@dataclass(frozen=True, slots=True)
class Outstanding:
    """The first few of each kind; `is_cut` when there are more."""

    orders: tuple[OrderUnderWay, ...]
    quotes: tuple[QuoteOut, ...]
    enquiries: tuple[EnquiryOpen, ...]
    is_cut: bool

    def __bool__(self) -> bool:
        return bool(self.orders or self.quotes or self.enquiries)


def outstanding(customer_id: int, at: datetime) -> Outstanding:
    """What is soonest due comes first of each kind; three statements.

    An order that has left us counts until the end of the day of its delivery.
    """
    orders = [_order(order) for order in _orders(customer_id, at)]
    quotes = [_quote(quote) for quote in _quotes(customer_id)]
    asked = Enquiry.objects.open().filter(customer=customer_id).order_by("due_at", "pk")[: MOST_OF_EACH + 1]
    enquiries = [_enquiry(enquiry, at) for enquiry in asked]
    return Outstanding(
        tuple(orders[:MOST_OF_EACH]),
        tuple(quotes[:MOST_OF_EACH]),
        tuple(enquiries[:MOST_OF_EACH]),
        is_cut=any(len(found) > MOST_OF_EACH for found in (orders, quotes, enquiries)),
    )


def _orders(customer_id: int, at: datetime) -> list[Any]:
    under_way = Q(state__in=IN_MOTION) | Q(delivery_on__gte=london_day(at))
    missing = Q(lines__quantity__gt=F("lines__fulfilment__despatched") + F("lines__fulfilment__given_up"))
    placed = Order.objects.placed().filter(under_way, customer=customer_id)
    dated = placed.annotate(follows_on=Max("lines__fulfilment__due_on", filter=missing))
    return list(dated.order_by(F("delivery_on").asc(nulls_last=True), "pk")[: MOST_OF_EACH + 1])


def _quotes(customer_id: int) -> list[Any]:
    last = QuoteRevision.objects.filter(quote=OuterRef("pk")).order_by("-number")
    held = (
        Quote.objects.open().filter(customer=customer_id).annotate(held_until=Subquery(last.values("valid_until")[:1]))
    )
    return list(held.order_by("held_until", "pk")[: MOST_OF_EACH + 1])


def _order(order: Any) -> OrderUnderWay:
    return OrderUnderWay(order.number, order.state, order.get_state_display(), order.delivery_on, order.follows_on)


def _quote(quote: Any) -> QuoteOut:
    return QuoteOut(quote.number, quote.state, quote.get_state_display(), quote.held_until)


def _enquiry(enquiry: Enquiry, at: datetime) -> EnquiryOpen:
    return EnquiryOpen(enquiry.pk, enquiry.get_kind_display(), enquiry.words, enquiry.due_at, enquiry.due_at < at)
