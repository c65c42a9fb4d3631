"""The prices that a quote promises to the order that is made of it."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db.models import CharField, QuerySet, Value
from django.db.models.functions import Cast, Concat

from orders.models import Order, QuoteLine
from orders.rules.quote import OUT
from orders.rules.vocabulary import QuoteState
from promotions.rules import AgreedPrice, PriceKind
from promotions.rules.promotion import london_day


def quoted_lines(order: Order | None, at: datetime) -> QuerySet[Any] | None:
    """What the quote behind an order promises on the day of `at`, and `where`; no rows once its time is over."""
    if order is None or order.quoted_id is None:
        return None
    words = ("revision__quote__number", Value(", revision "), Cast("revision__number", CharField()))
    lines = QuoteLine.objects.filter(revision=order.quoted_id, revision__valid_until__gte=london_day(at))
    # The order that won it is changed at its prices too; one that is lost promises nothing any more.
    lines = lines.filter(revision__quote__state__in=(*OUT, QuoteState.WON))
    return lines.annotate(where=Concat(Value("quote "), *words))


def agreed_prices(lines: Iterable[QuoteLine]) -> dict[int, AgreedPrice]:
    """The prices of a quote that was sent. They take no promotion: what there was is in them already."""
    return {line.product_id: AgreedPrice(line.unit_price, PriceKind.HAND, str(line.revision)) for line in lines}
