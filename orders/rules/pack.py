"""In which numbers of packs a product is sold."""

from collections.abc import Mapping
from typing import Protocol

from orders.rules.order import OrderRefused


class Sold(Protocol):
    """A product by the numbers in which it is sold."""

    @property
    def name(self) -> str: ...

    @property
    def order_least(self) -> int: ...

    @property
    def order_multiple(self) -> int: ...


class Packed(Protocol):
    """A product by what one pack of it holds."""

    @property
    def name(self) -> str: ...

    @property
    def unit(self) -> str: ...

    @property
    def pack_size(self) -> int: ...


def packs_of(packed: Packed, pieces: int) -> int:
    """The packs that hold just so many pieces; raises OrderRefused, naming both neighbours, where none do."""
    packs, over = divmod(pieces, packed.pack_size)
    if not over:
        return packs
    below, above = packs * packed.pack_size, (packs + 1) * packed.pack_size
    raise OrderRefused(
        f"{packed.name}: a {packed.unit} holds {packed.pack_size} pieces and is sold whole: {below} or {above} pieces "
        f"({packs} or {packs + 1} packs), not {pieces}.",
        field="quantity",
    )


def why_not_packed(sold: Sold, quantity: int) -> str:
    """Too few packs, or a number between two multiples, with what can be had instead; empty where it is sold so."""
    if quantity == packs_up(sold, quantity):
        return ""
    least = packs_up(sold, 1)
    if quantity < least:
        return f"{sold.name}: at least {least} on one order, not {quantity}. 0 takes it off."
    below, above = packs_down(sold, quantity), packs_up(sold, quantity)
    return f"{sold.name} is sold by the {sold.order_multiple}: {below} or {above}, not {quantity}."


def why_not_sold(sold: Sold, quantity: int, *, is_on_sale: bool) -> str:
    """What was typed and can no longer be had so, in words; empty where it can."""
    if not is_on_sale:
        return f"{sold.name} has left the range. Take it off, or sell something else instead."
    return why_not_packed(sold, quantity)


def check_pack(sold: Sold, quantity: int, *, field: str = "quantity") -> None:
    """Raises OrderRefused where a product is not sold in such a number."""
    words = why_not_packed(sold, quantity)
    if words:
        raise OrderRefused(words, field=field)


def check_packs(quantities: Mapping[int, int], stood: Mapping[int, int], sold: Mapping[int, Sold]) -> None:
    """The same of each product that is asked for in another number than stood; the field is that of its quantity."""
    for product, quantity in quantities.items():
        if quantity != stood.get(product, 0):
            check_pack(sold[product], quantity, field=f"quantity-{product}")


def check_still_sold(sold: Sold, quantity: int, *, is_on_sale: bool, field: str) -> None:
    """Raises OrderRefused where what was typed can no longer be had so."""
    words = why_not_sold(sold, quantity, is_on_sale=is_on_sale)
    if words:
        raise OrderRefused(words, field=field)


def packs_up(sold: Sold, quantity: int) -> int:
    """The fewest packs that are sold and no fewer than these; none are none."""
    if quantity <= 0:
        return 0
    return -(-max(quantity, sold.order_least) // sold.order_multiple) * sold.order_multiple


def packs_down(sold: Sold, quantity: int) -> int:
    """The most packs that are sold and no more than these; 0 where that is too few for an order."""
    below = max(0, quantity) // sold.order_multiple * sold.order_multiple
    return below if below >= sold.order_least else 0


def packs_beside(sold: Sold, quantity: int, *, was: int, free: int) -> int:
    """What stays of `was` packs where about so many are to: the next number up that is in stock, else the next down."""
    above = packs_up(sold, quantity)
    return above if above < was and above <= free else packs_down(sold, quantity)


def rounded_up(quantities: Mapping[int, int], sold: Mapping[int, Sold]) -> tuple[dict[int, int], tuple[str, ...]]:
    """The packs that are sold and no fewer than these, by product, with a sentence for each number that is another."""
    rounded = {product: packs_up(sold[product], quantity) for product, quantity in quantities.items()}
    said = tuple(
        f"{sold[product].name} is sold {pack_words(sold[product])}: {rounded[product]} instead of {quantity}."
        for product, quantity in quantities.items()
        if rounded[product] != quantity
    )
    return rounded, said


def pack_words(sold: Sold) -> str:
    """As in: by the 6; at least 12; by the 6, at least 12. Empty where any number may be ordered."""
    said = [f"by the {sold.order_multiple}"] if sold.order_multiple > 1 else []
    if sold.order_least > sold.order_multiple:
        said.append(f"at least {sold.order_least}")
    return ", ".join(said)
