"""Prices below the floor on a quote: allowed or refused before it is sent, with the reason."""

from datetime import datetime

from django.db import transaction

from customers.actions import record_event
from customers.rules.card_numbers import refuse_card_numbers
from customers.rules.vocabulary import EventKind
from orders.actions.quote.locks import being_priced, check_seen, locked_quote
from orders.models import QuoteRevision
from orders.rules.quote import check_quote_decision
from orders.rules.vocabulary import Decision
from staff.models import User


@transaction.atomic
def decide_quote(
    *, quote_id: int, seen_version: int, releases: bool, reason: str, by: User, at: datetime
) -> QuoteRevision:
    """Allow the prices below the floor as they stand at `seen_version`, or refuse them.

    The decision stands until a price changes or is to hold for longer. The same twice is one; another one after it is
    refused, but what was refused may still be allowed. Locks the quote. Raises QuoteRefused.
    """
    refuse_card_numbers(reason, field="reason")
    quote = locked_quote(quote_id)
    revision = being_priced(quote)
    check_seen(revision, seen_version)
    wanted = Decision.RELEASED if releases else Decision.REFUSED
    if revision.decision == wanted:
        return revision
    is_below_floor = revision.lines.filter(is_below_floor=True).exists()
    check_quote_decision(reason, is_below_floor=is_below_floor, decided=revision.decision)
    revision.decision, revision.decided_by, revision.decided_at, revision.decision_reason = wanted, by, at, reason
    revision.save(update_fields=["decision", "decided_by", "decided_at", "decision_reason"])
    said = f"Prices below the floor on quote {quote.number} {'approved' if releases else 'refused'}: {reason.strip()}"
    record_event(customer_id=quote.customer_id, kind=EventKind.ENQUIRY, sentence=said, by=by, at=at)
    return revision
