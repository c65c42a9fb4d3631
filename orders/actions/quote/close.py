"""The end of a quote: ordered, or lost to somebody."""

from datetime import datetime
from decimal import Decimal

from django.db import transaction

from customers.actions import record_event
from customers.rules.card_numbers import refuse_card_numbers
from customers.rules.vocabulary import EventKind
from orders.actions.quote.locks import locked_quote, move_enquiry
from orders.models import Order, Quote
from orders.rules.quote import QuoteRefused, check_loss
from orders.rules.vocabulary import EnquiryState, LostReason, QuoteState
from promotions.rules import say_pounds
from staff.models import User


@transaction.atomic
def lose_quote(
    *,
    quote_id: int,
    reason: str,
    competitor: str,
    competitor_price: Decimal | None,
    words: str,
    by: User,
    at: datetime,
) -> Quote:
    """They said no, with the reason; to whom and at what price if they say. Its enquiry is closed with it.

    The same reason twice is one answer; the first stands. An expired quote may still be lost, once they have said why.
    Locks the quote. Raises QuoteRefused.
    """
    refuse_card_numbers(words, field="words")
    check_loss(reason, words, competitor_price)
    quote = locked_quote(quote_id)
    if quote.state == QuoteState.LOST:
        return quote
    if quote.state == QuoteState.WON:
        raise QuoteRefused(f"Quote {quote.number} was won: the order stands. Cancel the order if they take it back.")
    quote.state, quote.closed_at, quote.outcome_words = QuoteState.LOST, at, words
    quote.lost_reason, quote.competitor, quote.competitor_price = reason, competitor.strip(), competitor_price
    quote.save(update_fields=["state", "closed_at", "outcome_words", "lost_reason", "competitor", "competitor_price"])
    said = loss_words(LostReason(reason).label, quote.competitor, competitor_price, words)
    move_enquiry(quote, EnquiryState.LOST, at, answer=f"Quote {quote.number} lost. {said}")
    sentence = f"Quote {quote.number} lost. {said}"
    record_event(customer_id=quote.customer_id, kind=EventKind.ENQUIRY, sentence=sentence, by=by, at=at)
    return quote


@transaction.atomic
def win_quote_of(*, order: Order, by: User, at: datetime) -> Quote | None:
    """The quote that a confirmed order was made of is won; None when it was made of none. Asking twice is safe."""
    if order.quoted_id is None:
        return None
    quote = Quote.objects.select_for_update().get(revisions=order.quoted_id)
    if quote.state == QuoteState.WON:
        return quote
    quote.state, quote.closed_at, quote.outcome_words = QuoteState.WON, at, f"Ordered as {order.number}"
    quote.save(update_fields=["state", "closed_at", "outcome_words"])
    sentence = f"Quote {quote.number} won: ordered as {order.number}."
    move_enquiry(quote, EnquiryState.WON, at, answer=sentence)
    record_event(customer_id=quote.customer_id, kind=EventKind.ENQUIRY, sentence=sentence, by=by, at=at)
    return quote


def loss_words(reason: str, competitor: str, competitor_price: Decimal | None, words: str) -> str:
    """As in: Price; to Bunzl at £310.00. “Half the price.”"""
    to = f"; to {competitor}" if competitor else ""
    at_price = f"{'' if competitor else '; elsewhere'} at {say_pounds(competitor_price)}" if competitor_price else ""
    return f"{reason}{to}{at_price}." + (f" “{words.strip()}”" if words.strip() else "")
