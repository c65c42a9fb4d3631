"""Sends a revision to the customer: from then on its prices are promised."""

from datetime import datetime

from django.db import transaction
from django.template.loader import render_to_string

from customers.actions import Told, promise_letter, record_event
from customers.rules.vocabulary import EventKind, MessageKind, Nation
from customers.rules.wording import Block
from orders.actions.delivery import delivery_terms
from orders.actions.quote.life import move, move_enquiry
from orders.actions.quote.locks import being_priced, check_seen, locked_quote
from orders.actions.quote.prices import charge_delivery
from orders.actions.quote.terms import keep_terms
from orders.models import Order, Quote, QuoteRevision
from orders.rules.delivery import say_date
from orders.rules.quote import QuoteRefused, QuoteTerms, check_can_be_sent, check_terms, lead_time_words
from orders.rules.vocabulary import EnquiryState, QuoteState
from promotions.rules import say_pounds
from promotions.rules.promotion import london_day
from staff.models import User


def send_quote(
    *, quote_id: int, number: int, seen_version: int, by: User, at: datetime, terms: QuoteTerms | None = None
) -> QuoteRevision:
    """Promise the letter with the revision `number` as it stood at `seen_version`. Twice, or twice at once, is once.

    `terms` are those on the screen, kept first; without any it goes on those that stand. A draft that was made of an
    earlier revision goes by this one from then on. Locks the quote, that draft, then the customer. Raises QuoteRefused
    when it may not go, or has changed since it was seen; where it is the delivery that costs something else by now, the
    revision keeps the new sums.
    """
    with transaction.atomic():
        quote = locked_quote(quote_id)
        sent = quote.revisions.filter(number=number, sent_at__isnull=False).first()
        if sent is not None:
            return sent
        revision = being_priced(quote)
        check_seen(revision, seen_version)
        if terms is not None:
            keep_terms(quote, revision, terms, at)
        _check_sendable(quote, revision, at)
        was = revision.delivery_total
        if not charge_delivery(revision, at):
            return _send(quote, revision, by, at)
    # After the transaction, so that the new sums stay to be looked at.
    charged = f"was {say_pounds(was)}, is {say_pounds(revision.delivery_total)}"
    raise QuoteRefused(f"Their delivery {charged} now. Look at the new sums, then send it.")


def _send(quote: Quote, revision: QuoteRevision, by: User, at: datetime) -> QuoteRevision:
    # An order that is still typed of an earlier one: its next read-back has the prices that they now hold.
    Order.objects.drafts().filter(quoted__quote=quote).update(quoted=revision)
    told = _letter(quote, revision, at)
    revision.sent_at, revision.message = at, told.message
    revision.save(update_fields=["sent_at", "message"])
    move(quote, QuoteState.QUOTED, at=at)
    move_enquiry(quote, EnquiryState.QUOTED, at)
    said = f"Quote {quote.number}, revision {revision.number}: {_sums_in_words(revision)}; {told.in_words}."
    record_event(customer_id=quote.customer_id, kind=EventKind.ENQUIRY, sentence=said, by=by, at=at)
    return revision


def _check_sendable(quote: Quote, revision: QuoteRevision, at: datetime) -> None:
    lines = list(revision.lines.values_list("is_below_floor", flat=True))
    check_can_be_sent(has_lines=bool(lines), is_below_floor=any(lines), decision=revision.decision)
    if quote.follow_up_on is None:
        raise QuoteRefused("Say when we ring them about it.", field="follow_up_on")
    terms = QuoteTerms(revision.valid_until, revision.lead_time_days, quote.follow_up_on, revision.note)
    check_terms(terms, today=london_day(at), nation=Nation(quote.customer.nation))


def _sums_in_words(revision: QuoteRevision) -> str:
    delivery = f" and {say_pounds(revision.delivery_total)} delivery" if revision.delivery_total else ""
    gross, until = say_pounds(revision.gross_total), say_date(revision.valid_until)
    return f"{say_pounds(revision.net_total)}{delivery} without VAT, {gross} with, held until {until}"


def _letter(quote: Quote, revision: QuoteRevision, at: datetime) -> Told:
    lines = list(revision.lines.select_related("product").order_by("position", "pk"))
    least = delivery_terms(quote.customer, at, address_id=quote.address_id).charges.least_hint(revision.net_total)
    told = {"revision": revision, "lines": lines, "least": least}
    block = Block(render_to_string("orders/mail/quote.txt", told), render_to_string("orders/mail/quote.html", told))
    return promise_letter(
        kind=MessageKind.QUOTE,
        fact_key=f"quote-{quote.pk}-sent-{revision.number}",
        customer_id=quote.customer_id,
        facts={
            "number": f"{quote.number}" + (f" (revision {revision.number})" if revision.number > 1 else ""),
            "valid_until": say_date(revision.valid_until),
            "lead_time": lead_time_words(revision.lead_time_days),
            "follow_up_on": say_date(quote.follow_up_on) if quote.follow_up_on else "",
            "note": revision.note,
            "quote": block,
        },
        about=f"quote {quote.number}",
        tells=f"Our quote {quote.number} is {_sums_in_words(revision)}.",
        first_to=quote.contact_id,
        holds_until=revision.valid_until,
        at=at,
    )
