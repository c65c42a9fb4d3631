"""The offer ledger: what became of each promotion in a call."""

import datetime as dt

from django.db import transaction

from calls.models import Call, Offer
from calls.rules.vocabulary import OfferState
from customers.rules.card_numbers import refuse_card_numbers
from staff.models import User


@transaction.atomic
def answer_offer(
    *, call_id: int, promotion_version_id: int, state: OfferState, reason: str, by: User, at: dt.datetime
) -> Offer:
    """Keep the answer; a later one for the same promotion and call takes its place. Raises for another's call."""
    refuse_card_numbers(reason, field="reason")
    call = Call.objects.get(pk=call_id, coordinator=by)
    offer, _ = Offer.objects.update_or_create(
        call=call,
        promotion_version_id=promotion_version_id,
        defaults={"state": state, "reason": reason, "answered_at": at},
    )
    return offer
