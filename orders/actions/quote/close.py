"""The end of a quote: ordered, or lost to somebody; and open again when the order is cancelled."""

from datetime import datetime
from decimal import Decimal

from django.db import transaction

from customers.actions import record_event
from customers.rules.card_numbers import refuse_card_numbers
from customers.rules.vocabulary import EventKind, Nation
from orders.actions.quote.life import move, move_enquiry, reopen_enquiry
from orders.actions.quote.locks import last_sent, locked_quote
from orders.models import Order, Quote, QuoteLine
from orders.rules.delivery import say_date
from orders.rules.quote import check_loss, is_expired, may_become, next_follow_up
from orders.rules.vocabulary import EnquiryState, LostReason, QuoteState
from promotions.rules import say_pounds
from promotions.rules.promotion import london_day
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
    refuse_card_numbers(competitor, field="competitor")
    check_loss(reason, words, competitor_price)
    quote = locked_quote(quote_id)
    if quote.state == QuoteState.LOST:
        return quote
    loss = {"lost_reason": reason, "competitor": competitor.strip(), "competitor_price": competitor_price}
    move(quote, QuoteState.LOST, at=at, outcome_words=words, **loss)
    said = loss_words(LostReason(reason).label, quote.competitor, competitor_price, words)
    move_enquiry(quote, EnquiryState.LOST, at, answer=f"Quote {quote.number} lost. {said}")
    sentence = f"Quote {quote.number} lost. {said}"
    record_event(customer_id=quote.customer_id, kind=EventKind.ENQUIRY, sentence=sentence, by=by, at=at)
    return quote


@transaction.atomic
def win_quote_of(*, order: Order, by: User, at: datetime) -> Quote | None:
    """The quote that a confirmed order was made of is won; None when it was made of none. Asking twice is safe.

    One that was lost or has expired meanwhile stays so, and so does one of which the order holds nothing: such an order
    is of no quote. Locks the quote.
    """
    if order.quoted_id is None:
        return None
    quote = Quote.objects.select_for_update().get(revisions=order.quoted_id)
    if quote.state == QuoteState.WON:
        return quote
    quoted = QuoteLine.objects.filter(revision=order.quoted_id).values("product")
    holds_some = order.lines.filter(is_gift=False, product__in=quoted).exists()
    if not (holds_some and may_become(quote.state, QuoteState.WON)):
        order.quoted = None
        order.save(update_fields=["quoted"])
        return None
    move(quote, QuoteState.WON, at=at, outcome_words=f"Ordered as {order.number}")
    sentence = _won(quote, order)
    move_enquiry(quote, EnquiryState.WON, at, answer=sentence)
    record_event(customer_id=quote.customer_id, kind=EventKind.ENQUIRY, sentence=sentence, by=by, at=at)
    return quote


@transaction.atomic
def reopen_quote_of(*, order: Order, by: User, at: datetime) -> Quote | None:
    """The quote that a cancelled order had won is with the customer again, or has expired by now; its enquiry too.

    None when there is none, and while another order of it stands. Locks the quote.
    """
    if order.quoted_id is None:
        return None
    quote = Quote.objects.select_for_update(of=("self",)).select_related("customer").get(revisions=order.quoted_id)
    others = Order.objects.placed().filter(quoted__quote=quote).exclude(pk=order.pk)
    if quote.state != QuoteState.WON or others.exists():
        return None
    today, revision = london_day(at), last_sent(quote)
    if revision is not None and not is_expired(revision.valid_until, today):
        again_on = next_follow_up(today, revision.valid_until, Nation(quote.customer.nation))
        move(quote, QuoteState.QUOTED, at=at, outcome_words="", follow_up_on=again_on)
        ring = f"We ring on {say_date(again_on)}."
        said = f"Quote {quote.number} is open again: order {order.number} is cancelled. {ring}"
        reopen_enquiry(quote, _won(quote, order), EnquiryState.QUOTED)
    else:
        move(quote, QuoteState.EXPIRED, at=at, outcome_words="")
        said = f"Quote {quote.number} expired: order {order.number} is cancelled, and its prices no longer hold."
        reopen_enquiry(quote, _won(quote, order), EnquiryState.QUOTED)
        move_enquiry(quote, EnquiryState.EXPIRED, at, answer=said)
    record_event(customer_id=quote.customer_id, kind=EventKind.ENQUIRY, sentence=said, by=by, at=at)
    return quote


def _won(quote: Quote, order: Order) -> str:
    return f"Quote {quote.number} won: ordered as {order.number}."


def loss_words(reason: str, competitor: str, competitor_price: Decimal | None, words: str) -> str:
    """As in: Price; to Bunzl at £310.00. “Half the price.”"""
    to = f"; to {competitor}" if competitor else ""
    at_price = f"{'' if competitor else '; elsewhere'} at {say_pounds(competitor_price)}" if competitor_price else ""
    return f"{reason}{to}{at_price}." + (f" “{words.strip()}”" if words.strip() else "")
