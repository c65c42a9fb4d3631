"""What a credit is worth, and what may be credited."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from orders.rules.order import OrderRefused
from promotions.rules import money


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
