"""Keeps quotes from being forgotten: rung about and put off, or expired when their prices no longer hold."""

from collections.abc import Collection
from datetime import datetime

from django.db import transaction

from customers.actions import record_event
from customers.rules.vocabulary import EventKind, Nation
from orders.actions.quote.life import move, move_enquiry
from orders.actions.quote.locks import last_sent
from orders.models import Quote
from orders.rules.delivery import say_date
from orders.rules.quote import next_follow_up
from orders.rules.vocabulary import EnquiryState, QuoteState
from promotions.rules.promotion import london_day
from staff.models import User


@transaction.atomic
def note_chased(*, quote_ids: Collection[int], by: User, at: datetime) -> int:
    """Somebody at the customer was spoken to about these quotes: we ring again some days on, while the prices hold.

    Returns how many were put off. One that is no longer due today is left alone, so asking twice is safe. Locks the
    quotes.
    """
    today = london_day(at)
    due = Quote.objects.to_chase(today).filter(pk__in=quote_ids).order_by("pk").select_for_update(of=("self",))
    quotes = list(due.select_related("customer"))
    for quote in quotes:
        revision = last_sent(quote)
        valid_until = revision.valid_until if revision else today
        again_on = next_follow_up(today, valid_until, Nation(quote.customer.nation))
        move(quote, QuoteState.FOLLOWED_UP, at=at, follow_up_on=again_on)
        move_enquiry(quote, EnquiryState.FOLLOWED_UP, at)
        said = f"Quote {quote.number} followed up; we ring again on {say_date(again_on)}."
        record_event(customer_id=quote.customer_id, kind=EventKind.ENQUIRY, sentence=said, by=by, at=at)
    return len(quotes)


@transaction.atomic
def expire_quotes(*, at: datetime) -> int:
    """Close the quotes whose prices no longer hold; returns how many. Asking twice, or many at once, is safe.

    Locks them, and judges again: one may have been sent anew, held for longer, between being found and being locked.
    """
    today = london_day(at)
    found = list(Quote.objects.lapsed(today).values_list("pk", flat=True))
    locked = Quote.objects.filter(pk__in=found).order_by("pk").select_for_update(skip_locked=True)
    held = list(locked.values_list("pk", flat=True))
    quotes = list(Quote.objects.lapsed(today).filter(pk__in=held).order_by("pk"))
    for quote in quotes:
        move(quote, QuoteState.EXPIRED, at=at)
        said = f"Quote {quote.number} expired: its prices no longer hold."
        move_enquiry(quote, EnquiryState.EXPIRED, at, answer=said)
        record_event(customer_id=quote.customer_id, kind=EventKind.ENQUIRY, sentence=said, by=None, at=at)
    return len(quotes)
