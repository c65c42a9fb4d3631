"""What customers asked for in vain, and what they say they no longer buy."""

from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from customers.actions import record_event
from customers.rules.card_numbers import refuse_card_numbers
from customers.rules.vocabulary import EventKind
from orders.models import GivenUp, LostDemand
from orders.rules.order import OrderRefused
from orders.rules.vocabulary import GivenUpReason, UnsoldReason
from promotions.models import Product
from staff.models import User


@transaction.atomic
def record_lost_demand(
    *,
    customer_id: int,
    product_id: int | None,
    words: str,
    quantity: int | None,
    reason: UnsoldReason,
    key: UUID,
    by: User,
    at: datetime,
) -> LostDemand:
    """Keeps what we could not sell, and adds it to the customer's history. The same `key` again records nothing more.

    Raises OrderRefused where neither a product nor words say what it was, CardNumberFound.
    """
    refuse_card_numbers(words, field="words")
    if product_id is None and not words.strip():
        raise OrderRefused("What did they ask for? Write it down.", field="words")
    lost, is_new = LostDemand.objects.get_or_create(
        key=key,
        defaults={
            "customer_id": customer_id,
            "product_id": product_id,
            "words": words,
            "quantity": quantity,
            "reason": reason,
            "asked_at": at,
            "recorded_by": by,
        },
    )
    if is_new:
        what = lost.product.name if lost.product else words.strip()
        count = f"{quantity} x " if quantity else ""
        sentence = f"Asked for {count}{what}: {reason.label.lower()}."
        record_event(customer_id=customer_id, kind=EventKind.ORDER, sentence=sentence, by=by, at=at)
    return lost


@transaction.atomic
def give_up_item(
    *,
    customer_id: int,
    product_id: int,
    reason: GivenUpReason,
    words: str,
    rest: timedelta,
    by: User,
    at: datetime,
) -> GivenUp:
    """The customer no longer buys the product: the pad shows it again after `rest`, or once they bought it again.

    Said again, the newest reason stands. Raises CardNumberFound.
    """
    refuse_card_numbers(words, field="words")
    told = {"reason": reason, "words": words, "told_at": at, "recorded_by": by, "shown_again_at": at + rest}
    row, _ = GivenUp.objects.update_or_create(customer_id=customer_id, product_id=product_id, defaults=told)
    name = Product.objects.values_list("name", flat=True).get(pk=product_id)
    said = f"No longer buys {name}: {reason.label.lower()}" + (f". {words}" if words.strip() else "")
    record_event(customer_id=customer_id, kind=EventKind.ORDER, sentence=said, by=by, at=at)
    return row
