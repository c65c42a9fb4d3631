"""In which numbers of packs a product is sold."""

from orders.rules.order import OrderRefused


def check_pack(name: str, quantity: int, *, least: int, multiple: int) -> None:
    """Raises OrderRefused, naming what can be had instead, for too few packs or a number between two multiples."""
    if quantity == 0:
        return
    fewest = -(-least // multiple) * multiple
    if quantity < fewest:
        raise OrderRefused(f"{name}: at least {fewest} on one order, not {quantity}. 0 takes it off.", field="quantity")
    below = quantity - quantity % multiple
    if below != quantity:
        raise OrderRefused(
            f"{name} is sold by the {multiple}: {below} or {below + multiple}, not {quantity}.", field="quantity"
        )


def pack_words(*, least: int, multiple: int) -> str:
    """As in: by the 6; at least 12; by the 6, at least 12. Empty where any number may be ordered."""
    said = [f"by the {multiple}"] if multiple > 1 else []
    if least > multiple:
        said.append(f"at least {least}")
    return ", ".join(said)
