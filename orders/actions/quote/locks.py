"""The rows that whoever writes a quote holds.

Whoever holds several locks in one order, so that nobody waits in a circle: the customer's card, the quote, the order
that is made of it, the customer, the enquiry.
"""

from orders.models import Quote, QuoteRevision
from orders.rules.quote import QuoteRefused, check_is_open


def locked_quote(quote_id: int) -> Quote:
    """The quote with its customer, locked until the transaction ends; Quote.DoesNotExist when there is none."""
    return Quote.objects.select_for_update(of=("self",)).select_related("customer").get(pk=quote_id)


def lock_quote_behind(order_id: int) -> None:
    """The quote that an order is made of, if there is one; to be called before the order is locked."""
    list(Quote.objects.select_for_update(of=("self",)).filter(revisions__orders=order_id).values_list("pk"))


def being_priced(quote: Quote) -> QuoteRevision:
    """The revision that may still be changed. Raises QuoteRefused when the quote is closed or has none."""
    check_is_open(quote.state, quote.number)
    revision = quote.revisions.filter(sent_at=None).first()
    if revision is None:
        raise QuoteRefused(f"Quote {quote.number} has been sent. Make a new revision to change it.")
    return revision


def last_sent(quote: Quote) -> QuoteRevision | None:
    """What the customer has in hand; None before the first sending."""
    return quote.revisions.filter(sent_at__isnull=False).order_by("-number").first()


def check_seen(revision: QuoteRevision, seen_version: int) -> None:
    """Raises QuoteRefused when the revision has changed since somebody looked at it."""
    if revision.version != seen_version:
        raise QuoteRefused("The quote has changed since you looked at it. Look at it again, then press once more.")
