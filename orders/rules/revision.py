"""What is different between an order as it was confirmed and as it stands, in sentences."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from orders.rules.delivery import say_date
from promotions.rules import say_pounds


@dataclass(frozen=True, slots=True)
class Confirmed:
    """One line as the customer was told it."""

    name: str
    quantity: int
    unit_price: Decimal
    net_total: Decimal
    is_gift: bool = False
    note: str = ""
    instead_of: str = ""

    def with_more(self, other: Confirmed) -> Confirmed:
        """Both together: several promotions may give the same product."""
        return replace(self, quantity=self.quantity + other.quantity, net_total=self.net_total + other.net_total)


@dataclass(frozen=True, slots=True)
class Whole:
    """An order as a customer was told it; lines by product and by whether it was given. Totals with VAT."""

    lines: Mapping[tuple[int, bool], Confirmed]
    delivery_on: date | None
    delivery_total: Decimal
    purchase_order_number: str
    note: str
    gross_total: Decimal
    ordered_by: str = ""
    deliver_to: str = ""

    def more_than(self, other: Whole) -> frozenset[int]:
        """The products of which it holds more packs than another, gifts among them."""
        mine, theirs = self._packs(), other._packs()
        return frozenset(product for product, packs in mine.items() if packs > theirs[product])

    def _packs(self) -> Counter[int]:
        packs: Counter[int] = Counter()
        for (product, _), line in self.lines.items():
            packs[product] += line.quantity
        return packs


def revision_changes(before: Whole, now: Whole) -> list[str]:
    """Old beside new in each sentence, lines first; empty when nothing differs."""
    said = [
        _line_change(before.lines.get(key), now.lines.get(key)) for key in dict.fromkeys([*before.lines, *now.lines])
    ]
    if before.delivery_on != now.delivery_on:
        said.append(f"Delivery on {_day(now.delivery_on)}, was {_day(before.delivery_on)}.")
    if before.deliver_to != now.deliver_to:
        said.append(f"Delivery to {now.deliver_to or 'no address'}, was {before.deliver_to or 'none named'}.")
    if before.delivery_total != now.delivery_total:
        said.append(f"Delivery costs {say_pounds(now.delivery_total)}, was {say_pounds(before.delivery_total)}.")
    if before.purchase_order_number != now.purchase_order_number:
        number, was = now.purchase_order_number or "none", before.purchase_order_number or "none"
        said.append(f"Your order number is {number}, was {was}.")
    if before.ordered_by != now.ordered_by:
        said.append(f"Ordered by {now.ordered_by or 'nobody named'}, was {before.ordered_by or 'nobody named'}.")
    if before.note != now.note:
        said.append(f"Note: {now.note.strip() or 'none'}.")
    if before.gross_total != now.gross_total:
        said.append(f"To pay {say_pounds(now.gross_total)}, was {say_pounds(before.gross_total)}.")
    return [sentence for sentence in said if sentence]


def _line_change(before: Confirmed | None, now: Confirmed | None) -> str:
    if before is None or now is None:
        line = now or before
        assert line is not None, "one of the two has it"  # noqa: S101  for the type checker
        free = ", free" if line.is_gift else f" at {say_pounds(line.unit_price)}"
        besides = _besides(None, line) if now else ""
        return f"{'New' if now else 'Taken off'}: {line.quantity} x {line.name}{free}{besides and f'; {besides}'}."
    said = []
    if before.quantity != now.quantity:
        said.append(f"{now.quantity}, was {before.quantity}")
    if before.unit_price != now.unit_price:
        said.append(f"{say_pounds(now.unit_price)} each, was {say_pounds(before.unit_price)}")
    if not said and before.net_total != now.net_total:
        said.append(f"{say_pounds(now.net_total)} in all, was {say_pounds(before.net_total)}")
    if besides := _besides(before, now):
        said.append(besides)
    return f"{now.name}{', free' if now.is_gift else ''}: {'; '.join(said)}." if said else ""


def _besides(before: Confirmed | None, now: Confirmed) -> str:
    """What is printed with a line and is another now: what it stands in for, and its note."""
    said = []
    if now.instead_of and now.instead_of != (before.instead_of if before else ""):
        said.append(f"instead of {now.instead_of}")
    if now.note != (before.note if before else ""):
        said.append(f"note: {now.note.strip() or 'none'}")
    return "; ".join(said)


def _day(on: date | None) -> str:
    return say_date(on) if on else "no day"
