"""What can be asked of the desk, and how near it is."""

from decimal import Decimal

from django.db.models import TextChoices


class Measure(TextChoices):
    """What a target counts. Orders are net of cancellations; values are pounds without VAT and delivery."""

    CALLS = "calls", "Calls made"
    ORDERS = "orders", "Orders"
    ORDER_VALUE = "order_value", "Order value"
    PROMOTION_PACKS = "promotion_packs", "Packs sold on promotion"


def share_done(actual: Decimal, asked: Decimal) -> Decimal:
    """`actual` as a share of what was asked, 1 for all of it. Nothing asked counts as done."""
    return actual / asked if asked else Decimal(1)
