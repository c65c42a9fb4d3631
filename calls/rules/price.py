"""A price that is asked for at the desk, as people type it."""

import re
from dataclasses import dataclass
from decimal import Decimal

from staff.rules import Refusal

# As many places before and after the point as a price may have.
AMOUNT = re.compile(r"[0-9]{1,6}(\.[0-9]{1,4})?")


class PriceUnread(Refusal):
    """What was typed is no price, or is nothing."""

    def __init__(self, typed: str) -> None:
        wrong = f"“{typed}” is not a price in pounds. Type it like 12.50."
        super().__init__(wrong if typed else "Type the price of one pack, like 12.50.", field="unit_price")


@dataclass(frozen=True, slots=True)
class PriceAsked:
    """A price by hand for one product; without one, today's in place of an agreed one, or what it was before.

    `was` is the price by hand that the page showed, empty for none; None where it did not say.
    """

    product_id: int
    unit_price: Decimal | None = None
    reason: str = ""
    is_todays: bool = False
    was: str | None = None


def pounds_typed(text: str) -> Decimal:
    """An amount as people type it, with or without the sign and the commas; raises PriceUnread."""
    bare = text.strip().removeprefix("£").replace(",", "").strip()
    if not AMOUNT.fullmatch(bare):
        raise PriceUnread(text.strip()[:20])
    return Decimal(bare)
