"""Moves a quote on, and the enquiry that asked for it along with it."""

from datetime import datetime

from orders.models import Enquiry, Quote
from orders.rules.quote import ENDED, check_may_become
from orders.rules.vocabulary import EnquiryState, QuoteState


def move(quote: Quote, to: QuoteState, *, at: datetime, **also: object) -> None:
    """Takes a locked quote to another state, with other fields of it in `also`. Raises QuoteRefused."""
    check_may_become(quote.number, quote.state, to)
    written = {**also, "state": to, "closed_at": at if to in ENDED else None}
    for name, value in written.items():
        setattr(quote, name, value)
    quote.save(update_fields=[*written])


def reopen_enquiry(quote: Quote, answer: str, state: EnquiryState) -> None:
    """Opens the enquiry that was closed with the quote, and with this answer."""
    closed = Enquiry.objects.filter(quotes=quote, closed_at__isnull=False, answer=answer)
    closed.update(state=state, closed_at=None, answer="")


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
