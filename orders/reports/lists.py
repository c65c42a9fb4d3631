"""Orders and enquiries as the desk lists them, paged by key so that the last page costs what the first does."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any, Generic, TypeVar

from django.db.models import Count, OuterRef, Q, Subquery

from customers.models import Customer
from orders.models import Enquiry, Order, OrderLine
from orders.rules.vocabulary import EnquiryKind

PAGE = 50
MOST_CUSTOMERS = 100
Row = TypeVar("Row")


@dataclass(frozen=True, slots=True)
class KeyedPage(Generic[Row]):
    """Some rows, and the key that the following page starts after; empty when there is none."""

    rows: tuple[Row, ...]
    following: str


@dataclass(frozen=True, slots=True)
class OrderRow:
    """One order of the list."""

    id: int
    number: str
    customer: str
    account_number: str
    state: str
    state_label: str
    confirmed_at: datetime
    delivery_on: date | None
    postcode: str
    lines: int
    net_total: Decimal
    gross_total: Decimal
    taken_by: str


@dataclass(frozen=True, slots=True)
class EnquiryRow:
    """One open or answered enquiry of the list; `is_late` when the customer should have heard from us."""

    id: int
    customer: str
    account_number: str
    contact: str
    kind: str
    words: str
    state: str
    owner: str
    received_at: datetime
    due_at: datetime
    closed_at: datetime | None
    answer: str
    is_late: bool


def order_rows(
    *, taken_by_id: int | None = None, state: str = "", text: str = "", after: str = ""
) -> KeyedPage[OrderRow]:
    """Confirmed and cancelled orders, the newest first: of one person, in one state, by number, account or name.

    `after` is the `following` of the page before. One statement, two with `text`.
    """
    orders = Order.objects.filter(confirmed_at__isnull=False)
    if taken_by_id is not None:
        orders = orders.filter(taken_by_id=taken_by_id)
    if state:
        orders = orders.filter(state=state)
    if text:
        orders = orders.filter(_names(text))
    if after:
        moment, pk = read_key(after)
        orders = orders.filter(Q(confirmed_at__lt=moment) | Q(confirmed_at=moment, pk__lt=pk))
    lines = OrderLine.objects.filter(order=OuterRef("pk")).order_by().values("order").annotate(count=Count("pk"))
    shown = orders.select_related("customer", "taken_by", "address").annotate(
        line_count=Subquery(lines.values("count"))
    )
    found = list(shown.order_by("-confirmed_at", "-pk")[: PAGE + 1])
    following = write_key(found[PAGE - 1].confirmed_at, found[PAGE - 1].pk) if len(found) > PAGE else ""
    return KeyedPage(tuple(map(_order_row, found[:PAGE])), following)


def enquiry_rows(
    at: datetime, *, owner_id: int | None = None, is_open: bool = True, after: str = ""
) -> KeyedPage[EnquiryRow]:
    """Enquiries by when the customer hears from us, soonest first; answered ones are those with `is_open` false."""
    enquiries = Enquiry.objects.filter(closed_at__isnull=is_open)
    if owner_id is not None:
        enquiries = enquiries.filter(owner_id=owner_id)
    if after:
        moment, pk = read_key(after)
        enquiries = enquiries.filter(Q(due_at__gt=moment) | Q(due_at=moment, pk__gt=pk))
    found = list(enquiries.select_related("customer", "contact", "owner").order_by("due_at", "pk")[: PAGE + 1])
    following = write_key(found[PAGE - 1].due_at, found[PAGE - 1].pk) if len(found) > PAGE else ""
    return KeyedPage(tuple(_enquiry_row(enquiry, at) for enquiry in found[:PAGE]), following)


def _names(text: str) -> Q:
    """Orders by their number, or of customers by account or a part of the name; the first hundred such customers."""
    asked = text.strip()
    named = Customer.objects.filter(Q(account_number__istartswith=asked) | Q(name__icontains=asked))
    return Q(number__iexact=asked) | Q(customer_id__in=list(named.values_list("pk", flat=True)[:MOST_CUSTOMERS]))


def write_key(moment: datetime | None, pk: int) -> str:
    """The key of a row in a list that is ordered by a moment, then by id."""
    assert moment is not None, "the list is ordered by it"  # noqa: S101  for the type checker
    return f"{moment.astimezone(UTC):%Y%m%dT%H%M%S.%f}-{pk}"


def read_key(key: str) -> tuple[datetime, int]:
    """The moment and id of a key; ValueError when it is not one of ours."""
    moment, pk = key.split("-")
    return datetime.strptime(moment, "%Y%m%dT%H%M%S.%f").replace(tzinfo=UTC), int(pk)


def _order_row(order: Any) -> OrderRow:
    return OrderRow(
        id=order.pk,
        number=order.number,
        customer=order.customer.name,
        account_number=order.customer.account_number,
        state=order.state,
        state_label=order.get_state_display(),
        confirmed_at=order.confirmed_at,
        delivery_on=order.delivery_on,
        postcode=order.address.postcode if order.address else "",
        lines=order.line_count or 0,
        net_total=order.net_total,
        gross_total=order.gross_total,
        taken_by=str(order.taken_by or "Earlier system"),
    )


def _enquiry_row(enquiry: Enquiry, at: datetime) -> EnquiryRow:
    return EnquiryRow(
        id=enquiry.pk,
        customer=enquiry.customer.name,
        account_number=enquiry.customer.account_number,
        contact=enquiry.contact.name if enquiry.contact else "",
        kind=EnquiryKind(enquiry.kind).label,
        words=enquiry.words,
        state=enquiry.get_state_display(),
        owner=str(enquiry.owner),
        received_at=enquiry.received_at,
        due_at=enquiry.due_at,
        closed_at=enquiry.closed_at,
        answer=enquiry.answer,
        is_late=enquiry.closed_at is None and enquiry.due_at < at,
    )
