"""Keeps quotes from being forgotten: rung about and put off, or expired when their prices no longer hold."""

from collections.abc import Collection
from datetime import datetime

from django.db import transaction
from django.db.models import Max, Q

from customers.actions import record_event
from customers.rules.vocabulary import EventKind, Nation
from orders.actions.quote.locks import last_sent, move_enquiry
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
        quote.state = QuoteState.FOLLOWED_UP
        quote.follow_up_on = next_follow_up(today, valid_until, Nation(quote.customer.nation))
        quote.save(update_fields=["state", "follow_up_on"])
        move_enquiry(quote, EnquiryState.FOLLOWED_UP, at)
        said = f"Quote {quote.number} followed up; we ring again on {say_date(quote.follow_up_on)}."
        record_event(customer_id=quote.customer_id, kind=EventKind.ENQUIRY, sentence=said, by=by, at=at)
    return len(quotes)


@transaction.atomic
def expire_quotes(*, at: datetime) -> int:
    """Close the quotes whose prices no longer hold; returns how many. Asking twice, or many at once, is safe."""
    lapsed = Quote.objects.out().annotate(
        held_until=Max("revisions__valid_until", filter=Q(revisions__sent_at__isnull=False))
    )
    keys = list(lapsed.filter(held_until__lt=london_day(at)).values_list("pk", flat=True))
    quotes = list(Quote.objects.out().filter(pk__in=keys).order_by("pk").select_for_update(skip_locked=True))
    for quote in quotes:
        quote.state, quote.closed_at = QuoteState.EXPIRED, at
        quote.save(update_fields=["state", "closed_at"])
        said = f"Quote {quote.number} expired: its prices no longer hold."
        move_enquiry(quote, EnquiryState.EXPIRED, at, answer=said)
        record_event(customer_id=quote.customer_id, kind=EventKind.ENQUIRY, sentence=said, by=None, at=at)
    return len(quotes)
