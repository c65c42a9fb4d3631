"""The rows that whoever writes a quote holds, and the enquiry that goes along with it."""

from datetime import datetime

from orders.models import Enquiry, Quote, QuoteRevision
from orders.rules.quote import QuoteRefused, check_is_open
from orders.rules.vocabulary import EnquiryState


def locked_quote(quote_id: int) -> Quote:
    """The quote with its customer, locked until the transaction ends; Quote.DoesNotExist when there is none."""
    return Quote.objects.select_for_update(of=("self",)).select_related("customer").get(pk=quote_id)


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


def move_enquiry(quote: Quote, state: EnquiryState, at: datetime, answer: str = "") -> None:
    """The enquiry that asked for the quote goes along; with an `answer` it is closed, without one it is open (again).

    One that was answered otherwise in the meantime stays as it is.
    """
    asked = Enquiry.objects.filter(quotes=quote)
    if answer:
        loss = {name: getattr(quote, name) for name in ("lost_reason", "competitor", "competitor_price")}
        asked.open().update(state=state, closed_at=at, answer=answer, **loss)
    else:
        asked.filter(closed_at=None).update(state=state)
        asked.filter(state=EnquiryState.EXPIRED).update(state=state, closed_at=None, answer="")
