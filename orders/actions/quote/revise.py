"""A sent quote is never changed: another revision follows, with the prices held or with those of today."""

from datetime import datetime

from django.db import transaction

from customers.actions import record_event
from customers.rules.vocabulary import EventKind, Nation
from orders.actions.quote.life import move, move_enquiry
from orders.actions.quote.locks import last_sent, locked_quote
from orders.actions.quote.prices import Asked, asked_of, write_prices
from orders.models import Quote, QuoteRevision
from orders.rules.quote import check_is_open, is_expired, usual_terms
from orders.rules.vocabulary import EnquiryState, QuoteState
from promotions.rules.promotion import london_day
from staff.models import User


@transaction.atomic
def revise_quote(*, quote_id: int, price_again: bool, by: User, at: datetime) -> QuoteRevision:
    """The next revision, to be changed and sent; the one being priced already, if there is one.

    The prices of the revision before stay while they hold, and those set by hand with them; with `price_again`, or when
    they have lapsed, every line is priced as of today. An expired quote is open again. Locks the quote. Raises
    QuoteRefused for one that was won or lost.
    """
    quote = locked_quote(quote_id)
    if quote.state == QuoteState.EXPIRED:
        _open_again(quote, at)
    check_is_open(quote.state, quote.number)
    draft = quote.revisions.filter(sent_at=None).first()
    before = last_sent(quote)
    if draft is not None or before is None:
        revision = draft or quote.revisions.get()
        if price_again and revision.priced_again_at is None:
            _give_up_prices(revision, at)
        return revision
    return _next(quote, before, price_again=price_again, by=by, at=at)


def _next(quote: Quote, before: QuoteRevision, *, price_again: bool, by: User, at: datetime) -> QuoteRevision:
    today = london_day(at)
    usual = usual_terms(today, Nation(quote.customer.nation))
    lapsed = is_expired(before.valid_until, today)
    revision = QuoteRevision.objects.create(
        quote=quote,
        number=before.number + 1,
        valid_until=before.valid_until if before.valid_until > today else usual.valid_until,
        lead_time_days=before.lead_time_days,
        note=before.note,
        made_by=by,
        made_at=at,
        priced_again_at=at if price_again or lapsed else None,
    )
    asked = asked_of(before)
    write_prices(revision, _without_hand_prices(asked) if revision.priced_again_at else asked, at)
    if quote.follow_up_on is None or quote.follow_up_on <= today:
        quote.follow_up_on = min(usual.follow_up_on, revision.valid_until)
        quote.save(update_fields=["follow_up_on"])
    said = f"Quote {quote.number}: revision {revision.number} begun" + (
        ", priced as of today." if revision.priced_again_at else "."
    )
    record_event(customer_id=quote.customer_id, kind=EventKind.ENQUIRY, sentence=said, by=by, at=at)
    return revision


def _give_up_prices(revision: QuoteRevision, at: datetime) -> None:
    revision.priced_again_at = at
    revision.save(update_fields=["priced_again_at"])
    write_prices(revision, _without_hand_prices(asked_of(revision)), at)


def _open_again(quote: Quote, at: datetime) -> None:
    move(quote, QuoteState.BEING_PRICED, at=at)
    move_enquiry(quote, EnquiryState.BEING_PRICED, at)


def _without_hand_prices(asked: dict[int, Asked]) -> dict[int, Asked]:
    return {product: Asked(each.quantity) for product, each in asked.items()}
