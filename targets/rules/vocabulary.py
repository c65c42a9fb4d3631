"""What a target counts, and how an amount of it is said."""

from decimal import Decimal

from django.db.models import TextChoices

from promotions.rules.money import say_pounds


class Measure(TextChoices):
    """What a target counts. Orders are net of cancellations; values are pounds without VAT and delivery."""

    CALLS = "calls", "Calls made"
    ORDERS = "orders", "Orders"
    ORDER_VALUE = "order_value", "Order value"
    PROMOTION_PACKS = "promotion_packs", "Packs sold on promotion"


COUNTED = {Measure.CALLS: "call", Measure.ORDERS: "order", Measure.PROMOTION_PACKS: "pack"}
"""The measures that are whole numbers of something, and what one of it is called."""


def share_done(actual: Decimal, asked: Decimal) -> Decimal:
    """`actual` as a share of what was asked, 1 for all of it. Nothing asked counts as done."""
    return actual / asked if asked else Decimal(1)


def say_amount(measure: str, amount: Decimal) -> str:
    """“12 calls”, “1 order”, “£1,234.50”."""
    if measure == Measure.ORDER_VALUE:
        return say_pounds(amount)
    word = COUNTED[Measure(measure)]
    return f"{amount:,.0f} {word}{'' if amount == 1 else 's'}"
