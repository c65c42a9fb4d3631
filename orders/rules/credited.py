"""What a credit is worth, and what may be credited."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from orders.rules.order import OrderRefused
from promotions.rules import VatRate, money
from promotions.rules.money import pence, pounds
from promotions.rules.vat import vat_on


@dataclass(frozen=True, slots=True)
class CreditedLine:
    """A line with what of it has been credited before; `net_total` is for the whole quantity, after savings."""

    quantity: int
    credited: int
    net_total: Decimal


def credit_net(line: CreditedLine, packs: int) -> Decimal:
    """The net of so many packs more, to the penny; all of a line's credits together never pass its net."""

    def up_to(count: int) -> Decimal:
        return money(line.net_total * count / line.quantity)

    return up_to(line.credited + packs) - up_to(line.credited)


@dataclass(frozen=True, slots=True)
class RateSums:
    """What an order holds at one rate of VAT, goods and their part of the delivery, in pounds."""

    rate: VatRate
    net: Decimal
    vat: Decimal


def left_to_pay(rows: Iterable[RateSums], credited: Mapping[VatRate, Decimal]) -> tuple[RateSums, ...]:
    """What is left at each rate when so much net of it is credited; the delivery stays as it was agreed.

    VAT is worked out once for each rate on what is left, so that an order and its credits tie to the penny.
    """

    def left(row: RateSums) -> RateSums:
        net = row.net - credited.get(row.rate, Decimal(0))
        return RateSums(row.rate, net, pounds(vat_on(pence(net), row.rate)))

    return tuple(map(left, rows))


def uses_back(uses: int, packs: int, credited: int) -> int:
    """The uses of a promotion that go back when so many of its packs are credited: in proportion, whole uses only."""
    return uses * credited // packs


def check_credit(reason: str, packs: Iterable[tuple[str, int, int]], *, number: str | None) -> None:
    """Raises OrderRefused without a reason, for nothing, or for more of a product than may be credited.

    `packs` are the product's name, the packs to credit, and those that may be.
    """
    rows = list(packs)
    if not rows:
        raise OrderRefused(f"Say how many packs of order {number} are credited.")
    if not reason.strip():
        raise OrderRefused("Say why they are credited.", field="reason")
    for name, count, most in rows:
        if count > most:
            raise OrderRefused(f"{name}: {count} cannot be credited, {most} have left us and are not credited yet.")
