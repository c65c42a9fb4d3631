"""The prices that a quote promises to the order that is made of it."""

from collections.abc import Iterable
from datetime import datetime

from orders.models import Order, QuoteLine
from promotions.rules import AgreedPrice, PriceKind
from promotions.rules.promotion import london_day


def quoted_prices(order: Order | None, at: datetime) -> dict[int, AgreedPrice]:
    """What the quote behind an order promises on the day of `at`, by product; nothing once its time is over."""
    if order is None or order.quoted_id is None:
        return {}
    lines = QuoteLine.objects.filter(revision=order.quoted_id, revision__valid_until__gte=london_day(at))
    return agreed_prices(lines.select_related("revision__quote"))


def agreed_prices(lines: Iterable[QuoteLine]) -> dict[int, AgreedPrice]:
    """The prices of a quote that was sent. They take no promotion: what there was is in them already."""
    return {line.product_id: AgreedPrice(line.unit_price, PriceKind.HAND, str(line.revision)) for line in lines}
