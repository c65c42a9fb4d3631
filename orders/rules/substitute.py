"""A product sold in place of another."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Swap:
    """So many packs of the substitute in place of as many of the product; what the screen showed of both."""

    product_id: int
    substitute_id: int
    quantity: int
    product_was: int
    substitute_was: int
