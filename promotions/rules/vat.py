"""UK VAT of an order: per rate on the order's net at that rate, rounded once an order."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from promotions.rules.money import half_up, pounds, share
from promotions.rules.vocabulary import VatRate


@dataclass(frozen=True, slots=True)
class VatTotal:
    """What an order holds at one rate, in pounds; `net` is goods and their part of the delivery."""

    rate: VatRate
    goods: Decimal
    delivery: Decimal
    net: Decimal
    vat: Decimal


def vat_totals(goods: Mapping[VatRate, int], delivery: int) -> tuple[VatTotal, ...]:
    """The totals of each rate that occurs, in the rates' own order; `goods` and `delivery` are pence, net.

    Delivery follows the goods in proportion to their net by rate; goods that are all given away leave nothing to
    follow, so it is then shared evenly over their rates.
    """
    rates = [rate for rate in VatRate if rate in goods]
    parts = share(delivery, [goods[rate] for rate in rates]) if rates else []
    return tuple(_total(rate, goods[rate], part) for rate, part in zip(rates, parts, strict=True))


def vat_on(net: int, rate: VatRate) -> int:
    """The VAT of so many pence at one rate, in pence, half up."""
    return half_up(net * int(rate.percent), 100)


def _total(rate: VatRate, goods: int, delivery: int) -> VatTotal:
    vat = vat_on(goods + delivery, rate)
    return VatTotal(rate, pounds(goods), pounds(delivery), pounds(goods + delivery), pounds(vat))
