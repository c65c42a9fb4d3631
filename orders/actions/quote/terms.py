"""Until when the prices of a quote hold, how soon we deliver, and when we ring about it."""

from datetime import datetime

from django.db import transaction

from customers.rules.card_numbers import refuse_card_numbers
from customers.rules.vocabulary import Nation
from orders.actions.quote.locks import being_priced, locked_quote
from orders.actions.quote.prices import undecided
from orders.models import Quote, QuoteRevision
from orders.rules.quote import QuoteTerms, check_terms
from promotions.rules.promotion import london_day
from staff.models import User


@transaction.atomic
def set_quote_terms(*, quote_id: int, terms: QuoteTerms, by: User, at: datetime) -> QuoteRevision:
    """Locks the quote. Raises QuoteRefused."""
    quote = locked_quote(quote_id)
    revision = being_priced(quote)
    keep_terms(quote, revision, terms, at)
    return revision


def keep_terms(quote: Quote, revision: QuoteRevision, terms: QuoteTerms, at: datetime) -> None:
    """Write them to a quote that is locked; nothing where they stand so already. Raises QuoteRefused."""
    refuse_card_numbers(terms.note, field="note")
    check_terms(terms, today=london_day(at), nation=Nation(quote.customer.nation))
    stand = (revision.valid_until, revision.lead_time_days, quote.follow_up_on, revision.note)
    if stand == (terms.valid_until, terms.lead_time_days, terms.follow_up_on, terms.note):
        return
    # What was decided was decided about prices that hold so long and no longer.
    again = undecided(revision) if terms.valid_until > revision.valid_until else []
    revision.valid_until, revision.lead_time_days, revision.note = terms.valid_until, terms.lead_time_days, terms.note
    revision.version += 1
    revision.save(update_fields=["valid_until", "lead_time_days", "note", "version", *again])
    quote.follow_up_on = terms.follow_up_on
    quote.save(update_fields=["follow_up_on"])
