"""Exact money: the one rounding place, sharing out to the penny, and how an amount is said.

Inside the rules a unit price is a whole number of ticks (£0.0001, its smallest step) and an amount a whole number of
pence; Decimal pounds stand at the edges.
"""

from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal

PENNY = Decimal("0.01")
TICKS_IN_A_POUND = 10_000
TICKS_IN_A_PENNY = 100


def money(amount: Decimal) -> Decimal:
    """Pounds rounded half up to the penny."""
    return amount.quantize(PENNY, rounding=ROUND_HALF_UP)


def half_up(numerator: int, denominator: int) -> int:
    """The quotient of two numbers that are not negative, half up to a whole."""
    return (2 * numerator + denominator) // (2 * denominator)


def ticks(price: Decimal) -> int:
    """A unit price in ticks; ValueError when it has more than four places."""
    scaled = price * TICKS_IN_A_POUND
    whole = int(scaled)
    if whole != scaled:
        raise ValueError(f"{price} has more than four places")
    return whole


def pence(amount: Decimal) -> int:
    """Pounds in whole pence, half up."""
    return int(money(amount).scaleb(2))


def pounds(whole_pence: int) -> Decimal:
    return whole_pence * PENNY


def share(total: int, weights: Sequence[int], room: Sequence[int] | None = None) -> list[int]:
    """Split `total` in proportion to `weights`, the largest remainder first and the earlier of equals; sums exactly.

    `room` is the most each part may hold (together at least `total`); what does not fit goes to the first with room.
    """
    if len(weights) == 1:
        return [total]
    whole = sum(weights)
    if whole == 0:
        weights, whole = [1] * len(weights), len(weights)
    parts = [total * weight // whole for weight in weights]
    by_remainder = sorted(range(len(weights)), key=lambda i: -(total * weights[i] % whole))
    for i in by_remainder[: total - sum(parts)]:
        parts[i] += 1
    return parts if room is None else _fit(parts, room)


def _fit(parts: list[int], room: Sequence[int]) -> list[int]:
    fitted = [min(part, most) for part, most in zip(parts, room, strict=True)]
    over = sum(parts) - sum(fitted)
    for i, most in enumerate(room):
        moved = min(over, most - fitted[i])
        fitted[i] += moved
        over -= moved
    return fitted


def say_pounds(amount: Decimal) -> str:
    """With pence, and with up to four places only where the price has them: £1.50, £0.335."""
    rounded = money(amount)
    if amount == rounded:
        return f"£{rounded:,}"
    return f"£{amount.normalize():,f}"


def say_pence(whole_pence: int) -> str:
    return f"£{whole_pence // 100:,}.{whole_pence % 100:02d}"


def say_percent(percent: Decimal) -> str:
    return f"{percent.normalize():f} %"
