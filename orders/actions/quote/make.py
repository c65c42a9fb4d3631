"""A quote is opened once, then its lines and terms are typed."""

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from django.db import transaction
from django.db.models import F

from customers.actions import record_event
from customers.models import Contact, Customer
from customers.rules.card_numbers import refuse_card_numbers
from customers.rules.vocabulary import EventKind, Nation
from orders.actions.address import check_address, usual_address
from orders.actions.quote.life import move_enquiry
from orders.actions.quote.locks import being_priced, locked_quote
from orders.actions.quote.prices import Asked, asked_of, write_prices
from orders.models import Enquiry, Quote, QuoteRevision, QuoteSequence
from orders.rules.order import check_may_be_typed, check_quantity
from orders.rules.pack import check_pack
from orders.rules.quote import QuoteRefused, quote_number, usual_terms
from orders.rules.vocabulary import EnquiryState
from promotions.models import Product
from promotions.rules import HandPrice
from promotions.rules.promotion import london_day
from staff.models import User


@transaction.atomic
def open_quote(
    *,
    key: UUID,
    customer_id: int,
    contact_id: int | None,
    enquiry_id: int | None,
    owner: User,
    by: User,
    at: datetime,
    address_id: int | None = None,
) -> Quote:
    """A quote for a customer, with its number and an empty first revision; for an enquiry of theirs, or without one.

    `key` comes with the form: the same key twice, or twice at once, is the same quote. Without an
    address it is for the usual one. Locks the customer. Raises QuoteRefused for a stranger or another customer's
    enquiry, OrderRefused for a closed account and for an address to which nothing goes.
    """
    customer = Customer.objects.select_for_update(no_key=True).get(pk=customer_id)
    made = Quote.objects.filter(key=key).first()
    if made is not None:
        return made
    check_may_be_typed(customer.status, customer.name)
    _check_theirs(customer_id, contact_id, enquiry_id)
    goes_to = check_address(customer_id, address_id).pk if address_id else usual_address(customer_id)
    today = london_day(at)
    terms = usual_terms(today, Nation(customer.nation))
    quote = Quote.objects.create(
        key=key,
        number=_next_number(today.year, at),
        customer=customer,
        contact_id=contact_id,
        enquiry_id=enquiry_id,
        address_id=goes_to,
        owner=owner,
        opened_at=at,
        follow_up_on=terms.follow_up_on,
    )
    QuoteRevision.objects.create(
        quote=quote,
        number=1,
        valid_until=terms.valid_until,
        lead_time_days=terms.lead_time_days,
        made_by=by,
        made_at=at,
    )
    move_enquiry(quote, EnquiryState.BEING_PRICED, at)
    said = f"Quote {quote.number} begun; {owner} answers for it."
    record_event(customer_id=customer_id, kind=EventKind.ENQUIRY, sentence=said, by=by, at=at)
    return quote


@transaction.atomic
def set_quote_line(
    *,
    quote_id: int,
    product_id: int,
    quantity: int,
    by: User,
    at: datetime,
    hand_price: Decimal | None = None,
    hand_reason: str = "",
) -> QuoteRevision:
    """Make the quote hold `quantity` packs of a product, 0 for none, and price all of it again.

    With `hand_price` one pack costs that; whether `by` may set one is decided before. The same again changes nothing.
    Locks the quote. Raises QuoteRefused, OrderRefused, PriceRefused.
    """
    check_quantity(quantity)
    refuse_card_numbers(hand_reason, field="hand_reason")
    revision = being_priced(locked_quote(quote_id))
    asked = asked_of(revision)
    if hand_price is not None and not hand_reason.strip():
        raise QuoteRefused("Say why the price is set by hand.", field="hand_reason")
    hand = HandPrice(hand_price, hand_reason.strip()) if hand_price is not None else None
    _set_line(revision, asked, product_id, Asked(quantity, hand), at)
    return revision


@transaction.atomic
def add_quote_line(*, quote_id: int, product_id: int, more: int, was: int, by: User, at: datetime) -> QuoteRevision:
    """Put so many packs more of a product on the quote; a price by hand stays.

    `was` are the packs that the page showed on it. The same press twice adds once. Locks the quote. Raises
    QuoteRefused, also when others stand on it by now, and what `set_quote_line` raises.
    """
    revision = being_priced(locked_quote(quote_id))
    asked = asked_of(revision)
    check_quantity(was + more)
    stands = asked.get(product_id, Asked(0))
    if stands.quantity == was + more:
        return revision
    if stands.quantity != was:
        raise QuoteRefused(
            f"The quote holds {stands.quantity} of it by now, not {was}. Look at its line, then add again.",
            field="quantity",
        )
    _set_line(revision, asked, product_id, Asked(was + more, stands.hand), at)
    return revision


def _set_line(revision: QuoteRevision, asked: Mapping[int, Asked], product_id: int, line: Asked, at: datetime) -> None:
    """Makes a locked revision hold this of a product besides all else that is asked."""
    product = Product.objects.filter(pk=product_id).defer("search_words").first()
    if product is None:
        raise QuoteRefused("There is no such product.", field="product")
    if line.quantity and product.ended_at is not None and product_id not in asked:
        raise QuoteRefused(f"{product.name} has left the range.", field="product")
    if product_id not in asked or asked[product_id].quantity != line.quantity:
        check_pack(product, line.quantity)
    wanted = {key: each for key, each in {**asked, product_id: line}.items() if each.quantity}
    if wanted != asked:
        write_prices(revision, wanted, at)


def _check_theirs(customer_id: int, contact_id: int | None, enquiry_id: int | None) -> None:
    if contact_id is not None and not Contact.objects.filter(pk=contact_id, customer=customer_id).exists():
        raise QuoteRefused("This person is not at this customer.", field="contact")
    if enquiry_id is None:
        return
    asked = Enquiry.objects.select_for_update().filter(pk=enquiry_id, customer=customer_id).first()
    if asked is None or asked.closed_at is not None:
        raise QuoteRefused("This enquiry has been answered already. Quote without it, or record a new one.")


def _next_number(year: int, at: datetime) -> str:
    """The next number of the year; its row stays locked until the end, so that there are no gaps and no doubles."""
    QuoteSequence.objects.bulk_create([QuoteSequence(year=year)], ignore_conflicts=True)
    QuoteSequence.objects.filter(year=year).update(last=F("last") + 1)
    return quote_number(london_day(at), QuoteSequence.objects.values_list("last", flat=True).get(year=year))
